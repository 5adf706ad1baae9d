"""Reading the counts: cells of a tile, a tile as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from sqlalchemy.orm import Session

from geo_app.domain.status import Status
from geo_app.geo.tilekey import Tile
from geo_app.store.counts.base import basis
from geo_app.store.counts.entry import DEPTH, FINEST, NOTHING, Sums
from geo_app.store.counts.question import Question
from geo_app.store.tiling import LATE, STANDINGS, SUMS

# who cannot be overdue is counted by a zero behind the sums
_LATE_OF = itemgetter(
    *(SUMS.index(f"late_{status}") if f"late_{status}" in LATE else len(SUMS) for status in Status)
)


@dataclass(frozen=True, slots=True)
class Cell:
    """Sites that are counted together.

    Attributes:
        cell: Number along the curve, among the cells of its level.
        standing: Sites of each status, in the order of ``Status``.
        late: Those of them that are overdue, in the same order.
        x: Sum of the columns of their keys on the grid of ``geo.tilekey``.
        y: Sum of the rows.
    """

    cell: int
    standing: tuple[int, ...]
    late: tuple[int, ...]
    x: int
    y: int

    @classmethod
    def of(cls, cell: int, sums: Sums) -> Cell:
        """From what a row holds."""
        return cls(cell, sums[: len(STANDINGS)], _LATE_OF((*sums, 0)), sums[-2], sums[-1])

    @property
    def n(self) -> int:
        """How many sites they are."""
        return sum(self.standing)

    @property
    def overdue(self) -> int:
        """How many of them are overdue."""
        return sum(self.late)


def total(
    session: Session,
    tile: Tile | None = None,
    areas: Sequence[str] = (),
    categories: Sequence[str] = (),
) -> Cell:
    """How many sites stand in a tile, exactly.

    Args:
        session: Any transaction.
        tile: None = anywhere or nowhere: also the unlocated.
        areas: Codes of districts or names of accounting units, any of them; empty = all.
        categories: Any of them; empty = all.
    """
    question = Question(session, areas, categories)
    if tile is None:
        return Cell.of(0, question.everything())
    return Cell.of(tile.cell, question.cells(tile, tile.z).get(tile.cell, NOTHING))


def cells(
    session: Session,
    tile: Tile,
    areas: Sequence[str] = (),
    categories: Sequence[str] = (),
    *,
    depth: int = DEPTH,
) -> list[Cell] | None:
    """The sites of a tile, counted by cell; None where they are so few that each can be shown.

    Args:
        session: Any transaction.
        tile: Of zoom 0 to 18; for others the answer is None.
        areas: Codes of districts or names of accounting units, any of them; empty = all.
        categories: Any of them; empty = all.
        depth: How many levels finer than the tile its cells are, at most ``DEPTH``.

    Returns:
        Cells that hold a site, in the order of the curve; None where at most ``Basis.crowd``
        sites of the filter stand in the tile.
    """
    made_with = basis(session)
    if made_with is None or tile.z + DEPTH > FINEST:
        return None
    question = Question(session, areas, categories)
    found = question.crowd(tile, tile.z + depth, made_with.crowd)
    if found is None:
        return None
    return [Cell.of(cell, sums) for cell, sums in sorted(found.items())]
