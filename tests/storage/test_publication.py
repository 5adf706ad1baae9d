"""Only what the office has put there is public; a session of the public asks for nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Select, func, literal_column, select, text, update
from sqlalchemy.orm import aliased

from geo_app.domain.actor import Actor, Role
from geo_app.domain.status import EventKind, Status
from geo_app.errors import ConflictError, ForbiddenError, InputError, NotFoundError
from geo_app.geo.coarse import FINEST, coarse
from geo_app.geo.tilekey import cell, point
from geo_app.settings import Public, Settings, Verification
from geo_app.store import published
from geo_app.store.models import Event, Position, Site
from geo_app.store.people import Person
from geo_app.store.publication import NotPublicError, Publication, PublicSite
from geo_app.store.session import Store
from geo_app.work import public, publication, sites
from geo_app.work.public import Asked
from tests.storage.helpers import confirm_sample, happened

LIMITS = Public(is_on=True)
DAY = date(2026, 11, 26)
CLERK = Actor("person:1", "整改办甲", "某办", Role.CLERK)

QUESTIONS: dict[str, Any] = {
    "rows": select(Site),
    "columns": select(Site.name),
    "a table": select(Site.__table__.c.name),
    "its alias under our name": select(Site.__table__.alias("public_site")),
    "events": select(Event.id),
    "positions": select(Position.lon),
    "people": select(Person.name),
    "the table behind": select(Publication.name),
    "a number": select(func.count(Site.id)),
    "inside a condition": select(PublicSite).where(PublicSite.number.in_(select(Site.ordinal))),
    "beside": select(PublicSite.number, Event.id),
    "joined": select(PublicSite.number).join(Site, Site.name == PublicSite.name),
    "text": text("SELECT name FROM site"),
    "text as a table": select(text("name")).select_from(text("site")),
    "text as a column": select(literal_column("(SELECT name FROM site)")),
    "a change": update(Site).values(name="x"),
}
FITTING: dict[str, Select[Any]] = {
    "rows": select(PublicSite),
    "a column": select(PublicSite.name).where(PublicSite.number > 0),
    "an alias": select(aliased(PublicSite)),
    "a number": select(func.count()).select_from(PublicSite),
}


def shown(store: Store) -> list[PublicSite]:
    with store.seen_by_all().session(read_only=True) as session:
        return list(session.scalars(select(PublicSite).order_by(PublicSite.number)))


@pytest.fixture
def filled(store: Store, settings: Settings) -> list[str]:
    return confirm_sample(store, settings)


def show(store: Store, site_id: str, name: str = "某排口", actor: Actor = CLERK) -> int:
    with store.session() as session:
        return publication.show(session, actor, site_id, name, LIMITS, DAY).number


def test_nothing_is_public_until_somebody_says_so(store: Store, filled: list[str]) -> None:
    assert shown(store) == []
    assert show(store, filled[1]) == 1
    assert show(store, filled[0]) == 2
    assert [each.number for each in shown(store)] == [1, 2]


def test_who_did_it_when_and_under_which_name_stands_in_the_history(
    store: Store, filled: list[str]
) -> None:
    show(store, filled[0], " 柳河\u202e 排口 ")
    show(store, filled[0], "柳河 排口")  # the same again
    with store.session() as session:
        publication.hide(session, CLERK, filled[0], "名称有误", Verification())
    assert shown(store) == []
    assert show(store, filled[0], "另一名称") == 1, "the number is its own"
    with store.session(read_only=True) as session:
        sheet = sites.get(session, filled[0])
        kinds = {EventKind.SHOWN, EventKind.HIDDEN}
        told = [event for event in sheet.events if event.kind in kinds]
        assert [(event.kind, event.actor_name) for event in told] == [
            ("shown", CLERK.name), ("hidden", CLERK.name), ("shown", CLERK.name)
        ]  # fmt: skip
        assert told[0].data[published.NAME] == "柳河 排口"
        assert told[1].data["reason"] == "名称有误"
        assert not sheet.facts.ignored


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.CLERK, Role.OPERATOR)])
def test_only_the_office_decides(store: Store, filled: list[str], role: Role) -> None:
    show(store, filled[0])
    somebody = replace(CLERK, role=role)
    with pytest.raises(ForbiddenError):
        show(store, filled[1], actor=somebody)
    with store.session() as session, pytest.raises(ForbiddenError):
        publication.hide(session, somebody, filled[0], "", Verification())
    assert [each.number for each in shown(store)] == [1]


@pytest.mark.parametrize("name", ["", " \u200b\n", "长" * 61, "\0"])
def test_a_name_that_cannot_be_shown_changes_nothing(
    store: Store, filled: list[str], name: str
) -> None:
    with pytest.raises(InputError):
        show(store, filled[0], name)
    assert shown(store) == []


def test_what_is_not_there_cannot_be_shown_or_taken_away(store: Store, filled: list[str]) -> None:
    with pytest.raises(NotFoundError):
        show(store, "nobody")
    with store.session() as session, pytest.raises(ConflictError):
        publication.hide(session, CLERK, filled[0], "", Verification())


def test_a_clerk_of_another_district_does_not_find_the_site(
    store: Store, filled: list[str]
) -> None:
    elsewhere = store.seen_from(["410299"])
    with elsewhere.session() as session, pytest.raises(NotFoundError):
        publication.show(session, CLERK, filled[0], "某排口", LIMITS, DAY)


def test_the_public_sees_the_status_as_it_is_now(store: Store, filled: list[str]) -> None:
    show(store, filled[0])
    with store.session() as session:
        happened(session, filled[0], EventKind.CLAIMED, DAY)
    assert shown(store)[0].status == Status.CLAIMED
    with store.session() as session:
        happened(session, filled[0], EventKind.VERIFIED, DAY)
    assert (shown(store)[0].status, shown(store)[0].verified_on) == (Status.VERIFIED, DAY)


def test_the_exact_position_never_leaves_the_database(store: Store, filled: list[str]) -> None:
    with store.session() as session:
        site = next(s for s in map(session.get_one, [Site] * 9, filled) if s.lon is not None)
        site_id, lon, lat, radius = site.id, site.lon, site.lat, site.radius_m
    show(store, site_id)
    [row] = shown(store)
    assert row.cell == cell(point(lon, lat), FINEST)
    with store.seen_by_all().session(read_only=True) as session:
        found = public.get(session, 1, LIMITS, DAY)
    assert found.place == coarse(row.cell, radius or 0, LIMITS.cell_m)
    assert found.place.radius_m > (radius or 0)


def test_the_list_is_filtered_counted_and_cut_into_pages(store: Store, filled: list[str]) -> None:
    for each in filled:
        show(store, each)
    limits = replace(LIMITS, rows=1)
    with store.seen_by_all().session(read_only=True) as session:
        first = public.listing(session, Asked(), limits, DAY)
        second = public.listing(session, Asked(page=2), limits, DAY)
        none = public.listing(session, Asked(district="999999"), limits, DAY)
    assert [each.row.number for each in (*first.sites, *second.sites)] == [
        len(filled), len(filled) - 1
    ]  # fmt: skip
    assert (first.total, first.all, none.total, none.all) == (*[len(filled)] * 2, 0, len(filled))


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_session_of_the_public_refuses_what_is_not_public(
    store: Store, filled: list[str], question: str
) -> None:
    show(store, filled[0])
    with store.seen_by_all().session() as session, pytest.raises(NotPublicError):
        session.execute(QUESTIONS[question])
    with store.session(read_only=True) as session:
        assert session.get_one(Site, filled[0]).name != "x"


@pytest.mark.parametrize("question", FITTING)
def test_what_is_public_is_answered(store: Store, filled: list[str], question: str) -> None:
    show(store, filled[0])
    with store.seen_by_all().session(read_only=True) as session:
        assert len(session.execute(FITTING[question]).all()) == 1


def test_a_session_of_the_public_writes_nothing(store: Store, filled: list[str]) -> None:
    with pytest.raises(NotPublicError), store.seen_by_all().session() as session:
        session.add(Publication(site_id=filled[0], number=9, name="x", shown=True, since=DAY))
    assert shown(store) == []
