"""Export → any legal edits by another program → import = just these edits."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo_app.domain.particulars import RULES, Field
from geo_app.domain.text import clean, clean_line
from geo_app.reports.ledger.columns import shown
from geo_app.reports.ledger.compare import preview, take_over
from geo_app.settings import LedgerLimits, Settings
from geo_app.store.session import Store, open_store
from tests.ledgers import cell, edited, exported, moment, rows
from tests.storage.helpers import confirm_sample
from tests.storage.samples import ACTOR

LIMITS = LedgerLimits()
LINES = 7
# what a cell of a spreadsheet can hold at all
SIGNS = st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="￾￿")
TEXTS = st.text(SIGNS | st.sampled_from("=+-@_x041"), min_size=1, max_size=30).filter(
    lambda text: clean(text) and not text.startswith("=SUM")
)
DAYS = st.dates(date(2001, 1, 1), date(2099, 12, 31))


def values(name: Field) -> st.SearchStrategy[str | date]:
    if choices := RULES[name].choices:
        return st.sampled_from([shown(name, each) for each in choices])
    return DAYS if RULES[name].is_day else TEXTS


@pytest.fixture(scope="module")
def filled() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder:
        given_settings = Settings(data=Path(folder))
        store = open_store(given_settings)
        confirm_sample(store, given_settings)
        yield store
        store.engine.dispose()


def kept(name: Field, value: str | date) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if RULES[name].choices:  # a word in the sheet, its code in the ledger
        return {shown(name, code): code for code in RULES[name].choices}.get(value, "")
    return clean(value) if RULES[name].has_lines else clean_line(value)


def seen(name: Field, value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    return kept(name, value or "")


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    data=st.data(),
    where=st.sets(st.tuples(st.sampled_from(list(Field)), st.integers(1, LINES)), max_size=8),
)
def test_what_was_edited_is_what_comes_back(
    filled: Store, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, where: set[Any]
) -> None:
    folder = tmp_path_factory.mktemp("ledger")
    before = exported(filled, folder)
    was = rows(before)
    asked = {at: data.draw(values(at[0])) for at in sorted(where)}
    typed = {
        cell(name, line): moment(v) if isinstance(v, date) else v
        for (name, line), v in asked.items()
    }
    file = edited(before, typed)
    with filled.session() as session:
        found = preview(session, ACTOR, file, name="x.xlsx", limits=LIMITS)
        assert (found.refusals, found.conflicts) == ([], [])
        wanted = {
            (name, was[line - 1]["row"]): kept(name, value)
            for (name, line), value in asked.items()
            if kept(name, value) != seen(name, was[line - 1][name])
        }
        got = {(each.edit.name, each.edit.subject_id): each.edit.after for each in found.changes}
        assert got == wanted
        assert take_over(session, ACTOR, found, LIMITS, source="x.xlsx") == len(wanted)
    now = rows(exported(filled, folder))
    for line in range(1, LINES + 1):
        for name in Field:
            expected = asked.get((name, line))
            told = seen(name, now[line - 1][name])
            if expected is None:
                assert told == seen(name, was[line - 1][name])
            else:
                assert told == kept(name, expected)
