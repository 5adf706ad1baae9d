"""What everybody sees: the sites that the office has put there, read by a session of the public."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from geo_app.domain.status import DONE_AS_CHECKED, Status, is_overdue
from geo_app.errors import NotFoundError
from geo_app.geo.coarse import Coarse, coarse
from geo_app.settings import Public
from geo_app.store.publication import PublicSite

_BIGGEST = 2**31


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader wants to see; an empty field asks for nothing.

    Attributes:
        district: Code of a district.
        status: One status.
        page: Which page of the list, from 1.
    """

    district: str = ""
    status: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Shown:
    """A site as everybody sees it.

    Attributes:
        row: What is said of it.
        overdue: The last day has passed and nobody has verified.
        place: The square in which it lies; None where it has no position.
    """

    row: PublicSite
    overdue: bool
    place: Coarse | None


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the list.

    Attributes:
        sites: In the order of their numbers, the newest first.
        total: How many there are of what was asked for.
        claimed: Of all that are shown: said to be done, and nobody has checked.
        verified: Of all that are shown: checked.
        all: All that are shown.
        districts: Code → name of the districts that have some.
    """

    sites: tuple[Shown, ...]
    total: int
    claimed: int
    verified: int
    all: int
    districts: Mapping[str, str]


def listing(session: Session, asked: Asked, limits: Public, today: date) -> Listing:
    """A page of the list, and the figures above it."""
    where = _conditions(asked)
    page = max(1, asked.page)
    query = _newest_first(where).limit(limits.rows).offset((page - 1) * limits.rows)
    each_status = select(PublicSite.status, func.count()).group_by(PublicSite.status)
    by_status = {row[0]: row[1] for row in session.execute(each_status)}
    verified = sum(by_status.get(each.value, 0) for each in DONE_AS_CHECKED)
    return Listing(
        sites=tuple(_shown(row, limits, today) for row in session.scalars(query)),
        total=session.scalar(select(func.count()).select_from(PublicSite).where(*where)) or 0,
        claimed=by_status.get(Status.CLAIMED.value, 0),
        verified=verified,
        all=sum(by_status.values()),
        districts=_districts(session),
    )


def on_map(session: Session, limits: Public, today: date) -> tuple[tuple[Shown, ...], int]:
    """Sites with a position, the newest first, at most so many as the map takes; and how many."""
    where = [PublicSite.cell.is_not(None)]
    rows = session.scalars(_newest_first(where).limit(limits.map_sites))
    total = session.scalar(select(func.count()).select_from(PublicSite).where(*where)) or 0
    return tuple(_shown(row, limits, today) for row in rows), total


def get(session: Session, number: int, limits: Public, today: date) -> Shown:
    """One site by its number.

    Raises:
        NotFoundError: Nothing stands before the public under that number.
    """
    row = session.get(PublicSite, number) if 0 < number < _BIGGEST else None
    if row is None:
        raise NotFoundError("public.no_site", number=number)
    return _shown(row, limits, today)


def _newest_first(where: Sequence[ColumnElement[bool]]) -> Select[PublicSite]:
    return select(PublicSite).where(*where).order_by(PublicSite.number.desc())


def _conditions(asked: Asked) -> list[ColumnElement[bool]]:
    found = []
    if asked.district:
        found.append(PublicSite.district_code == asked.district)
    if asked.status:
        found.append(PublicSite.status == asked.status)
    return found


def _districts(session: Session) -> dict[str, str]:
    query = select(PublicSite.district_code, func.min(PublicSite.district))
    query = query.where(PublicSite.district_code.is_not(None))
    query = query.group_by(PublicSite.district_code).order_by(PublicSite.district_code)
    return {str(row[0]): str(row[1] or row[0]) for row in session.execute(query)}


def _shown(row: PublicSite, limits: Public, today: date) -> Shown:
    place = None
    if row.cell is not None:
        place = coarse(row.cell, row.radius_m or 0.0, limits.cell_m)
    return Shown(row, is_overdue(row, today), place)
