"""The folium shell: fixed, small, and free of anything foreign."""

import re

import folium
import orjson

from geo_app.resources import BARE_MODULES
from geo_app.web.maps import SheetMap, SiteTiles, shell, united


def make(nonce: str = "n0") -> str:
    made = shell(
        library="/static/leaflet.js",
        stylesheet="/static/leaflet.css",
        nonce=nonce,
        label='地图 "1" <b>',
        words={"in": "放大", "out": "缩小"},
        data_url="/api/sites.geojson",
        bounds=(113.8, 34.1, 115.2, 35.0),
    )
    return f"{made.header}\n{made.html}\n{made.script}"


def test_the_same_arguments_give_the_same_bytes() -> None:
    assert make() == make()


def test_the_shell_is_small() -> None:
    assert len(make().encode()) <= 3 * 1024


def test_the_shell_names_no_foreign_host_and_has_no_inline_style() -> None:
    assert re.findall(r"https?:|//[a-z]|<style|style=", make()) == []


def test_every_script_of_the_shell_has_the_nonce() -> None:
    assert re.findall(r"<script[^>]*>", make("abc")) == [
        '<script nonce="abc" src="/static/leaflet.js">'
    ]


def test_the_shell_makes_one_map_that_knows_its_data() -> None:
    text = make()
    assert text.count("L.map(") == 1
    assert 'map_sheet.options.sites = "/api/sites.geojson"' in text
    assert "fitBounds([[34.1, 113.8], [35.0, 115.2]]" in text


def test_a_label_is_escaped() -> None:
    assert "<b>" not in make()


def test_folium_itself_stays_as_it_was() -> None:
    make()
    assert SheetMap.default_js == []
    assert folium.Map.default_js != []


def notebook(**given: object) -> str:
    plain = folium.Map(location=(34.8, 114.3))
    SiteTiles("http://localhost:8000/", **given).add_to(plain)  # type: ignore[arg-type]
    return plain.get_root().render()


def test_a_layer_in_a_notebook_names_the_server_that_it_draws_from() -> None:
    text = notebook(language="en", filters={"status": ["open", "claimed"], "overdue": "1"})
    assert 'import("http://localhost:8000/static/js/tiles/notebook.js")' in text
    assert r'"query": "status=open\u0026status=claimed\u0026overdue=1"' in text
    assert '"claimed": "Claimed"' in text


def test_bare_names_of_modules_are_known_before_any_module_is_asked_for() -> None:
    text = notebook()
    found = re.search(r'<script type="importmap">(.*?)</script>', text)
    assert found
    imports = orjson.loads(found[1])["imports"]
    assert imports["pbf"] == "http://localhost:8000/static/vendor/pbf/index.js"
    assert set(imports) == set(BARE_MODULES)
    assert found.start() < text.index("import(")


def test_two_layers_need_one_import_map() -> None:
    plain = folium.Map()
    for status in ("open", "claimed"):
        SiteTiles("http://localhost:8000", filters={"status": status}).add_to(plain)
    text = plain.get_root().render()
    assert text.count("importmap") == 1
    assert text.count("import(") == 2


def test_the_box_of_two_boxes_holds_both() -> None:
    assert united((113, 34, 115, 35), (114, 33, 116, 34)) == (113, 33, 116, 35)
    assert united((113, 34, 115, 35), None) == (113, 34, 115, 35)
