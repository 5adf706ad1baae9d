"""Where made-up sites lie: in settlements, few of them large, some sites in the country between."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_app.geo.districts import Districts

_Floats = NDArray[np.float64]

_PER_SETTLEMENT = 120
_FEWEST, _MOST = 40, 12_000
_RANK_POWER = 0.8
"""Size of a settlement by its rank: Zipf's law, somewhat flattened."""

_SPREAD_KM = (0.4, 4.0)
_COUNTRY, _COUNTRY_SPREAD = 0.2, 6.0
"""Share of sites that lie between settlements, and how much farther out."""

_KM_PER_DEGREE = 111.2


@dataclass(frozen=True, slots=True)
class Places:
    """Places of sites: arrays of one length.

    Attributes:
        lons: Degrees.
        lats: Degrees.
        codes: Of the districts.
        districts: Their names.
    """

    lons: _Floats
    lats: _Floats
    codes: NDArray[np.object_]
    districts: list[str | None]


class Settlements:
    """Settlements in the districts of a city or a nation."""

    def __init__(self, districts: Districts, sites: int, rng: np.random.Generator) -> None:
        """Found them.

        Args:
            districts: Where they may lie.
            sites: How many sites there will be: more of them, more settlements.
            rng: Of the invention.
        """
        self._districts = districts
        self._names = {each.code: each.name for each in districts.districts}
        areas = np.array([each.geometry for each in districts.districts], dtype=object)
        shapely.prepare(areas)
        count = int(np.clip(sites // _PER_SETTLEMENT, _FEWEST, _MOST))
        weights = np.sqrt(shapely.area(areas)) * rng.lognormal(0.0, 0.5, len(areas))
        chosen = rng.choice(len(areas), count, p=weights / weights.sum())
        self._lons, self._lats = _inside(areas[chosen], rng)
        sizes = np.arange(1.0, count + 1) ** -_RANK_POWER
        self._shares = sizes / sizes.sum()
        near, far = _SPREAD_KM
        self._spread_km = near + (far - near) * np.sqrt(sizes)

    def places(self, count: int, rng: np.random.Generator) -> Places:
        """Places for some sites; each lies in a district."""
        chosen = rng.choice(len(self._shares), count, p=self._shares)
        spread = self._spread_km[chosen] * np.where(
            rng.random(count) < _COUNTRY, _COUNTRY_SPREAD, 1.0
        )
        east, north = rng.normal(size=(2, count)) * spread / _KM_PER_DEGREE
        lats = self._lats[chosen] + north
        lons = self._lons[chosen] + east / np.cos(np.radians(lats))
        outside = self._districts.codes(lons, lats) == np.array(None)
        lons[outside], lats[outside] = self._lons[chosen[outside]], self._lats[chosen[outside]]
        lons, lats = lons.round(6), lats.round(6)
        codes = self._districts.codes(lons, lats)
        return Places(lons, lats, codes, [self._names.get(code) for code in codes])


def _inside(areas: NDArray[np.object_], rng: np.random.Generator) -> tuple[_Floats, _Floats]:
    """A random point in each area; where none is met by chance, one that surely lies inside."""
    west, south, east, north = shapely.bounds(areas).T
    found = shapely.get_coordinates(shapely.point_on_surface(areas))
    missing = np.arange(len(areas))
    for _ in range(20):
        lons = rng.uniform(west[missing], east[missing])
        lats = rng.uniform(south[missing], north[missing])
        hit = shapely.contains_xy(areas[missing], lons, lats)
        found[missing[hit]] = np.column_stack([lons[hit], lats[hit]])
        missing = missing[~hit]
    return found[:, 0], found[:, 1]
