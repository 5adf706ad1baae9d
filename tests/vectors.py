"""Files of sites in the forms that other programs write, made here."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import geopandas
import shapely

KINDS = {
    "gpkg": "GPKG",
    "fgb": "FlatGeobuf",
    "geojson": "GeoJSON",
    "parquet": "",
}

COLUMNS: dict[str, list[Any]] = {
    "code": ["A-1", "A-2", "A-3", "A-4"],
    "name": ["石坝排口", "柳桥垃圾", "枣园异味", "无位置点"],
    "category": ["river_outlet", "dumping", "odour", "air"],
    "status": ["open", "claimed", "verified", "closed"],
    "status_on": [None, "2024-03-01", "2024-04-02", "2024-05-09"],
    "claimed_on": [None, "2024-03-01", "2024-03-20", "2024-04-01"],
    "verified_on": [None, None, "2024-04-02", "2024-05-01"],
    "deadline": ["2024-06-30", None, None, "2024-04-30"],
    "place_text": ["石坝北侧", "柳桥西侧", "枣园村", "某处"],
    "radius_m": [30.0, 50.0, 300.0, None],
    "owner": ["别的程序的列"] * 4,
}

SHAPES = (
    shapely.Point(114.25, 34.80),
    shapely.LineString([(114.3, 34.8), (114.31, 34.81)]),
    shapely.box(114.40, 34.75, 114.41, 34.76),
    None,
)


def frame(
    columns: dict[str, Sequence[Any]] | None = None,
    shapes: Sequence[Any] = SHAPES,
    crs: Any = 4326,
) -> geopandas.GeoDataFrame:
    """Columns and shapes as one table."""
    told = COLUMNS if columns is None else columns
    return geopandas.GeoDataFrame(told, geometry=list(shapes), crs=crs)


def write(path: Path, table: geopandas.GeoDataFrame, **options: Any) -> Path:
    """The table as a file of the kind that its ending says."""
    kind = path.suffix[1:]
    if kind == "parquet":
        table.to_parquet(path)
    else:
        # an index of FlatGeobuf has no room for features without a place
        extra = {"SPATIAL_INDEX": "NO"} if kind == "fgb" else {}
        table.to_file(path, driver=KINDS[kind], engine="pyogrio", **extra, **options)
    return path


def sample(folder: Path, kind: str = "gpkg") -> Path:
    """Four sites: a point, a line, a polygon and one without a place."""
    return write(folder / f"sample.{kind}", frame())
