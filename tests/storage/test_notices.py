"""Keeping a notice: rows, history, idempotence, listing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from geo_app.domain.status import EventKind, Status
from geo_app.errors import InputError, NotFoundError
from geo_app.settings import Settings
from geo_app.store.log import verify
from geo_app.store.models import Event, Notice, Place, Problem
from geo_app.store.session import Store
from geo_app.work import notices
from tests.storage.helpers import add_sample
from tests.storage.samples import ACTOR, ISSUED, TEXT, districts, draft, gazetteer


def test_a_notice_becomes_problems_and_drafts_of_places(store: Store, settings: Settings) -> None:
    notice_id = add_sample(store, settings)
    with store.session(read_only=True) as session:
        notice = notices.get(session, notice_id)
        assert (notice.title, notice.issuer, notice.issued_on) == (
            "青河市督查整改通报",
            "青河市环保整改办",
            ISSUED,
        )
        assert [p.number for p in notice.problems] == [1, 2, 3]
        assert [len(p.places) for p in notice.problems] == [2, 0, 2]
        first, second = notice.problems[0].places
        assert (first.state, first.text, TEXT[first.start : first.end]) == (
            "draft",
            "青河桥",
            "青河桥",
        )
        assert first.location["geometry"] == {"type": "Point", "coordinates": [114.3, 34.8]}
        assert (first.district_code, first.district_named) == ("990101", False)
        assert (second.district_code, second.district_named) == ("990102", True)
        assert [place.location for place in notice.problems[2].places] == [None, None]
        assert all(place.unresolved for place in notice.problems[2].places)


def test_the_same_text_gives_the_same_rows(store: Store, settings: Settings) -> None:
    first = add_sample(store, settings)

    def size() -> list[int | None]:
        with store.session(read_only=True) as session:
            return [
                session.scalar(select(func.count()).select_from(table))
                for table in (Notice, Problem, Place, Event)
            ]

    before = size()
    assert add_sample(store, settings) == first
    assert size() == before


def test_a_problem_stands_where_its_reply_says_and_never_further(
    store: Store, settings: Settings
) -> None:
    add_sample(store, settings)
    with store.session(read_only=True) as session:
        problems = session.scalars(select(Problem).order_by(Problem.number)).all()
        assert [p.status for p in problems] == [Status.CLAIMED, Status.CLAIMED, Status.IN_WORK]
        assert [p.claimed_on for p in problems] == [ISSUED, ISSUED, None]
        assert [p.verified_on for p in problems] == [None, None, None]
        found = session.scalars(
            select(Event.as_of).where(
                Event.kind == EventKind.FOUND, Event.subject_id == problems[0].id
            )
        ).all()
        assert found == [date(2024, 2, 29)]  # not later than what is claimed of it
        assert verify(session).broken_at is None


def test_a_part_that_says_otherwise_is_noted_and_decides_nothing(
    store: Store, settings: Settings
) -> None:
    made = draft()
    partly = replace(made.problems[2].claims[0], status=Status.CLAIMED)
    problem = replace(made.problems[2], claims=(*made.problems[2].claims, partly))
    add_sample(store, settings, replace(made, problems=(*made.problems[:2], problem)))
    with store.session(read_only=True) as session:
        row = session.scalars(select(Problem).where(Problem.number == 3)).one()
        assert row.status == Status.IN_WORK
        kinds = session.scalars(
            select(Event.kind).where(Event.subject_id == row.id).order_by(Event.seq)
        ).all()
        assert kinds == [EventKind.FOUND, EventKind.IN_WORK, EventKind.NOTED]


def test_a_notice_without_a_date_claims_on_no_day(store: Store, settings: Settings) -> None:
    made = draft()
    problems = tuple(replace(p, claims=()) for p in made.problems)
    add_sample(store, settings, replace(made, issued_on=None, problems=problems))
    with store.session(read_only=True) as session:
        rows = session.scalars(select(Problem).order_by(Problem.number)).all()
        assert [(p.status, p.claimed_on) for p in rows] == [
            (Status.CLAIMED, None),
            (Status.CLAIMED, None),
            (Status.IN_WORK, None),
        ]


def test_text_and_location_that_disagree_about_the_district_are_a_doubt(
    store: Store, settings: Settings
) -> None:
    made = draft()
    places = (replace(made.problems[0].places[0], district="东屏区"),)
    problem = replace(made.problems[0], places=places)
    add_sample(store, settings, replace(made, problems=(problem,)))
    with store.session(read_only=True) as session:
        place = session.scalars(select(Place)).one()
        assert place.district == "东屏区"
        assert [doubt["code"] for doubt in place.doubts] == ["doubt.district_differs"]


@pytest.mark.parametrize("sign", ["\0", "\ud800"])
def test_a_character_that_no_database_keeps_is_refused_and_nothing_is_written(
    store: Store, settings: Settings, sign: str
) -> None:
    with pytest.raises(InputError) as caught:
        add_sample(store, settings, replace(draft(), text=TEXT + sign))
    assert caught.value.code == "job.unusable_text"
    with store.session(read_only=True) as session:
        assert session.scalar(select(func.count()).select_from(Notice)) == 0


def test_the_list_counts_places_and_doubts(store: Store, settings: Settings) -> None:
    add_sample(store, settings)
    with store.session(read_only=True) as session:
        (line,) = notices.listing(session)
    assert (line.title, line.problems, line.places, line.confirmed, line.open_drafts) == (
        "青河市督查整改通报",
        3,
        4,
        0,
        4,
    )
    assert line.doubts >= 1


def test_an_unknown_notice_is_not_found(store: Store) -> None:
    with store.session(read_only=True) as session, pytest.raises(NotFoundError):
        notices.get(session, "no-such-id")


def test_a_preview_has_the_documented_shape_and_needs_no_store(settings: Settings) -> None:
    sheet = notices.preview(draft(), gazetteer(), districts(), settings)
    assert (sheet["title"], sheet["issued_on"]) == ("青河市督查整改通报", "2024-03-08")
    problem = sheet["problems"][0]
    assert {
        "number", "label", "status", "status_word", "category", "finding", "reply", "claims",
        "quantities", "units", "districts", "places", "doubts",
    } == set(problem)  # fmt: skip
    place = problem["places"][0]
    assert TEXT[place["start"] : place["end"]] == place["text"] == "青河桥"
    assert (place["located"], place["radius_m"] >= 20) == (True, True)
    unnamed = sheet["problems"][2]["places"][1]
    assert (unnamed["located"], unnamed["radius_m"], unnamed["phrase"]) == (False, None, None)
    assert problem["claims"][0]["as_of"] == "2024-02-29"
    assert ACTOR.name not in str(sheet)
