"""A tip becomes a draft place: reviewed like any other, without the contact, linked both ways."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy import select, update

from geo_app.cli import cli
from geo_app.domain.actor import Role
from geo_app.domain.tip import without_contact
from geo_app.store import portable
from geo_app.store.models import Event, Notice, Place, Site
from geo_app.store.people import Entry
from geo_app.store.tips import Tip, TipPhoto
from geo_app.work import tip_contacts
from tests.visits import picture
from tests.web.conftest import UNHURRIED, Token, build
from tests.web.test_tips import ON, Queue, bound_to, id_of, number_of

CONTACT = "王某 138-0371-0371"


@pytest.fixture(scope="module")
def queue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Queue]:
    house = build(tmp_path_factory.mktemp("drafts"), rates=UNHURRIED, public=ON)
    yield Queue(house)
    house.store.engine.dispose()


@pytest.fixture
def clerk(queue: Queue) -> FlaskClient:
    return bound_to(queue, Role.CLERK)


def draft(client: FlaskClient, token: Token, tip_id: str, **fields: str) -> Any:
    form = {"csrf_token": token(client), "category": "river_outlet", **fields}
    return client.post(f"/tips/{tip_id}/draft", data=form)


def get(queue: Queue, number: str) -> Tip:
    with queue.house.store.session(read_only=True) as session:
        return session.scalars(select(Tip).where(Tip.number == number.replace("-", ""))).one()


def test_a_tip_becomes_a_draft_and_is_on_no_map_until_somebody_confirms_it(
    queue: Queue, clerk: FlaskClient, token: Token
) -> None:
    text = "青石桥东侧排口冒黑水，电话 13803710371"
    told = queue.send(picture(1), text=text, contact=CONTACT, lon="114.331234", lat="34.780123")
    number = number_of(told)
    tip_id, sites = id_of(queue, number), queue.count(Site)
    answer = draft(clerk, token, tip_id, finding=text, words="青石桥东侧")
    assert answer.status_code == 303
    assert queue.count(Site) == sites
    with queue.house.store.session(read_only=True) as session:
        notice = session.scalars(select(Notice).where(Notice.title.like("公众举报%"))).one()
        [place] = session.scalars(select(Place).where(Place.name == "青石桥东侧"))
        where = (place.location or {})["properties"]
        kept = session.scalars(select(TipPhoto.picture)).one()
        noted = session.scalars(
            select(Event).where(Event.subject_id == notice.id, Event.kind == "noted")
        ).one()
    assert (place.state, place.site_id, where["source"]) == ("draft", None, "public")
    assert (where["lon"], where["lat"], where["radius_m"]) == (114.331234, 34.780123, 300.0)
    assert [each["code"] for each in where["doubts"]] == ["doubt.told_by_public"]
    assert noted.data["pictures"] == [hashlib.sha256(kept).hexdigest()]
    review = clerk.get(answer.location).text
    assert number in review
    assert "来自公众举报" in review
    # neutral words for who asks again, and nothing of what was made
    asked = queue.reader().post("/public/tip/state", data={"number": number}).text
    assert "正在了解情况" in asked
    assert "青石桥" not in asked
    # a second time is refused
    again = draft(clerk, token, tip_id, finding=text)
    assert "已经转为待核对的地点" in clerk.get(again.location).text
    # confirmed as any other place: then it is a site, which leads back, and the queue to it
    page = f"/notices/{notice.id}/places/{place.id}/confirm"
    clerk.post(page, data={"csrf_token": token(clerk)})
    with queue.house.store.session(read_only=True) as session:
        site = session.scalars(select(Site).where(Site.name == "青石桥东侧")).one()
    assert (site.lon, site.radius_m, site.position_source) == (114.331234, 300.0, "public")
    dossier = clerk.get(f"/sites/{site.id}").text
    assert number in dossier
    assert f"/tips/{tip_id}/photos/0" in dossier
    assert f"/sites/{site.id}" in clerk.get("/tips?state=drafted").text
    assert number not in bound_to(queue, Role.INSPECTOR).get(f"/sites/{site.id}").text
    # and then it is answered
    form = {"csrf_token": token(clerk), "site": site.code, "answer": "已列入整改"}
    clerk.post(f"/tips/{tip_id}/link", data=form)
    assert get(queue, number).state == "linked"
    # how the sender is reached went nowhere but into the queue, in no spelling
    assert _tables_with(queue, "13803710371", "138-0371-0371", "王某") == {"tip"}


def _tables_with(queue: Queue, *words: str) -> set[str]:
    found = set()
    with queue.house.store.engine.connect() as connection:
        for table in portable.tables(connection):
            for row in portable.read(connection, table):
                if any(word in str(value) for value in row for word in words):
                    found.add(table.name)
    return found


def test_without_a_tap_the_words_say_where_or_nothing_does(
    queue: Queue, clerk: FlaskClient, token: Token
) -> None:
    for n, words in enumerate(("青石桥东侧150米", "")):
        tip_id = id_of(queue, number_of(queue.send(text=f"有异味{n}", contact="")))
        answer = draft(clerk, token, tip_id, finding=f"有异味{n}", words=words)
        assert answer.status_code == 303
        with queue.house.store.session(read_only=True) as session:
            notice_id = session.get_one(Tip, tip_id).notice_id
            [problem] = session.get_one(Notice, notice_id).problems
            [place] = problem.places
        assert place.state == "draft"
        assert (place.location is not None) is bool(words), "nothing stands at a place by default"
        if words:
            assert place.location["properties"]["source"] == "phrase"


@pytest.mark.parametrize(
    "wrong",
    [{"finding": ""}, {"finding": "长" * 2001}, {"finding": "x", "words": "长" * 201},
     {"finding": "x", "category": "<script>"}, {"finding": "\u202e\0 "}],
)  # fmt: skip
def test_a_draft_that_makes_no_sense_leaves_nothing(
    queue: Queue, clerk: FlaskClient, token: Token, wrong: dict[str, str]
) -> None:
    number = number_of(queue.send(text="河边堆渣"))
    before = queue.count(Notice), queue.count(Event)
    answer = draft(clerk, token, id_of(queue, number), **wrong)
    assert "没有改动" in clerk.get(answer.location).text
    assert (queue.count(Notice), queue.count(Event)) == before
    assert get(queue, number).state == "waiting"


def test_who_may_look_at_tips_may_not_for_that_make_places(queue: Queue, token: Token) -> None:
    number = number_of(queue.send(text="围堰未拆"))
    for role in (Role.LEADER, Role.ADMINISTRATOR, Role.INSPECTOR):
        client = bound_to(queue, role)
        assert draft(client, token, id_of(queue, number), finding="x").status_code == 403
    assert get(queue, number).state == "waiting"


@pytest.mark.parametrize(
    "text", ["call 138 0371 0371", "13803710371", "138-0371-0371", "x王某 138-0371-0371x"]
)
def test_a_contact_is_painted_over_in_whatever_spelling(text: str) -> None:
    told = without_contact(text, CONTACT)
    assert "0371" not in told
    assert without_contact("2024年7月1日 12-5", "12-5 7") == "2024年7月1日 12-5"


def test_contacts_go_some_days_after_the_answer(
    queue: Queue, clerk: FlaskClient, token: Token
) -> None:
    limits, now = replace(ON, contact_days=30), datetime.now(UTC)
    numbers = [number_of(queue.send(text=f"扬尘{n}", contact=f"139-{n}")) for n in range(4)]
    for number in numbers[:2]:
        form = {"csrf_token": token(clerk), "answer": "不属实"}
        clerk.post(f"/tips/{id_of(queue, number)}/dismiss", data=form)
    draft(clerk, token, id_of(queue, numbers[2]), finding="扬尘")
    with queue.house.store.session() as session:
        old = now - timedelta(days=30, seconds=1)
        told = [each.replace("-", "") for each in (numbers[0], numbers[2])]
        session.execute(update(Tip).where(Tip.number.in_(told)).values(decided_at=old))
    with queue.house.store.session() as session:
        assert tip_contacts.forget(session, limits, now) == 1
        assert tip_contacts.forget(session, limits, now) == 0
    # the second is too young, the third and fourth have no answer yet
    assert [get(queue, each).contact for each in numbers] == [None, "139-1", "139-2", "139-3"]
    with queue.house.store.session(read_only=True) as session:
        lines = session.scalars(select(Entry).where(Entry.kind == "forgotten")).all()
    assert [each.data for each in lines] == [{"contacts": "1", "days": "30"}]
    page = clerk.get("/tips?state=dismissed").text
    assert "按期删除" in page
    assert "联系方式在办结 90 天后删除" in page
    assert "90 天后删除" in queue.reader().get("/public/tip").text


def test_the_command_and_the_next_tip_remove_what_is_due(
    queue: Queue, clerk: FlaskClient, token: Token
) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=91)
    for remove in ("command", "tip"):
        number = number_of(queue.send(text=f"噪声 {remove}", contact="139-9"))
        form = {"csrf_token": token(clerk), "answer": "不属实"}
        clerk.post(f"/tips/{id_of(queue, number)}/dismiss", data=form)
        with queue.house.store.session() as session:
            plain = number.replace("-", "")
            session.execute(update(Tip).where(Tip.number == plain).values(decided_at=long_ago))
        if remove == "command":
            data = str(queue.house.settings.data)
            done = CliRunner().invoke(cli, ["tips", "forget", "--json", "--data", data])
            assert (done.exit_code, done.output.split()) == (0, ["{", '"removed":', "1", "}"])
        else:
            number_of(queue.send(text="又一条"))
        assert get(queue, number).contact is None
