"""A look back: how the sites of a tile stood on a day."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest
from shapely.geometry import LineString, Point
from sqlalchemy import select

from geo_app.domain.history import fold
from geo_app.domain.status import EventKind, Status, is_overdue
from geo_app.errors import UsageError
from geo_app.store import log
from geo_app.store.models import Event, Site
from geo_app.store.session import Store
from geo_app.work import tiles
from geo_app.work.site_filter import SiteFilter
from tests.storage.map_sites import CATEGORIES, DISTRICTS, FEW, TODAY, Placed, put
from tests.storage.samples import ACTOR
from tests.storage.test_tiles import WORLD, features, holding, made, tally, told

K = EventKind
HERE = Point(114.3, 34.8)


def day(number: int) -> date:
    return date(2024, 1, number)


def happened(store: Store, site_id: str, kind: EventKind, on: int, **data: Any) -> None:
    with store.session() as session:
        log.append(session, ACTOR, kind, "site", site_id, day(on), data)


def seen(store: Store, on: date, where: SiteFilter | None = None) -> dict[str, dict[str, Any]]:
    with store.session(read_only=True) as session:
        content = tiles.make(session, WORLD, where or SiteFilter(), TODAY, FEW, on)
    assert content.day == on
    return {each["code"]: each for each in told(content, "sites")}


def test_a_site_stands_as_it_stood(store: Store) -> None:
    first, _second = put(store, [Placed(HERE, status=Status.VERIFIED), Placed(HERE)])
    happened(store, first, K.FOUND, 3)
    happened(store, first, K.DEADLINE_SET, 3, deadline="2024-01-06")
    happened(store, first, K.CLAIMED, 5)
    happened(store, first, K.VERIFIED, 9)
    assert seen(store, day(2)) == {}
    states = {
        on: (site["status"], site["overdue"], site["deadline"])
        for on in (3, 5, 7, 9)
        for site in seen(store, day(on)).values()
    }
    assert states == {
        3: ("open", False, "2024-01-06"),
        5: ("claimed", False, "2024-01-06"),
        7: ("claimed", True, "2024-01-06"),
        9: ("verified", False, "2024-01-06"),
    }
    assert list(seen(store, day(9))) == ["S-1"], "of the other nothing is known"
    assert {each["status"] for each in told(made(store, WORLD), "sites")} == {"open", "verified"}


@pytest.mark.parametrize(
    ("where", "days"),
    [
        (SiteFilter(statuses=(Status.CLAIMED.value,)), {5, 6, 7, 8}),
        (SiteFilter(statuses=(Status.OPEN.value, Status.VERIFIED.value)), {3, 4, 9}),
        (SiteFilter(overdue=True), {7, 8}),
        (SiteFilter(overdue=False), {3, 4, 5, 6, 9}),
        (SiteFilter(categories=("study",)), set()),
    ],
)
def test_a_filter_is_about_that_day(store: Store, where: SiteFilter, days: set[int]) -> None:
    [site] = put(store, [Placed(HERE, status=Status.RELAPSED)])
    happened(store, site, K.FOUND, 3)
    happened(store, site, K.DEADLINE_SET, 3, deadline="2024-01-06")
    happened(store, site, K.CLAIMED, 5)
    happened(store, site, K.VERIFIED, 9)
    assert {on for on in range(1, 10) if seen(store, day(on), where)} == days


def test_lines_look_back_too(store: Store) -> None:
    [site] = put(store, [Placed(LineString([(114, 34), (115, 35)]), status=Status.CLAIMED)])
    happened(store, site, K.FOUND, 3)
    happened(store, site, K.CLAIMED, 5)
    with store.session(read_only=True) as session:
        then, before = (
            tiles.make(session, WORLD, SiteFilter(), TODAY, FEW, day(on)) for on in (4, 2)
        )
    assert [each["properties"]["status"] for each in features(then, "shapes")] == ["open"]
    assert before.content == b""


def test_told_in_any_order_a_day_is_the_same(store: Store) -> None:
    dice = random.Random(2)  # noqa: S311 # made-up histories, no secrets
    ids = put(store, [Placed(HERE) for _ in range(FEW.crowd)])
    kinds = [K.FOUND, K.IN_WORK, K.CLAIMED, K.VERIFIED, K.REFUSED, K.REOPENED]
    told_so = [(site, dice.choice(kinds), dice.randint(1, 20)) for site in ids for _ in range(9)]
    for site, kind, on in told_so:
        happened(store, site, kind, on)
    with store.session(read_only=True) as session:
        events = session.scalars(select(Event)).all()
    for on in range(1, 21):
        expected = {}
        for number, site in enumerate(ids, 1):
            until = [e for e in events if e.subject_id == site and e.as_of <= day(on)]
            if until:
                expected[f"S-{number}"] = fold(until).status.value
        assert {code: each["status"] for code, each in seen(store, day(on)).items()} == expected


@pytest.mark.parametrize("seed", range(4))
def test_a_crowd_looks_back_as_its_sites_do(store: Store, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 # made-up histories, no secrets
    ids = put(
        store,
        [
            Placed(
                Point(dice.choice((114.3, 114.31, 115.9)), 34.8),
                category=dice.choice(CATEGORIES),
                district_code=dice.choice(DISTRICTS),
            )
            for _ in range(40)
        ],
    )
    kinds = [K.FOUND, K.IN_WORK, K.CLAIMED, K.VERIFIED, K.REFUSED, K.REOPENED]
    for site in ids[:-3]:
        for _ in range(4):
            happened(store, site, dice.choice(kinds), dice.randint(2, 20))
        happened(store, site, K.DEADLINE_SET, 3, deadline=str(day(dice.randint(4, 20))))
    with store.session(read_only=True) as session:
        events = session.scalars(select(Event)).all()
        where = SiteFilter(
            districts=tuple(filter(None, dice.sample(DISTRICTS, 1))),
            categories=tuple(dice.sample(CATEGORIES, dice.randint(0, 2))),
        )
        sites = session.scalars(select(Site)).all()
        for on, zoom in product((1, 4, 11, 20), (0, 7, 12)):
            tile = holding(zoom)
            looked = tiles.make(session, tile, where, TODAY, FEW, day(on))
            if looked.mode is tiles.Mode.SITES:
                continue
            expected: Counter[str] = Counter()
            for site in sites:
                first, end = tile.keys
                inside = first <= (site.tile_key or 0) < end
                fits = site.category in (where.categories or CATEGORIES)
                there = not where.districts or site.district_code in where.districts
                until = [e for e in events if e.subject_id == site.id and e.as_of <= day(on)]
                if inside and fits and there and until:
                    facts = fold(until)
                    expected[facts.status.value] += 1
                    expected["overdue"] += is_overdue(facts, day(on))
            assert looked.day == day(on)
            assert tally(looked) == +expected


def test_a_filter_by_status_is_about_that_day_in_a_crowd_too(store: Store) -> None:
    ids = put(store, [Placed(HERE, status=Status.VERIFIED) for _ in range(FEW.crowd + 1)])
    for site in ids:
        happened(store, site, K.FOUND, 3)
        happened(store, site, K.CLAIMED, 5)
        happened(store, site, K.VERIFIED, 9)
    verified = SiteFilter(statuses=(Status.VERIFIED.value,))
    with store.session(read_only=True) as session:
        before, after = (tiles.make(session, WORLD, verified, TODAY, FEW, day(on)) for on in (8, 9))
    assert before.content == b""
    assert tally(after) == {"verified": len(ids)}


def test_too_large_a_crowd_cannot_be_looked_back_at(store: Store) -> None:
    few = replace(FEW, past_crowd=FEW.crowd + 1)
    ids = put(store, [Placed(HERE) for _ in range(few.past_crowd)])
    happened(store, ids[0], K.FOUND, 3)
    with store.session(read_only=True) as session:
        assert tally(tiles.make(session, WORLD, SiteFilter(), TODAY, few, day(3))) == {"open": 1}
        fewer = replace(few, past_crowd=few.past_crowd - 1)
        with pytest.raises(UsageError, match="放大"):
            tiles.make(session, WORLD, SiteFilter(), TODAY, fewer, day(3))
