"""A number for each state of the counts, and which areas have changed since one.

What was read of the counts is good until they have another edition; and of another edition only
the areas need to be read that changed since.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Connection, bindparam, delete, select, text, update

from geo_app.store.tiling import AREA_EDITION, KEPT_WITH

_NEWEST = select(KEPT_WITH.c.edition)
_SPAN = select(KEPT_WITH.c.begun, KEPT_WITH.c.edition)
_NEXT = update(KEPT_WITH).values(edition=KEPT_WITH.c.edition + 1)
_LATER = select(AREA_EDITION.c.area).where(AREA_EDITION.c.edition > bindparam("since"))
# both databases know this form, which is no part of the common language of SQLAlchemy
_TOUCH = text(
    "INSERT INTO area_edition (area, edition) SELECT :area, edition FROM count_basis WHERE true "
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
    connection.execute(_NEXT)
    connection.execute(_TOUCH, [{"area": area} for area in sorted(areas)])


@dataclass(frozen=True)
class Moment:
    """What a transaction knows of the editions.

    It is asked for before the counts are read: who reads newer ones than it says reads them once
    more, later.

    Attributes:
        connection: Of the transaction.
        since: The edition of which something is known already; None = nothing is.
    """

    connection: Connection
    since: int | None

    @cached_property
    def _span(self) -> tuple[int, int] | None:
        row = self.connection.execute(_SPAN).one_or_none()
        return (row.begun, row.edition) if row else None

    @property
    def edition(self) -> int | None:
        """The newest; None = never counted."""
        return self._span[1] if self._span else None

    @cached_property
    def changed(self) -> frozenset[str] | None:
        """Areas whose counts have changed since; None = nobody knows: maybe all."""
        if self.since is None or not self._span:
            return None
        begun, newest = self._span
        if not begun <= self.since <= newest:
            return None
        return frozenset(self.connection.scalars(_LATER, {"since": self.since}))
