"""What stands before the public against the events: whoever puts something there is found out."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, text

from geo_app.photo.cover import Region
from geo_app.settings import Public, Settings, Verification
from geo_app.store import log
from geo_app.store.audit import audit, unexplained
from geo_app.store.inspections import Photo
from geo_app.store.models import Event
from geo_app.store.session import Store
from geo_app.work import public_photos, publication
from tests.storage.helpers import confirm_sample
from tests.storage.samples import ACTOR
from tests.storage.visits import picture, quick_desk, visit

LIMITS = Public(is_on=True)
DAY, LATER = date(2026, 11, 20), date(2026, 11, 26)


@pytest.fixture
def public(store: Store, settings: Settings) -> list[str]:
    """Two sites with photos, shown after much to and fro; gives their ids, and an unshown one's."""
    sites = confirm_sample(store, settings)
    with quick_desk(settings) as desk:
        visit(store, desk, sites[0], [picture(1), picture(2), picture(3)])
        visit(store, desk, sites[1], [picture(4)])
    for number, day in ((1, DAY), (0, DAY), (1, LATER)):
        show(store, sites[number], f"某排口{number}", day)
    one, two, three = photos(store, sites[0])
    choose(store, one, 0.1)
    choose(store, one, 0.2)
    choose(store, two, 0.1)
    choose(store, two, 0.3, show=False)
    choose(store, two, 0.4, show=False)  # looked at only: no event
    choose(store, three, 0.5, show=False)
    [four] = photos(store, sites[1])
    choose(store, four, 0.1)
    with store.session() as session:
        publication.hide(session, ACTOR, sites[1], "", Verification())
    show(store, sites[1], "另一名称", LATER)
    return sites


def show(store: Store, site_id: str, name: str, day: date) -> None:
    with store.session() as session:
        publication.show(session, ACTOR, site_id, name, LIMITS, day)


def choose(store: Store, photo: str, left: float, *, show: bool = True) -> None:
    covers = [Region(left, 0.1, 0.2, 0.2)]
    with store.session() as session:
        public_photos.choose(session, ACTOR, photo, covers, show=show, limits=LIMITS)


def photos(store: Store, site_id: str) -> list[str]:
    with store.session(read_only=True) as session:
        query = select(Photo.id).where(Photo.site_id == site_id).order_by(Photo.ordinal)
        return list(session.scalars(query))


def found(store: Store) -> list[tuple[str, str]]:
    with store.session(read_only=True) as session:
        assert log.verify(session).broken_at is None
        told = [(each.code, str(each.values["id"])) for each in unexplained(session)]
        assert told == [(each.code, str(each.values["id"])) for each in audit(session)]
    return told


def alter(store: Store, statement: str, **values: str) -> None:
    with store.engine.begin() as connection:
        assert connection.execute(text(statement), values).rowcount > 0


def test_what_the_office_did_is_explained(store: Store, public: list[str]) -> None:
    assert found(store) == []


@pytest.mark.parametrize(
    "change",
    ["name = 'x'", "number = 7", "since = '2020-01-01'", "shown = NOT shown", "since = 'x'"],
)
def test_a_site_that_stands_there_otherwise_is_named(
    store: Store, public: list[str], change: str
) -> None:
    if change.endswith("'x'") and "since" in change and store.engine.dialect.name != "sqlite":
        change = "since = '2031-01-01'"  # PostgreSQL keeps days only
    alter(store, f"UPDATE publication SET {change} WHERE site_id = :id", id=public[1])  # noqa: S608
    assert found(store) == [("log.publication_altered", public[1])]


def test_a_site_put_there_or_taken_away_by_the_back_door_is_named(
    store: Store, public: list[str]
) -> None:
    row = "INSERT INTO publication (site_id, number, name, shown, since) SELECT id, 9, name, "
    alter(store, f"{row} 1 = 1, '2026-11-26' FROM site WHERE id = :id", id=public[2])
    assert found(store) == [("log.publication_unrecorded", public[2])]
    alter(store, "DELETE FROM publication WHERE site_id = :id", id=public[0])
    assert ("log.publication_altered", public[0]) in found(store)


@pytest.mark.parametrize(
    "change",
    ["regions = '[]'", "shown = NOT shown", "key = '000000000000000000000000000000'",
     "site_id = 'x'", "regions = '7'"],
)  # fmt: skip
def test_a_photo_that_stands_there_otherwise_is_named(
    store: Store, public: list[str], change: str
) -> None:
    photo = photos(store, public[0])[0]
    alter(store, f"UPDATE shown_photo SET {change} WHERE photo_id = :id", id=photo)  # noqa: S608
    assert found(store) == [("log.shown_photo_altered", photo)]


def test_a_photo_put_there_or_taken_away_by_the_back_door_is_named(
    store: Store, public: list[str]
) -> None:
    one, two, three = photos(store, public[0])
    for photo in (two, three):  # hidden again; never shown
        alter(store, "UPDATE shown_photo SET shown = 1 = 1 WHERE photo_id = :id", id=photo)
    alter(store, "DELETE FROM shown_photo WHERE photo_id = :id", id=one)
    assert sorted(found(store)) == sorted(
        [
            ("log.shown_photo_altered", one),
            ("log.shown_photo_altered", two),
            ("log.shown_photo_unrecorded", three),
        ]
    )


def test_events_of_before_say_less_and_are_believed(store: Store, public: list[str]) -> None:
    """Installations that showed sites before the day and the covers were recorded."""
    with store.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER event_no_update"))
        else:
            connection.execute(text("DROP TRIGGER event_append_only ON event"))
    with store.session() as session:
        previous = log.START
        for event in session.scalars(select(Event).order_by(Event.seq)):
            event.data = {k: v for k, v in event.data.items() if k not in ("since", "choice")}
            event.prev_hash = previous
            event.hash = previous = log.digest(event)
        session.query(log.LogHead).update({"hash": previous})
    assert found(store) == []
