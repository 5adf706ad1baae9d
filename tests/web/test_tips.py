"""Tips: into a queue, never onto the map; hostile ones are refused, and nothing is left of them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select
from werkzeug.test import Client, TestResponse

from geo_app.domain.actor import Role
from geo_app.settings import Public
from geo_app.store.models import Event, Site
from geo_app.store.tips import Tip, TipPhoto
from geo_app.work import places
from tests.visits import furnish, picture
from tests.web.conftest import OPERATOR, UNHURRIED, House, Token, build
from tests.web.test_rights import NOBODY_KNOWS, bound

ON = Public(is_on=True, takes_tips=True, tip_least_s=0.0, tip_photo_bytes=200_000)
GOOD = {"text": "桥下有人排水<script>alert(1)</script>", "contact": "138-0000-0000"}


class Queue:
    """An installation that takes tips."""

    def __init__(self, house: House) -> None:
        self.house = house
        furnish(house.app)

    def reader(self) -> Client:
        return Client(self.house.app)

    def count(self, what: Any = Tip) -> int:
        with self.house.store.session(read_only=True) as session:
            return session.scalar(select(func.count()).select_from(what)) or 0

    def send(self, *photos: bytes, headers: Any = None, form: str | None = None, **fields: str
             ) -> TestResponse:  # fmt: skip
        reader = self.reader()
        token = form if form is not None else token_of(reader)
        data: dict[str, Any] = {"form": token, **GOOD, **fields}
        data["photos"] = [(io.BytesIO(each), f"{n}.jpg") for n, each in enumerate(photos)]
        return reader.post("/public/tip", data=data, headers=headers)


def token_of(reader: Client) -> str:
    found = re.search(r'name="form" value="([^"]+)"', reader.get("/public/tip").text)
    assert found
    return found[1]


def number_of(answer: TestResponse) -> str:
    assert answer.status_code == 201, answer.text
    found = re.search(r'tip-number number">([^<]+)<', answer.text)
    assert found
    return found[1]


@pytest.fixture(scope="module")
def queue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Queue]:
    house = build(tmp_path_factory.mktemp("tips"), rates=UNHURRIED, public=ON)
    with house.store.session() as session:
        places.confirm_all(session, OPERATOR, house.notice_id)
    yield Queue(house)
    house.store.engine.dispose()


@pytest.fixture
def clerk(queue: Queue) -> FlaskClient:
    return bound_to(queue, Role.CLERK)


def bound_to(queue: Queue, role: Role) -> FlaskClient:
    return bound(queue, role, ())  # type: ignore[arg-type]


def test_a_tip_waits_in_the_queue_and_nowhere_else(
    queue: Queue, clerk: FlaskClient, token: Token
) -> None:
    before = (queue.count(Site), queue.count(Event))
    told = picture(1, make="Zhang San")
    assert b"Zhang San" in told
    answer = queue.send(told, lon="114.3", lat="34.7")
    number = number_of(answer)
    assert "Set-Cookie" not in answer.headers
    assert "no-store" in answer.headers["Cache-Control"]
    assert (queue.count(Site), queue.count(Event)) == before
    with queue.house.store.session(read_only=True) as session:
        kept = session.scalars(select(TipPhoto.picture)).first() or b""
    with Image.open(io.BytesIO(kept)) as shown:
        assert not shown.getexif()
    assert b"Zhang San" not in kept
    page = clerk.get("/tips").text
    assert number in page
    assert "138-0000-0000" in page
    assert "&lt;script&gt;alert(1)" in page
    photo = re.search(r'src="(/tips/[^"]+/photos/0)"', page)
    assert photo
    assert clerk.get(photo[1]).data == kept
    # who has the right to answer has not for that the one to the contact
    leader = bound_to(queue, Role.LEADER).get("/tips").text
    assert number in leader
    assert "138-0000-0000" not in leader
    asked = queue.reader().post("/public/tip/state", data={"number": number.lower()})
    assert "待看" in asked.text
    assert "138" not in asked.text
    assert "排水" not in asked.text
    for path in ("/public", "/public/sites.geojson"):
        assert "排水" not in queue.reader().get(path).text


def test_an_answer_is_told_to_who_has_the_number(
    queue: Queue, clerk: FlaskClient, token: Token
) -> None:
    number = number_of(queue.send(text="垃圾堆放甲"))
    tip_id = id_of(queue, number)
    form = {"csrf_token": token(clerk)}
    empty = clerk.post(f"/tips/{tip_id}/dismiss", data=form, follow_redirects=True)
    assert "没有改动" in empty.text
    clerk.post(f"/tips/{tip_id}/dismiss", data={**form, "answer": "已现场看过，不属实"})
    told = queue.reader().post("/public/tip/state", data={"number": number})
    assert "已现场看过，不属实" in told.text
    again = clerk.post(
        f"/tips/{tip_id}/dismiss", data={**form, "answer": "x"}, follow_redirects=True
    )
    assert "已经答复过" in again.text


def test_a_tip_goes_into_the_history_of_a_site_as_a_note(
    queue: Queue, clerk: FlaskClient, token: Token
) -> None:
    tip_id = id_of(queue, number_of(queue.send(text="垃圾堆放乙")))
    with queue.house.store.session(read_only=True) as session:
        site = session.scalars(select(Site).order_by(Site.code)).first()
    assert site
    form = {"csrf_token": token(clerk), "answer": "已转办"}
    wrong = clerk.post(f"/tips/{tip_id}/link", data={**form, "site": "无"}, follow_redirects=True)
    assert wrong.status_code == 200
    clerk.post(f"/tips/{tip_id}/link", data={**form, "site": site.code})
    assert "垃圾堆放乙" in clerk.get(f"/sites/{site.id}").text
    with queue.house.store.session(read_only=True) as session:
        after = session.get_one(Site, site.id)
        assert (after.status, after.lon) == (site.status, site.lon)


def id_of(queue: Queue, number: str) -> str:
    with queue.house.store.session(read_only=True) as session:
        found = session.scalar(select(Tip.id).where(Tip.number == number.replace("-", "")))
    assert found
    return found


def test_the_same_form_twice_is_one_tip(queue: Queue) -> None:
    form = token_of(queue.reader())
    first, count = number_of(queue.send(form=form)), queue.count()
    assert number_of(queue.send(form=form)) == first
    assert queue.count() == count


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""}, {"text": " \u200b "}, {"text": "长" * 2001}, {"contact": "1" * 101},
        {"lon": "x", "lat": "1"}, {"lon": "nan", "lat": "nan"}, {"lon": "1e400", "lat": "0"},
        {"lon": "200", "lat": "0"}, {"lon": "114"}, {"website": "http://spam"}, {"form": ""},
        {"form": "x.y.z"}, {"form": "\0"},
    ],
)  # fmt: skip
def test_a_tip_that_makes_no_sense_is_not_kept(queue: Queue, wrong: dict[str, str]) -> None:
    count = queue.count()
    answer = queue.send(picture(2), **wrong)
    assert answer.status_code == 422, answer.text
    assert 'role="alert"' in answer.text
    assert queue.count() == count


@pytest.mark.parametrize("name", ["none", "text", "bomb", "large", "many"])
def test_files_that_are_no_photos_are_not_kept(queue: Queue, name: str) -> None:
    header = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\x7f\xff\xff\xff" * 2 + b"\x08\x06\0\0\0"
    photos = {
        "none": [b""],
        "text": [b"<svg onload=alert(1)>"],
        "bomb": [header + b"\0" * 100],
        "large": [picture(1) + b"\0" * 300_000],
        "many": [picture(1)] * 4,
    }[name]
    count, pictures = queue.count(), queue.count(TipPhoto)
    answer = queue.send(*photos)
    assert 400 <= answer.status_code < 500, answer.text
    assert (queue.count(), queue.count(TipPhoto)) == (count, pictures)


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}],
)
def test_a_form_of_another_site_is_refused(queue: Queue, headers: dict[str, str]) -> None:
    count = queue.count()
    assert queue.send(headers=headers).status_code == 403
    assert queue.count() == count


@pytest.mark.parametrize("number", ["", "x", "0" * 10, "%00", "２" * 10, "'; DROP TABLE tip; --"])
def test_a_number_of_no_tip_is_404(queue: Queue, number: str) -> None:
    assert queue.reader().post("/public/tip/state", data={"number": number}).status_code == 404


def test_a_form_that_is_too_quick_or_too_many_is_refused(tmp_path: Path) -> None:
    slow = replace(ON, tip_least_s=60.0)
    house = build(tmp_path, rates=replace(UNHURRIED, tips="2/hour"), public=slow)
    queue = Queue(house)
    codes = [queue.send().status_code for _ in range(3)]
    assert codes == [422, 422, 429]
    assert queue.count() == 0
    house.store.engine.dispose()


def test_a_full_queue_says_so(tmp_path: Path) -> None:
    house = build(tmp_path, rates=UNHURRIED, public=replace(ON, tips_waiting=1))
    queue = Queue(house)
    number_of(queue.send())
    full = queue.send()
    assert full.status_code == 429
    assert "待看的举报太多" in full.text
    assert "桥下有人排水" in full.text, "what was written is still there"
    house.store.engine.dispose()


def test_a_picture_or_a_tip_that_is_not_there_is_404(queue: Queue, clerk: FlaskClient) -> None:
    for path in (f"/tips/{NOBODY_KNOWS}/photos/0", f"/tips/{NOBODY_KNOWS}/photos/{10**30}"):
        assert clerk.get(path).status_code == 404


def test_where_only_the_view_is_on_there_is_no_form(tmp_path: Path) -> None:
    house = build(tmp_path, rates=UNHURRIED, public=Public(is_on=True))
    reader = Client(house.app)
    assert reader.get("/public").status_code == 200
    for path in ("/public/tip", "/public/tip/state"):
        assert reader.get(path).status_code == reader.post(path).status_code == 404
    assert 'href="/public/tip' not in reader.get("/public").text
    house.store.engine.dispose()
