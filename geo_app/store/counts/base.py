"""What the counts were made with, and the lock that all writers of counts take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from geo_app.store.counts import editions
from geo_app.store.models import Base, LogHead
from geo_app.store.prepared import Prepared
from geo_app.store.tiling import CountBasis

CROWD = 400
"""Sites that a tile may hold before its cells are kept, where no setting says otherwise."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What the counts were made with.

    Attributes:
        day: Sites whose deadline is before it are counted as overdue.
        crowd: Cells are kept where more sites stand in the tile that they make up.
    """

    day: date
    crowd: int


# of tables, not of mapped classes: a session makes much ado about these
_KEPT_WITH = Base.metadata.tables[CountBasis.__tablename__]
_BASIS = Prepared(select(_KEPT_WITH.c.day, _KEPT_WITH.c.crowd))
_HEAD = select(LogHead.__table__.c.seq).where(LogHead.__table__.c.id == 1).with_for_update()


def basis(session: Session) -> Basis | None:
    """What the counts were made with; None where the sites were never counted."""
    rows = _BASIS.rows(session)
    return Basis(*rows[0]) if rows else None


def set_basis(session: Session, made_with: Basis) -> None:
    """Keep what the counts were made with, just now."""
    connection = session.connection()
    connection.execute(delete(_KEPT_WITH))
    begun = editions.first(connection)
    values = {"id": 1, "day": made_with.day, "crowd": made_with.crowd}
    connection.execute(insert(_KEPT_WITH).values(values | {"edition": begun, "begun": begun}))


def hold(session: Session) -> None:
    """Wait for other writers and let them wait, as who appends to the log does.

    One lock for all that is kept beside the events: two writers never wait for each other. On
    SQLite the transaction itself is that lock.
    """
    if session.get_bind().dialect.name != "sqlite":
        session.connection().execute(_HEAD)
