"""Geometry of a file in degrees: reprojected, flat, checked; the first bad one is named."""

from __future__ import annotations

from typing import Any, NoReturn

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError
from shapely.validation import explain_validity

from geo_app.errors import InputError
from geo_app.geo.vectors.batch import Shapes

_AS_IT_IS = {("EPSG", "4326"), ("EPSG", "4490"), ("OGC", "CRS84")}
"""CGCS2000 is WGS-84 to decimetres."""

_LIMITS = np.array([180.0, 90.0])
_PLAIN = tuple(
    shapely.GeometryType[name].value
    for name in ("POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON")
)


class Placing:
    """From the WKB of one file to shapes in degrees (lon, lat; EPSG:4326)."""

    def __init__(self, name: str, crs: Any, most_vertices: int) -> None:
        """See ``place``.

        Args:
            name: Of the file, for messages.
            crs: What the file says, as pyproj reads it; None = nothing.
            most_vertices: Of one geometry.

        Raises:
            InputError: Nothing is said, or nobody can come from there to degrees.
        """
        self._name = name
        self._most = most_vertices
        self._transformer = _to_degrees(name, crs)

    def place(self, wkb: NDArray[np.object_], first: int) -> Shapes:
        """Shapes of features that follow one another; None for one that is null or empty.

        Args:
            wkb: Shape (n,): bytes or None.
            first: Number of the first feature, from 1.

        Raises:
            InputError: One is damaged, invalid, of another kind, not finite or not on the earth.
        """
        shapes = _read(wkb)
        given = np.array([each is not None for each in wkb], dtype=bool)
        self._refuse(first, shapes, shapely.is_missing(shapes) & given, "bulk.bad_geometry")
        shapes[shapely.is_empty(shapes)] = None
        shapes = shapely.force_2d(shapes)
        self._check_kinds(shapes, first)
        self._check_finite(shapes, first)
        if self._transformer is not None:
            shapes = shapely.transform(shapes, self._project)
        self._check_range(shapes, first)
        self._check_valid(shapes, first)
        return shapes

    def _project(self, coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
        assert self._transformer is not None  # noqa: S101 # asked above
        return np.column_stack(self._transformer.transform(*coordinates.T))

    def _check_kinds(self, shapes: Shapes, first: int) -> None:
        # a Multi… of one part is that part: programs that know only one kind a layer write it so
        single = (shapely.get_type_id(shapes) > 3) & (shapely.get_num_geometries(shapes) == 1)
        shapes[single] = shapely.get_geometry(shapes[single], 0)
        kinds = shapely.get_type_id(shapes)
        bad = (kinds >= 0) & ~np.isin(kinds, _PLAIN)
        self._refuse(first, shapes, bad, "geojson.geometry_type", lambda s: {"type": s.geom_type})
        large = shapely.get_num_coordinates(shapes) > self._most
        self._refuse(
            first, shapes, large, "geojson.too_many_vertices", lambda _: {"limit": self._most}
        )

    def _check_finite(self, shapes: Shapes, first: int) -> None:
        coordinates, owner = shapely.get_coordinates(shapes, return_index=True)
        bad = np.zeros(len(shapes), dtype=bool)
        bad[owner[~np.isfinite(coordinates).all(axis=1)]] = True
        self._refuse(first, shapes, bad, "bulk.not_finite")

    def _check_range(self, shapes: Shapes, first: int) -> None:
        coordinates, owner = shapely.get_coordinates(shapes, return_index=True)
        outside = np.flatnonzero(~(np.abs(coordinates) <= _LIMITS).all(axis=1))
        if not len(outside):
            return
        lon, lat = coordinates[outside[0]].tolist()
        index = first + int(owner[outside[0]])
        swapped = abs(lon) <= 90 and abs(lat) <= 180
        code = "geojson.swapped" if swapped else "geojson.out_of_range"
        if not np.isfinite([lon, lat]).all():
            code = "bulk.beyond_projection"
        raise InputError(code, file=self._name, index=index, lon=lon, lat=lat)

    def _check_valid(self, shapes: Shapes, first: int) -> None:
        bad = ~(shapely.is_valid(shapes) | shapely.is_missing(shapes))
        self._refuse(
            first,
            shapes,
            bad,
            "geojson.invalid_shape",
            lambda shape: {"reason": explain_validity(shape)[:120]},
        )

    def _refuse(
        self, first: int, shapes: Shapes, bad: NDArray[np.bool_], code: str, values: Any = None
    ) -> None:
        if bad.any():
            index = int(np.argmax(bad))
            told = values(shapes[index]) if values else {}
            raise InputError(code, file=self._name, index=first + index, **told)


def _read(wkb: NDArray[np.object_]) -> Shapes:
    """Shapes; None also where the bytes are no shape."""
    try:
        shapes: Shapes = shapely.from_wkb(wkb, on_invalid="ignore")
    except NotImplementedError:  # a curve; it does not say which one
        if len(wkb) == 1:
            return np.array([None], dtype=object)
        middle = len(wkb) // 2
        return np.concatenate([_read(wkb[:middle]), _read(wkb[middle:])])
    return shapes


def _to_degrees(name: str, given: Any) -> Transformer | None:
    def refuse(error: Exception | None = None) -> NoReturn:
        raise InputError("bulk.no_crs", file=name, crs=str(given)[:80]) from error

    if not given:
        refuse()
    try:
        crs = CRS.from_user_input(given)
        if crs.to_authority() in _AS_IT_IS:
            return None
        base = crs.geodetic_crs
        target = base if base and base.to_authority() in _AS_IT_IS else "EPSG:4326"
        # a ballpark transformation may be kilometres off and would not say so
        transformer = Transformer.from_crs(crs, target, always_xy=True, allow_ballpark=False)
    except (CRSError, ProjError) as error:
        refuse(error)
    return transformer
