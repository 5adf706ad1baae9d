"""A file as a table in batches of Arrow, before its geometry is understood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo_app.errors import GeoAppError, InputError, UnsupportedError

Rows = tuple[int, list[Any], dict[str, list[Any]], NDArray[np.object_]]
"""Number of the first row (from 1), ids, columns, geometry as WKB or None."""


@dataclass(frozen=True, slots=True)
class Table:
    """A file that was opened.

    Attributes:
        crs: What it says of its coordinate system, as pyproj reads it; None = nothing.
        count: Rows that it says it has.
        columns: Names of columns that are read.
        geometry: Name of the column with the geometry (WKB); None = no row has a place.
        id: Name of the column with what the file calls each row; None = it counts them.
        batches: ``pyarrow.RecordBatch``, one after the other.
    """

    crs: Any
    count: int
    columns: frozenset[str]
    geometry: str | None
    id: str | None
    batches: Iterable[Any]

    def rows(self) -> Iterator[Rows]:
        """The batches as plain values."""
        first = 1
        for batch in self.batches:
            names = set(batch.schema.names)
            count = batch.num_rows
            values = {name: _plain(batch.column(name)) for name in self.columns & names}
            ids = (
                batch.column(self.id).to_pylist()
                if self.id in names
                else list(range(first, first + count))
            )
            shapes = np.full(count, None, dtype=object)
            if self.geometry in names:
                shapes[:] = _plain(batch.column(self.geometry))
            yield first, ids, values, shapes
            first += count


def _plain(column: Any) -> list[Any]:
    dictionary = getattr(column, "dictionary", None)
    if dictionary is None:
        plain: list[Any] = column.to_pylist()
        return plain
    # one dictionary serves all batches of a group of rows, and grows with them
    used = column.indices.unique().drop_null()
    values = dict(zip(used.to_pylist(), dictionary.take(used).to_pylist(), strict=True))
    return [values.get(each) for each in column.indices.to_pylist()]


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """What the libraries raise at a damaged file, as an error that names it."""
    try:
        yield
    except GeoAppError:
        raise
    # pyogrio's errors are RuntimeErrors, pyarrow's are OSErrors, ValueErrors or of those kinds too
    except (RuntimeError, OSError, ValueError, LookupError, TypeError, MemoryError) as error:
        reason = " ".join(str(error).replace(str(path.resolve()), path.name).split())[:200]
        raise InputError("bulk.unreadable", file=path.name, reason=reason) from error


def arrow(file: str) -> Any:
    """The library pyarrow, an optional extra.

    Raises:
        UnsupportedError: It is not installed.
    """
    try:
        import pyarrow
    except ImportError as error:
        raise UnsupportedError("bulk.no_pyarrow", file=file) from error
    return pyarrow
