"""Photos in pieces, and visits that arrive before them."""

from __future__ import annotations

import base64
import hashlib
import uuid
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from geo_app.domain.actor import Actor, Role
from geo_app.domain.capture import link_hash, start
from geo_app.store.field import Arrival, PhotoUpload
from geo_app.store.inspections import Inspection, Photo
from geo_app.work import places
from geo_app.work.draft import read_draft
from tests.signed_in import SignedIn, key
from tests.visits import furnish, photo, picture, told
from tests.web.conftest import OPERATOR, House

TUS = {"Tus-Resumable": "1.0.0"}
PIECE = TUS | {"Content-Type": "application/offset+octet-stream"}


class Phone:
    """A program that sends as the field page does."""

    def __init__(self, house: House) -> None:
        self.house = house
        furnish(house.app)
        with house.store.session() as session:
            [site, *_] = places.confirm_all(session, OPERATOR, house.notice_id)
            site.category = "river_outlet"
            self.site, self.site_id = site.code, site.id
        self.client = house.app.test_client(use_cookies=False)

    def visit(self, *pictures: bytes, **more: Any) -> dict[str, Any]:
        photos = [photo(sha256=hashlib.sha256(data).hexdigest()) for data in pictures]
        return told(self.site, photos, **more)

    def tell(self, visit: dict[str, Any], **headers: str) -> TestResponse:
        headers = {"X-Geo-App-Client": "tests"} | headers
        return self.client.post("/api/inspections", json=visit, headers=headers)

    def announce(self, each: dict[str, Any], data: bytes, **more: str) -> TestResponse:
        values = {"photo": each["id"], "sha256": each["sha256"], "filename": "江边.jpg"} | more
        said = ",".join(f"{name} {_base64(value)}" for name, value in values.items())
        headers = TUS | {"Upload-Length": str(len(data)), "Upload-Metadata": said}
        return self.client.post("/api/uploads", headers=headers | {"X-Geo-App-Client": "tests"})

    def piece(self, photo_id: str, offset: int, data: bytes) -> TestResponse:
        headers = PIECE | {"Upload-Offset": str(offset), "X-Geo-App-Client": "tests"}
        return self.client.patch(f"/api/uploads/{photo_id}", data=data, headers=headers)

    def offset(self, photo_id: str) -> int:
        answer = self.client.head(f"/api/uploads/{photo_id}", headers=TUS)
        assert answer.status_code == 200
        return int(answer.headers["Upload-Offset"])

    def rows(self, kind: Any) -> int:
        with self.house.store.session(read_only=True) as session:
            return session.scalar(select(func.count()).select_from(kind)) or 0


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@pytest.fixture
def phone(house: House) -> Phone:
    return Phone(house)


def test_a_visit_waits_for_its_photos_and_is_recorded_once_with_the_last_one(phone: Phone) -> None:
    pictures = [picture(1), picture(2)]
    visit = phone.visit(*pictures)
    first = phone.tell(visit)
    assert first.status_code == 202
    assert [each["here"] for each in first.json["photos"]] == [False, False]
    for each, data in zip(visit["photos"], pictures, strict=True):
        assert phone.announce(each, data).headers["Location"] == f"/api/uploads/{each['id']}"
        half = len(data) // 2
        assert phone.piece(each["id"], 0, data[:half]).headers["Upload-Offset"] == str(half)
        assert phone.offset(each["id"]) == half
        assert phone.tell(visit).status_code == 202
        assert phone.piece(each["id"], half, data[half:]).status_code == 204
    done = phone.tell(visit)
    assert done.status_code == 201
    assert done.json["id"] == visit["id"]
    assert [each["sha256"] for each in done.json["photos"]] == [
        each["sha256"] for each in visit["photos"]
    ]
    again = phone.tell(visit)
    assert (again.status_code, again.json["again"]) == (200, True)
    assert [phone.rows(kind) for kind in (Inspection, Photo, Arrival, PhotoUpload)] == [1, 2, 0, 0]
    assert list((phone.house.settings.data / "uploads").iterdir()) == []


def test_the_page_of_the_site_says_how_many_photos_are_still_on_the_phone(phone: Phone) -> None:
    pictures = [picture(3), picture(4), picture(5)]
    visit = phone.visit(*pictures)
    phone.tell(visit)
    first = visit["photos"][0]
    phone.announce(first, pictures[0])
    phone.piece(first["id"], 0, pictures[0])
    page = phone.house.app.test_client().get(f"/sites/{phone.site_id}").text
    assert "3 张照片中还有 2 张在手机上" in page


