"""Tiles over HTTP: what is sent, when it need not be sent, and who can read it."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path
from typing import Any

import brotli
import mapbox_vector_tile
import pyogrio
import pytest
from flask.testing import FlaskClient

from geo_app.domain.status import EventKind
from geo_app.geo.tilekey import Tile, point
from geo_app.geo.vector_tile import MEDIA_TYPE
from geo_app.settings import Settings
from geo_app.work import events, places
from tests.server import Server
from tests.signed_in import key
from tests.web.conftest import OPERATOR, House, build

OUTLET = "青石桥东排口"
GZIP = {"Accept-Encoding": "gzip"}
PACKED = {"gzip": gzip.decompress, "br": brotli.decompress}


def path(z: int, lon: float = 114.3316, lat: float = 34.78) -> str:
    tile = Tile.of(point(lon, lat), z)
    return f"/tiles/{tile.z}/{tile.x}/{tile.y}.mvt"


def sites(content: bytes) -> list[dict[str, Any]]:
    return [each["properties"] for each in mapbox_vector_tile.decode(content)["sites"]["features"]]


def test_a_tile_tells_of_a_site_what_the_map_shows(client: FlaskClient) -> None:
    answer = client.get(path(14))
    assert (answer.status_code, answer.mimetype) == (200, MEDIA_TYPE)
    assert answer.headers["Geo-App-Tile"] == "sites"
    assert date.fromisoformat(answer.headers["Geo-App-Day"])
    assert "Geo-App-Left-Out" not in answer.headers
    [site] = sites(answer.data)
    assert {name: site[name] for name in ("name", "status", "category", "code", "overdue")} == {
        "name": OUTLET,
        "status": "claimed",
        "category": "river_outlet",
        "code": "P2-1",
        "overdue": False,
    }
    assert client.get(f"/api/sites/{site['id']}").json["id"] == site["id"]
    assert "verdict" not in site


def test_every_zoom_has_the_site_once(client: FlaskClient) -> None:
    for z in range(19):
        assert [site["name"] for site in sites(client.get(path(z)).data)] == [OUTLET]


def test_where_nothing_is_the_tile_has_no_bytes(client: FlaskClient) -> None:
    answer = client.get(path(14, 20, 20))
    assert (answer.status_code, answer.data, answer.mimetype) == (200, b"", MEDIA_TYPE)
    assert "Content-Encoding" not in client.get(path(14, 20, 20), headers=GZIP).headers


@pytest.mark.parametrize("headers", [{}, GZIP])
def test_an_unchanged_tile_is_not_sent_again(client: FlaskClient, headers: dict[str, str]) -> None:
    first = client.get(path(3), headers=headers)
    tag = first.headers["ETag"]
    assert not tag.startswith("W/")
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = client.get(path(3), headers={**headers, "If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    for answer in (first, again):
        assert "Accept-Encoding" in answer.headers["Vary"]
        assert answer.headers["Geo-App-Tile"] == "sites"


@pytest.mark.parametrize("name", PACKED)
def test_a_packed_tile_is_the_same_tile_with_a_tag_of_its_own(
    client: FlaskClient, name: str
) -> None:
    plain, pack = client.get(path(3)), client.get(path(3), headers={"Accept-Encoding": name})
    assert pack.headers["Content-Encoding"] == name
    assert PACKED[name](pack.data) == plain.data
    assert int(pack.headers["Content-Length"]) == len(pack.data)
    assert pack.headers["ETag"] != plain.headers["ETag"]
    refused = client.get(path(3), headers={"If-None-Match": pack.headers["ETag"]})
    assert refused.status_code == 200


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 1),
        ("?status=claimed", 1),
        ("?status=open,claimed", 1),
        ("?status=open", 0),
        ("?category=river_outlet&status=claimed", 1),
        ("?category=study", 0),
        ("?district=", 1),
        ("?overdue=1", 0),
        ("?overdue=0", 1),
    ],
)
def test_a_filter_leaves_only_what_it_says(client: FlaskClient, query: str, count: int) -> None:
    answer = client.get(path(12) + query)
    assert answer.status_code == 200
    assert len(sites(answer.data) if answer.data else []) == count


def test_an_earlier_day_can_be_asked_for(client: FlaskClient) -> None:
    before, after = (client.get(f"{path(12)}?as-of={day}") for day in ("2021-08-30", "2021-10-15"))
    assert before.headers["Geo-App-Day"] == "2021-08-30"
    assert before.data == b""
    assert [site["status"] for site in sites(after.data)] == ["claimed"]


def test_a_change_shows_at_the_next_request(house: House) -> None:
    client = house.app.test_client()
    assert client.get(path(10)).data == b""
    with house.store.session() as session:
        places.confirm_all(session, OPERATOR, house.notice_id)
    first = client.get(path(10))
    [site] = sites(first.data)
    with house.store.session() as session:
        day = date(2021, 9, 1)
        row = events.subject(session, site["id"])
        events.add(session, OPERATOR, row, EventKind.VERIFIED, day, {})
    after = client.get(path(10), headers={"If-None-Match": first.headers["ETag"]})
    assert after.status_code == 200
    assert [each["status"] for each in sites(after.data)] == ["verified"]


def test_the_description_says_what_there_is(client: FlaskClient) -> None:
    answer = client.get("/tiles.json?status=claimed")
    body = answer.json
    assert body["tilejson"] == "3.0.0"
    assert (body["minzoom"], body["maxzoom"]) == (0, 18)
    [template] = body["tiles"]
    assert template == "http://localhost/tiles/{z}/{x}/{y}.mvt?status=claimed"
    assert body["bounds"] == pytest.approx([114.3316, 34.78, 114.3316, 34.78], abs=1e-4)
    layers = {layer["id"]: layer["fields"] for layer in body["vector_layers"]}
    assert set(layers) == {"cells", "sites", "shapes"}
    tile = Tile.of(point(114.3316, 34.78), 14)
    found = client.get(template.format(**tile._asdict()).removeprefix("http://localhost"))
    assert set(sites(found.data)[0]) <= set(layers["sites"])
    assert "400" in body["description"]


def test_gdal_reads_the_tiles_of_a_running_server(tmp_path: Path) -> None:
    """As QGIS and ogr2ogr do: the description first, then the tiles of one zoom."""
    house = build(tmp_path)
    with house.store.session() as session:
        places.confirm_all(session, OPERATOR, house.notice_id)
    shown = key(house.app, OPERATOR)["Authorization"]
    house.store.engine.dispose()
    pyogrio.set_gdal_config_options({"GDAL_HTTP_HEADERS": f"Authorization: {shown}"})
    with Server(Settings(data=tmp_path)) as server:
        frame = pyogrio.read_dataframe(
            f"MVT:{server.url}/tiles/8",
            layer="sites",
            METADATA_FILE=f"{server.url}/tiles.json",
            TILE_EXTENSION="mvt",
        )
    assert list(frame["name"]) == [OUTLET]
    [mark] = frame.to_crs(4326).geometry
    assert (mark.x, mark.y) == pytest.approx((114.3316, 34.78), abs=0.002)
