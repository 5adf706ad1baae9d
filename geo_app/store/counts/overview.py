"""Every area at once, by status.

A nation has some thousand areas, and to read their rows takes some 20 ms. What was read is kept in
the memory of the process until the counts have another edition: a question costs a look at that
number then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType

from sqlalchemy import Connection, TextClause, bindparam, text
from sqlalchemy.orm import Session

from geo_app.store import scope
from geo_app.store.counts.entry import ALL, EVERY, Sums, named, plus
from geo_app.store.counts.memory import remembered
from geo_app.store.counts.reading import Cell
from geo_app.store.tiling import SUMS

Overview = Mapping[str, Cell]


def summary(session: Session, categories: Sequence[str] = ()) -> Overview:
    """Sites of each area by status, also the unlocated.

    Args:
        session: Any transaction.
        categories: Only of these; empty = of all.

    Returns:
        By name: ``ALL`` for every site, codes of districts, names of accounting units, and, as
        ``code/unit``, what a district and a unit both count. It is shared: nobody changes it.
    """
    asked = tuple(sorted(set(categories))) or (ALL,)
    return _seen(session, whole(session.connection(), asked))


def whole(connection: Connection, categories: tuple[str, ...] = (ALL,)) -> Overview:
    """As ``summary``, whoever asks."""
    return remembered(connection, ("areas", categories), lambda each: read(each, categories))


def _seen(session: Session, found: Overview) -> Overview:
    """Who is bound to areas sees these, and no sum of all."""
    areas = {named(area) for area in scope.areas_of(session)}
    if not areas:
        return found
    return {name: cell for name, cell in found.items() if areas.issuperset(name.split("/"))}


def read(connection: Connection, categories: Sequence[str] = (ALL,)) -> Overview:
    """As ``summary``, from the database."""
    found: dict[str, Sums] = {}
    query = _summary(connection.dialect.name)
    for area, *sums in connection.execute(query, {"categories": categories}):
        found[area] = plus(found[area], sums) if area in found else tuple(sums)
    return MappingProxyType({area: Cell.of(0, sums) for area, sums in sorted(found.items())})


@cache
def _summary(dialect: str) -> TextClause:
    # SQLite would rather read all cells of a category, which need no second look-up
    index = "INDEXED BY ix_site_count_summary" if dialect == "sqlite" else ""
    columns = ", ".join(("area", *SUMS))
    query = (
        f"SELECT {columns} FROM site_count {index} "  # noqa: S608 # our own names
        "WHERE level < 0 AND level = :level AND category IN :categories"
    )
    return text(query).bindparams(
        bindparam("level", EVERY), bindparam("categories", expanding=True)
    )
