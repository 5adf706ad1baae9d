"""Which kind of file the first bytes say; the only place that knows their signs."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from geo_app.errors import InputError, UnsupportedError


class Kind(StrEnum):
    """A kind of file that is read, named as GDAL names its driver."""

    GEOPACKAGE = "GPKG"
    FLATGEOBUF = "FlatGeobuf"
    GEOPARQUET = "Parquet"
    GEOJSON = "GeoJSON"


_SQLITE = b"SQLite format 3\0"
# OGC 12-128r19, 1.1.1.1.1; the older two are of GeoPackage 1.0 and 1.1
_GEOPACKAGE = (b"GPKG", b"GP10", b"GP11")
_APPLICATION_ID = slice(68, 72)
_FLATGEOBUF = b"fgb"
_PARQUET = b"PAR1"
_PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"(\xb5/\xfd")
_HEAD = 4096


def kind_of(path: Path) -> Kind:
    """The kind of a file.

    Raises:
        UnsupportedError: It is packed, or of no kind that is read here.
        InputError: It is empty.
    """
    with path.open("rb") as source:
        head = source.read(_HEAD)
    if not head.strip():
        raise InputError("input.empty", file=path.name)
    if head.startswith(_SQLITE) and head[_APPLICATION_ID] in _GEOPACKAGE:
        return Kind.GEOPACKAGE
    if head.startswith(_FLATGEOBUF):
        return Kind.FLATGEOBUF
    if head.startswith(_PARQUET):
        return Kind.GEOPARQUET
    if head.startswith(_PACKED):
        raise UnsupportedError("bulk.packed", file=path.name)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        return Kind.GEOJSON
    raise UnsupportedError("bulk.unknown_kind", file=path.name)
