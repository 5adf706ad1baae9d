"""The page that records a visit: the form of the category, nothing lost, faults at their fields."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from geo_app.domain.actor import Actor, Role
from geo_app.store.inspections import Inspection, Photo
from geo_app.work import places
from tests.signed_in import SignedIn
from tests.visits import furnish, picture
from tests.web.conftest import OPERATOR, House, build

ANSWERS = {"answer.discharging": "no", "answer.smell": "1"}


class Page:
    """The page of one visit in a browser."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.client: FlaskClient = house.app.test_client()
        body = self.client.get("/api/sites.geojson").json
        ids = {each["properties"]["code"]: each["id"] for each in body["features"]}
        self.site_id = ids["P2-1"]
        self.path = f"/sites/{self.site_id}/inspect"
        self.text = self.client.get(self.path).text
        hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', self.text)
        self.hidden = {name: value for name, value in hidden if value}
        self.visited_at = self.value("visited_at")

    def value(self, name: str, text: str | None = None) -> str:
        found = re.search(rf'name="{name}"[^>]*? value="([^"]*)"', text or self.text)
        assert found, name
        return found[1]

    def send(self, script: bool = False, **controls: Any) -> TestResponse:
        form = MultiDict[str, Any]({**self.hidden, "visited_at": self.visited_at, **ANSWERS})
        for name, value in controls.items():
            key = name.replace("__", ".")
            form.poplist(key)
            for each in value if isinstance(value, list) else [value]:
                made = (io.BytesIO(each[1]), each[0]) if isinstance(each, tuple) else each
                form.add(key, made)
        headers = {"Accept": "application/json"} if script else {}
        return self.client.post(
            self.path, data=form, headers=headers, content_type="multipart/form-data"
        )

    def kept(self) -> tuple[int, int]:
        with self.house.store.session(read_only=True) as session:
            visits = session.scalar(select(func.count()).select_from(Inspection))
            photos = session.scalar(select(func.count()).select_from(Photo))
        assert visits is not None
        assert photos is not None
        return visits, photos


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = build(tmp_path_factory.mktemp("inspect"))
    furnish(house.app)
    with house.store.session() as session:
        places.confirm_all(session, OPERATOR, house.notice_id)
    yield house
    house.store.engine.dispose()


@pytest.fixture
def page(filled: House) -> Page:
    return Page(filled)


def test_the_form_of_the_category_is_asked_and_limits_are_told_before(page: Page) -> None:
    for words in (
        "是否正在排放",
        "气味",
        "5 无法忍受",
        "一次最多 20 张",
        "每张不超过 64 MB",
        "整改后",
    ):
        assert words in page.text
    assert "厂界" not in page.text  # another category
    assert re.search(r'name="answer.ph".*?type="text" inputmode="decimal"', page.text, re.S)
    assert "仅当「是否正在排放」为正在排放时填写" in page.text


def test_a_visit_is_recorded_and_the_site_shows_it(page: Page) -> None:
    visits, photos = page.kept()
    answer = page.send(
        photo__after=("a.jpg", picture(31)),
        photo__near=[("b.jpg", picture(32)), ("c.jpg", picture(33))],
        lon="114.33163",
        lat="34.78002",
        note="现场 <i>已封堵</i>",
    )
    assert answer.status_code == 303
    assert page.kept() == (visits + 1, photos + 3)
    shown = page.client.get(answer.location).text
    assert "这次检查已经记下" in shown
    assert "现场 &lt;i&gt;已封堵&lt;/i&gt;" in shown
    assert "没有排放" in shown
    assert "手工指定" in shown
    assert f'id="visit-{page.hidden["id"]}"' in shown


def test_the_same_page_sent_twice_is_one_visit(page: Page) -> None:
    shots = {"photo__after": ("a.jpg", picture(34))}
    assert page.send(**shots).status_code == 303
    kept = page.kept()
    again = page.send(**shots)
    assert again.status_code == 303
    assert page.kept() == kept
    assert "没有重复" in page.client.get(again.location).text


def test_what_is_missing_is_said_at_its_field_and_nothing_is_lost(page: Page) -> None:
    kept = page.kept()
    answer = page.send(
        answer__discharging="yes",
        answer__smell=[],
        answer__colour="grey",
        answer__ph="七",
        note="<script>1</script>",
        lon="114.3",
        lat="北纬",
        photo__after=("a.jpg", picture(35)),
    )
    assert (answer.status_code, page.kept()) == (422, kept)
    text = answer.text
    for name, words in (
        ("turbidity", "请填写「浑浊度」"),
        ("smell", "请填写「气味」"),
        ("ph", "应为数字"),
        ("fix", "以度为单位的小数"),
    ):
        assert re.search(rf'id="fault-{name}">[^<]*{words}', text), name
        assert text.count(words) >= 2  # at the field, and on the list on top
    assert re.search(r'value="grey" checked', text)
    assert "&lt;script&gt;1&lt;/script&gt;</textarea>" in text
    assert page.value("lon", text) == "114.3"
    assert page.value("id", text) == page.hidden["id"]
    assert "请重新选择" in text
    assert 'aria-invalid="true"' in text


