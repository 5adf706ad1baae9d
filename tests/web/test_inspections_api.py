"""The interface for visits and photos: what it answers, whom it trusts, what it gives away."""

from __future__ import annotations

import hashlib
import io
import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from geo_app.domain.actor import Actor, Role
from geo_app.domain.form_file import read_form
from geo_app.errors import InputError
from geo_app.settings import Settings
from geo_app.store.inspections import Form as FormRow
from geo_app.store.inspections import Inspection
from geo_app.store.people import Entry
from geo_app.store.visits import digest
from geo_app.web import create_app
from geo_app.work import places, tokens
from geo_app.work.desk import Desk
from tests.signed_in import SignedIn
from tests.visits import CLIENT_HEADER, furnish, photo, picture, post, told
from tests.web.conftest import OPERATOR, House, Token, build

GPS = {"lon": 114.3316, "lat": 34.78, "direction": 45.0}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """An installation with one outlet and one station, confirmed."""
    made = build(tmp_path_factory.mktemp("visits"))
    furnish(made.app)
    with made.store.session() as session:
        places.confirm_all(session, OPERATOR, made.notice_id)
    yield made
    made.store.engine.dispose()


@pytest.fixture
def desk(house: House) -> Desk:
    return furnish(house.app)


@pytest.fixture
def program(house: House) -> FlaskClient:
    """A program that keeps no cookies."""
    return house.app.test_client(use_cookies=False)


@pytest.fixture
def browser(house: House) -> FlaskClient:
    """A browser that has been on a page of ours."""
    return house.app.test_client()


OUTLET = "P2-1"


def test_a_visit_is_recorded_once(program: FlaskClient) -> None:
    visit = told(OUTLET, [photo(), photo("near")])
    pictures = picture(1, **GPS), picture(2)
    first = post(program, visit, *pictures)
    assert first.status_code == 201, first.text
    body = first.json
    assert (body["id"], body["again"]) == (visit["id"], False)
    assert [(each["id"], each["sha256"]) for each in body["photos"]] == [
        (each["id"], hashlib.sha256(data).hexdigest())
        for each, data in zip(visit["photos"], pictures, strict=True)
    ]
    for each in body["photos"]:
        assert each["verdict"] in {"strong", "fair", "weak", "none"}
        assert {check["aspect"] for check in each["checks"]} >= {"place", "time", "originality"}
    again = post(program, visit, *pictures)
    assert again.status_code == 200
    assert again.json == {**body, "again": True}
    assert first.headers["Location"] == again.headers["Location"]
    shown = program.get(first.headers["Location"])
    assert (shown.status_code, shown.json["id"]) == (200, visit["id"])
    assert [each["role"] for each in shown.json["photos"]] == ["after", "near"]


def test_other_content_under_the_same_id_is_409(program: FlaskClient) -> None:
    visit = told(OUTLET)
    assert post(program, visit).status_code == 201
    answer = post(program, {**visit, "note": "改了"})
    assert (answer.status_code, answer.json["code"]) == (409, "inspection.other_content")
    assert program.get(f"/api/inspections/{visit['id']}").json["note"] is None


def test_photos_may_come_in_their_order_or_by_their_ids(program: FlaskClient) -> None:
    by_order = told(OUTLET, [photo(), photo("near")])
    post(program, by_order, picture(1), picture(2), parts=["photo", "photo"])
    by_id = told(OUTLET, [photo(), photo("near")])
    ids = [each["id"] for each in by_id["photos"]]
    post(program, by_id, picture(2), picture(1), parts=ids[::-1])
    digests = [
        [each["sha256"] for each in program.get(f"/api/inspections/{visit['id']}").json["photos"]]
        for visit in (by_order, by_id)
    ]
    assert digests[0] == digests[1]


def test_the_visit_may_be_a_file_part(program: FlaskClient) -> None:
    visit = told(OUTLET)
    part = (io.BytesIO(json.dumps(visit).encode()), "visit.json", "application/json")
    answer = program.post("/api/inspections", data={"inspection": part}, headers=CLIENT_HEADER)
    assert answer.status_code == 201


def test_digests_in_capital_ids_find_their_photos(program: FlaskClient) -> None:
    visit = told(OUTLET, [photo()])
    part = visit["photos"][0]["id"].upper()
    assert post(program, visit, picture(1), parts=[part]).status_code == 201


@pytest.mark.parametrize(
    ("parts", "pictures"),
    [(["photo"], 1), (["photo"] * 3, 3), ([str(uuid.uuid4())] * 2, 2)],
    ids=["fewer", "more", "twice-the-same"],
)
def test_each_photo_of_the_visit_is_there_once(
    program: FlaskClient, parts: list[str], pictures: int
) -> None:
    visit = told(OUTLET, [photo(), photo()])
    if parts[0] != "photo":
        parts = [visit["photos"][0]["id"]] * 2
    answer = post(program, visit, *[picture(1)] * pictures, parts=parts)
    assert (answer.status_code, answer.json["code"]) == (422, "inspection.photos_differ")


