"""A ledger of another office becomes problems, claims, drafts of places; all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from geo_app.domain.actor import Actor, Role
from geo_app.domain.status import EventKind, Status
from geo_app.errors import ConflictError, ForbiddenError, InputError, TooLargeError
from geo_app.notice.ledger.layout import Choice, Layout, laid_out, opened
from geo_app.notice.ledger.meanings import Meaning
from geo_app.notice.ledger.titles import Why
from geo_app.settings import LedgerLimits, Settings
from geo_app.store import audit
from geo_app.store.log import verify
from geo_app.store.models import Event, Notice, Problem, Site
from geo_app.store.session import Store
from geo_app.work import ledger_adoption, ledger_mappings, notices, places
from geo_app.work.ledger_adoption import Look
from tests import foreign_ledgers
from tests.ledgers import saved_by_office
from tests.storage.samples import ACTOR, districts, gazetteer

TODAY = date(2026, 6, 1)
NAME = "住建局台账.xlsx"


def layout(data: bytes, choice: Choice = Choice(), name: str = NAME) -> Layout:  # noqa: B008
    return laid_out(*opened(data, name=name, limits=LedgerLimits(), choice=choice), choice)


def looked(
    store: Store,
    settings: Settings,
    data: bytes,
    *,
    actor: Actor = ACTOR,
    take: bool = False,
    **more: Any,
) -> Look:
    around: dict[str, Any] = {
        "gazetteer": gazetteer(),
        "districts": districts(),
        "settings": settings,
    }
    with store.session(read_only=not take) as session:
        found = ledger_adoption.look(
            session,
            actor,
            data,
            layout(data, **more),
            as_of=None,
            today=TODAY,
            **around,
        )
        if take:
            ledger_adoption.adopt(session, actor, found, **around)
    return found


def sizes(store: Store) -> list[int | None]:
    with store.session(read_only=True) as session:
        return [
            session.scalar(select(func.count()).select_from(each))
            for each in (Notice, Problem, Event, Site)
        ]


def test_rows_become_problems_with_claims_that_name_file_and_row(
    store: Store, settings: Settings
) -> None:
    data = foreign_ledgers.xlsx()
    found = looked(store, settings, data, take=True)
    assert (found.rows, found.bad, found.skipped, found.claims) == (3, (), (), 1)
    assert found.as_of == date(2021, 10, 14)
    with store.session(read_only=True) as session:
        (notice,) = session.scalars(select(Notice)).all()
        assert (notice.title, notice.issuer) == (foreign_ledgers.ABOVE[0], "青河市住建局")
        first, second, _ = notice.problems
        assert [each.status for each in notice.problems] == [
            *(Status.CLAIMED, Status.OPEN, Status.IN_WORK)
        ]
        assert (first.claimed_on, first.verified_on) == (date(2021, 10, 8), None)
        assert (first.deadline, second.deadline) == (date(2021, 10, 31), date(2021, 10, 31))
        assert (first.responsible_unit, first.finding) == (
            "鼓楼区住建局",
            "污水直排入河，水体发黑",
        )
        assert [len(each.places) for each in notice.problems] == [1, 1, 0]
        assert second.places[0].location is not None
        assert {each.state for p in notice.problems for each in p.places} == {"draft"}
        claim = session.scalars(
            select(Event).where(Event.subject_id == first.id, Event.kind == EventKind.CLAIMED.value)
        ).one()
        assert (claim.data["file"], claim.data["rows"]) == (NAME, ["排查清单!4"])
        quoted = claim.data["claims"][0]
        words = (notice.text or "")[quoted["start"] : quoted["end"]]
        assert "是；已验收" in words
        assert f"{NAME}，行 排查清单!4" in words
        assert not session.scalars(select(Event).where(Event.kind == "verified")).all()
        amended = session.scalars(select(Event).where(Event.kind == "amended")).all()
        assert {each.data["source"] for each in amended} == {
            f"{NAME} 排查清单!{row}" for row in (4, 5, 6)
        }
        for problem in notice.problems:
            text = notice.text or ""
            assert text[slice(*problem.spans["finding"])] == problem.finding
            for place in problem.places:
                assert text[place.start : place.end] == place.text
        assert verify(session).broken_at is None
        assert not list(audit.audit(session))


def test_a_confirmed_place_carries_the_claim_of_its_row(store: Store, settings: Settings) -> None:
    looked(store, settings, foreign_ledgers.two_rows(), take=True)
    with store.session() as session:
        notice = session.scalars(select(Notice)).one()
        places.confirm_all(session, ACTOR, notice.id)
    with store.session(read_only=True) as session:
        problems = session.scalars(select(Problem).order_by(Problem.number)).all()
        assert [(each.number, each.status) for each in problems] == [
            (1, Status.IN_WORK),
            (2, Status.TRANSFERRED),
        ]
        sites = session.scalars(select(Site).order_by(Site.ordinal)).all()
        assert [(each.place_text, each.status, each.responsible_unit) for each in sites] == [
            ("马家河东岸", Status.CLAIMED, "甲局"),
            ("马家河西岸", Status.IN_WORK, "甲局"),
        ]
        assert problems[0].deadline == date(2021, 12, 31)
        assert problems[1].deadline == date(2021, 11, 30)


def test_the_same_file_is_known_and_the_same_rows_are_left_out(
    store: Store, settings: Settings
) -> None:
    data = foreign_ledgers.xlsx()
    looked(store, settings, data, take=True)
    before = sizes(store)
    with pytest.raises(ConflictError) as again:
        looked(store, settings, data, take=True)
    assert again.value.code == "adoption.again"
    more = (*foreign_ledgers.ROWS, ("QH-04", *[""] * 4, "新增一处扬尘", *[""] * 6))
    found = looked(store, settings, foreign_ledgers.xlsx(rows=more))
    assert [each.rows for each in found.known] == [(4,), (5,), (6,)]
    assert [entry.rows for entry in found.told.entries] == [(7,)]
    assert sizes(store) == before


def test_a_bad_cell_is_named_and_keeps_all_out(store: Store, settings: Settings) -> None:
    rows = [list(each) for each in foreign_ledgers.ROWS]
    rows[0][8], rows[1][10], rows[2][5] = "年底", "2099年1月1日", ""
    rows[1][8] = "=TODAY()"
    data = foreign_ledgers.xlsx(rows=rows)
    found = looked(store, settings, data)
    assert [(each.cell, each.reason.code) for each in found.bad] == [
        ("I4", "ledger.no_day"),
        ("I5", "ledger.is_formula"),
        ("K5", "adoption.day_ahead"),
        ("F6", "adoption.no_finding"),
    ]
    before = sizes(store)
    with pytest.raises(InputError) as refused:
        looked(store, settings, data, take=True)
    assert (refused.value.code, refused.value.values["cell"]) == ("adoption.refused", "I4")
    assert sizes(store) == before


@pytest.mark.parametrize("code", ["gbk", "utf-8-sig", "utf-8", "utf-16"])
def test_a_csv_of_any_encoding_says_the_same(store: Store, settings: Settings, code: str) -> None:
    data = foreign_ledgers.text(code=code)
    found = looked(store, settings, data)
    same = looked(store, settings, foreign_ledgers.xlsx(above=()))
    assert [each.finding.text for each in found.told.draft.problems] == [
        each.finding.text for each in same.told.draft.problems
    ]
    assert [dict(each.fields) for each in found.told.entries] == [
        dict(each.fields) for each in same.told.entries
    ]
    assert found.layout.source.where(4) == "4"


@pytest.mark.parametrize("make", [foreign_ledgers.xlsx, foreign_ledgers.two_rows])
def test_what_the_real_office_saves_again_says_the_same(
    store: Store, settings: Settings, tmp_path: Path, make: Any
) -> None:
    saved = saved_by_office(make(), tmp_path).read_bytes()
    ours, theirs = (looked(store, settings, data) for data in (make(), saved))
    assert theirs.told == ours.told
    assert theirs.layout.mapped == ours.layout.mapped


def test_columns_in_another_order_say_the_same(store: Store, settings: Settings) -> None:
    order = [7, 5, 0, 11, 3, 2, 9, 1, 10, 4, 8, 6]

    def turned(values: Sequence[Any]) -> list[Any]:
        return [values[place] for place in order]

    data = foreign_ledgers.xlsx(
        turned(foreign_ledgers.HEADS), [turned(each) for each in foreign_ledgers.ROWS]
    )
    assert (
        looked(store, settings, data).told == looked(store, settings, foreign_ledgers.xlsx()).told
    )


def test_a_person_corrects_the_guess_and_the_office_keeps_it(
    store: Store, settings: Settings
) -> None:
    data = foreign_ledgers.xlsx()
    guessed = layout(data)
    said: dict[int, Meaning | None] = {**guessed.mapped, 11: Meaning.NOTE, 6: None}
    corrected = layout(data, Choice(meanings=said))
    assert corrected.reasons[11].why is Why.CHOSEN
    assert 6 not in corrected.mapped
    with store.session() as session:
        ledger_mappings.keep(
            session, ACTOR, "住建局", corrected.digest, corrected.meanings, settings.ledger
        )
    order = list(reversed(range(12)))
    turned = foreign_ledgers.xlsx([foreign_ledgers.HEADS[place] for place in order], [])
    source, head, columns = opened(turned, name=NAME, limits=settings.ledger, choice=Choice())
    with store.session(read_only=True) as session:
        fresh = laid_out(source, head, columns, Choice())
        kept = ledger_mappings.fitting(session, fresh.digest)
        assert kept is not None
        mapped = laid_out(source, head, columns, Choice(), ledger_mappings.meanings_of(kept))
    assert mapped.mapped == {11 - place: each for place, each in said.items() if each}
    assert {each.why for each in mapped.reasons.values()} == {Why.KEPT}


def test_two_columns_for_one_meaning_are_refused() -> None:
    with pytest.raises(InputError) as refused:
        layout(foreign_ledgers.xlsx(), Choice(meanings={0: Meaning.FINDING, 5: Meaning.FINDING}))
    assert refused.value.code == "adoption.twice"


def test_who_may_and_how_much(store: Store, settings: Settings) -> None:
    data = foreign_ledgers.xlsx()
    for actor in (
        Actor("v", "核查员", role=Role.VERIFIER),
        Actor("c", "区文员", role=Role.CLERK, areas=("990101",)),
    ):
        with pytest.raises(ForbiddenError):
            looked(store, settings, data, actor=actor)
    few = Settings(data=settings.data, ledger=LedgerLimits(foreign_rows=2))
    with pytest.raises(TooLargeError):
        looked(store, few, data)


def test_our_own_export_is_sent_to_the_other_door(store: Store, tmp_path: Path) -> None:
    from tests.ledgers import exported

    with pytest.raises(InputError) as refused:
        layout(exported(store, tmp_path))
    assert refused.value.code == "adoption.ours"


def test_a_place_is_looked_at_on_the_review_page(store: Store, settings: Settings) -> None:
    looked(store, settings, foreign_ledgers.xlsx(), take=True)
    with store.session(read_only=True) as session:
        notice = session.scalars(select(Notice)).one()
        sheet = places.review(session, notice.id)
        (summary,) = notices.listing(session)
    assert sheet.places[0]["name"] == "一号排口"
    assert (summary.places, summary.open_drafts, summary.has_text) == (2, 2, True)
