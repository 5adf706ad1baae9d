"""Every area at once, by status.

A nation has some thousand areas, and to read their rows takes some 20 ms. What was read is kept in
the memory of the process: a question costs a look at the edition of the counts then, and where that
is another one, the rows of the areas that have changed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from types import MappingProxyType

import orjson
from sqlalchemy import Connection, TextClause, bindparam, text
from sqlalchemy.orm import Session

from geo_app.store import scope
from geo_app.store.counts.editions import Moment
from geo_app.store.counts.entry import ALL, EVERY, Sums, named, plus
from geo_app.store.counts.memory import renewed
from geo_app.store.counts.reading import Cell
from geo_app.store.tiling import STANDINGS, SUMS

Overview = MappingProxyType[str, Cell]


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

    def renew(moment: Moment, former: Overview | None) -> Overview:
        return _renewed(moment, asked, former)

    return _seen(session, renewed(session.connection(), ("areas", asked), renew))


def _seen(session: Session, found: Overview) -> Overview:
    """Who is bound to areas sees these, and no sum of all."""
    areas = {named(area) for area in scope.areas_of(session)}
    if not areas:
        return found
    seen = {name: cell for name, cell in found.items() if areas.issuperset(name.split("/"))}
    return MappingProxyType(seen)


def _renewed(moment: Moment, categories: Sequence[str], former: Overview | None) -> Overview:
    found = _read(moment.connection, categories, moment.changed)
    if former is None or moment.changed is None:
        return _in_order(found)
    cells = former | found
    for name in moment.changed - found.keys():
        cells.pop(name, None)  # it has lost its last site
    if found.keys() <= former.keys():  # an order that holds is not made again
        return MappingProxyType(cells)
    return _in_order(cells)


def _in_order(cells: Mapping[str, Cell]) -> Overview:
    return MappingProxyType(dict(sorted(cells.items())))


def _read(
    connection: Connection, categories: Sequence[str], only: Collection[str] | None = None
) -> dict[str, Cell]:
    found: dict[str, Sums] = {}
    query = _summary(connection.dialect.name, some=only is not None)
    given = {"categories": categories} | _asked(only)
    for area, *sums in connection.execute(query, given):
        found[area] = plus(found[area], sums) if area in found else tuple(sums)
    return {area: Cell.of(0, sums) for area, sums in found.items()}


def with_located(connection: Connection, only: Collection[str] | None = None) -> dict[str, Sums]:
    """Areas: what their rows hold, and behind it how many of the sites have a position.

    Args:
        connection: Of any transaction.
        only: Names of the areas to read; None = all.
    """
    query = _with_located(connection.dialect.name, some=only is not None)
    # at once: to fetch row by row takes three times as long
    rows = connection.execute(query, _asked(only)).all()
    return {row[0]: row[1:] for row in rows}


@cache
def _summary(dialect: str, *, some: bool) -> TextClause:
    columns = ", ".join(("area", *SUMS))
    query = (
        f"SELECT {columns} FROM site_count {_index(dialect)} "  # noqa: S608 # our own names
        "WHERE level < 0 AND level = :level AND category IN :categories"
        + (f" AND area {_among(dialect)}" if some else "")
    )
    return text(query).bindparams(
        bindparam("level", EVERY), bindparam("categories", expanding=True)
    )


@cache
def _with_located(dialect: str, *, some: bool) -> TextClause:
    columns = ", ".join(f"every.{name}" for name in ("area", *SUMS))
    # who has a position stands in the one cell of level 0
    located = " + ".join(f"placed.{name}" for name in STANDINGS)
    query = (
        f"SELECT {columns}, COALESCE({located}, 0) "  # noqa: S608 # our own names
        f"FROM site_count AS every {_index(dialect)} LEFT JOIN site_count AS placed "
        "ON placed.category = :all AND placed.area = every.area "
        "AND placed.level = 0 AND placed.cell = 0 "
        "WHERE every.level < 0 AND every.level = :level AND every.category = :all"
        + (f" AND every.area {_among(dialect)}" if some else "")
    )
    return text(query).bindparams(bindparam("level", EVERY), bindparam("all", ALL))


def _asked(only: Collection[str] | None) -> dict[str, str]:
    return {} if only is None else {"areas": orjson.dumps(sorted(only)).decode()}


def _among(dialect: str) -> str:
    # as one value: a database takes no more than some thousand
    if dialect == "sqlite":
        return "IN (SELECT value FROM json_each(:areas))"
    # an array is looked up in the index; to a table of unknown length all areas would be joined
    return "= ANY (ARRAY(SELECT json_array_elements_text(CAST(:areas AS json))))"


def _index(dialect: str) -> str:
    # SQLite would rather read all cells of a category, which need no second look-up
    return "INDEXED BY ix_site_count_summary" if dialect == "sqlite" else ""
