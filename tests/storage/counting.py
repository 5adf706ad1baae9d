"""Counting sites one by one, in the plainest way: what the kept counts must agree with."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from geo_app.domain.status import DONE_AS_CHECKED, Status, is_overdue
from geo_app.geo import tilekey
from geo_app.store import counts
from geo_app.store.models import Notice, Problem, Site
from geo_app.store.session import Store
from geo_app.store.tiling import LATE, SITE_COUNT, SITE_DUE, STANDINGS

NOW = datetime(2024, 5, 1, tzinfo=UTC)
DAY = date(2024, 6, 1)
FINEST = 21

Key = tuple[int, str, str, int]
Due = tuple[str, date | None, str, str]


def begin(store: Store, crowd: int) -> None:
    """A problem for the sites to come, and nothing else."""
    with store.session() as session:
        for table in (Site, Problem, Notice):
            session.execute(delete(table))
        session.add(Notice(id="n", sha256="n", doubts=[], created_at=NOW))
        nothing: dict[str, Any] = {"spans": [], "facts": {}, "doubts": []}
        session.add(
            Problem(id="p", notice_id="n", number=1, category="other", status="open", **nothing)
        )
        counts.rebuild(session, DAY, crowd)


def site(number: int, place: tuple[float, float] | None = None, **fields: Any) -> Site:
    """A site at a point in degrees."""
    made = Site(
        id=f"s{number}",
        code=f"S-{number}",
        name="点位",
        category="other",
        problem_id="p",
        ordinal=number,
        place_text="处",
        status=Status.OPEN,
        located=False,
        position_layer="phrase",
        schematic=False,
        doubts=[],
        created_at=NOW,
        updated_at=NOW,
    )
    put(made, place)
    for name, value in fields.items():
        setattr(made, name, value)
    return made


def put(row: Site, place: tuple[float, float] | None) -> None:
    """Let it be at a point in degrees, or nowhere."""
    lon, lat = place or (None, None)
    row.located = place is not None
    row.lon = row.min_lon = row.max_lon = lon
    row.lat = row.min_lat = row.max_lat = lat
    row.geometry = f'{{"type":"Point","coordinates":[{lon},{lat}]}}' if place else None


def kept(session: Session) -> dict[Key | Due, tuple[int, ...]]:
    """All rows as they are."""
    cells = {tuple(row[:4]): tuple(row[4:]) for row in session.execute(select(SITE_COUNT))}
    due = {
        ("due", date.fromordinal(day) if day else None, code, unit): (number,)
        for day, code, unit, number in session.execute(select(SITE_DUE))
    }
    return {**cells, **due}


def expected(session: Session) -> dict[Key | Due, tuple[int, ...]]:
    """All rows as they should be."""
    made_with = counts.basis(session)
    assert made_with is not None
    session.expire_all()
    groups: dict[Key, list[Site]] = defaultdict(list)
    for row in session.scalars(select(Site)):
        for category in {"", row.category}:
            for area in _areas(row):
                groups[-1, category, area, 0].append(row)
                for level in range(FINEST + 1) if row.lon is not None else ():
                    tile = tilekey.Tile.of(tilekey.point(row.lon, row.lat or 0.0), level)
                    groups[level, category, area, tile.cell].append(row)
    cells = {
        key: _sums(groups[key], made_with.day)
        for key in list(groups)
        if _is_kept(key, groups, made_with.crowd)
    }
    return {**cells, **_due(session.scalars(select(Site)))}


def _due(rows: Iterable[Site]) -> dict[Due, tuple[int, ...]]:
    days: Counter[Due] = Counter()
    for row in rows:
        if row.status not in DONE_AS_CHECKED:
            code, unit = row.district_code or "", row.accounting_unit or ""
            days["due", row.deadline, code, unit if unit != code else ""] += 1
    return {key: (number,) for key, number in days.items()}


def _areas(row: Site) -> set[str]:
    code, unit = row.district_code, row.accounting_unit
    both = {f"{code}/{unit}"} if code and unit and code != unit else set()
    return {"", code or "", unit or ""} | both


def _is_kept(key: Key, groups: Mapping[Key, list[Site]], crowd: int) -> bool:
    level, category, area, cell = key
    if level <= 0:
        return True
    # an overlap is decided by its accounting unit
    tile = max(level - 3, 0)
    return len(groups[tile, category, area.split("/")[-1], cell >> 2 * (level - tile)]) > crowd


def _sums(rows: Iterable[Site], day: date) -> tuple[int, ...]:
    sums = dict.fromkeys((*STANDINGS, *LATE, "x", "y"), 0)
    for row in rows:
        sums[row.status] += 1
        if is_overdue(row, day):
            sums[f"late_{row.status}"] += 1
        if row.lon is not None and row.lat is not None:
            x, y = tilekey.column_row(tilekey.point(row.lon, row.lat))
            sums["x"] += x
            sums["y"] += y
    return tuple(sums.values())
