"""What a status with its days amounts to when a file tells it: the shortest history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from geo_app.domain.history import UNKNOWN_DAY
from geo_app.domain.status import DONE_AS_CHECKED, REPORTED, EventKind, Status
from geo_app.work.properties import FlawError

_STANDING_CLAIM = frozenset(
    {Status.CLAIMED, Status.VERIFIED, Status.CLOSED, Status.DISPUTED, Status.TRANSFERRED}
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A status with its days, as a file says it."""

    status: Status
    status_on: date | None
    claimed_on: date | None
    verified_on: date | None
    deadline: date | None


class Step(NamedTuple):
    """An event of such a history.

    Attributes:
        kind: What happened.
        as_of: The day that it is about; where nobody knows it, one that only gives the order.
        data: What more it says.
    """

    kind: EventKind
    as_of: date | None
    data: dict[str, Any]


def check_days(standing: Standing) -> None:
    """Whether a status and its days go together.

    Raises:
        FlawError: They do not; names the day.
    """
    status, told = standing.status, f"@status.{standing.status}"
    claimed_on, verified_on = standing.claimed_on, standing.verified_on
    if status in DONE_AS_CHECKED and verified_on is None:
        raise FlawError("import.status_day", status=told, name="verified_on")
    if status not in DONE_AS_CHECKED and verified_on is not None:
        raise FlawError("import.day_without_status", status=told, name="verified_on")
    if status not in _STANDING_CLAIM and claimed_on is not None:
        raise FlawError("import.day_without_status", status=told, name="claimed_on")
    if claimed_on and verified_on and verified_on < claimed_on:
        raise FlawError("import.day_order", claimed=str(claimed_on), verified=str(verified_on))


def shortest(standing: Standing, issued_on: date | None) -> Iterator[Step]:
    """The events that give a status; a deadline is told apart.

    Args:
        standing: What the file says.
        issued_on: The day of the notice.
    """
    status, status_on = standing.status, standing.status_on
    claimed_on, verified_on = standing.claimed_on, standing.verified_on
    if status is Status.CLAIMED:
        claimed_on = claimed_on or status_on
    days = [day for day in (issued_on, claimed_on, verified_on, status_on) if day]
    yield _step(EventKind.FOUND, min(days, default=None))
    if status in DONE_AS_CHECKED or status is Status.RELAPSED or claimed_on:
        yield _step(EventKind.CLAIMED, claimed_on, verified_on or status_on)
    if status in DONE_AS_CHECKED or status is Status.RELAPSED:
        yield _step(EventKind.VERIFIED, verified_on, status_on)
    if status is Status.CLOSED:
        yield _step(EventKind.CLOSED, status_on, verified_on)
    elif status is Status.RELAPSED:
        yield _step(EventKind.REOPENED, status_on)
    elif status in REPORTED and not (status is Status.CLAIMED and claimed_on):
        yield _step(REPORTED[status], status_on)


def _step(kind: EventKind, day: date | None, stand_in: date | None = None) -> Step:
    return Step(kind, day or stand_in, {} if day else {"as_of_precision": UNKNOWN_DAY})