def test_the_same_visit_with_other_content_is_refused_once_it_is_recorded(phone: Phone) -> None:
    visit = phone.visit()
    assert phone.tell(visit).status_code == 201
    assert phone.tell(visit | {"note": "改了"}).status_code == 409
    more = phone.visit(picture(1))["photos"]
    assert phone.tell(visit | {"photos": more}).status_code == 409


def test_what_was_told_may_be_corrected_as_long_as_it_waits(phone: Phone) -> None:
    data = picture(1)
    visit = phone.visit(data)
    assert phone.tell(visit).status_code == 202
    corrected = visit | {"note": "补充"}
    phone.announce(visit["photos"][0], data)
    phone.piece(visit["photos"][0]["id"], 0, data)
    assert phone.tell(corrected).status_code == 201
    with phone.house.store.session(read_only=True) as session:
        assert session.get(Inspection, visit["id"]).note == "补充"


def test_an_offset_that_is_not_the_end_is_told_where_the_end_is(phone: Phone) -> None:
    data = picture(1)
    [each] = phone.visit(data)["photos"]
    phone.announce(each, data)
    phone.piece(each["id"], 0, data[:100])
    answer = phone.piece(each["id"], 0, data[:100])
    assert answer.status_code == 409
    assert phone.offset(each["id"]) == 100
    # announced again it is where it was
    assert phone.announce(each, data).headers["Upload-Offset"] == "100"


def test_bytes_that_are_not_what_was_told_are_thrown_away(phone: Phone) -> None:
    data = picture(1)
    [each] = phone.visit(data)["photos"]
    phone.announce(each, data)
    wrong = b"x" * len(data)
    answer = phone.piece(each["id"], 0, wrong)
    assert answer.status_code == 422
    assert answer.json["code"] == "intake.other_bytes"
    assert phone.offset(each["id"]) == 0
    assert phone.piece(each["id"], 0, data).status_code == 204


def test_more_bytes_than_announced_are_refused(phone: Phone) -> None:
    data = picture(1)
    [each] = phone.visit(data)["photos"]
    phone.announce(each, data)
    assert phone.piece(each["id"], 0, data + b"x").status_code == 413


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"photo": "../../etc/passwd"}, 422),
        ({"photo": str(uuid.uuid4()).upper().replace("-", "")}, 422),
        ({"sha256": "0" * 63}, 422),
    ],
)
def test_an_announcement_of_nonsense_is_refused(
    phone: Phone, change: dict[str, str], status: int
) -> None:
    data = picture(1)
    [each] = phone.visit(data)["photos"]
    assert phone.announce(each, data, **change).status_code == status


@pytest.mark.parametrize("length", ["-1", "0", "x", "9" * 400, "", "1e3"])
def test_a_length_of_nonsense_is_refused(phone: Phone, length: str) -> None:
    headers = TUS | {"Upload-Length": length, "X-Geo-App-Client": "tests"}
    assert phone.client.post("/api/uploads", headers=headers).status_code == 422


def test_a_photo_over_the_limit_is_refused_before_a_byte_is_sent(phone: Phone) -> None:
    [each] = phone.visit(b"x")["photos"]
    values = f"photo {_base64(each['id'])},sha256 {_base64(each['sha256'])}"
    headers = TUS | {
        "Upload-Length": str(65 * 1024 * 1024),
        "Upload-Metadata": values,
        "X-Geo-App-Client": "tests",
    }
    assert phone.client.post("/api/uploads", headers=headers).status_code == 413


def test_metadata_that_is_no_base64_is_refused(phone: Phone) -> None:
    headers = TUS | {
        "Upload-Length": "1", "Upload-Metadata": "photo 你好", "X-Geo-App-Client": "tests",
    }  # fmt: skip
    headers["Upload-Metadata"] = "photo ???"
    assert phone.client.post("/api/uploads", headers=headers).status_code == 422


def test_an_upload_is_not_there_for_anybody_else(phone: Phone) -> None:
    data = picture(1)
    [each] = phone.visit(data)["photos"]
    phone.announce(each, data)
    other = phone.house.app.test_client()
    assert isinstance(other, SignedIn)
    headers = key(phone.house.app, Actor("", "赵六", "别的单位", Role.INSPECTOR))
    address = f"/api/uploads/{each['id']}"
    assert other.head(address, headers=TUS | headers).status_code in (200, 404)
    program = phone.house.app.test_client(use_cookies=False)
    program.environ_base["HTTP_AUTHORIZATION"] = headers["Authorization"]
    assert program.head(address, headers=TUS).status_code == 404
    sent = program.patch(
        address, data=data, headers=PIECE | {"Upload-Offset": "0", "X-Geo-App-Client": "x"}
    )
    assert sent.status_code == 404
    assert phone.offset(each["id"]) == 0


