"""Whatever happens to sites: words find by the postings whom they find in the rows themselves."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_app.domain.status import Status
from geo_app.settings import LedgerLimits
from geo_app.store import counts, postings
from geo_app.store.models import Problem, Site
from geo_app.store.postings.tables import POSTING
from geo_app.store.session import Store
from geo_app.work import ledger_lines, sites, word_search
from geo_app.work.ledger import ledger
from geo_app.work.site_filter import SiteFilter
from tests.storage.counting import DAY, begin, put, site

# few signs, so that words meet; letters with odd capitals, signs of a pattern, gaps of every kind
SIGNS = "河道清aAkK1%_\\-（ \u3000\tÄäßſK\u0130ıiΣςσﬁⅢⅲ𠮷\u0307"
TEXTS = st.text(st.sampled_from(SIGNS), max_size=7) | st.sampled_from(
    ["河道清", "清河道", "河道 清", "KF-2021-1", "kf-2021-11", "Straße", "İstanbul"]
)
WORDS = st.text(st.sampled_from(SIGNS), min_size=1, max_size=4) | st.sampled_from(
    ["河", "河道", "河道清", "清河道清", "kf-2021", "KF", "STRASSE", "i", "ss", "河 清", "fi"]
)
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "name": TEXTS,
    "place_text": TEXTS,
    "status": st.sampled_from([status.value for status in Status]),
    "deadline": st.sampled_from([None, date(2024, 5, 1), DAY, date(2024, 7, 1)]),
    "category": st.sampled_from(["other", "river_outlet"]),
    "district_code": st.sampled_from([None, "410202", "410203"]),
    "district": st.sampled_from([None, "", "龙亭区"]),
    "accounting_unit": st.sampled_from([None, "", "示范区", "410203"]),
    "responsible_unit": st.sampled_from([None, "", "甲局"]),
    "problem_id": st.sampled_from(["p", "q"]),
    "ordinal": st.integers(0, 2),
}
PLACES = st.sampled_from([None, (114.3, 34.8)])
STEPS = st.one_of(
    st.tuples(st.just("come"), st.fixed_dictionaries(FIELDS), PLACES),
    st.tuples(st.just("alter"), st.integers(0, 30), st.fixed_dictionaries({}, optional=FIELDS)),
    st.tuples(st.just("move"), st.integers(0, 30), PLACES),
    st.tuples(st.just("go"), st.integers(0, 30), st.none()),
    st.tuples(st.just("rebuild"), st.none(), st.none()),
)
HISTORIES = st.lists(st.lists(STEPS, min_size=1, max_size=8), min_size=1, max_size=8)
FILTERS = st.builds(
    SiteFilter,
    words=WORDS.filter(str.strip),
    districts=st.sampled_from([(), ("410202",), ("示范区",), ("410202", "龙亭区"), ("410203",)]),
    categories=st.sampled_from([(), ("other",)]),
    statuses=st.sampled_from([(), ("open",), ("claimed", "verified")]),
    overdue=st.sampled_from([None, True, False]),
    located=st.sampled_from([None, True, False]),
    unit=st.sampled_from([None, "甲局", "乙局"]),
)
AREAS = st.sampled_from([(), ("410202",), ("示范区",), ("410203", "示范区")])
ASKED = st.lists(st.tuples(FILTERS, AREAS, st.integers(0, 6)), min_size=1, max_size=4)


def happen(session: Session, what: str, first: Any, second: Any) -> None:
    """One step of a history."""
    if what == "come":
        taken = set(session.scalars(select(Site.id)))
        number = next(n for n in range(100) if f"s{n}" not in taken)
        session.add(site(number, second, **first))
        session.flush()
    elif what == "rebuild":
        counts.rebuild(session, DAY)
    elif rows := session.scalars(select(Site).order_by(Site.code)).all():
        row = rows[first % len(rows)]
        if what == "alter":
            for name, value in second.items():
                setattr(row, name, value)
        elif what == "move":
            put(row, second)
        else:
            session.delete(row)


def prepare(store: Store) -> None:
    """Two problems of one notice, one of a unit, and no site."""
    begin(store, 400)
    with store.session() as session:
        nothing: dict[str, Any] = {"spans": [], "facts": {}, "doubts": []}
        session.add(
            Problem(
                id="q", notice_id="n", number=2, category="other", status="open",
                responsible_unit="甲局", finding="河道Ä", **nothing,
            )
        )  # fmt: skip


def found(store: Store, where: SiteFilter, areas: tuple[str, ...], limit: int) -> Any:
    """All that is told by the list, the ledger and the file of it."""
    with store.seen_from(areas).session(read_only=True) as session:
        page = sites.find(session, where, limit, today=DAY)
        limits = LedgerLimits(screen_rows=1 + limit % 2, screen_sites=1 + limit)
        shown = ledger(session, DAY, limits, where, limit // 3)
        rows = [
            (each.problem.id, [one.id for one in each.sites], each.fitting) for each in shown.rows
        ]
        part = ledger_lines.Part(where, DAY)
        lines = [each.row.id for each in ledger_lines.lines(session, part)]
        several = (shown.shown, ledger_lines.count(session, part))
        return [each.id for each in page.sites], page.total, rows, several, lines


def agrees(store: Store, asked: list[Any]) -> None:
    """The same, asked of the postings and of the rows."""
    by_postings = [found(store, *each) for each in asked]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postings, "are_made", lambda connection: False)
        by_rows = [found(store, *each) for each in asked]
    assert by_postings == by_rows


@pytest.fixture(params=["whole", "cut up"])
def sizes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """All bounds as they are, or so small that a handful of sites goes beyond them."""
    if request.param == "cut up":
        monkeypatch.setattr(word_search, "FEW", 1)
        monkeypatch.setattr(word_search, "MANY", 2)
        monkeypatch.setattr(word_search, "_AT_A_TIME", 2)


@settings(
    max_examples=20,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=HISTORIES, asked=ASKED)
@pytest.mark.usefixtures("sizes")
def test_words_find_what_stands_in_the_rows(
    store: Store, history: list[list[Any]], asked: list[Any]
) -> None:
    prepare(store)
    for number, transaction in enumerate(history):
        with store.session() as session:
            for step in transaction:
                happen(session, *step)
        if number == len(history) // 2:
            agrees(store, asked)
    agrees(store, asked)
    with store.session(read_only=True) as session:
        assert [each.code for each in counts.check(session)] == []
    with store.session() as session:
        for row in session.scalars(select(Site)):
            session.delete(row)
    with store.session(read_only=True) as session:
        assert session.execute(select(POSTING)).all() == []
