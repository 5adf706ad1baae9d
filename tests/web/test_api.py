"""The interface: sites as GeoJSON, filters that are strict, decisions about places."""

import orjson
import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from geo_app.errors import UsageError
from geo_app.geo.districts import Districts
from geo_app.resources import resource
from geo_app.settings import Limits
from geo_app.web.query import of_sites, read, site_filter
from tests.web.conftest import House, Token

SITES = "/api/sites.geojson"


def names(client: FlaskClient, query: str = "") -> list[str]:
    response = client.get(f"{SITES}{query}")
    assert response.status_code == 200, response.text
    return [feature["properties"]["name"] for feature in response.json["features"]]


def test_sites_are_a_feature_collection(client: FlaskClient) -> None:
    response = client.get(SITES)
    assert response.mimetype == "application/geo+json"
    body = orjson.loads(response.data)
    assert body["type"] == "FeatureCollection"
    assert (body["shown"], body["total"]) == (2, 2)
    assert body["counts"]["status"]["claimed"] == 2
    located, unlocated = body["features"]
    assert located["geometry"]["type"] == "Point"
    assert located["properties"]["where"].startswith("半径约")
    assert unlocated["geometry"] is None
    assert unlocated["properties"]["located"] is False


def test_a_search_that_is_cut_tells_of_all_that_it_has_found(client: FlaskClient) -> None:
    [located, unlocated] = client.get(SITES).json["features"]
    word = "-"  # stands in both codes
    assert all(word in each["properties"]["code"] for each in (located, unlocated))
    status = located["properties"]["status"]
    told = client.get(f"{SITES}?q={word}&limit=1").json
    assert (told["shown"], told["total"]) == (1, 2)
    done = ("verified", "closed")
    assert told["counts"]["found"] == {
        "located": 1,
        "claimed": int(status == "claimed"),
        "verified": int(status in done),
        "unlocated": 1,
    }
    for whole in (f"?q={word}", "?limit=1", f"?q={word}&limit=1&bbox=100,20,130,50"):
        assert client.get(f"{SITES}{whole}").json["counts"]["found"] is None


def test_an_unchanged_answer_is_not_sent_again(client: FlaskClient) -> None:
    etag = client.get(SITES).headers["ETag"]
    again = client.get(SITES, headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?status=claimed", ["青石桥东排口", "老槐镇污水站"]),
        ("?status=verified", []),
        ("?status=verified&status=claimed", ["青石桥东排口", "老槐镇污水站"]),
        ("?status=verified,claimed", ["青石桥东排口", "老槐镇污水站"]),
        ("?category=sewage_station", ["老槐镇污水站"]),
        ("?district=410204", ["青石桥东排口"]),
        ("?district=鼓楼区", ["青石桥东排口"]),
        ("?district=示范区", []),
        ("?bbox=114,34.5,114.5,35", ["青石桥东排口"]),
        ("?bbox=100,30,101,31", []),
        ("?bbox=179,-10,-179,10", []),
        ("?q=青石", ["青石桥东排口"]),
        ("?q=%25", []),
        ("?overdue=1", []),
        ("?located=0", ["老槐镇污水站"]),
        ("?status=&bbox=&q=", ["青石桥东排口", "老槐镇污水站"]),
        ("?limit=1", ["青石桥东排口"]),
    ],
)
def test_filters_find_what_they_say(client: FlaskClient, query: str, found: list[str]) -> None:
    assert names(client, query) == found


def test_a_limit_is_said(client: FlaskClient) -> None:
    body = client.get(f"{SITES}?limit=1").json
    assert (body["shown"], body["total"]) == (1, 2)


