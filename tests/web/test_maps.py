"""The folium shell: fixed, small, and free of anything foreign."""

import re

import folium

from geo_app.web.maps import SheetMap, shell


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
