"""Complaints near sites, and what of them followed a claim."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from geo_app.domain.complaint import (
    AfterClaim,
    Heard,
    Nearness,
    Period,
    after_claim,
    before_and_after,
    nearness,
)
from geo_app.domain.complaint_kind import fits
from geo_app.geo.names import normal
from geo_app.geo.nearness import distances_m
from geo_app.settings.complaints import Complaints
from geo_app.store.complaints import Complaint
from geo_app.store.models import AnchorRow, Position, Site
from geo_app.work.complaints.taking_in import BY_WORDS
from geo_app.work.positions import COMPUTED

LEAST_DEGREE_M = 110_500.0
"""A degree of latitude is nowhere shorter, nor one of longitude at the equator."""
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Near:
    """A complaint as a site sees it.

    Attributes:
        row: The complaint.
        apart_m: From mark to mark.
        nearness: What follows.
    """

    row: Complaint
    apart_m: float
    nearness: Nearness


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


def of_site(session: Session, site: Site, limits: Complaints) -> Told:
    """What complaints say of a site.

    Args:
        session: Any transaction.
        site: One that the reader may see.
        limits: How near is near.
    """
    span = known_days(session)
    if site.claimed_on is None or span is None:
        return Told(after_claim(site.claimed_on, site.verified_on, ()))
    anchors = anchors_of(session, [site]).get(site.id, frozenset())
    found = _judged(site, anchors, _candidates(session, site, limits), limits)
    heard = (Heard(each.row.day, each.nearness) for each in found)
    after = after_claim(site.claimed_on, site.verified_on, heard)
    near = [each for each in found if each.nearness is Nearness.NEAR]
    later = sorted(
        (each for each in near if each.row.day > site.claimed_on),
        key=lambda each: (each.row.day, each.row.id),
        reverse=True,
    )
    before, since = before_and_after(site.claimed_on, *span, [each.row.day for each in near])
    return Told(after, before, since, tuple(later[: limits.listed]), *span)


def known_days(session: Session) -> tuple[date, date] | None:
    """First and last day of all complaints; None where there is none."""
    first, last = session.execute(select(func.min(Complaint.day), func.max(Complaint.day))).one()
    return None if first is None or last is None else (first, last)


def _candidates(session: Session, site: Site, limits: Complaints) -> Sequence[Complaint]:
    """Those in a box, by index; and those whose own place is so coarse that it may be here."""
    if site.lon is None or site.lat is None or site.radius_m is None:
        return ()
    return session.scalars(
        select(Complaint).where(
            Complaint.lat.is_not(None),
            or_(
                _box(site.lon, site.lat, limits.near_m + limits.coarse_m),
                Complaint.radius_m > limits.coarse_m - site.radius_m,
            ),
        )
    ).all()


def _box(lon: float, lat: float, metres: float) -> ColumnElement[bool]:
    up = metres / LEAST_DEGREE_M
    aside = up / math.cos(math.radians(min(abs(lat) + up, 89.9)))
    rows = Complaint.lat.between(lat - up, lat + up)
    if abs(lon) + aside >= 180:  # across the date line: the latitude alone narrows it
        return rows
    return and_(rows, Complaint.lon.between(lon - aside, lon + aside))


def anchors_of(session: Session, sites: Sequence[Site]) -> dict[str, frozenset[str]]:
    """Ids of the anchors that the words of each site are about, by the ids of the sites."""
    found: dict[str, frozenset[str]] = {}
    ids = [site.id for site in sites]
    for first in range(0, len(ids), _BATCH):
        query = (
            select(Position.site_id, Position.source, Position.anchors)
            .where(Position.site_id.in_(ids[first : first + _BATCH]))
            .where(Position.layer == COMPUTED)
            .order_by(Position.seq)
        )
        for site_id, source, anchors in session.execute(query):
            found[site_id] = frozenset(anchors if source == BY_WORDS else ())
    return {
        **_by_name(session, [each for each in sites if not found.get(each.id)]),
        **{name: anchors for name, anchors in found.items() if anchors},
    }


def _by_name(session: Session, sites: Sequence[Site]) -> dict[str, frozenset[str]]:
    """A file of sites tells the words of each, and not on which anchors its position rests."""
    names = {
        site.id: normal(str(site.phrase.get("anchor") or ""))
        for site in sites
        if site.phrase and site.position_source == BY_WORDS
    }
    wanted = {name for name in names.values() if name}
    if not wanted:
        return {}
    known: dict[str, set[str]] = {}
    for anchor_id, name, aliases in session.execute(
        select(AnchorRow.id, AnchorRow.name, AnchorRow.aliases)
    ):
        for each in wanted.intersection(normal(one) for one in (name, *aliases)):
            known.setdefault(each, set()).add(anchor_id)
    return {site_id: frozenset(known.get(name, ())) for site_id, name in names.items()}


def _judged(
    site: Site, anchors: frozenset[str], rows: Sequence[Complaint], limits: Complaints
) -> list[Near]:
    if not rows or site.lon is None or site.lat is None or site.radius_m is None:
        return []
    metres = distances_m(
        site.lon, site.lat, [row.lon or 0.0 for row in rows], [row.lat or 0.0 for row in rows]
    )
    found = []
    for row, apart in zip(rows, metres.tolist(), strict=True):
        if not fits(row.kind, site.category):
            continue
        how = nearness(
            apart,
            row.radius_m or 0.0,
            site.radius_m,
            limits.near_m,
            limits.coarse_m,
            same_thing=not anchors.isdisjoint(row.anchors),
        )
        if how is not Nearness.FAR:
            found.append(Near(row, apart, how))
    return found