@pytest.mark.parametrize(
    "query",
    [
        "bbox=1,2,3",
        "bbox=1,2,3,4,5",
        "bbox=a,b,c,d",
        "bbox=nan,34,115,35",
        "bbox=114,34,inf,35",
        "bbox=1e308,34,1e309,35",
        "bbox=115,34,114,35",
        "bbox=114,35,115,34",
        "bbox=-181,34,115,35",
        "bbox=114,-91,115,35",
        "bbox=114,34,115," + "3" * 500,
        "status=done",
        "category=rivers",
        "district=999999",
        "district=不存在",
        "overdue=perhaps",
        "located=2",
        "q=a%00b",
        "q=" + "x" * 101,
        "limit=0",
        "limit=-1",
        "limit=1e9",
        "limit=abc",
        "limit=99999999999999999999",
        "sort=password",
    ],
)
def test_malformed_questions_are_400_with_a_reason(client: FlaskClient, query: str) -> None:
    response = client.get(f"{SITES}?{query}")
    assert response.status_code == 400
    assert response.mimetype == "application/problem+json"
    assert response.json["code"].startswith("query.")
    assert response.json["message"]


@given(st.lists(st.one_of(st.floats(), st.integers(), st.text(max_size=8)), max_size=6))
def test_any_bbox_gives_a_box_of_the_earth_or_is_refused(parts: list[object]) -> None:
    text = ",".join(str(part) for part in parts)
    try:
        box = site_filter(read(MultiDict({"bbox": text}), of_sites(Limits())), Districts([])).bbox
    except UsageError:
        return
    if box is None:
        assert text == ""
        return
    west, south, east, north = box
    assert -180 <= west <= 180
    assert -180 <= east <= 180
    assert -90 <= south <= north <= 90
    assert west <= east or west - east >= 180


def test_one_site_is_a_feature(client: FlaskClient) -> None:
    feature = client.get(SITES).json["features"][0]
    assert client.get(f"/api/sites/{feature['id']}").json["properties"]["code"] == "P2-1"


def test_districts_are_those_that_are_shipped(client: FlaskClient) -> None:
    body = orjson.loads(client.get("/api/districts.geojson").data)
    shipped = orjson.loads(resource("data", "districts.geojson").read_bytes())
    assert {f["properties"]["code"] for f in body["features"]} == {
        f["properties"]["code"] for f in shipped["features"]
    }


def test_anchors_are_features_with_a_radius(client: FlaskClient) -> None:
    (feature,) = client.get("/api/anchors.geojson").json["features"]
    assert feature["properties"]["name"] == "青石桥"
    assert feature["properties"]["radius_m"] == 20


class Clerk:
    """A person with the review page open."""

    def __init__(self, house: House, token: Token) -> None:
        self.house = house
        self.client = house.app.test_client()
        self.headers = {"X-CSRFToken": token(self.client)}

    def act(self, name: str, action: str, **body: object):  # type: ignore[no-untyped-def]
        place_id = self.house.places()[name]["id"]
        url = f"/api/places/{place_id}/{action}"
        return self.client.post(url, json=body, headers=self.headers)

    def place(self, name: str) -> dict[str, object]:
        sheet = self.client.get(f"/api/notices/{self.house.notice_id}").json["sheet"]
        return next(place for place in sheet["places"] if place["name"] == name)


@pytest.fixture
def clerk(house: House, token: Token) -> Clerk:
    return Clerk(house, token)


OUTLET, STATION = "青石桥东排口", "老槐镇污水站"


def test_the_sheet_says_what_is_where_and_why(clerk: Clerk) -> None:
    outlet, station = clerk.place(OUTLET), clerk.place(STATION)
    assert outlet["state"] == station["state"] == "draft"
    assert outlet["located"] is True
    assert "半径约" in str(outlet["where"])
    assert outlet["steps"]
    assert outlet["aliases"]
    assert (station["located"], station["location"]) == (False, None)
    assert station["reasons"]


def test_confirming_answers_with_the_new_sheet(clerk: Clerk) -> None:
    response = clerk.act(OUTLET, "confirm")
    assert response.status_code == 200
    counts = response.json["sheet"]["counts"]
    assert (counts["confirmed"], counts["drafts"]) == (1, 1)
    place = clerk.place(OUTLET)
    assert place["state"] == "confirmed"
    assert clerk.client.get(f"/sites/{place['site']}").status_code == 200