def test_a_visit_is_never_sent_in_the_name_of_who_signed_in_meanwhile(phone: Phone) -> None:
    answer = phone.tell(phone.visit(), **{"X-Geo-App-Person": "person:somebody-else"})
    assert (answer.status_code, answer.json["code"]) == (409, "field.other_person")
    assert phone.rows(Inspection) == 0


def test_what_one_has_told_another_can_neither_finish_nor_replace(phone: Phone) -> None:
    data = picture(1)
    visit = phone.visit(data)
    assert phone.tell(visit).status_code == 202
    headers = key(phone.house.app, Actor("", "赵六", "别的单位", Role.INSPECTOR))
    other = Phone.__new__(Phone)
    other.house, other.client = phone.house, phone.house.app.test_client(use_cookies=False)
    other.client.environ_base["HTTP_AUTHORIZATION"] = headers["Authorization"]
    assert other.tell(visit).json["code"] == "inspection.other_content"
    assert other.announce(visit["photos"][0], data).status_code == 201  # not there for that one
    assert other.piece(visit["photos"][0]["id"], 0, data).status_code == 204
    assert other.tell(visit).status_code == 409
    assert phone.rows(Inspection) == 0


def test_a_browser_shows_the_token_of_its_session(house: House) -> None:
    client: FlaskClient = house.app.test_client()
    for method, path in (("POST", "/api/uploads"), ("PATCH", f"/api/uploads/{uuid.uuid4()}")):
        assert client.open(path, method=method, headers=PIECE).status_code == 400


def test_another_version_of_the_protocol_is_refused(phone: Phone) -> None:
    answer = phone.client.head(f"/api/uploads/{uuid.uuid4()}")
    assert answer.status_code == 422
    assert phone.client.options("/api/uploads").headers["Tus-Version"] == "1.0.0"


def test_a_photo_that_is_no_photo_is_named_and_the_visit_stays_correctable(phone: Phone) -> None:
    data = b"no photo at all" * 10
    visit = phone.visit(data)
    phone.announce(visit["photos"][0], data)
    phone.piece(visit["photos"][0]["id"], 0, data)
    answer = phone.tell(visit)
    assert answer.status_code == 415
    assert answer.json["details"]["file"] == "江边.jpg"
    assert phone.tell(visit | {"photos": []}).status_code == 201


def test_too_much_on_its_way_is_refused(phone: Phone) -> None:
    from dataclasses import replace

    from geo_app.web.installation import EXTENSION

    installation = phone.house.app.extensions[EXTENSION]
    few = replace(installation.settings.in_the_field, waiting_photos=1)
    settings = replace(installation.settings, in_the_field=few)
    counter = replace(installation.counter, settings=settings)
    phone.house.app.extensions[EXTENSION] = replace(installation, counter=counter)
    one, two = phone.visit(picture(1), picture(2))["photos"]
    assert phone.announce(one, picture(1)).status_code == 201
    assert phone.announce(two, picture(2)).status_code == 413
    assert (
        phone.client.delete(
            f"/api/uploads/{one['id']}", headers=TUS | {"X-Geo-App-Client": "t"}
        ).status_code
        == 204
    )
    assert phone.announce(two, picture(2)).status_code == 201


def sealed(visit: dict[str, Any], previous: str) -> None:
    """Put seals on the photos of a visit, each after the one before."""
    import orjson

    from geo_app.settings import Settings

    for each in visit["photos"]:
        each["seal"] = {
            "wall": "2024-05-01T10:22:05.120+08:00", "mono_ms": 5120, "previous": previous,
            "hash": "0" * 64,
        }  # fmt: skip
        draft = read_draft(orjson.dumps(visit), Settings().visits)
        [one] = [one for one in draft.photos if one.id == each["id"]]
        previous = each["seal"]["hash"] = link_hash(one) or ""


def test_seals_are_kept_and_compared(phone: Phone) -> None:
    pictures = [picture(1), picture(2)]
    token = phone.client.get("/api/token").json["token"]
    visit = phone.visit(*pictures, token=token)
    sealed(visit, start(token))
    visit["photos"][1]["fix"] = {"lon": 114.33, "lat": 34.78}  # said after the seal
    for each, data in zip(visit["photos"], pictures, strict=True):
        phone.announce(each, data)
        phone.piece(each["id"], 0, data)
    assert phone.tell(visit).status_code == 201
    assert phone.tell(visit).json["again"] is True
    photos = phone.client.get(f"/api/inspections/{visit['id']}").json["photos"]
    assert [each["chain"] for each in photos] == [
        {"fits": True, "follows": "token"},
        {"fits": False, "follows": "photo"},
    ]
