"""The gazetteer page: a better anchor moves what was told from it, and the page says how far."""

import re
from io import BytesIO

import orjson
import pytest
from flask.testing import FlaskClient

from geo_app.geo.gazetteer import Gazetteer
from tests.web.conftest import House, Token, bridge


class Clerk:
    """A person at the gazetteer page."""

    def __init__(self, house: House, token: Token) -> None:
        self.house = house
        self.client: FlaskClient = house.app.test_client()
        self.token = token(self.client)

    def post(self, path: str, **values: object):  # type: ignore[no-untyped-def]
        return self.client.post(path, data={"csrf_token": self.token, **values})

    def anchor_ids(self) -> list[str]:
        page = self.client.get("/gazetteer").text
        return re.findall(r'<li id="anchor-([^"]+)"', page)


@pytest.fixture
def clerk(house: House, token: Token) -> Clerk:
    return Clerk(house, token)


POINT = {"lon": "114.34", "lat": "34.78", "radius_m": "15", "source": "现场测量"}


def test_anchors_are_listed_with_kind_and_radius(clerk: Clerk) -> None:
    page = clerk.client.get("/gazetteer").text
    assert "青石桥" in page
    assert "半径约20米" in page


def test_correcting_an_anchor_says_what_moved_how_far(clerk: Clerk) -> None:
    (anchor,) = clerk.anchor_ids()
    before = clerk.house.places()["青石桥东排口"]["location"]
    response = clerk.post(f"/gazetteer/{anchor}", **POINT)
    assert response.status_code == 200
    assert "青石桥东排口" in response.text
    # 0.01 degrees of longitude at this latitude are 915 m
    moved = re.search(r"移动 (\d+)米", response.text)
    assert moved
    assert abs(int(moved[1]) - 915) <= 10
    assert clerk.house.places()["青石桥东排口"]["location"] != before


def test_an_added_anchor_is_listed(clerk: Clerk) -> None:
    response = clerk.post("/gazetteer", name="白杨桥", kind="bridge", aliases="杨桥、白桥", **POINT)
    assert response.status_code == 200
    assert "已添加「白杨桥」" in response.text
    assert len(clerk.anchor_ids()) == 2


@pytest.mark.parametrize(
    "wrong",
    [{"lon": "nan"}, {"lon": "200"}, {"lat": "x"}, {"radius_m": "0"}, {"radius_m": "inf"},
     {"source": " "}, {"name": ""}, {"kind": "castle"}, {"kind": "none"}],
)  # fmt: skip
def test_a_wrong_field_is_said_and_nothing_is_added(clerk: Clerk, wrong: dict[str, str]) -> None:
    values = {"name": "白杨桥", "kind": "bridge", "aliases": "", **POINT, **wrong}
    response = clerk.post("/gazetteer", **values)
    assert response.status_code in (400, 422)
    assert 'role="alert"' in response.text
    assert len(clerk.anchor_ids()) == 1


def test_the_form_keeps_what_was_typed(clerk: Clerk) -> None:
    response = clerk.post("/gazetteer", name="白杨桥", kind="bridge", **{**POINT, "lon": "x"})
    assert 'value="白杨桥"' in response.text
    assert 'value="现场测量"' in response.text


def test_an_unknown_anchor_is_404(clerk: Clerk) -> None:
    assert clerk.post("/gazetteer/none", **POINT).status_code == 404


def test_anchors_are_imported_from_geojson(clerk: Clerk) -> None:
    features = Gazetteer.from_features([bridge(114.35)]).to_features()
    data = orjson.dumps({"type": "FeatureCollection", "features": features})
    response = clerk.post("/gazetteer/import", file=(BytesIO(data), "anchors.geojson"))
    assert response.status_code == 200
    assert "新增 0，更正 1，未变 0" in response.text


@pytest.mark.parametrize("data", [b"", b"{}", b'{"type":"FeatureCollection","features":[1]}'])
def test_a_broken_import_is_refused_whole(clerk: Clerk, data: bytes) -> None:
    response = clerk.post("/gazetteer/import", file=(BytesIO(data), "anchors.geojson"))
    assert 400 <= response.status_code < 500
    assert 'role="alert"' in response.text
    assert len(clerk.anchor_ids()) == 1