def test_a_photo_that_the_visit_does_not_list_is_named(program: FlaskClient) -> None:
    visit = told(OUTLET, [photo(), photo()])
    parts = [visit["photos"][0]["id"], str(uuid.uuid4())]
    answer = post(program, visit, picture(1), picture(2), parts=parts, names=["a.jpg", "谁.jpg"])
    assert (answer.status_code, answer.json["details"]["name"]) == (422, "谁.jpg")


def test_a_program_must_say_what_it_is(program: FlaskClient) -> None:
    for headers in ({}, {"X-Geo-App-Client": ""}, {"X-Geo-App-Client": "<script>"}):
        answer = post(program, told(OUTLET), headers=headers)
        assert (answer.status_code, answer.json["code"]) == (403, "inspection.no_client")


def test_a_browser_must_have_the_token_of_its_session(browser: FlaskClient, token: Token) -> None:
    mine = token(browser)
    # a page of another site makes the browser send the cookie, and nothing else
    for headers in ({}, CLIENT_HEADER, {"X-CSRFToken": "wrong"}):
        answer = post(browser, told(OUTLET), headers=headers)
        assert (answer.status_code, answer.json["code"]) == (400, "http.csrf")
    visit = told(OUTLET)
    assert post(browser, visit, headers={"X-CSRFToken": mine}).status_code == 201
    assert browser.get(f"/api/inspections/{visit['id']}").json["source"] == "web"


def test_a_preflight_is_never_granted(program: FlaskClient) -> None:
    asked = {
        "Origin": "http://localhost.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "x-geo-app-client",
    }
    answer = program.options("/api/inspections", headers=asked)
    assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]


def test_only_this_view_is_exempt_from_the_token_of_the_session(house: House) -> None:
    for path in ("/notices", "/gazetteer/import"):
        answer = house.app.test_client().post(path, headers=CLIENT_HEADER)
        assert answer.status_code == 400


def test_it_takes_multipart_or_json_only(program: FlaskClient) -> None:
    answer = program.post("/api/inspections", data="id=1", headers=CLIENT_HEADER)
    assert answer.status_code == 415


def test_who_was_there_is_told(program: FlaskClient) -> None:
    visit = told(OUTLET, inspector={"name": "赵六", "unit": "监测站"})
    post(program, visit)
    shown = program.get(f"/api/inspections/{visit['id']}").json
    assert (shown["person"], shown["source"]) == ({"name": "赵六", "unit": "监测站"}, "api")


def test_a_walk_is_a_fact_of_the_visit(house: House, program: FlaskClient) -> None:
    here = {"lon": 114.33, "lat": 34.78, "accuracy_m": 6}
    walk = [here | {"at": f"2024-05-01T10:{minute:02}:00+08:00"} for minute in (0, 1, 2)]
    visit = told(OUTLET, track=walk)
    assert post(program, visit).status_code == 201
    assert post(program, visit).status_code == 200
    for other in (walk[:2], [here | {"lat": 34.79, "at": walk[0]["at"]}, *walk[1:]], []):
        answer = post(program, visit | {"track": other})
        assert (answer.status_code, answer.json["code"]) == (409, "inspection.other_content")
    shown = program.get(f"/api/inspections/{visit['id']}").json
    assert [each["lat"] for each in shown["track"]] == [34.78] * 3
    page = house.app.test_client().get(f"/sites/{shown['site']}").text
    assert "轨迹" in page
    assert "手机所报，不单独作为证据" in page
    with house.store.session(read_only=True) as session, session.no_autoflush:
        row = session.get_one(Inspection, visit["id"])
        assert digest(row, row.photos) == row.digest  # which stands in the chained log
        altered = [row.track[0] | {"lon": 114.34}, *row.track[1:]]
        session.expunge(row)
        row.track = altered
        assert digest(row, []) != row.digest


def sent(program: FlaskClient, data: bytes, **more: Any) -> str:
    visit = told(OUTLET, [photo()])
    assert post(program, visit, data, **more).status_code == 201
    photo_id: str = visit["photos"][0]["id"]
    return photo_id


def test_a_photo_tells_its_facts_and_what_it_proves(program: FlaskClient) -> None:
    photo_id = sent(program, picture(11, **GPS))
    answer = program.get(f"/api/photos/{photo_id}")
    body = answer.json
    assert answer.status_code == 200
    assert body["facts"]["position"] == pytest.approx([GPS["lon"], GPS["lat"]], abs=1e-6)
    assert body["facts"]["direction_deg"] == 45
    place = next(check for check in body["checks"] if check["aspect"] == "place")
    assert place["outcome"] == "pass"
    assert place["message"]


