"""What a status with its days amounts to: the shortest history, folded once for all alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

import orjson

from geo_app.domain.history import OVERRIDDEN, fold
from geo_app.domain.status import Status
from geo_app.work.properties import FlawError
from geo_app.work.shortest import Standing, Step, check_days, shortest

_MOST_KEPT = 20_000
_DAYS = ("status_on", "claimed_on", "verified_on")

Overridden = tuple[dict[str, str], ...]
"""Acceptances against missing evidence, as ``Properties.overridden``."""


class Days(NamedTuple):
    """A status and its days, as a file and its notice say them; a deadline is told apart."""

    status: str
    issued_on: date | None
    status_on: date | None
    claimed_on: date | None
    verified_on: date | None

    @property
    def standing(self) -> Standing:
        """Without the day of the notice."""
        return Standing(
            Status(self.status), self.status_on, self.claimed_on, self.verified_on, None
        )


class Story(NamedTuple):
    """The events that a status and its days amount to, but for the deadline, and what they say.

    Attributes:
        events: JSON values ``[kind, day]`` or ``[kind, day, data]``, separated by commas.
        status: A ``Status``.
        status_on: ISO 8601, as the other days.
        claimed_on: Of the claim that stands.
        verified_on: Of the verification that stands.
        overridden_json: Acceptances against missing evidence, ``Remark.to_json`` each.
    """

    events: str
    status: str
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


class _Form(NamedTuple):
    """What stories have in common whose days fall in the same order.

    Attributes:
        events: As in ``Story``, ``{0}`` … where the days of ``Days`` stand.
        facts: Which of these days each of ``_DAYS`` is in the end.
        overridden_json: As in ``Story``.
    """

    events: str
    facts: tuple[int | None, ...]
    overridden_json: str | None

    def told(self, days: Days) -> Story:
        """The story of these days."""
        texts = [day.isoformat() if day else None for day in days[1:]]
        status_on, claimed_on, verified_on = (
            None if place is None else texts[place] for place in self.facts
        )
        return Story(
            self.events.format(*texts),
            days.status,
            status_on,
            claimed_on,
            verified_on,
            self.overridden_json,
        )


class Stories(dict[tuple[Any, ...], Story]):
    """Stories of one file by their ``Days``, told when they are asked for; plain tuples will do.

    Sites with the same days share one, those alike in order a fold. What is asked for may raise
    ``FlawError``: status and days do not go together.
    """

    def __init__(self) -> None:
        super().__init__()
        self._today = datetime.now(UTC).date()
        self._forms: dict[tuple[Any, ...], _Form] = {}

    def __missing__(self, told: tuple[Any, ...]) -> Story:
        if len(self) >= _MOST_KEPT:
            self.clear()
        days = Days(*told)
        story = self[told] = self._form_of(days).told(days)
        return story

    def _form_of(self, days: Days) -> _Form:
        # which events count depends on the order of the days, not on the days
        named = (self._today, *days[1:])
        order = sorted({day for day in named if day})
        key = (days.status, *(order.index(day) if day else None for day in named))
        form = self._forms.get(key)
        if form is None:
            form = self._forms[key] = _form(days, ())
        return form


def overruled(days: Days, overridden: Overridden) -> Story:
    """The story of a site with acceptances against missing evidence.

    Raises:
        FlawError: Status and days do not go together.
    """
    return _form(days, overridden).told(days)


def _form(days: Days, overridden: Overridden) -> _Form:
    """The form of a story.

    Raises:
        FlawError: Status and days do not go together.
    """
    check_days(days.standing)
    steps = list(shortest(days.standing, days.issued_on))
    if overridden:
        found = steps[0]
        steps[0] = found._replace(data={**found.data, OVERRIDDEN: list(overridden)})
    facts = fold(_Tried(str(n), kind, day, data) for n, (kind, day, data) in enumerate(steps))
    if facts.status != days.status:
        raise FlawError(
            "import.day_without_status", status=f"@status.{days.status}", name="status_on"
        )
    remarks = [reason.to_json() for reason in facts.overridden]
    return _Form(
        ",".join(_template(days, step) for step in steps),
        tuple(_place(days, getattr(facts, name)) for name in _DAYS),
        orjson.dumps(remarks).decode() if remarks else None,
    )


def _template(days: Days, step: Step) -> str:
    place = _place(days, step.as_of)
    day = "null" if place is None else f'"{{{place}}}"'
    if not step.data:
        return f'["{step.kind.value}",{day}]'
    data = orjson.dumps(step.data, option=orjson.OPT_SORT_KEYS).decode()
    return f'["{step.kind.value}",{day},{data.replace("{", "{{").replace("}", "}}")}]'


def _place(days: Days, day: date | None) -> int | None:
    """Which of the days of ``Days`` it is."""
    return None if day is None else days[1:].index(day)
