"""Complaints on both databases: in by a file, placed, held against the claims of sites."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from geo_app.domain.actor import Actor, Role
from geo_app.domain.complaint import Told
from geo_app.errors import ForbiddenError, InputError
from geo_app.settings import Settings
from geo_app.store.complaints import Complaint
from geo_app.store.models import Site
from geo_app.store.people import Entry
from geo_app.store.session import Store
from geo_app.work.complaints import crowd, near
from geo_app.work.complaints.anchors import anchors_of
from geo_app.work.complaints.taking_in import Preview, preview, take_in
from tests.storage.helpers import confirm_sample

TODAY = date(2024, 12, 1)
HEAD = "受理编号,投诉时间,类型,内容,地点,经度（CGCS2000）,纬度,举报人,联系电话\n"
CLERK = Actor("c", "录入员", role=Role.CLERK)


def line(number: int, day: str, place: str = "", lon: str = "", lat: str = "") -> str:
    return (
        f"W{number},{day},水,第{number}件，电话13812345678,{place},{lon},{lat},张某,13812345678\n"
    )


# one site is claimed on 2024-02-29, at 青河桥 (114.30, 34.80)
ROWS = HEAD + "".join(
    (
        line(1, "2024-01-10", "青河桥"),
        line(2, "2024-02-29 08:00", "青河桥"),
        line(3, "2024-03-01 08:00", "青河桥"),
        line(4, "2024-03-05", "", "114.3020", "34.8010"),
        line(5, "2024/3/6 9:30", "", "114.3200", "34.8000"),  # 1.8 km away
        line(6, "2024年3月7日", "没有人知道的地方"),
        line(7, "2024-03-08", "", "114.3", "34.8"),  # known to 14 km
        line(3, "2024-03-01 08:00", "青河桥"),
    )
)


def looked(store: Store, settings: Settings, text: str, actor: Actor = CLERK) -> Preview:
    with store.session(read_only=True) as session:
        return preview(
            session, actor, text.encode("gbk"), name="12369.csv", settings=settings, today=TODAY
        )


def kept(store: Store, settings: Settings, text: str) -> int:
    with store.session() as session:
        found = preview(
            session, CLERK, text.encode(), name="12369.csv", settings=settings, today=TODAY
        )
        return take_in(session, CLERK, found)


def told(store: Store, settings: Settings, site_id: str) -> Told:
    with store.session(read_only=True) as session:
        return near.of_site(session, session.get_one(Site, site_id), settings.complaints)


@pytest.fixture
def site_id(store: Store, settings: Settings) -> str:
    return confirm_sample(store, settings)[0]


def test_a_look_keeps_nothing_and_says_all(store: Store, settings: Settings, site_id: str) -> None:
    found = looked(store, settings, ROWS)
    assert (found.reading.rows, found.reading.repeated, len(found.fresh)) == (8, 1, 7)
    assert (found.placed, found.unplaced) == (6, 1)
    assert found.sources() == {"phrase": 3, "coordinate": 3}
    assert found.reading.dropped == ("举报人", "联系电话")
    assert found.reading.hidden == 8
    with store.session(read_only=True) as session:
        assert session.scalar(select(func.count()).select_from(Complaint)) == 0


def test_what_followed_the_claim_is_a_doubt_and_no_status(
    store: Store, settings: Settings, site_id: str
) -> None:
    with store.session(read_only=True) as session:
        before = session.get_one(Site, site_id)
        assert before.claimed_on == date(2024, 2, 29)
    assert told(store, settings, site_id).after is not None
    assert kept(store, settings, ROWS) == 7
    found = told(store, settings, site_id)
    assert found.after is not None
    # the day of the claim itself says nothing, what is far does not count, what is coarse apart
    assert (found.after.near, found.after.coarse, found.after.since_verified) == (2, 1, None)
    doubt = found.after.doubt()
    assert doubt is not None
    assert doubt.text() == "自报完成后又有 2 件投诉"
    assert [each.day for each in found.listed] == [date(2024, 3, 5), date(2024, 3, 1)]
    assert found.before_rate is not None
    assert found.after_rate is not None
    assert (found.before_rate.count, found.before_rate.days) == (2, 51)
    assert (found.after_rate.count, found.after_rate.days) == (2, 8)
    with store.session(read_only=True) as session:
        after = session.get_one(Site, site_id)
        assert (after.status, after.updated_at) == (before.status, before.updated_at)
        sites = session.scalars(select(Site).order_by(Site.code)).all()
        assert crowd.after_claims(session, sites, settings.complaints) == {
            site_id: replace(found.after, coarse=0)
        }


def test_nothing_of_a_person_is_kept(store: Store, settings: Settings, site_id: str) -> None:
    kept(store, settings, ROWS)
    with store.session(read_only=True) as session:
        rows = session.scalars(select(Complaint).order_by(Complaint.number)).all()
        held = repr([{**row.__dict__, "_sa_instance_state": None} for row in rows])
        assert "1381234" not in held
        assert "张某" not in held
        assert rows[0].words == "第1件，电话□□□"
        assert rows[1].at == datetime(2024, 2, 29, 0, 0, tzinfo=UTC)
        entry = session.scalars(select(Entry).order_by(Entry.seq.desc())).first()
        assert entry is not None
        assert (entry.kind, entry.subject, entry.actor_name) == ("imported", "12369.csv", "录入员")
        assert entry.data["complaints"] == "7"


def test_the_same_file_again_changes_nothing(
    store: Store, settings: Settings, site_id: str
) -> None:
    kept(store, settings, ROWS)
    found = looked(store, settings, ROWS)
    assert (len(found.fresh), found.known) == (0, 7)
    assert kept(store, settings, ROWS) == 0


def test_one_bad_row_keeps_all_out(store: Store, settings: Settings, site_id: str) -> None:
    bad = ROWS + line(8, "2024-02-30", "青河桥") + line(9, "2024-03-01", "", "34.8", "114.3")
    found = looked(store, settings, bad)
    flaws = [(each.line, each.column, each.reason.code) for each in found.reading.flaws]
    assert flaws == [
        (10, "投诉时间", "complaint.no_time"),
        (11, "纬度", "complaint.no_degrees"),
    ]
    with pytest.raises(InputError) as refused:
        kept(store, settings, bad)
    assert "第 10 行「投诉时间」" in str(refused.value)
    with store.session(read_only=True) as session:
        assert session.scalar(select(func.count()).select_from(Complaint)) == 0


@pytest.mark.parametrize(
    "actor",
    [
        *(Actor("x", "某", role=role) for role in Role if role not in {Role.CLERK, Role.OPERATOR}),
        Actor("x", "某", role=Role.CLERK, areas=("990101",)),
    ],
    ids=lambda actor: f"{actor.role}{actor.areas}",
)
def test_others_may_not(store: Store, settings: Settings, actor: Actor) -> None:
    with pytest.raises(ForbiddenError):
        looked(store, settings, ROWS, actor)


def test_a_claim_that_fell_has_no_complaints_after_it(
    store: Store, settings: Settings, site_id: str
) -> None:
    kept(store, settings, ROWS)
    with store.session() as session:
        session.get_one(Site, site_id).claimed_on = None
    assert told(store, settings, site_id).after is None


def test_a_site_that_came_as_a_file_is_known_by_its_words(
    store: Store, settings: Settings, site_id: str
) -> None:
    with store.session(read_only=True) as session:
        told = {"id": "from-a-file", "position_source": "phrase"}
        named = Site(**told, phrase={"anchor": "青河桥"})
        assert anchors_of(session, [named]) == {"from-a-file": {"a-qinghe"}}
        unknown = Site(**told, phrase={"anchor": "没有的桥"})
        assert not anchors_of(session, [unknown])["from-a-file"]
        around = Site(**{**told, "position_source": "container"}, phrase={"anchor": "青河桥"})
        assert anchors_of(session, [around]) == {}
        own = session.get_one(Site, site_id)
        assert anchors_of(session, [own]) == {site_id: {"a-qinghe"}}


def test_noise_is_none_about_an_outlet(store: Store, settings: Settings, site_id: str) -> None:
    with store.session() as session:
        session.get_one(Site, site_id).category = "river_outlet"
    noisy = ROWS.replace("W4,2024-03-05,水,", "W4,2024-03-05,噪声扰民,")
    assert kept(store, settings, noisy) == 7
    found = told(store, settings, site_id)
    assert [each.day for each in found.listed] == [date(2024, 3, 1)]
    assert found.after_rate is not None
    assert found.after_rate.count == 1
    with store.session(read_only=True) as session:
        sites = session.scalars(select(Site).order_by(Site.code)).all()
        assert crowd.after_claims(session, sites, settings.complaints)[site_id].near == 1
