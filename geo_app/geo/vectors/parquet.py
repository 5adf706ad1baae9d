"""GeoParquet 1.x through pyarrow: geometry as WKB, coordinate system from the member ``geo``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import orjson

from geo_app.errors import InputError, TooLargeError
from geo_app.geo.vectors.kinds import Kind
from geo_app.geo.vectors.table import Table, arrow, readable
from geo_app.settings import BulkLimits


@contextmanager
def open_parquet(
    path: Path, kind: Kind, columns: frozenset[str], limits: BulkLimits, layer: str | None
) -> Iterator[Table]:
    """A GeoParquet file; see ``open_vectors`` for the arguments.

    Raises:
        UnsupportedError: pyarrow is not installed.
        TooLargeError: A group of rows unpacks to more than the limit.
        InputError: The file cannot be read or is no GeoParquet.
    """
    arrow(path.name)
    import pyarrow.parquet

    with ExitStack() as stack:
        with readable(path):
            footer = stack.enter_context(pyarrow.parquet.ParquetFile(path))
            geometry, about = _about(footer, path.name)
            wanted = columns & set(footer.schema_arrow.names)
            names = [*sorted(wanted), geometry]
            _check_groups(footer, set(names), path.name, limits)
            # a value that stands for many rows stays one value
            opened = pyarrow.parquet.ParquetFile(path, read_dictionary=names)
            file = stack.enter_context(opened)
            batches = file.iter_batches(limits.batch, columns=names)
            # without the member, longitude and latitude of WGS-84 (GeoParquet 1.1, "crs")
            crs = about.get("crs", "OGC:CRS84")
        count = file.metadata.num_rows
        yield Table(crs, count, wanted, geometry, None, _read(batches, path, limits))


def _read(batches: Iterator[Any], path: Path, limits: BulkLimits) -> Iterator[Any]:
    while True:
        with readable(path):
            batch = next(batches, None)
            if batch is None:
                return
            batch.validate(full=True)
            for column in batch.columns:
                _check_values(column, path.name, limits)
        yield batch


def _check_values(column: Any, name: str, limits: BulkLimits) -> None:
    import pyarrow.compute

    if pyarrow.types.is_dictionary(column.type) and len(column.dictionary):
        longest = pyarrow.compute.max(pyarrow.compute.binary_length(column.dictionary)).as_py()
        if (longest or 0) > limits.value_bytes:
            limit = limits.value_bytes // 1024
            raise TooLargeError("bulk.value_too_large", file=name, limit=limit)


def _about(file: Any, name: str) -> tuple[str, dict[str, Any]]:
    """Name of the column with the geometry, and what the file says of it."""
    metadata = file.schema_arrow.metadata or {}
    if b"geo" not in metadata:
        raise InputError("bulk.no_geo", file=name)
    geo = orjson.loads(metadata[b"geo"])
    primary = str(geo["primary_column"])
    about: dict[str, Any] = geo["columns"][primary]
    if about.get("encoding") != "WKB":
        raise InputError("bulk.unreadable", file=name, reason=str(about.get("encoding"))[:40])
    return primary, about


def _check_groups(file: Any, wanted: set[str], name: str, limits: BulkLimits) -> None:
    """A few bytes can stand for gigabytes of the same value: the footer says how many."""
    for number in range(file.metadata.num_row_groups):
        group = file.metadata.row_group(number)
        parts = (group.column(index) for index in range(group.num_columns))
        size = sum(
            part.total_uncompressed_size
            for part in parts
            if part.path_in_schema.split(".")[0] in wanted
        )
        if size > limits.group_bytes:
            limit = limits.group_bytes // (1024 * 1024)
            raise TooLargeError("bulk.group_too_large", file=name, limit=limit)
