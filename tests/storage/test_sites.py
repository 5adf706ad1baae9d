"""Finding sites, and what a site says of itself."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest

from geo_app.domain.status import EventKind, Status
from geo_app.errors import NotFoundError, UsageError
from geo_app.settings import Settings
from geo_app.store.session import Store
from geo_app.work import events, places, sites
from geo_app.work.site_filter import SiteFilter
from tests.storage.helpers import confirm_sample, happened
from tests.storage.samples import ACTOR

TODAY = date(2024, 6, 1)


def codes(store: Store, where: SiteFilter, limit: int = 100) -> list[str]:
    with store.session(read_only=True) as session:
        return [site.code for site in sites.find(session, where, limit, today=TODAY).sites]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (SiteFilter(), ["P1-1", "P1-2", "P3-1", "P3-2"]),
        (SiteFilter(bbox=(114.2, 34.7, 114.34, 34.9)), ["P1-1"]),
        (SiteFilter(bbox=(114.3, 34.8, 114.3, 34.8)), ["P1-1"]),  # the edge belongs to it
        (SiteFilter(bbox=(0, 0, 1, 1)), []),
        (SiteFilter(bbox=(170, 30, 114.35, 40)), ["P1-1"]),  # across 180°
        (SiteFilter(bbox=(114.35, 30, -170, 40)), ["P1-2"]),
        (SiteFilter(districts=("990102",)), ["P1-2"]),
        (SiteFilter(districts=("西屏区", "东屏区")), ["P1-1", "P1-2"]),
        (SiteFilter(categories=("sewage_station",)), ["P3-1", "P3-2"]),
        (SiteFilter(statuses=(Status.DISPUTED, Status.CLAIMED)), ["P1-1", "P1-2"]),
        (SiteFilter(located=False), ["P3-1", "P3-2"]),
        (SiteFilter(located=True, statuses=(Status.IN_WORK,)), []),
        (SiteFilter(words="柳桥"), ["P1-2"]),
        (SiteFilter(words="P1-1"), ["P1-1"]),
        (SiteFilter(words="p1-1"), ["P1-1"]),
        (SiteFilter(words="石坪 污水"), ["P3-1"]),
        (SiteFilter(words="%"), []),
        (SiteFilter(words="_"), []),
        (SiteFilter(words="\\"), []),
        (SiteFilter(words="' OR 1=1 --"), []),
        (SiteFilter(overdue=True), ["P1-1"]),
        (SiteFilter(overdue=False), ["P1-2", "P3-1", "P3-2"]),
    ],
)
def test_a_filter_finds_what_it_says(
    store: Store, settings: Settings, where: SiteFilter, expected: list[str]
) -> None:
    first, second, *_ = confirm_sample(store, settings)
    with store.session() as session:
        for site, day in ((first, "2024-05-31"), (second, "2024-06-01")):
            events.record(session, ACTOR, site, EventKind.DEADLINE_SET, None, {"deadline": day})
    assert codes(store, where) == expected


def test_a_line_is_found_where_it_runs_not_only_at_its_mark(
    store: Store, settings: Settings
) -> None:
    from shapely.geometry import LineString

    confirm_sample(store, settings)
    with store.session() as session:
        site = sites.find(session, SiteFilter(words="P1-1"), 1).sites[0]
        place_id = next(
            place["id"]
            for place in places.review(session, site.problem.notice_id).places
            if place["site_id"] == site.id
        )
        line = LineString([(114.30, 34.80), (114.30, 34.88)])
        places.redraw(session, ACTOR, place_id, line, 30)
    assert codes(store, SiteFilter(bbox=(114.29, 34.87, 114.31, 34.89))) == ["P1-1"]


def test_the_answer_says_how_many_there_are(store: Store, settings: Settings) -> None:
    confirm_sample(store, settings)
    with store.session(read_only=True) as session:
        page = sites.find(session, SiteFilter(), 3)
        assert (page.shown, page.total, [site.code for site in page.sites]) == (
            3,
            4,
            ["P1-1", "P1-2", "P3-1"],
        )
        nothing = sites.find(session, SiteFilter(), 0)
        assert (nothing.shown, nothing.total) == (0, 4)


@pytest.mark.parametrize("words", ["a\0b", "\ud800", "长" * 1000])
def test_unusable_words_are_refused(store: Store, words: str) -> None:
    with store.session(read_only=True) as session, pytest.raises(UsageError):
        sites.find(session, SiteFilter(words=words), 10)


def test_overdue_is_asked_about_a_day(store: Store) -> None:
    with store.session(read_only=True) as session, pytest.raises(ValueError, match="day"):
        sites.find(session, SiteFilter(overdue=True), 10)


def test_a_claim_does_not_stop_the_clock_but_a_verification_does(
    store: Store, settings: Settings
) -> None:
    first = confirm_sample(store, settings)[0]
    with store.session() as session:
        data = {"deadline": "2024-05-01"}
        events.record(session, ACTOR, first, EventKind.DEADLINE_SET, None, data)
    assert codes(store, SiteFilter(overdue=True)) == ["P1-1"]
    with store.session() as session:
        happened(session, first, EventKind.VERIFIED, date(2024, 5, 20))
    assert codes(store, SiteFilter(overdue=True)) == []


def test_a_feature_has_just_the_documented_properties(store: Store, settings: Settings) -> None:
    first, *_ = confirm_sample(store, settings)
    with store.session(read_only=True) as session:
        feature = sites.feature(sites.get(session, first).site, TODAY)
    assert feature["id"] == first
    assert list(feature["properties"]) == [
        "code", "name", "category", "notice", "notice_sha256", "problem_number", "place_text",
        "status", "status_on", "claimed_on", "verified_on", "deadline", "district_code",
        "district", "accounting_unit", "responsible_unit", "located", "radius_m", "lon", "lat",
        "position_layer", "position_source", "schematic", "doubts", "overridden", "overdue",
        "updated_at",
    ]  # fmt: skip
    assert feature["properties"]["overdue"] is False


def test_every_status_is_counted(store: Store, settings: Settings) -> None:
    confirm_sample(store, settings)
    with store.session(read_only=True) as session:
        found = sites.counts(session)
    assert set(found) == set(Status)
    assert {status: n for status, n in found.items() if n} == {
        Status.CLAIMED: 1,
        Status.DISPUTED: 1,
        Status.IN_WORK: 2,
    }


def test_an_unknown_site_is_not_found(store: Store) -> None:
    with store.session(read_only=True) as session, pytest.raises(NotFoundError):
        sites.get(session, "no-such-id")


def test_a_filter_asks_for_nothing_by_itself() -> None:
    where = SiteFilter()
    assert [f.name for f in fields(where) if getattr(where, f.name)] == []
