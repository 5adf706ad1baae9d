"""Many sites before the public in one go: all or none, and only what was looked at."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from geo_app.domain.actor import Actor, Role
from geo_app.errors import ConflictError, ForbiddenError, InputError, NotFoundError, TooLargeError
from geo_app.settings import Public, Settings, Verification
from geo_app.store import log
from geo_app.store.audit import audit
from geo_app.store.models import Event, Site
from geo_app.store.publication import Publication
from geo_app.store.session import Store
from geo_app.work import publication, publication_many
from tests.storage.helpers import confirm_sample

LIMITS, DAY = Public(is_on=True), date(2026, 11, 26)
CLERK = Actor("person:1", "整改办甲", "某办", Role.CLERK)


@pytest.fixture
def sites(store: Store, settings: Settings) -> list[str]:
    return confirm_sample(store, settings)


def shown(store: Store) -> dict[str, str]:
    with store.session(read_only=True) as session:
        rows = session.scalars(select(Publication).where(Publication.shown))
        return {each.site_id: each.name for each in rows}


def look(store: Store, sites: list[str], *, show: bool = True) -> publication_many.Look:
    with store.session(read_only=True) as session:
        return publication_many.look(session, CLERK, sites, show=show, limits=LIMITS)


def show(store: Store, names: dict[str, str], mark: str) -> int:
    with store.session() as session:
        return publication_many.show(session, CLERK, names, mark, LIMITS, DAY)


def test_all_are_shown_and_taken_away_each_with_an_event(store: Store, sites: list[str]) -> None:
    with store.session() as session:
        publication.show(session, CLERK, sites[0], "早已公开", LIMITS, DAY)
    found = look(store, sites)
    assert found.same == 1
    assert [each.site.id for each in found.changes] == sites[1:]
    names = {each.site.id: f"某处{n}" for n, each in enumerate(found.changes)}
    assert show(store, names, found.mark) == len(sites) - 1
    assert shown(store) == {sites[0]: "早已公开", **names}
    away = look(store, sites, show=False)
    assert len(away.changes) == len(sites)
    with store.session() as session:
        args = (sites, "换届", away.mark, LIMITS, Verification())
        assert publication_many.hide(session, CLERK, *args) == len(sites)
    assert shown(store) == {}
    again = look(store, sites[1:2])
    assert (again.changes[0].name, again.changes[0].photos_again) == ("某处0", True)
    with store.session(read_only=True) as session:
        kinds = session.scalars(select(Event.kind).where(Event.subject_id == sites[1]))
        assert list(kinds)[-2:] == ["shown", "hidden"]
        assert log.verify(session).broken_at is None
        assert list(audit(session)) == []


def test_one_that_cannot_be_shown_keeps_all_away(store: Store, sites: list[str]) -> None:
    found = look(store, sites)
    names = dict.fromkeys(sites, "某处") | {sites[-1]: "词" * 61}
    with pytest.raises(InputError) as refused:
        show(store, names, found.mark)
    assert refused.value.code == "public.name_of"
    assert shown(store) == {}
    names[sites[-1]] = "某处"
    with store.session() as session:  # somebody else is quicker
        publication.show(session, CLERK, sites[1], "别的名称", LIMITS, DAY)
    with pytest.raises(ConflictError):
        show(store, names, found.mark)
    assert shown(store) == {sites[1]: "别的名称"}


def test_who_may_and_of_which_district(store: Store, sites: list[str]) -> None:
    with store.session() as session:
        for site in session.scalars(select(Site)):
            site.district_code = "410205"
        session.get_one(Site, sites[0]).district_code = "410204"
    with store.session(read_only=True) as session:
        for role in (Role.INSPECTOR, Role.ADMINISTRATOR, Role.LEADER):
            with pytest.raises(ForbiddenError):
                publication_many.look(
                    session, Actor("x", "某", None, role), sites, show=True, limits=LIMITS
                )
        with pytest.raises(InputError):
            publication_many.look(session, CLERK, [], show=True, limits=LIMITS)
        few = Public(is_on=True, at_once=1)
        with pytest.raises(TooLargeError):
            publication_many.look(session, CLERK, sites, show=True, limits=few)
    bound = Actor("person:2", "整改办乙", None, Role.CLERK, ("410204",))
    with store.seen_from(bound.areas).session(read_only=True) as session:
        one = publication_many.look(session, bound, sites[:1], show=True, limits=LIMITS)
        assert len(one.changes) == 1
        with pytest.raises(NotFoundError):
            publication_many.look(session, bound, sites, show=True, limits=LIMITS)
