"""Files of very many features, batch by batch: GeoPackage, FlatGeobuf, GeoParquet, GeoJSON.

What a file is, its first bytes say, not its name. It is opened for reading only, straight from its
place: nothing is unpacked, no address in it is followed. Geometry comes out in degrees (lon, lat;
EPSG:4326) from whatever coordinate system the file says; a file that says none is refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geo_app.errors import InputError, TooLargeError
from geo_app.geo.vectors.batch import Batch, VectorFile
from geo_app.geo.vectors.gdal import open_gdal
from geo_app.geo.vectors.kinds import Kind, kind_of
from geo_app.geo.vectors.parquet import open_parquet
from geo_app.geo.vectors.placing import Placing
from geo_app.settings import BulkLimits

__all__ = ["Batch", "Kind", "VectorFile", "kind_of", "open_vectors"]


@contextmanager
def open_vectors(
    path: Path, columns: frozenset[str], limits: BulkLimits, layer: str | None = None
) -> Iterator[VectorFile]:
    """A file of features, opened; its batches are read while it is open.

    Args:
        path: The file.
        columns: Names of the columns to read; the file's others are left where they are.
        limits: What is accepted.
        layer: Which layer of a GeoPackage; needed where it has several.

    Raises:
        UnsupportedError: It is of another kind, or what reads it is not installed.
        TooLargeError: Over a limit.
        InputError: It is damaged, or says no coordinate system.
    """
    if not path.is_file():
        raise InputError("cli.no_file", file=str(path))
    if path.stat().st_size > limits.file_bytes:
        raise TooLargeError(
            "input.too_large", file=path.name, limit=limits.file_bytes // (1024 * 1024)
        )
    kind = kind_of(path)
    with path.open("rb") as source:
        sha256 = hashlib.file_digest(source, "sha256").hexdigest()
    opening = open_parquet if kind is Kind.GEOPARQUET else open_gdal
    with opening(path, kind, columns, limits, layer) as table:
        placing = Placing(path.name, table.crs, limits.feature_vertices)
        if table.count > limits.features:
            raise TooLargeError(
                "geojson.too_many", file=path.name, count=table.count, limit=limits.features
            )
        batches = (
            Batch(first, ids, values, placing.place(shapes, first))
            for first, ids, values, shapes in table.rows()
        )
        yield VectorFile(path.name, sha256, table.count, table.columns, batches)
