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
from geo_app.store.tiling import STANDINGS, SUMS

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


def with_located(connection: Connection) -> dict[str, Sums]:
    """All areas: what their rows hold, and behind it how many of the sites have a position."""
    # at once: to fetch row by row takes three times as long
    rows = connection.execute(_with_located(connection.dialect.name)).all()
    return {row[0]: row[1:] for row in rows}


@cache
def _summary(dialect: str) -> TextClause:
    columns = ", ".join(("area", *SUMS))
    query = (
        f"SELECT {columns} FROM site_count {_index(dialect)} "  # noqa: S608 # our own names
        "WHERE level < 0 AND level = :level AND category IN :categories"
    )
    return text(query).bindparams(
        bindparam("level", EVERY), bindparam("categories", expanding=True)
    )


@cache
def _with_located(dialect: str) -> TextClause:
    columns = ", ".join(f"every.{name}" for name in ("area", *SUMS))
    # who has a position stands in the one cell of level 0
    located = " + ".join(f"placed.{name}" for name in STANDINGS)
    query = (
        f"SELECT {columns}, COALESCE({located}, 0) "  # noqa: S608 # our own names
        f"FROM site_count AS every {_index(dialect)} LEFT JOIN site_count AS placed "
        "ON placed.category = :all AND placed.area = every.area "
        "AND placed.level = 0 AND placed.cell = 0 "
        "WHERE every.level < 0 AND every.level = :level AND every.category = :all"
    )
    return text(query).bindparams(bindparam("level", EVERY), bindparam("all", ALL))


def _index(dialect: str) -> str:
    # SQLite would rather read all cells of a category, which need no second look-up
    return "INDEXED BY ix_site_count_summary" if dialect == "sqlite" else ""
