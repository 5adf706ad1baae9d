"""What a status with its days amounts to: the shortest history, folded once for all alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

import orjson

from geo_app.domain.history import OVERRIDDEN, TOLD_BY_FILE, fold
from geo_app.domain.status import EventKind, Status
from geo_app.work.properties import FlawError
from geo_app.work.shortest import Step, check_days, shortest
from geo_app.work.site_file import Standing

_MOST_KEPT = 20_000
_DAYS = ("status_on", "claimed_on", "verified_on")


class Told(NamedTuple):
    """An event that a file tells.

    Attributes:
        kind: What happened.
        as_of: The day that it is about, ISO 8601; None where nobody knows one.
        key: What makes its id, beside its subject and the day.
        data: JSON with sorted keys.
    """

    kind: EventKind
    as_of: str | None
    key: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Story:
    """The events that a status and its days amount to, and what they say in the end."""

    events: tuple[Told, ...]
    status: Status
    status_on: str | None
    claimed_on: str | None
    verified_on: str | None
    overridden_json: str | None


@dataclass(frozen=True, slots=True)
class _Tried:
    id: str
    kind: str
    as_of: date | None
    data: Mapping[str, Any]
    at: datetime = field(default_factory=lambda: datetime.now(UTC))


class _Found(NamedTuple):
    """What a fold found: which day of the standing each fact is, and acceptances in spite of."""

    days: tuple[str | None, ...]
    overridden: list[dict[str, Any]]


class Stories:
    """Stories of one file; sites with the same days share one, those alike in order a fold."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._today = datetime.now(UTC).date()
        self._kept: dict[tuple[Standing, date | None], Story] = {}
        self._folded: dict[tuple[Any, ...], _Found] = {}
        self._deadlines: dict[date, Told] = {}

    def of(
        self,
        standing: Standing,
        issued_on: date | None,
        overridden: tuple[dict[str, str], ...] = (),
    ) -> Story:
        """The story of a site; its deadline is told apart (``deadline``).

        Args:
            standing: What the file says, without a deadline.
            issued_on: The day of the notice.
            overridden: Acceptances against missing evidence, as ``Properties.overridden``.

        Raises:
            FlawError: Status and days do not go together.
        """
        if overridden:
            return self._tell(standing, issued_on, overridden)
        key = (standing, issued_on)
        story = self._kept.get(key)
        if story is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            story = self._kept[key] = self._tell(standing, issued_on, ())
        return story

    def deadline(self, day: date) -> Told:
        """The event that sets a deadline."""
        told = self._deadlines.get(day)
        if told is None:
            data = _json({"deadline": day.isoformat(), TOLD_BY_FILE: self._file})
            kind = EventKind.DEADLINE_SET
            told = self._deadlines[day] = Told(kind, None, f"{kind} {day.isoformat()}", data)
        return told

    def _tell(
        self, standing: Standing, issued_on: date | None, overridden: tuple[dict[str, str], ...]
    ) -> Story:
        check_days(standing)
        events = []
        for kind, day, more in shortest(standing, issued_on):
            data = {**more, TOLD_BY_FILE: self._file}
            if kind is EventKind.FOUND and overridden:
                data[OVERRIDDEN] = list(overridden)
            events.append(Step(kind, day, data))
        days = [getattr(standing, name) for name in _DAYS]
        # which events count depends on the order of the days, not on the days
        order = sorted({day for day in (self._today, issued_on, *days) if day})
        places = (order.index(day) if day else None for day in (self._today, issued_on, *days))
        key = (standing.status, *places)
        found = None if overridden else self._folded.get(key)
        if found is None:
            found = _fold(standing, events)
            if not overridden:
                self._folded[key] = found
        status_on, claimed_on, verified_on = (
            _iso(getattr(standing, name)) if name else None for name in found.days
        )
        return Story(
            tuple(Told(kind, _iso(day), kind.value, _json(data)) for kind, day, data in events),
            standing.status,
            status_on,
            claimed_on,
            verified_on,
            _json(found.overridden).decode() if found.overridden else None,
        )


def _fold(standing: Standing, events: Sequence[Step]) -> _Found:
    facts = fold(
        _Tried(str(number), kind.value, day, data)
        for number, (kind, day, data) in enumerate(events)
    )
    if facts.status != standing.status:
        raise FlawError(
            "import.day_without_status", status=f"@status.{standing.status}", name="status_on"
        )
    return _Found(
        tuple(
            next(name for name in _DAYS if getattr(standing, name) == day) if day else None
            for day in (facts.status_on, facts.claimed_on, facts.verified_on)
        ),
        [reason.to_json() for reason in facts.overridden],
    )


def _json(value: Any) -> bytes:
    # a copy: what orjson gives holds on to 4 KB however short it is, and thousands are kept here
    return bytes(memoryview(orjson.dumps(value, option=orjson.OPT_SORT_KEYS)))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
