"""Complaints of citizens (12369) beside what was claimed: a doubt, never a change of status.

Where somebody has complained is known no better than where a site is. So nobody can say that a
complaint lies 500 m from a site; what can be said is whether it may, and whether both are known
well enough for that to mean anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from geo_app.domain.remark import Remark

RATE_DAYS = 30
"""Days to which numbers of complaints are brought before they are compared."""


class Nearness(StrEnum):
    """Whether a complaint and a site belong together."""

    NEAR = "near"
    """They may lie within the distance, and that can be held against the site."""
    COARSE = "coarse"
    """They may, but so may much else: one of them is hardly known."""
    FAR = "far"
    """They cannot: even at the nearest ends of both radii they are further apart."""


def nearness(
    apart_m: float,
    complaint_radius_m: float,
    site_radius_m: float,
    near_m: float,
    coarse_m: float,
    *,
    same_thing: bool = False,
) -> Nearness:
    """Whether a complaint is one about a site, as far as places say.

    A radius may say that little is known, or that a thing is large. Of a complaint about an
    industrial park and a site that is this park the radii say nothing: both name the same.

    Args:
        apart_m: From mark to mark.
        complaint_radius_m: The complaint lies within it, counted from its mark.
        site_radius_m: The site lies within it.
        near_m: So far apart they still belong together.
        coarse_m: Both radii together may be no larger, or nothing follows.
        same_thing: The words of both are about the same thing.
    """
    unsure = complaint_radius_m + site_radius_m
    if apart_m - unsure > near_m:
        return Nearness.FAR
    known = unsure <= coarse_m or (same_thing and apart_m <= near_m)
    return Nearness.NEAR if known else Nearness.COARSE


@dataclass(frozen=True, slots=True)
class Heard:
    """A complaint as one site hears it.

    Attributes:
        day: When it was made.
        nearness: Whether it is one about the site.
    """

    day: date
    nearness: Nearness


@dataclass(frozen=True, slots=True)
class AfterClaim:
    """What was complained about near a site after it was claimed to be done.

    Attributes:
        claimed_on: As-of date of the claim.
        near: Complaints near the site after that day; those of the day itself say nothing.
        since_verified: Of these, after the day of the verification; None where there is none.
        coarse: Complaints of that time that may be near as they may be elsewhere.
        last_on: Day of the newest of ``near``.
    """

    claimed_on: date
    near: int = 0
    since_verified: int | None = None
    coarse: int = 0
    last_on: date | None = None

    def doubt(self) -> Remark | None:
        """What is to be told beside claim and verification; None where there is nothing."""
        if not self.near:
            return None
        code = "complaint.after_verification" if self.since_verified else "complaint.after_claim"
        values = {"count": self.near, "since": self.since_verified or 0}
        return Remark(f"{code}_one" if self.near == 1 else code, values)


def after_claim(
    claimed_on: date | None, verified_on: date | None, heard: Iterable[Heard]
) -> AfterClaim | None:
    """What followed a claim; None where none stands, or nobody knows of which day it is.

    Args:
        claimed_on: As-of date of the claim that stands.
        verified_on: Day on which somebody else found it true, if so.
        heard: Complaints, of any time.
    """
    if claimed_on is None:
        return None
    later = [each for each in heard if each.day > claimed_on]
    near = [each.day for each in later if each.nearness is Nearness.NEAR]
    return AfterClaim(
        claimed_on,
        len(near),
        None if verified_on is None else sum(day > verified_on for day in near),
        sum(each.nearness is Nearness.COARSE for each in later),
        max(near, default=None),
    )


@dataclass(frozen=True, slots=True)
class Period:
    """Complaints of some days: 130 in 365 days and 43 in 227 say nothing until both are rates.

    Attributes:
        count: How many.
        days: In so many days, at least one.
    """

    count: int
    days: int

    @property
    def rate(self) -> float:
        """Complaints in ``RATE_DAYS`` days."""
        return self.count * RATE_DAYS / self.days


@dataclass(frozen=True, slots=True)
class Near:
    """A complaint near a site that followed its claim, without what was said.

    Attributes:
        id: Of the complaint.
        day: When it was made.
        kind: In the words of the hotline; None where nothing is said.
        apart_m: From mark to mark.
        radius_m: It lies within it, counted from its mark.
    """

    id: str
    day: date
    kind: str | None
    apart_m: float
    radius_m: float


@dataclass(frozen=True, slots=True)
class Told:
    """What complaints say of one site.

    Attributes:
        after: What followed its claim; None where none stands.
        before_rate: Up to the claim; None where no day of it is known.
        after_rate: Since then; the same.
        listed: The newest of those that followed the claim and are near, at most as many as a
            setting says.
        first: First day of which there are complaints, of any place.
        last: Last such day.
    """

    after: AfterClaim | None = None
    before_rate: Period | None = None
    after_rate: Period | None = None
    listed: tuple[Near, ...] = ()
    first: date | None = None
    last: date | None = None

    @property
    def doubt(self) -> Remark | None:
        """What is to be told beside claim and verification; None where there is nothing."""
        return self.after.doubt() if self.after else None


def before_and_after(
    claimed_on: date, first: date, last: date, days: Iterable[date]
) -> tuple[Period | None, Period | None]:
    """Complaints up to the claim and after it, each with the days that it was listened.

    Args:
        claimed_on: As-of date of the claim; that day belongs to what was before.
        first: First day of which complaints are known at all.
        last: Last such day.
        days: Of the complaints near the site; those outside of ``first`` … ``last`` do not count.

    Returns:
        None for a side of which no day is known.
    """
    known = [day for day in days if first <= day <= last]
    before = (min(claimed_on, last) - first).days + 1
    after = (last - max(claimed_on, _day_before(first))).days
    return (
        Period(sum(day <= claimed_on for day in known), before) if before > 0 else None,
        Period(sum(day > claimed_on for day in known), after) if after > 0 else None,
    )


def _day_before(day: date) -> date:
    return date.fromordinal(max(day.toordinal() - 1, 1))
