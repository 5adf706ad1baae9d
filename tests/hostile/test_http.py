"""The web server given what it cannot use: a 4xx in words, no traceback, no half-written row."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.hostile.bad_geojson import BAD_DOCUMENTS, BAD_FEATURES, BAD_NUMBERS, BOW, text_of
from tests.hostile.bad_notices import BAD_NOTICES
from tests.hostile.program import kept
from tests.web.conftest import House, build

# a large upload lies in a file that the client of the tests leaves to the garbage collector
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
PROBLEM = "application/problem+json"
SITES = "/api/sites.geojson"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made = build(tmp_path_factory.mktemp("hostile"))
    yield made
    made.store.engine.dispose()


@pytest.fixture(scope="module")
def client(house: House) -> FlaskClient:
    return house.app.test_client()


@pytest.fixture(scope="module")
def token(client: FlaskClient) -> str:
    page = client.get("/about").text
    return page.split('name="csrf_token" value="')[1].split('"')[0]


@pytest.fixture(scope="module")
def before(house: House) -> str:
    return kept(house.settings.data)


def calm(answer: TestResponse, *statuses: int) -> None:
    """A refusal in words: the right status, the right form, nothing of the inside."""
    assert answer.status_code in (statuses or range(400, 500)), answer.text[:300]
    assert "Traceback" not in answer.text
    assert "geo_app/" not in answer.text
    if answer.request.path.startswith("/api/"):
        assert answer.mimetype == PROBLEM
        assert {"code", "message", "details"} <= set(answer.json)
        assert answer.json["message"]
    else:
        assert answer.mimetype == "text/html"
        assert "<h1" in answer.text


def upload(client: FlaskClient, path: str, token: str, content: bytes, name: str) -> TestResponse:
    form = {"csrf_token": token, "file": (io.BytesIO(content), name)}
    return client.post(path, data=form, content_type="multipart/form-data")


@pytest.mark.parametrize("case", BAD_NOTICES)
def test_a_bad_notice_is_refused(
    house: House, client: FlaskClient, token: str, before: str, case: str
) -> None:
    answer = upload(client, "/notices", token, BAD_NOTICES[case](), "坏<b>文件.docx")
    calm(answer)
    assert "坏<b>" not in answer.text
    assert kept(house.settings.data) == before


BAD_FILES = {
    **{f"whole-{case}": made for case, made in BAD_DOCUMENTS.items()},
    **{f"feature-{case}": made for case, made in BAD_FEATURES.items()},
    **{f"number-{case}": partial(text_of, case) for case in BAD_NUMBERS},
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_bad_gazetteer_is_refused(
    house: House, client: FlaskClient, token: str, before: str, case: str
) -> None:
    calm(upload(client, "/gazetteer/import", token, BAD_FILES[case](), "a.geojson"))
    assert kept(house.settings.data) == before


@pytest.mark.parametrize(
    "query",
    [
        "bbox=1,2,3", "bbox=1,2,3,4,5", "bbox=nan,0,1,1", "bbox=0,0,inf,1", "bbox=-1e308,0,1e308,1",
        "bbox=34,114,35,115", "bbox=115,35,114,34", "bbox=0x1,0,1,1", "bbox=1_0,0,2,1",
        "bbox=,,,", "bbox=" + "1" * 10_000, "bbox=０,0,1,1", "bbox=1%00,2,3,4",
        "bbox=114,34,115,35&bbox=1,2,3", "limit=0", "limit=-1", "limit=1e9", "limit=abc",
        "limit=" + "9" * 400, "limit=%C2%B2", "limit=1&limit=abc", "status=done",
        "status=verified'--", "status=claimed,done", "status=%00", "category=__class__",
        "district=%F0%9F%92%A9", "district=' OR 1=1--", "overdue=2", "overdue=1&overdue=x",
        "located=yes", "q=" + "x" * 10_000, "q=%00", "q=a%0Ab", "sort=password",
        "q[]=1", "__proto__=1", "offset=1",
    ],
)  # fmt: skip
def test_a_malformed_question_is_400(client: FlaskClient, query: str) -> None:
    calm(client.get(f"{SITES}?{query}"), 400)
    assert client.get(f"/?{query}").status_code < 500
    assert client.get(f"/ledger?{query}").status_code < 500


@pytest.mark.parametrize("words", ["%", "_", "\\", "\\%", "' OR 1=1--", '"', "%%%%", "[a-z]", "*"])
def test_signs_of_a_pattern_are_only_signs(client: FlaskClient, words: str) -> None:
    answer = client.get(f"{SITES}?q={quote(words)}")
    assert (answer.status_code, answer.json["total"]) == (200, 0)


POINT = {"type": "Point", "coordinates": [114.35, 34.8]}


def line(count: int) -> dict[str, Any]:
    return {
        "type": "LineString",
        "coordinates": [[114.0 + n / 10_000_000, 34.8 + n % 2 / 100] for n in range(count)],
    }


DRAWN: dict[str, tuple[Any, Any]] = {
    "swapped": ({"type": "Point", "coordinates": [34.8, 114.35]}, 10),
    "texts": ({"type": "Point", "coordinates": ["114", "34"]}, 10),
    "none": (None, 10),
    "nulls": ({"type": "Point", "coordinates": [None, None]}, 10),
    "huge": ({"type": "Point", "coordinates": [1e308, 1e308]}, 10),
    "huge-whole": ({"type": "Point", "coordinates": [10**300, 1]}, 10),
    "self-crossing": ({"type": "Polygon", "coordinates": [BOW]}, 10),
    "collection": ({"type": "GeometryCollection", "geometries": [POINT]}, 10),
    "nested-collection": (
        {"type": "GeometryCollection", "geometries": [{"type": "GeometryCollection"}]}, 10,
    ),
    "multi": ({"type": "MultiPoint", "coordinates": [[114, 34]]}, 10),
    "ring-short": ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}, 10),
    "type-list": ({"type": ["Point"], "coordinates": [1, 2]}, 10),
    "type-number": ({"type": 5, "coordinates": [1, 2]}, 10),
    "coordinates-object": ({"type": "Point", "coordinates": {"0": 1, "1": 2}}, 10),
    "five-numbers": ({"type": "Point", "coordinates": [114, 34, 1, 2, 3]}, 10),
    "empty-polygon": ({"type": "Polygon", "coordinates": []}, 10),
    "feature": ({"type": "Feature", "geometry": POINT, "properties": {}}, 10),
    "vertices": (line(150_000), 10),
    "radius-below-0": (POINT, -1),
    "radius-huge": (POINT, 1e9),
    "radius-beyond-float": (POINT, 10**400),
    "radius-text": (POINT, "10"),
    "radius-true": (POINT, True),
    "radius-null": (POINT, None),
    "radius-list": (POINT, [10]),
}  # fmt: skip


@pytest.mark.parametrize("case", DRAWN)
def test_a_hostile_drawing_is_refused(
    house: House, client: FlaskClient, token: str, before: str, case: str
) -> None:
    geometry, radius_m = DRAWN[case]
    answer = redraw(house, client, token, json.dumps({"geometry": geometry, "radius_m": radius_m}))
    calm(answer)
    assert kept(house.settings.data) == before


def redraw(house: House, client: FlaskClient, token: str, body: str | bytes) -> TestResponse:
    place = next(iter(house.places().values()))["id"]
    return client.post(
        f"/api/places/{place}/redraw",
        data=body,
        content_type="application/json",
        headers={"X-CSRFToken": token},
    )


@pytest.mark.parametrize(
    "body",
    [
        b"", b"null", b"[]", b"1", b'"x"', b"{", b"\xff\xfe", b'{"geometry": NaN, "radius_m": 1}',
        b'{"geometry": {"type": "Point", "coordinates": [NaN, 34]}, "radius_m": 1}',
        b'{"geometry": {"type": "Point", "coordinates": [114, 34]}, "radius_m": NaN}',
        b'{"geometry": {"type": "Point", "coordinates": [114, 34]}, "radius_m": 1e400}',
        b'{"geometry": {"type": "Point", "coordinates": ' + b"[" * 500 + b"]" * 500
        + b'}, "radius_m": 1}',
        b"[" * 100_000 + b"]" * 100_000, b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    ],
    ids=range(14),
)  # fmt: skip
def test_a_body_that_is_no_question_is_refused(
    house: House, client: FlaskClient, token: str, before: str, body: bytes
) -> None:
    calm(redraw(house, client, token, body))
    assert kept(house.settings.data) == before


@pytest.mark.parametrize("radius_m", [0, 100_000])
def test_the_ends_of_the_radius_are_taken(tmp_path: Path, radius_m: int) -> None:
    made = build(tmp_path)
    own = made.app.test_client()
    page = own.get("/about").text
    key = page.split('name="csrf_token" value="')[1].split('"')[0]
    body = json.dumps({"geometry": POINT, "radius_m": radius_m})
    assert redraw(made, own, key, body).status_code == 200
    made.store.engine.dispose()


def test_a_post_without_its_token_does_nothing(
    house: House, client: FlaskClient, before: str
) -> None:
    place = next(iter(house.places().values()))["id"]
    posts = [
        "/notices", "/notices/sample", "/gazetteer", "/gazetteer/import", "/gazetteer/qingshi",
        f"/notices/{house.notice_id}/confirm-all", f"/api/notices/{house.notice_id}/confirm-all",
        f"/api/places/{place}/confirm", f"/api/places/{place}/merge", f"/api/places/{place}/reset",
    ]  # fmt: skip
    for path in posts:
        calm(client.post(path, data={"text": "x"}), 400, 403)
        calm(client.post(path, json={}, headers={"X-CSRFToken": "forged"}), 400, 403)
    assert kept(house.settings.data) == before


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("path", ["/", "/ledger", SITES, "/api/anchors.geojson", "/healthz"])
def test_a_wrong_method_is_refused(client: FlaskClient, token: str, path: str, method: str) -> None:
    answer = client.open(path, method=method, headers={"X-CSRFToken": token})
    calm(answer, 405)
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize("key", ["x", "%00", "..%2f..%2fetc", "'--", "9" * 3000, "%ED%A0%80", "💧"])
def test_an_unknown_id_is_404(client: FlaskClient, token: str, key: str) -> None:
    for path in (f"/sites/{key}", f"/api/sites/{key}", f"/notices/{key}", f"/api/notices/{key}"):
        calm(client.get(path), 404)
    for path in (f"/api/places/{key}/confirm", f"/api/places/{key}/unlocated"):
        calm(client.post(path, json={}, headers={"X-CSRFToken": token}), 404)


def test_a_form_of_wrong_types_is_refused(
    house: House, client: FlaskClient, token: str, before: str
) -> None:
    good = {
        "name": "石桥",
        "kind": "bridge",
        "lon": "114",
        "lat": "34",
        "radius_m": "5",
        "source": "x",
    }
    wrong = {"lon": "nan", "lat": "1e309", "radius_m": "-0", "name": "\0", "kind": "none",
             "source": "\x07"}  # fmt: skip
    for field, value in wrong.items():
        form = {**good, field: value.encode("utf-8", "surrogatepass"), "csrf_token": token}
        calm(client.post("/gazetteer", data=form), 422)
    form = {**good, "aliases": "a\0b", "csrf_token": token}
    calm(client.post("/gazetteer", data=form), 422)
    assert kept(house.settings.data) == before


@pytest.mark.parametrize(
    "text", ["问题1：a\0b", "问题1：\ud800渗漏。", "问题1：" + "漏" * 2_000_001]
)
def test_pasted_text_that_cannot_be_kept_is_refused(
    house: House, client: FlaskClient, token: str, before: str, text: str
) -> None:
    form = {"csrf_token": token, "text": text.encode("utf-8", "surrogatepass")}
    answer = client.post("/notices", data=form)
    if answer.status_code == 303:  # half a pair was replaced by its sign: that is a text
        assert "\ud800" in text
        assert client.get(answer.location).status_code == 200
        return
    calm(answer, 413, 415, 422)
    assert kept(house.settings.data) == before


@pytest.mark.parametrize(
    "asked",
    [
        "by=street", "by=unit&by=district", "day=2021-13-01", "day=99999-01-01", "day=2021-1-1",
        "day=２０２１-01-01", "day=2999-01-01", "day=0000-00-00", "sort=name;drop", "order=up",
        "area=999999", "area=" + "9" * 5000, "area=%00", "area=410204&with=nowhere",
        "area=410204&site=../../etc/passwd", "site=x", "with=410204", "screen=small",
        "colour=green", "area=%ff%fe", "area=410204'--",
    ],
)  # fmt: skip
def test_a_leader_page_that_cannot_be(client: FlaskClient, asked: str) -> None:
    answer = client.get(f"/leader?{asked}")
    assert answer.status_code in {400, 404}, answer.status_code
    assert "Traceback" not in answer.text
    assert "<h1" in answer.text


@pytest.mark.parametrize(
    "asked",
    [
        "since=2021-13-01", "since=99999-01-01", "since=2021-1-1", "since=２０２１-01-01",
        "since=2999-01-01", "since=0000-00-00", "since=%00", "since=%ff%fe", "since=yesterday",
        "since=2021-01-01&since=2022-01-01", "since=" + "9" * 5000, "step=day", "step=week;drop",
        "step=week&step=month", "step=%00", "day=2021-01-01", "colour=green", "area=410204",
    ],
)  # fmt: skip
def test_a_page_of_changes_that_cannot_be(client: FlaskClient, asked: str) -> None:
    calm(client.get(f"/leader/course?{asked}"), 400)


@pytest.mark.parametrize("step", ["", "week", "month"])
def test_changes_since_the_first_of_all_days(client: FlaskClient, step: str) -> None:
    answer = client.get(f"/leader/course?since=0001-01-01&step={step}")
    assert answer.status_code == 200
    assert "0001" in answer.text


@pytest.mark.parametrize("day", ["0001-01-01", "1970-01-01"])
def test_a_day_before_all_days_has_no_sites(client: FlaskClient, day: str) -> None:
    answer = client.get(f"/leader?day={day}")
    assert answer.status_code == 200
