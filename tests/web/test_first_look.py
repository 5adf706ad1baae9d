"""What the map page says before any script: the kept counts say what looking at the sites says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from geo_app.domain.status import Status
from geo_app.settings import Settings
from geo_app.store.session import Store, open_store
from geo_app.web import first_look, sheets
from geo_app.work.site_filter import SiteFilter
from tests.storage.map_sites import CATEGORIES, DISTRICTS, TODAY, put, scattered

CLAIMED = (Status.CLAIMED.value,)
FILTERS = [
    SiteFilter(),
    SiteFilter(statuses=CLAIMED),
    SiteFilter(statuses=(*CLAIMED, Status.VERIFIED.value), overdue=False),
    SiteFilter(overdue=True),
    SiteFilter(categories=CATEGORIES[:2]),
    SiteFilter(districts=(str(DISTRICTS[0]), "示范区"), overdue=True),
    SiteFilter(districts=(str(DISTRICTS[1]),), categories=("other",), statuses=CLAIMED),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder: Path = tmp_path_factory.mktemp("scattered")
    opened = open_store(Settings(data=folder))
    put(opened, scattered(300))
    yield opened
    opened.engine.dispose()


def look(store: Store, choice: SiteFilter, today: date = TODAY) -> first_look.FirstLook:
    with store.session(read_only=True) as session:
        return first_look.first_look(session, choice, today)


@pytest.mark.parametrize("choice", FILTERS)
def test_the_figures_are_those_of_the_sites(store: Store, choice: SiteFilter) -> None:
    with store.session(read_only=True) as session:
        looked = sheets.figures(session, choice, TODAY)
    assert looked["located"] > 0
    assert look(store, choice).figures == looked


def test_the_totals_do_not_depend_on_the_filter(store: Store) -> None:
    made = [look(store, choice) for choice in FILTERS]
    assert {each.total for each in made} == {300}
    assert {sum(each.statuses.values()) for each in made} == {300}
    assert {each.on_map for each in made} == {made[0].figures["located"]}


def test_few_sites_are_listed_and_the_others_have_a_list_of_their_own(store: Store) -> None:
    made = look(store, SiteFilter(statuses=CLAIMED))
    assert made.listed
    assert len(made.located) == made.figures["located"] <= sheets.ROWS
    assert len(made.unlocated) == made.figures["unlocated"] > 0
    assert {row["status"] for row in made.located + made.unlocated} == set(CLAIMED)


def test_many_sites_are_not_put_in_order_for_a_page(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_look, "LISTED", 50)
    made = look(store, SiteFilter())
    assert (made.listed, made.located, made.unlocated) == (False, [], [])
    narrow = replace(FILTERS[6], overdue=True)
    assert look(store, narrow).listed


@pytest.mark.parametrize("together", [500, 5])
@pytest.mark.parametrize("words", ["没有这样的", "S-1", "点位点位"])
def test_a_search_is_counted_by_looking(
    store: Store, monkeypatch: pytest.MonkeyPatch, words: str, together: int
) -> None:
    monkeypatch.setattr(first_look, "SEARCHED", together)
    choice = SiteFilter(words=words)
    with store.session(read_only=True) as session:
        looked = sheets.figures(session, choice, TODAY)
    made = look(store, choice)
    assert made.figures == looked
    assert bool(made.located) is bool(looked["located"])


def test_a_page_says_that_its_list_is_not_whole(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "这里没有列全"
    assert words not in client.get("/").text
    monkeypatch.setattr(first_look, "LISTED", 0)
    page = client.get("/").text
    assert words in page
    assert "图上 1 处" in page
    assert "青石桥东排口" not in page
