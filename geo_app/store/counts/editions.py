"""A number for each state of the counts, and which areas have changed since one.

What was read of the counts is good until they have another edition; and of another edition only
the areas need to be read that changed since.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Connection, delete, select, text, update

from geo_app.store.models import Base
from geo_app.store.tiling import AREA_EDITION, CountBasis

# of tables, not of mapped classes: a session makes much ado about these
_KEPT_WITH = Base.metadata.tables[CountBasis.__tablename__]
_NEWEST = select(_KEPT_WITH.c.edition)
_SPAN = select(_KEPT_WITH.c.begun, _KEPT_WITH.c.edition)
_NEXT = update(_KEPT_WITH).values(edition=_KEPT_WITH.c.edition + 1).returning(_KEPT_WITH.c.edition)
_SINCE = select(AREA_EDITION.c.area)
# both databases know this form, which is no part of the common language of SQLAlchemy
_TOUCH = text(
    "INSERT INTO area_edition (area, edition) VALUES (:area, :edition) "
    "ON CONFLICT (area) DO UPDATE SET edition = excluded.edition"
)


def newest(connection: Connection) -> int | None:
    """A number that is another one after each change of the counts; None = never counted."""
    number: int | None = connection.scalar(_NEWEST)
    return number


def first(connection: Connection) -> int:
    """The edition to begin with where everything was counted anew: no area has changed since."""
    connection.execute(delete(AREA_EDITION))
    # never one that there was before, also where the counts had been lost
    return secrets.randbits(62)


def begin(connection: Connection, areas: Collection[str]) -> None:
    """Say that the counts of some areas change in this transaction."""
    number = connection.scalar(_NEXT)
    if number is not None and areas:
        connection.execute(_TOUCH, [{"area": area, "edition": number} for area in sorted(areas)])


@dataclass(frozen=True)
class Moment:
    """What a transaction knows of the editions.

    It is asked for before the counts are read: who reads newer ones than it says reads them once
    more, later.
    """

    connection: Connection

    @cached_property
    def _span(self) -> tuple[int, int] | None:
        row = self.connection.execute(_SPAN).one_or_none()
        return (row.begun, row.edition) if row else None

    @property
    def edition(self) -> int | None:
        """The newest; None = never counted."""
        return self._span[1] if self._span else None

    def changed_since(self, number: int | None) -> frozenset[str] | None:
        """Areas whose counts have changed since an edition; None = nobody knows: maybe all."""
        if number is None or not self._span or not self._span[0] <= number <= self._span[1]:
            return None
        later = _SINCE.where(AREA_EDITION.c.edition > number)
        return frozenset(self.connection.scalars(later))
