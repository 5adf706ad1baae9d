"""All complaints with a place, in memory for one answer: held against many sites at once."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_app.domain.complaint import AfterClaim, Heard, Nearness, after_claim, nearness
from geo_app.domain.complaint_kind import fits
from geo_app.geo.nearness import distances_m
from geo_app.settings.complaints import Complaints
from geo_app.store.complaints import Complaint
from geo_app.store.models import Site
from geo_app.work.complaints.near import LEAST_DEGREE_M, anchors_of

_COLUMNS = (
    Complaint.lat,
    Complaint.lon,
    Complaint.radius_m,
    Complaint.day,
    Complaint.anchors,
    Complaint.kind,
)


def after_claims(
    session: Session, sites: Sequence[Site], limits: Complaints
) -> dict[str, AfterClaim]:
    """What followed the claims of some sites, by their ids; only of those of which something did.

    Complaints that may be near as they may be elsewhere are not among them.

    Args:
        session: Any transaction.
        sites: Those that the reader may see.
        limits: How near is near.
    """
    claimed = [site for site in sites if site.claimed_on is not None and site.lat is not None]
    first = min((site.claimed_on for site in claimed if site.claimed_on), default=None)
    if first is None:
        return {}
    crowd = _Crowd(session, first, limits)
    if crowd.is_empty:
        return {}
    anchors = anchors_of(session, claimed)
    found = {}
    for site in claimed:
        days = crowd.days_near(site, anchors.get(site.id, frozenset()))
        heard = (Heard(day, Nearness.NEAR) for day in days)
        after = after_claim(site.claimed_on, site.verified_on, heard)
        if after is not None and after.near:
            found[site.id] = after
    return found


class _Crowd:
    def __init__(self, session: Session, after: date, limits: Complaints) -> None:
        query = (
            select(*_COLUMNS)
            .where(Complaint.lat.is_not(None), Complaint.day > after)
            .order_by(Complaint.lat)
        )
        rows = session.execute(query).all()
        self._limits = limits
        self._lats = np.array([row[0] for row in rows], np.float64)
        self._lons = np.array([row[1] for row in rows], np.float64)
        self._radii = [row[2] for row in rows]
        self._days = [row[3] for row in rows]
        self._anchors = [frozenset(row[4]) for row in rows]
        self._kinds = [row[5] for row in rows]

    @property
    def is_empty(self) -> bool:
        return not self._days

    def days_near(self, site: Site, anchors: frozenset[str]) -> Iterator[date]:
        """Days of the complaints that are near a site."""
        if site.lon is None or site.lat is None or site.radius_m is None:
            return
        limits = self._limits
        # what is near lies no further from mark to mark than this
        up = (limits.near_m + limits.coarse_m) / LEAST_DEGREE_M
        aside = up / math.cos(math.radians(min(abs(site.lat) + up, 89.9)))
        start, stop = np.searchsorted(self._lats, (site.lat - up, site.lat + up))
        apart = np.abs(self._lons[start:stop] - site.lon)
        chosen = start + np.flatnonzero(np.minimum(apart, 360.0 - apart) <= aside)
        if not len(chosen):
            return
        metres = distances_m(site.lon, site.lat, self._lons[chosen], self._lats[chosen])
        for index, away in zip(chosen.tolist(), metres.tolist(), strict=True):
            if not fits(self._kinds[index], site.category):
                continue
            how = nearness(
                away,
                self._radii[index],
                site.radius_m,
                limits.near_m,
                limits.coarse_m,
                same_thing=not anchors.isdisjoint(self._anchors[index]),
            )
            if how is Nearness.NEAR:
                yield self._days[index]
