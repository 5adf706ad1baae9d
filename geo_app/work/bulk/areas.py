"""The district of each site: what the file says, else where its mark lies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo_app.domain.remark import Remark
from geo_app.errors import InputError
from geo_app.geo.districts import Districts
from geo_app.work.bulk.spots import Spots


class Found(NamedTuple):
    """Districts of sites that follow one another, and doubts where a border is near.

    Attributes:
        codes: GB/T 2260; None outside all.
        names: Of the districts.
        doubts: By the place of the site among them.
    """

    codes: list[str | None]
    names: list[str | None]
    doubts: dict[int, dict[str, Any]]


class Areas:
    """Finds the districts of the sites of one file."""

    def __init__(self, districts: Districts, file: str) -> None:
        self._districts = districts
        self._file = file
        self._names = {each.code: each.name for each in districts.districts}
        self._codes = {each.name: each.code for each in districts.districts}
        self._doubts: dict[str, dict[str, Any]] = {}
        self._located = self._inside = self._swapped = 0

    def of(self, codes: Sequence[str | None], names: Sequence[str | None], spots: Spots) -> Found:
        """The areas of sites that follow one another.

        Args:
            codes: What the file says.
            names: What the file says.
            spots: Where the sites are.
        """
        lons, lats = np.array(spots.lons, np.float64), np.array(spots.lats, np.float64)
        self._count(lons, lats)
        said = np.array([bool(code or name) for code, name in zip(codes, names, strict=True)])
        lons = np.where(said, np.nan, lons)
        lying = self._districts.codes(lons, lats)
        doubts = {} if said.all() else self._districts.near_border(lons, lats)
        found = [
            code or (self._codes.get(name) if name else here)
            for code, name, here in zip(codes, names, lying.tolist(), strict=True)
        ]
        return Found(
            found,
            [name or self._names.get(code or "") for code, name in zip(found, names, strict=True)],
            {row: self._kept(doubt) for row, doubt in doubts.items()},
        )

    def check_whole(self) -> None:
        """Whether most of the sites lie here only with longitude and latitude exchanged.

        Raises:
            InputError: So it is.
        """
        if self._swapped > self._located / 2 > self._inside:
            raise InputError(
                "geojson.swapped_file", file=self._file, count=self._swapped, total=self._located
            )

    def _count(self, lons: NDArray[np.float64], lats: NDArray[np.float64]) -> None:
        self._located += int(np.isfinite(lons).sum())
        self._inside += self._within(lons, lats)
        self._swapped += self._within(lats, lons)

    def _within(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> int:
        west, south, east, north = self._districts.bounds
        return int(((x >= west) & (x <= east) & (y >= south) & (y <= north)).sum())

    def _kept(self, doubt: Remark) -> dict[str, Any]:
        """The doubt as it is kept; many sites share one."""
        key = f"{doubt.values['district']}/{doubt.values['near']}"
        if key not in self._doubts:
            self._doubts[key] = doubt.to_json()
        return self._doubts[key]
