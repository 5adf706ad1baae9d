"""Whether what is kept is what the sites say, counted from scratch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Connection, select, text
from sqlalchemy.orm import Session

from geo_app.domain.remark import Remark
from geo_app.store import postings
from geo_app.store.counts import scratch
from geo_app.store.counts.base import basis
from geo_app.store.counts.entry import EVERY, FINEST, Counted, Row, number_of
from geo_app.store.counts.falling import as_kept, from_scratch
from geo_app.store.counts.recount import coverings, drawn, wrong_keys
from geo_app.store.tiling import SITE_COUNT, UNDATED, SiteShape

_KEY = len(Row._fields)


def check(session: Session) -> Iterator[Remark]:
    """Every difference between what is kept and what should be; no writer has to wait.

    Args:
        session: A transaction that nothing was asked in yet.
    """
    if session.get_bind().dialect.name == "postgresql":
        # sites and counts of one moment, whatever is written meanwhile, as SQLite gives them
        session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
    made_with = basis(session)
    if made_with is None:
        yield Remark("counts.never")
        return
    for site, _ in wrong_keys(session):
        yield Remark("counts.wrong_key", {"site": site})
    yield from _wrong_shapes(session)
    levels = scratch.count(scratch.read(session, made_with.day), made_with.crowd)
    for level in range(EVERY, FINEST + 1):
        query = select(SITE_COUNT).where(SITE_COUNT.c.level == level)
        kept = {row[:_KEY]: row[_KEY:] for row in map(tuple, session.execute(query))}
        right = {row[:_KEY]: row[_KEY:] for row in next(levels, [])}
        for key in sorted(kept.keys() | right.keys()):
            if kept.get(key) != right.get(key):
                yield _wrong_row(Row(*key), kept.get(key), right.get(key))
    yield from _wrong_due(session.connection())
    yield from postings.check(session.connection())


def _wrong_due(connection: Connection) -> Iterator[Remark]:
    found, right = as_kept(connection), from_scratch(connection)
    for row in sorted(found.keys() | right.keys()):
        if found.get(row) != right.get(row):
            day = date.fromordinal(row.day).isoformat() if row.day != UNDATED else "—"
            values: dict[str, Any] = row._asdict() | {"day": day}
            yield Remark(
                "counts.wrong_due",
                {**values, "kept": found.get(row, 0), "right": right.get(row, 0)},
            )


def _wrong_row(row: Row, kept: Counted | None, right: Counted | None) -> Remark:
    values: dict[str, Any] = row._asdict()
    values["kept"] = number_of(kept) if kept else 0
    values["right"] = number_of(right) if right else 0
    return Remark("counts.wrong_row", values)


def _wrong_shapes(session: Session) -> Iterator[Remark]:
    kept: dict[str, set[int]] = defaultdict(set)
    for cell, site in session.execute(select(SiteShape.cell, SiteShape.site_id)):
        kept[site].add(cell)
    right: dict[str, set[int]] = defaultdict(set)
    for cell, site in coverings(drawn(session)):
        right[site].add(cell)
    for site in sorted(kept.keys() | right.keys()):
        if kept[site] != right[site]:
            yield Remark("counts.wrong_shape", {"site": site})
