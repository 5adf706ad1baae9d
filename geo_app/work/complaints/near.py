"""Complaints near one site, and what of them followed its claim."""

from __future__ import annotations

import math

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor, Right
from geo_app.domain.complaint import AfterClaim, Told
from geo_app.settings.complaints import Complaints
from geo_app.store.complaints import Complaint
from geo_app.store.models import Site
from geo_app.work.complaints.crowd import LEAST_DEGREE_M, Crowd, box_m


def of_site(session: Session, site: Site, limits: Complaints) -> Told:
    """What complaints say of a site.

    Args:
        session: Any transaction.
        site: One that the reader may see.
        limits: How near is near.
    """
    return Crowd.read(session, limits, _may_be_near(site, limits)).told(session, site)


def after_claim_of(session: Session, site: Site, limits: Complaints) -> AfterClaim | None:
    """What near a site followed its claim, by index; None where nothing did.

    Complaints that may be near as they may be elsewhere are not looked for.

    Args:
        session: Any transaction.
        site: One that the reader may see.
        limits: How near is near.
    """
    if site.claimed_on is None or site.lon is None or site.lat is None:
        return None
    later = Complaint.day > site.claimed_on
    crowd = Crowd.read(session, limits, later, _box(site.lon, site.lat, box_m(limits)))
    return crowd.after_claims(session, [site]).get(site.id)


def words_of(session: Session, actor: Actor, told: Told) -> dict[str, tuple[str, str]]:
    """What people have said, and their words for the place, by the ids of complaints.

    None of it for who does not read tips: the unit that is complained about could tell by it who
    has complained.

    Args:
        session: Any transaction.
        actor: The reader.
        told: Of whose list.
    """
    if not actor.may(Right.TIPS):
        return {}
    query = select(Complaint.id, Complaint.words, Complaint.place_text)
    rows = session.execute(query.where(Complaint.id.in_([each.id for each in told.listed])))
    return {name: (words or "", place or "") for name, words, place in rows}


def _may_be_near(site: Site, limits: Complaints) -> ColumnElement[bool]:
    """Those in a box, by index; and those whose own place is so coarse that it may be here."""
    if site.lon is None or site.lat is None or site.radius_m is None:
        return Complaint.id.is_(None)
    return or_(
        _box(site.lon, site.lat, box_m(limits)),
        Complaint.radius_m > limits.coarse_m - site.radius_m,
    )


def _box(lon: float, lat: float, metres: float) -> ColumnElement[bool]:
    up = metres / LEAST_DEGREE_M
    aside = up / math.cos(math.radians(min(abs(lat) + up, 89.9)))
    rows = Complaint.lat.between(lat - up, lat + up)
    if abs(lon) + aside >= 180:  # across the date line: the latitude alone narrows it
        return rows
    return and_(rows, Complaint.lon.between(lon - aside, lon + aside))
