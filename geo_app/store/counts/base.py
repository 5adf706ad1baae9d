"""What the counts were made with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from geo_app.store.counts import editions
from geo_app.store.prepared import Prepared
from geo_app.store.tiling import KEPT_WITH

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


_BASIS = Prepared(select(KEPT_WITH.c.day, KEPT_WITH.c.crowd))


def basis(session: Session) -> Basis | None:
    """What the counts were made with; None where the sites were never counted."""
    rows = _BASIS.rows(session)
    return Basis(*rows[0]) if rows else None


def set_basis(session: Session, made_with: Basis) -> None:
    """Keep what the counts were made with, just now."""
    connection = session.connection()
    connection.execute(delete(KEPT_WITH))
    begun = editions.first(connection)
    values = {"id": 1, "day": made_with.day, "crowd": made_with.crowd}
    connection.execute(insert(KEPT_WITH).values(values | {"edition": begun, "begun": begun}))
