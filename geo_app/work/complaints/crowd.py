"""Complaints with a place, in memory: held against one site, or against very many."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from geo_app.domain.complaint import (
    AfterClaim,
    Heard,
    Near,
    Nearness,
    Told,
    after_claim,
    before_and_after,
)
from geo_app.domain.complaint_kind import fits
from geo_app.geo.nearness import distances_m
from geo_app.settings.complaints import Complaints
from geo_app.store.complaints import Complaint
from geo_app.store.models import Site
from geo_app.work.complaints.anchors import anchors_of

LEAST_DEGREE_M = 110_500.0
"""A degree of latitude is nowhere shorter, nor one of longitude at the equator."""
_ROUNDING_M = 1.0

_COLUMNS = (
    Complaint.lat,
    Complaint.lon,
    Complaint.radius_m,
    Complaint.day,
    Complaint.anchors,
    Complaint.kind,
    Complaint.id,
)
"""What people have said is not among them: where it is not read it cannot get out."""

Places = NDArray[np.int64]
"""Which complaints, by their places in the crowd."""


def box_m(limits: Complaints) -> float:
    """What is near lies no further from mark to mark than this, metres."""
    return limits.near_m + limits.coarse_m + _ROUNDING_M


def known_days(session: Session) -> tuple[date, date] | None:
    """First and last day of all complaints; None where there is none."""
    first, last = session.execute(select(func.min(Complaint.day), func.max(Complaint.day))).one()
    return None if first is None or last is None else (first, last)


def after_claims(
    session: Session, sites: Sequence[Site], limits: Complaints
) -> dict[str, AfterClaim]:
    """What followed the claims of some sites, by their ids; see ``Crowd.after_claims``.

    Args:
        session: Any transaction.
        sites: Those that the reader may see.
        limits: How near is near.
    """
    first = min((site.claimed_on for site in sites if site.claimed_on), default=None)
    if first is None:
        return {}
    return Crowd.read(session, limits, Complaint.day > first).after_claims(session, sites)


def followed(session: Session, limits: Complaints) -> int:
    """How many sites that the session sees have complaints after their claim.

    Args:
        session: Any transaction; all claimed sites are read, so that the caller minds how many.
        limits: How near is near.
    """
    crowd = Crowd.since_claims(session, limits)
    if crowd.is_empty:
        return 0
    claimed = session.scalars(select(Site).where(Site.claimed_on.is_not(None))).all()
    return len(crowd.after_claims(session, claimed))


@dataclass(frozen=True, slots=True)
class Candidates:
    """Complaints that may lie near a site.

    Attributes:
        near: Those that count.
        near_m: From mark to mark, metres, as many.
        coarse: Those that may be near as they may be elsewhere.
    """

    near: Places
    near_m: NDArray[np.float64]
    coarse: Places


class Crowd:
    """Complaints with a place, of one moment; sites are held against it as they stand now."""

    def __init__(
        self, rows: Sequence[tuple[float, float, float, date, Sequence[str], str | None, str]],
        span: tuple[date, date] | None, limits: Complaints,
    ) -> None:  # fmt: skip
        """Lay them out in columns.

        Args:
            rows: Latitude, longitude, radius, day, anchors, kind and id of each, by latitude.
            span: First and last day of which complaints are known at all.
            limits: How near is near.
        """
        self._span, self._limits = span, limits
        self._lats = np.array([row[0] for row in rows], np.float64)
        self._lons = np.array([row[1] for row in rows], np.float64)
        self._radii = np.array([row[2] for row in rows], np.float64)
        self._days = np.array([row[3].toordinal() for row in rows], np.int64)
        self._ids = [row[6] for row in rows]
        self._about: dict[str, list[int]] = {}
        for place, row in enumerate(rows):
            for anchor in row[4]:
                self._about.setdefault(anchor, []).append(place)
        numbers: dict[str | None, int] = {}
        self._kind = np.array([numbers.setdefault(row[5], len(numbers)) for row in rows], np.int64)
        self._kinds = list(numbers)
        self._fitting: dict[str, NDArray[np.bool_]] = {}

    @classmethod
    def read(cls, session: Session, limits: Complaints, *where: ColumnElement[bool]) -> Self:
        """Those that conditions leave; all of them where there are none.

        Args:
            session: Any transaction.
            limits: How near is near.
            where: Conditions.
        """
        span = known_days(session)
        if span is None:
            return cls((), None, limits)
        query = select(*_COLUMNS).where(Complaint.lat.is_not(None), *where)
        rows = session.execute(query.order_by(Complaint.lat, Complaint.id))
        return cls([(*row,) for row in rows], span, limits)

    @classmethod
    def since_claims(cls, session: Session, limits: Complaints) -> Self:
        """Those that can have followed a claim of a site that the session sees."""
        first = session.scalar(select(func.min(Site.claimed_on)))
        return (
            cls((), None, limits)
            if first is None
            else cls.read(session, limits, Complaint.day > first)
        )

    @property
    def is_empty(self) -> bool:
        """Whether none of them has a place."""
        return not self._ids

    def told(self, session: Session, site: Site) -> Told:
        """What they say of a site, with those that are told apart as too coarse.

        Args:
            session: Any transaction.
            site: One that the reader may see.
        """
        if site.claimed_on is None or self._span is None:
            return Told(after_claim(site.claimed_on, site.verified_on, ()))
        found = self.near_to(site, anchors_of(session, [site]).get(site.id, frozenset()))
        days = [date.fromordinal(each) for each in self._days[found.near].tolist()]
        heard = [Heard(day, Nearness.NEAR) for day in days]
        heard += [
            Heard(date.fromordinal(each), Nearness.COARSE)
            for each in self._days[found.coarse].tolist()
        ]
        near = [
            Near(self._ids[place], day, self._kinds[self._kind[place]], metres, self._radii[place])
            for place, day, metres in zip(
                found.near.tolist(), days, found.near_m.tolist(), strict=True
            )
            if day > site.claimed_on
        ]
        near.sort(key=lambda each: (each.day, each.id), reverse=True)
        before, since = before_and_after(site.claimed_on, *self._span, days)
        after = after_claim(site.claimed_on, site.verified_on, heard)
        return Told(after, before, since, tuple(near[: self._limits.listed]), *self._span)

    def after_claims(self, session: Session, sites: Sequence[Site]) -> dict[str, AfterClaim]:
        """What followed the claims of some sites, by their ids; only of those that have a doubt.

        Complaints that may be near as they may be elsewhere are not among them.

        Args:
            session: Any transaction.
            sites: Those that the reader may see.
        """
        if not self._ids:
            return {}
        claimed = [site for site in sites if site.claimed_on is not None and site.lat is not None]
        anchors = anchors_of(session, claimed) if self._about else {}
        found = {}
        for site in claimed:
            near = self.near_to(site, anchors.get(site.id, frozenset()), coarse=False).near
            days = self._days[near].tolist()
            heard = (Heard(date.fromordinal(day), Nearness.NEAR) for day in days)
            after = after_claim(site.claimed_on, site.verified_on, heard)
            if after is not None and after.near:
                found[site.id] = after
        return found

    def near_to(self, site: Site, anchors: frozenset[str], *, coarse: bool = True) -> Candidates:
        """Those near a site by the rule of ``domain.complaint.nearness``, for whole columns.

        Args:
            site: Its position and category count.
            anchors: Ids of the things that its words are about.
            coarse: Look for the coarse ones as well.
        """
        if site.lon is None or site.lat is None or site.radius_m is None or not self._ids:
            nothing = np.empty(0, np.int64)
            return Candidates(nothing, np.empty(0), nothing)
        limits = self._limits
        chosen = self._in_reach(site.lon, site.lat, site.radius_m, coarse=coarse)
        chosen = chosen[self._fits(site.category)[self._kind[chosen]]]
        metres = distances_m(site.lon, site.lat, self._lons[chosen], self._lats[chosen])
        unsure = self._radii[chosen] + site.radius_m
        same = np.isin(chosen, [place for each in anchors for place in self._about.get(each, ())])
        may = metres - unsure <= limits.near_m
        known = (unsure <= limits.coarse_m) | (same & (metres <= limits.near_m))
        return Candidates(chosen[may & known], metres[may & known], chosen[may & ~known])

    def _in_reach(self, lon: float, lat: float, radius_m: float, *, coarse: bool) -> Places:
        limits = self._limits
        up = box_m(limits) / LEAST_DEGREE_M
        aside = up / math.cos(math.radians(min(abs(lat) + up, 89.9)))
        start, stop = np.searchsorted(self._lats, (lat - up, lat + up))
        apart = np.abs(self._lons[start:stop] - lon)
        within: Places = start + np.flatnonzero(np.minimum(apart, 360.0 - apart) <= aside)
        if not coarse:
            return within
        reach = limits.near_m + radius_m + self._radii + _ROUNDING_M
        wide = (self._radii + radius_m > limits.coarse_m) & (
            np.abs(self._lats - lat) * LEAST_DEGREE_M <= reach
        )
        return np.unique(np.concatenate([within, np.flatnonzero(wide)]))

    def _fits(self, category: str) -> NDArray[np.bool_]:
        """Which kinds of complaint can be about a site of a category."""
        found = self._fitting.get(category)
        if found is None:
            found = np.array([fits(each, category) for each in self._kinds], np.bool_)
            self._fitting[category] = found
        return found