def test_answers_to_what_is_not_asked_are_dropped(page: Page) -> None:
    answer = page.send(answer__colour="grey", answer__ph="7,2")
    assert answer.status_code == 303
    with page.house.store.session(read_only=True) as session:
        row = session.get_one(Inspection, page.hidden["id"])
    assert row.answers == {"discharging": "no", "smell": 1}


def test_a_file_that_is_no_photo_is_named(page: Page) -> None:
    kept = page.kept()
    answer = page.send(photo__after=("报告.jpg", b"%PDF-1.7 no picture"))
    assert (answer.status_code, page.kept()) == (415, kept)
    assert re.search(r'id="fault-photos">[^<]*报告.jpg[^<]*不是照片', answer.text)


def test_too_many_photos_are_refused_before_any_is_read(page: Page) -> None:
    kept = page.kept()
    answer = page.send(photo__after=[(f"{n}.jpg", b"x") for n in range(21)])
    assert (answer.status_code, page.kept()) == (413, kept)
    assert re.search(r'id="fault-photos">[^<]*最多 20 张', answer.text)


def test_the_position_of_the_device_is_kept_with_its_error(page: Page) -> None:
    answer = page.send(
        lon="114.33163", lat="34.78002", accuracy_m="12", fix_at="2026-08-21T02:22:05.000Z"
    )
    assert answer.status_code == 303
    with page.house.store.session(read_only=True) as session:
        fix = session.get_one(Inspection, page.hidden["id"]).fix
    assert (fix["accuracy_m"], fix["by_hand"]) == (12.0, False)


def test_each_photo_keeps_the_position_of_its_moment(page: Page) -> None:
    fix = (
        '{"lon":114.3317,"lat":34.7801,"accuracy_m":6,"at":"2026-08-21T02:22:05Z","by_hand":false}'
    )
    answer = page.send(
        photo__near=[("a.jpg", picture(36)), ("b.jpg", picture(37))],
        fix__near=["", fix],
        photo__far=("c.jpg", picture(38)),
        fix__far="no json",
    )
    assert answer.status_code == 303
    with page.house.store.session(read_only=True) as session:
        rows = session.scalars(
            select(Photo)
            .where(Photo.inspection_id == page.hidden["id"])
            .order_by(Photo.role, Photo.ordinal)
        ).all()
    assert [(row.role, row.fix and row.fix["lon"]) for row in rows] == [
        ("far", None), ("near", None), ("near", 114.3317),
    ]  # fmt: skip


def test_a_script_hears_where_to_go_or_what_is_wrong(page: Page) -> None:
    refused = page.send(script=True, answer__smell=[])
    assert refused.status_code == 422
    fault = {"name": "smell", "anchor": "question-smell", "sentence": "请填写「气味」"}
    assert refused.json == {"faults": [fault]}
    done = page.send(script=True)
    assert done.status_code == 201
    assert done.json["next"].endswith(f"#visit-{page.hidden['id']}")


def test_a_page_of_another_site_records_nothing(page: Page) -> None:
    kept = page.kept()
    assert page.send(csrf_token="").status_code == 400
    assert page.kept() == kept


def test_who_may_not_inspect_is_told_so(page: Page) -> None:
    assert isinstance(page.client, SignedIn)
    page.client.become(Actor("", "周领导", "市局", Role.LEADER))
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.client.get("/about").text)
    assert found
    page.hidden["csrf_token"] = found[1]
    answer = page.send()
    assert answer.status_code == 403
    assert "不能记录现场检查" in answer.text


@pytest.mark.parametrize("moment", ["", "yesterday", "0001-01-01T00:00", "9999-12-31T23:59"])
def test_an_impossible_time_is_refused(page: Page, moment: str) -> None:
    answer = page.send(visited_at=moment)
    assert answer.status_code == 422
    assert re.search(r'id="fault-visited_at">[^<]+<', answer.text)


def test_there_is_no_page_for_a_site_that_is_not(page: Page) -> None:
    assert page.client.get("/sites/none/inspect").status_code == 404
    page.path = "/sites/none/inspect"
    assert page.send().status_code == 404


def test_the_page_speaks_english(filled: House) -> None:
    client = filled.app.test_client()
    client.set_cookie("language", "en")
    path = Page(filled).path
    text = client.get(path).text
    for words in ("Record a visit", "Is it discharging", "required", "Use my position"):
        assert words in text
