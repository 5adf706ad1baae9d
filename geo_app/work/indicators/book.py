"""Indicators in force, and a file of new ones: a look first, then all of it or nothing."""

from __future__ import annotations

import hashlib
import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor, Right
from geo_app.domain.indicator import Kind, Name, Period, Point, Series
from geo_app.errors import ConflictError, InputError
from geo_app.settings import Limits
from geo_app.store import head
from geo_app.store.indicators import Indicator, IndicatorPoint
from geo_app.work.indicators.file import Refusal, Row, read
from geo_app.work.people import book

Key = tuple[Name, date, date]


@dataclass(frozen=True, slots=True)
class Correction:
    """A number that is another one in the file.

    Attributes:
        row: Of the file.
        before: What is in force.
    """

    row: Row
    before: Point


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would change.

    Attributes:
        added: Numbers of periods that have none yet.
        corrected: Numbers that differ.
        same: How many are there just so.
        refusals: Cells that cannot be taken over; with one of these nothing is.
        text: The file, as text.
        mark: Says whether a second look sees the same.
    """

    added: tuple[Row, ...]
    corrected: tuple[Correction, ...]
    same: int
    refusals: tuple[Refusal, ...]
    text: str
    mark: str

    @property
    def rows(self) -> int:
        """Lines with content; those said twice count once."""
        return len(self.added) + len(self.corrected) + self.same + len(self.refusals)


@dataclass(frozen=True, slots=True)
class Kept:
    """A series with what it said before.

    Attributes:
        series: In force.
        replaced: Numbers that were corrected, oldest first, with who replaced each and when.
    """

    series: Series
    replaced: tuple[tuple[Point, str, datetime], ...]


def load(session: Session) -> list[Kept]:
    """All series, by name; of each period the newest number is in force."""
    rows = session.execute(
        select(Indicator, IndicatorPoint)
        .join(IndicatorPoint, IndicatorPoint.indicator_id == Indicator.id)
        .order_by(Indicator.name, Indicator.kind, Indicator.period, IndicatorPoint.seq)
    )
    force: dict[Name, dict[tuple[date, date], Point]] = defaultdict(dict)
    replaced: dict[Name, list[tuple[Point, str, datetime]]] = defaultdict(list)
    for series, row in rows:
        name, point = _name(series), _point(row)
        before = force[name].get((point.begin, point.end))
        if before is not None:
            replaced[name].append((before, row.actor_name, row.at))
        force[name][point.begin, point.end] = point
    return [
        Kept(Series(name, tuple(sorted(points.values()))), tuple(replaced[name]))
        for name, points in force.items()
    ]


def wait(session: Session) -> None:
    """Let whoever keeps figures at the same time wait: each point is kept once.

    Args:
        session: A write transaction, before its preview is made.
    """
    head.hold(session)


def preview(
    session: Session, actor: Actor, data: bytes, *, name: str, limits: Limits, today: date
) -> Preview:
    """What a file would change; nothing is kept.

    Args:
        session: Any transaction.
        actor: Who brings it.
        data: The file.
        name: Of the file.
        limits: Of its size.
        today: By the calendar of the house.

    Raises:
        ForbiddenError: The actor may not read in indicators.
        InputError: It is no such file.
        TooLargeError: It is too large.
    """
    actor.must(Right.INDICATORS)
    sheet = read(data, name, limits, today)
    force: dict[Key, Point] = {
        (kept.series.name, point.begin, point.end): point
        for kept in load(session)
        for point in kept.series.points
    }
    added, corrected, same = [], [], 0
    for row in sheet.rows:
        before = force.get((row.name, row.point.begin, row.point.end))
        if before is None:
            added.append(row)
        elif (before.value, before.of) == (row.point.value, row.point.of):
            same += 1
        else:
            corrected.append(Correction(row, before))
    seen = hashlib.sha256(repr((added, corrected, same)).encode()).hexdigest()
    return Preview(tuple(added), tuple(corrected), same, sheet.refusals, sheet.text, seen)


def require_clean(found: Preview, name: str) -> None:
    """Pass silently where all of a file can be taken over.

    Raises:
        InputError: Some of it cannot.
    """
    if found.refusals:
        raise InputError("indicator.refused", file=name, count=len(found.refusals))


def take_over(
    session: Session,
    actor: Actor,
    found: Preview,
    *,
    name: str,
    seen: str | None = None,
    address: str | None = None,
) -> None:
    """Keep what a preview shows, and write down who did it.

    Args:
        session: The write transaction in which the preview was made, after ``wait``.
        actor: Who does it.
        found: Without refusals.
        name: Of the file.
        seen: Mark of the preview that was looked at.
        address: Where the request came from.

    Raises:
        ForbiddenError: The actor may not read in indicators.
        InputError: The file has bad cells.
        ConflictError: What was looked at is not what would be kept.
    """
    actor.must(Right.INDICATORS)
    require_clean(found, name)
    if seen is not None and seen != found.mark:
        raise ConflictError("indicator.other_meanwhile")
    ids = {_name(each): each.id for each in session.scalars(select(Indicator))}
    now = datetime.now(UTC)
    for row in (*found.added, *(each.row for each in found.corrected)):
        if row.name not in ids:
            ids[row.name] = _begin(session, row.name)
        session.add(_kept(row.point, ids[row.name], actor, now))
    if found.added or found.corrected:
        book.note(
            session,
            book.Kind.IMPORTED,
            actor,
            subject=name,
            address=address,
            indicators=len({row.name for row in found.added}),
            added=len(found.added),
            corrected=len(found.corrected),
        )


def _begin(session: Session, name: Name) -> str:
    made = Indicator(
        id=uuid.uuid4().hex,
        name=name.name,
        kind=name.kind.value,
        unit=name.unit,
        period=name.period.value,
        among=name.among,
    )
    session.add(made)
    session.flush()
    return made.id


def _kept(point: Point, series: str, actor: Actor, now: datetime) -> IndicatorPoint:
    return IndicatorPoint(
        indicator_id=series,
        begin_on=point.begin,
        end_on=point.end,
        value=point.value,
        of=point.of,
        as_of=point.as_of,
        source=point.source,
        actor_id=actor.id,
        actor_name=actor.name,
        at=now,
    )


def _name(row: Indicator) -> Name:
    return Name(row.name, Kind(row.kind), row.unit, Period(row.period), row.among)


def _point(row: IndicatorPoint) -> Point:
    return Point(row.begin_on, row.end_on, row.value, row.of, row.as_of, row.source)