def test_what_has_no_position_cannot_be_confirmed(clerk: Clerk) -> None:
    response = clerk.act(STATION, "confirm")
    assert response.status_code == 409
    assert response.mimetype == "application/problem+json"
    assert clerk.place(STATION)["state"] == "draft"


def test_a_place_can_be_drawn_and_taken_back(clerk: Clerk) -> None:
    point = {"type": "Point", "coordinates": [114.35, 34.8]}
    drawn = clerk.act(STATION, "redraw", geometry=point, radius_m=50)
    assert drawn.status_code == 200, drawn.text
    assert clerk.place(STATION)["location"]["geometry"] == point  # type: ignore[index]
    assert clerk.act(STATION, "reset").status_code == 200
    assert clerk.place(STATION)["located"] is False


def test_a_line_can_be_drawn(clerk: Clerk) -> None:
    line = {"type": "LineString", "coordinates": [[114.35, 34.8], [114.36, 34.81]]}
    assert clerk.act(OUTLET, "redraw", geometry=line, radius_m=20).status_code == 200
    assert clerk.place(OUTLET)["location"]["geometry"]["type"] == "LineString"  # type: ignore[index]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"geometry": {"type": "Point", "coordinates": [114.35, 34.8]}},
        {"geometry": {"type": "Point", "coordinates": [114.35, 34.8]}, "radius_m": "50"},
        {"geometry": {"type": "Point", "coordinates": [114.35, 34.8]}, "radius_m": -1},
        {"geometry": {"type": "Point", "coordinates": [34.8, 114.35]}, "radius_m": 50},
        {"geometry": {"type": "Point", "coordinates": []}, "radius_m": 50},
        {"geometry": {"type": "Point", "coordinates": ["a", "b"]}, "radius_m": 50},
        {"geometry": {"type": "Point"}, "radius_m": 50},
        {"geometry": {"type": "Cube", "coordinates": [1, 2]}, "radius_m": 50},
        {"geometry": {"type": "LineString", "coordinates": [[114, 34]]}, "radius_m": 50},
        {"geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 1], [1, 0], [0, 0]]]},
         "radius_m": 50},
        {"geometry": "POINT (1 2)", "radius_m": 50},
    ],
)  # fmt: skip
def test_a_wrong_drawing_is_refused_and_changes_nothing(
    clerk: Clerk, body: dict[str, object]
) -> None:
    response = clerk.act(OUTLET, "redraw", **body)
    assert 400 <= response.status_code < 500
    assert response.mimetype == "application/problem+json"
    assert clerk.place(OUTLET)["state"] == "draft"


def test_a_place_can_be_merged_into_another(clerk: Clerk) -> None:
    into = clerk.house.places()[OUTLET]["id"]
    assert clerk.act(STATION, "merge", into=into).status_code == 200
    assert clerk.place(STATION)["state"] == "merged"
    assert clerk.act(STATION, "merge", into=7).status_code == 422


def test_confirm_all_leaves_no_draft(clerk: Clerk) -> None:
    url = f"/api/notices/{clerk.house.notice_id}/confirm-all"
    sheet = clerk.client.post(url, headers=clerk.headers).json["sheet"]
    assert sheet["counts"]["drafts"] == 0
    assert {place["state"] for place in sheet["places"]} == {"confirmed", "unlocated"}


def test_an_unknown_place_is_404(clerk: Clerk) -> None:
    response = clerk.client.post("/api/places/none/confirm", headers=clerk.headers)
    assert response.status_code == 404


def test_sentences_follow_the_language(clerk: Clerk) -> None:
    clerk.client.set_cookie("language", "en")
    assert "radius about" in str(clerk.place(OUTLET)["where"])
