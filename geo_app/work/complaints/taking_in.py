"""A file of complaints: a look at what it holds, then all of it or nothing."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor, Right
from geo_app.domain.place import Location, PlacePhrase, Unresolved
from geo_app.domain.remark import Remark
from geo_app.errors import InputError
from geo_app.geo.locate import locate
from geo_app.notice.phrases import read_phrase
from geo_app.settings import Settings
from geo_app.store.complaints import Complaint
from geo_app.work import gazetteer
from geo_app.work.complaints.reading import Reading, Told, read
from geo_app.work.people import book

METRES_PER_DEGREE = 111_320.0
BY_WORDS = "phrase"
"""Source of a place that words are about, and not only the area around it."""
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Placed:
    """A complaint with the place that was found for it.

    Attributes:
        told: As the file tells it.
        location: None where its words lead nowhere.
    """

    told: Told
    location: Location | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would add.

    Attributes:
        name: Of the file.
        reading: What it holds.
        fresh: Complaints that are not there yet.
        known: Those that are; they stay as they are.
    """

    name: str
    reading: Reading
    fresh: tuple[Placed, ...]
    known: int

    @property
    def placed(self) -> int:
        """Fresh ones with a place."""
        return sum(each.location is not None for each in self.fresh)

    @property
    def unplaced(self) -> int:
        """Fresh ones without; they are kept and counted."""
        return len(self.fresh) - self.placed

    def sources(self) -> dict[str, int]:
        """How many places come from where: coordinate, phrase, container."""
        return dict(Counter(each.location.source for each in self.fresh if each.location))

    def radii_m(self) -> tuple[float, float, float] | None:
        """Least, middle and largest radius of the places; None where there is none."""
        found = sorted(each.location.radius_m for each in self.fresh if each.location)
        return (found[0], found[len(found) // 2], found[-1]) if found else None

    def sentences(self) -> Iterator[Remark]:
        """What a person should know before saying yes."""
        reading = self.reading
        if reading.flaws:
            values = {"rows": reading.rows, "flaws": reading.flaw_count}
            yield Remark("complaint.found_flaws", values)
        else:
            values = {"rows": reading.rows, "fresh": len(self.fresh)}
            values |= {"repeated": reading.repeated, "known": self.known}
            yield Remark("complaint.found", values)
        sources = {"coordinate": 0, "phrase": 0, "container": 0, **self.sources()}
        yield Remark("complaint.places", {"placed": self.placed, **sources})
        if radii := self.radii_m():
            names = ("least", "middle", "most")
            told = {name: round(each) for name, each in zip(names, radii, strict=True)}
            yield Remark("complaint.radii", told)
        if self.unplaced:
            yield Remark("complaint.no_place", {"unplaced": self.unplaced})
        if reading.dropped:
            yield Remark("complaint.dropped", {"columns": "、".join(reading.dropped)})
        if reading.hidden:
            yield Remark("complaint.hidden", {"count": reading.hidden})
        elif any(each.told.words for each in self.fresh):
            yield Remark("complaint.names")


def preview(
    session: Session, actor: Actor, data: bytes, *, name: str, settings: Settings, today: date
) -> Preview:
    """What a file holds, each complaint placed; nothing is kept.

    Args:
        session: Any transaction.
        actor: Who asks.
        data: The file.
        name: Its name, for messages.
        settings: Limits, metres of vague words, time zone.
        today: Nobody has complained after it.

    Raises:
        ForbiddenError: The role may not.
        InputError: The file as a whole cannot be read; names the line where there is one.
    """
    actor.must(Right.COMPLAINTS)
    zone = ZoneInfo(settings.timezone)
    reading = read(data, name=name, limits=settings.complaints, zone=zone, today=today)
    return placed(session, actor, reading, name=name, settings=settings)


def placed(
    session: Session, actor: Actor, reading: Reading, *, name: str, settings: Settings
) -> Preview:
    """As ``preview``, of a file that was read already.

    Raises:
        ForbiddenError: The role may not.
    """
    actor.must(Right.COMPLAINTS)
    there = set(_known(session, [each.id for each in reading.told]))
    fresh = [each for each in reading.told if each.id not in there]
    return Preview(name, reading, tuple(_placed(session, fresh, reading, settings)), len(there))


def require_clean(found: Preview) -> None:
    """Pass silently where every row can be read.

    Raises:
        InputError: With the first bad cell and how many there are.
    """
    if found.reading.flaws:
        first = found.reading.flaws[0]
        values = {"line": first.line, "column": first.column or "—", "reason": first.reason}
        raise InputError(
            "complaint.refused", file=found.name, count=found.reading.flaw_count, **values
        )


def take_in(session: Session, actor: Actor, found: Preview, *, address: str | None = None) -> int:
    """Keep the fresh complaints of a file.

    Args:
        session: A write transaction.
        actor: Who does it.
        found: What was looked at.
        address: Where the file came from.

    Returns:
        How many were kept.

    Raises:
        ForbiddenError: The role may not.
        InputError: A row cannot be read.
    """
    actor.must(Right.COMPLAINTS)
    require_clean(found)
    now = datetime.now(UTC)
    session.add_all(_row(each, found.name, now) for each in found.fresh)
    session.flush()
    book.note(
        session,
        book.Kind.IMPORTED,
        actor,
        subject=found.name,
        address=address,
        complaints=len(found.fresh),
        placed=found.placed,
        unplaced=found.unplaced,
        known=found.known,
    )
    return len(found.fresh)


def _known(session: Session, wanted: Sequence[str]) -> Iterator[str]:
    for first in range(0, len(wanted), _BATCH):
        part = wanted[first : first + _BATCH]
        yield from session.scalars(select(Complaint.id).where(Complaint.id.in_(part)))


def _row(each: Placed, name: str, now: datetime) -> Complaint:
    told, where = each.told, each.location
    return Complaint(
        id=told.id,
        number=told.number,
        day=told.day,
        at=told.at,
        kind=told.kind,
        words=told.words,
        place_text=told.place,
        lon=where.point.x if where else None,
        lat=where.point.y if where else None,
        radius_m=where.radius_m if where else None,
        source=where.source if where else None,
        # of an area in which it may lie anywhere its words do not speak
        anchors=list(where.anchors) if where and where.source == BY_WORDS else [],
        file=name[:200],
        imported_at=now,
    )


def _placed(
    session: Session, told: Sequence[Told], reading: Reading, settings: Settings
) -> Iterator[Placed]:
    """Hundreds complain of one place: each is looked for once."""
    anchors = gazetteer.load(session)
    seen: dict[tuple[object, ...], Location | None] = {}
    for each in told:
        key = (each.spot, each.place)
        if key not in seen:
            phrase = _phrase(each, reading.datum)
            found = locate(phrase, anchors, settings.vague) if phrase else None
            seen[key] = None if isinstance(found, Unresolved) else found
        yield Placed(each, seen[key])


def _phrase(told: Told, datum: str) -> PlacePhrase | None:
    """The given point where there is one: what words say of a place is coarser."""
    words = read_phrase(told.place) if told.place else None
    if told.spot is None:
        return words
    lon, lat, step = told.spot
    metres = step * METRES_PER_DEGREE
    return PlacePhrase(
        text=datum,
        anchor=None,
        anchor_kind="coordinates",
        relation="coordinate",
        coordinate=(lon, lat),
        coordinate_precision_m=max(math.hypot(metres, metres * math.cos(math.radians(lat))), 1.0),
        fallback=words if words and words.anchor else None,
    )
