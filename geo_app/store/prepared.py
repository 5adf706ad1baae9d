"""Questions that are put straight to the driver: compiled once for each database.

To lead a statement to the driver and its rows back takes SQLAlchemy some 60 µs; SQLite answers a
small square of the map in 10. Whoever asks the same thing at every look asks it in this way.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CompoundSelect, Dialect, Select
from sqlalchemy.orm import Session

Row = Any
"""A named tuple of the columns."""

_Reader = Callable[[Any], Any]

_MOST = 64
"""So many lengths of lists are remembered of a question; others are compiled each time."""


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A question in the words of a driver.

    Attributes:
        text: The statement.
        fixed: Values that it brings along.
        names: Of the values in their order; None = the driver takes them by name.
    """

    text: str
    fixed: Mapping[str, Any]
    names: Sequence[str] | None


class Prepared:
    """A question that is asked again and again.

    Args:
        statement: With ``bindparam`` for what changes; its values must be of kinds that the
            drivers take as they are: numbers, texts, and lists of these (``expanding``).
    """

    def __init__(self, statement: Select[Any] | CompoundSelect[Any]) -> None:
        self._statement = statement
        self._compiled: dict[tuple[Any, ...], _Compiled] = {}
        self._readers: dict[str, list[tuple[int, _Reader]]] = {}
        named: Callable[..., Any] = namedtuple  # the columns are known here only
        self._row: Callable[[Sequence[Any]], Row] = named(
            "Row", statement.selected_columns.keys(), rename=True
        )._make

    def rows(self, session: Session, values: Mapping[str, Any] | None = None) -> list[Row]:
        """Ask it in the transaction of a session; nothing is narrowed to what the session sees.

        Args:
            session: Any transaction; what it has not written yet is not seen.
            values: Of the parameters, by name.

        Raises:
            Exception: The error of the driver (PEP 249, ``Error``), which ``Store.session`` tells.
        """
        connection = session.connection()
        dialect, cursor = connection.dialect, connection.connection.cursor()
        try:
            cursor.execute(*self._asked(dialect, values or {}))
            readers = self._readers.get(dialect.name)
            if readers is None:
                readers = self._readers[dialect.name] = self._made(dialect, cursor.description)
            rows: Any = cursor.fetchall()
        finally:
            cursor.close()
        if rows and readers:
            columns: list[Iterable[Any]] = list(zip(*rows, strict=True))
            for place, reader in readers:
                columns[place] = map(reader, columns[place])
            rows = zip(*columns, strict=True)
        return list(map(self._row, rows))

    def _asked(self, dialect: Dialect, values: Mapping[str, Any]) -> tuple[str, Any]:
        """The statement and its values, as the driver takes them."""
        given, lengths = _spread(values)
        key = (dialect.name, lengths)
        compiled = self._compiled.get(key)
        if compiled is None:
            made = self._statement.compile(dialect=dialect).construct_expanded_state(dict(values))
            compiled = _Compiled(made.statement, made.parameters, made.positiontup)
            if len(self._compiled) < _MOST:
                self._compiled[key] = compiled
        given = {**compiled.fixed, **given}
        if compiled.names is None:
            return compiled.text, given
        return compiled.text, [given[name] for name in compiled.names]

    def _made(self, dialect: Dialect, description: Any) -> list[tuple[int, _Reader]]:
        """What makes a Python value of a column, by its place, where the driver does not."""
        kinds = (column.type.dialect_impl(dialect) for column in self._statement.selected_columns)
        readers = (
            kind.result_processor(dialect, told[1])
            for kind, told in zip(kinds, description, strict=True)
        )
        return [(place, reader) for place, reader in enumerate(readers) if reader]


def _spread(values: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[tuple[str, int], ...]]:
    """Values with each list as so many values, as the compiler names them; lengths of the lists."""
    spread: dict[str, Any] = {}
    lengths: list[tuple[str, int]] = []
    for name, value in values.items():
        if isinstance(value, list | tuple):
            lengths.append((name, len(value)))
            spread.update((f"{name}_{n}", each) for n, each in enumerate(value, 1))
        else:
            spread[name] = value
    return spread, tuple(lengths)
