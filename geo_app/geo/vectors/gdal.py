"""GeoPackage, FlatGeobuf and GeoJSON through GDAL (pyogrio), as a stream of Arrow batches."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from geo_app.errors import InputError
from geo_app.geo.vectors.kinds import Kind
from geo_app.geo.vectors.table import Table, arrow, readable
from geo_app.settings import BulkLimits

_DRIVERS = {Kind.GEOPACKAGE: {"GPKG"}, Kind.FLATGEOBUF: {"FlatGeobuf"},
            Kind.GEOJSON: {"GeoJSON", "GeoJSONSeq"}}  # fmt: skip
_GENERAL = "OGR_FLATGEOBUF_STREAM_BASE_IMPL"
_GEOMETRY, _ID = "wkb_geometry", "OGC_FID"


@contextmanager
def open_gdal(
    path: Path, kind: Kind, columns: frozenset[str], limits: BulkLimits, layer: str | None
) -> Iterator[Table]:
    """A file that GDAL reads; see ``open_vectors`` for the arguments.

    A layer that is a view is refused: what a view says is a question that the file asks of this
    computer, and nobody knows how long the answer takes. Triggers do not run on reading.

    Raises:
        UnsupportedError: pyarrow is not installed.
        InputError: The file cannot be read, or not to its end; the layer is not clear or a view.
    """
    import pyogrio

    arrow(path.name)
    where = str(path.resolve())
    with ExitStack() as stack:
        stack.enter_context(_plain_streams())
        with readable(path):
            chosen = _layer(where, path.name, kind, layer)
            info = pyogrio.read_info(where, layer=chosen, force_feature_count=True)
            if info["driver"] not in _DRIVERS[kind]:
                raise InputError("bulk.unreadable", file=path.name, reason=str(info["driver"]))
            wanted = columns & set(info["fields"].tolist())
            opened = pyogrio.raw.open_arrow(
                where,
                layer=chosen,
                columns=sorted(wanted),
                batch_size=limits.batch,
                return_fids=True,
                use_pyarrow=True,
            )
            meta, reader = stack.enter_context(opened)
        yield Table(
            info["crs"],
            int(info["features"]),
            wanted,
            meta["geometry_name"] or _GEOMETRY,
            meta["fid_column"] or _ID,
            _whole(reader, path, int(info["features"])),
        )


@contextmanager
def _plain_streams() -> Iterator[None]:
    """FlatGeobuf by GDAL's general reader.

    The faster one of its own gives corrupt batches where a feature has no geometry (seen with
    GDAL 3.12.4).
    """
    import pyogrio

    pyogrio.set_gdal_config_options({_GENERAL: "YES"})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({_GENERAL: None})


def _whole(reader: Any, path: Path, expected: int) -> Iterator[Any]:
    """All batches; a file that ends before its count is said to be cut off, not to be small."""
    count = 0
    while True:
        with readable(path):
            batch = next(reader, None)
            if batch is None:
                break
            batch.validate(full=True)
        count += batch.num_rows
        yield batch
    if count != expected:
        raise InputError("bulk.cut_off", file=path.name, count=count, expected=expected)


def _layer(where: str, name: str, kind: Kind, asked: str | None) -> str:
    import pyogrio

    layers = [str(row[0]) for row in pyogrio.list_layers(where) if row[1] is not None]
    if asked is None and len(layers) == 1:
        chosen = layers[0]
    elif asked in layers:
        chosen = str(asked)
    else:
        raise InputError("bulk.layer", file=name, layers="、".join(layers)[:200] or "—")
    if kind is Kind.GEOPACKAGE:
        quoted = chosen.replace("'", "''")
        _, _, _, (kinds,) = pyogrio.raw.read(
            where,
            sql=f"SELECT type FROM sqlite_master WHERE lower(name) = lower('{quoted}')",  # noqa: S608 # quoted
            read_geometry=False,
        )
        if list(kinds) != ["table"]:
            raise InputError("bulk.view", file=name, layer=chosen[:80])
    return chosen
