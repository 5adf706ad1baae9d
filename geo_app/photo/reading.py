"""One fact as it is being read: a value with its tag, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from geo_app.domain.remark import Remark

Fact = TypeVar("Fact")

ABSENT = Remark("photo.absent")
UNREADABLE = Remark("photo.unreadable")


@dataclass(frozen=True, slots=True)
class Reading(Generic[Fact]):
    """What was read of one fact.

    Attributes:
        value: The fact; None where there is none that can be true.
        source: The tag it was taken from.
        reason: Why there is no value.
        doubts: What is odd about it.
    """

    value: Fact | None = None
    source: str = ""
    reason: Remark = ABSENT
    doubts: tuple[Remark, ...] = ()


def impossible(fact: str, value: str) -> Reading[Fact]:
    """A value that cannot be true: dropped, and told.

    Args:
        fact: A name of ``domain.photo.FACTS``.
        value: As the photo says it.
    """
    reason = Remark("photo.impossible", {"fact": f"@fact.{fact}", "value": value})
    return Reading(reason=reason, doubts=(reason,))


def first(*readings: Reading[Fact]) -> Reading[Fact]:
    """The first that has a value or says more than that there is nothing."""
    for reading in readings:
        if reading.value is not None or reading.reason != ABSENT:
            return reading
    return Reading()