@pytest.mark.parametrize(("size", "most"), [("web", 1600), ("thumb", 320)])
def test_a_rendition_shows_the_picture_and_says_nothing_else(
    program: FlaskClient, desk: Desk, size: str, most: int
) -> None:
    data = picture(12, **GPS)
    photo_id = sent(program, data)
    answer = program.get(f"/api/photos/{photo_id}/{size}")
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    shown = Image.open(io.BytesIO(answer.data))
    assert max(shown.size) == min(480, most)
    assert not shown.getexif()
    assert b"Maker" not in answer.data
    again = program.get(
        f"/api/photos/{photo_id}/{size}", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert (again.status_code, again.data) == (304, b"")
    # lost or damaged, it is made again
    desk.files.drop_rendition(hashlib.sha256(data).hexdigest(), size)
    assert program.get(f"/api/photos/{photo_id}/{size}").data == answer.data


def test_an_original_is_given_to_be_kept_never_to_be_run(program: FlaskClient) -> None:
    data = picture(13) + b"<html><script>alert(1)</script>"
    photo_id = sent(program, data, names=['整改"后\r\n<b>.jpg'])
    answer = program.get(f"/api/photos/{photo_id}/original")
    assert (answer.status_code, answer.data) == (200, data)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    told_name = answer.headers["Content-Disposition"]
    assert told_name.startswith("attachment;")
    assert "filename*=UTF-8''" in told_name
    assert not set("\r\n<>") & set(told_name)


def test_who_took_an_original_is_written_down(house: House, program: FlaskClient) -> None:
    photo_id = sent(program, picture(15))
    path = f"/api/photos/{photo_id}/original"
    assert program.get(path).status_code == 200
    assert program.get(f"/api/photos/{photo_id}/thumb").status_code == 200
    with house.store.session(read_only=True) as session:
        query = select(Entry).where(Entry.kind == "exported").order_by(Entry.seq.desc())
        line = session.scalars(query.limit(1)).one()
    assert (line.subject, line.actor_name, line.address) == (path, "测试员", "127.0.0.1")


def test_originals_need_the_right(browser: FlaskClient, program: FlaskClient) -> None:
    photo_id = sent(program, picture(14))
    assert isinstance(browser, SignedIn)
    browser.become(Actor("", "王五", "监测站", Role.INSPECTOR))
    answer = browser.get(f"/api/photos/{photo_id}/original")
    assert answer.status_code == 403
    assert browser.get(f"/api/photos/{photo_id}/thumb").status_code == 200


def test_the_form_of_a_category(program: FlaskClient) -> None:
    answer = program.get("/api/forms/air")
    assert read_form(answer.json).name == "factory_odour"
    assert program.get("/api/forms/no-such").json["name"] == "other"
    etag = {"If-None-Match": answer.headers["ETag"]}
    assert program.get("/api/forms/air", headers=etag).status_code == 304


def test_a_token_is_of_this_installation_and_this_moment(program: FlaskClient, desk: Desk) -> None:
    answer = program.get("/api/token")
    assert answer.headers["Cache-Control"] == "no-store"
    bracket = tokens.read(desk, answer.json["token"])
    assert bracket.problem is None
    assert bracket.issued_at is not None
    assert bracket.issued_at.isoformat() == answer.json["issued_at"]


@pytest.mark.parametrize(
    "path",
    [
        "/api/inspections/{id}",
        "/api/inspections/x",
        "/api/photos/{id}",
        "/api/photos/{id}/web",
        "/api/photos/{id}/original",
        "/api/photos/{id}/huge",
        "/api/photos/..%2f..%2fetc/original",
    ],
)
def test_what_is_not_there_is_404(program: FlaskClient, path: str) -> None:
    answer = program.get(path.format(id=uuid.uuid4()))
    assert answer.status_code == 404


def test_a_form_that_cannot_be_used_is_said_at_the_start(settings: Settings) -> None:
    own = settings.data / "forms"
    own.mkdir(parents=True)
    (own / "dumping.json").write_text('{"name": "dumping"}')
    with pytest.raises(InputError, match=r"dumping\.json"):
        create_app(settings)


def test_every_version_that_was_offered_is_kept(house: House) -> None:
    with house.store.session(read_only=True) as session:
        kept = {(row.category, row.version) for row in session.scalars(select(FormRow))}
    assert {("river_outlet", 1), ("dumping", 1), ("sewage_station", 1), ("other", 1)} < kept
