"""What made-up sites say of themselves: plausible histories, and 示例 in every name."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_app.domain.status import DONE_AS_CHECKED, Status
from geo_app.geo.vectors import Batch
from geo_app.work.demo.city import Places

COLUMNS = frozenset(
    {"code", "name", "category", "problem_number", "place_text", "status", "status_on",
     "claimed_on", "verified_on", "deadline", "district_code", "district", "accounting_unit",
     "responsible_unit", "radius_m", "position_source", "schematic"}
)  # fmt: skip

_CATEGORIES = {
    "river_outlet": 22, "dumping": 20, "odour": 14, "air": 14, "sewage_station": 8,
    "illegal_factory": 8, "other": 5, "environment_quality": 3, "vehicles": 2,
    "enterprise_programme": 2, "study": 1, "discipline": 1,
}  # fmt: skip
_STATUSES = {
    Status.OPEN: 12, Status.IN_WORK: 20, Status.CLAIMED: 25, Status.VERIFIED: 16,
    Status.CLOSED: 20, Status.RELAPSED: 3, Status.DISPUTED: 2, Status.TRANSFERRED: 2,
}  # fmt: skip
_RADII_M = {10.0: 30, 30.0: 30, 100.0: 25, 300.0: 12, 1000.0: 3}
_UNLOCATED, _LINES, _POLYGONS = 0.03, 0.01, 0.007
_WITH_DEADLINE, _IN_UNIT, _CLAIMED_FIRST = 0.75, 0.03, 0.5
_UNITS = 40

_Days = NDArray[np.datetime64]


class Inventor:
    """Invents what the sites of a block say."""

    def __init__(self, today: date) -> None:
        self._today = np.datetime64(today)

    def batch(self, numbers: NDArray[np.int64], places: Places, rng: np.random.Generator) -> Batch:
        """The sites of these numbers (from 0), at these places."""
        count = len(numbers)
        kinds = rng.random(count)
        unlocated = kinds < _UNLOCATED
        statuses = _choice(_STATUSES, count, rng)
        categories = _choice(_CATEGORIES, count, rng)
        shapes = _shapes(places, kinds, rng)
        names = [f"示例点位 {number + 1:06d}" for number in numbers.tolist()]
        districts = [name or "" for name in places.districts]
        order = list(_CATEGORIES)
        columns: dict[str, list[Any]] = {
            "code": [f"示例-{number + 1:06d}" for number in numbers.tolist()],
            "name": names,
            "category": categories,
            "problem_number": [order.index(each) + 1 for each in categories],
            "place_text": [
                f"{district}（{name}，虚构）"
                for district, name in zip(districts, names, strict=True)
            ],
            "status": statuses,
            **self._days(statuses, rng),
            "district_code": places.codes.tolist(),
            "district": places.districts,
            "accounting_unit": _some("示例功能区", _IN_UNIT, count, rng),
            "responsible_unit": [
                f"示例单位 {unit:02d}" for unit in rng.integers(1, _UNITS + 1, count).tolist()
            ],
            "radius_m": _choice(_RADII_M, count, rng),
            "position_source": [None if each else "coordinate" for each in unlocated.tolist()],
            "schematic": [each is not None and each.geom_type != "Point" for each in shapes],
        }
        return Batch(int(numbers[0]) + 1, (numbers + 1).tolist(), columns, shapes)

    def _days(self, statuses: list[Status], rng: np.random.Generator) -> dict[str, list[Any]]:
        """Days in the order in which things happen; the last of them before today."""
        count = len(statuses)

        def after(fewest: int, most: int) -> NDArray[np.timedelta64]:
            return rng.integers(fewest, most, count).astype("timedelta64[D]")

        is_closed = np.array([each is Status.CLOSED for each in statuses])
        is_checked = np.array([each in DONE_AS_CHECKED for each in statuses])
        is_claimed = np.array([each is Status.CLAIMED for each in statuses])
        answered = np.array([each in (Status.DISPUTED, Status.TRANSFERRED) for each in statuses])
        last = self._today - after(1, 600)
        verified = np.where(is_closed, last - after(7, 30), last)
        claimed = np.where(is_claimed, last, np.where(is_checked, verified, last) - after(3, 60))
        first_claimed = answered & (rng.random(count) < _CLAIMED_FIRST)
        has_deadline = rng.random(count) < _WITH_DEADLINE
        # a quarter of what is not checked yet is late
        deadlines = np.where(is_checked, last + after(-30, 120), self._today + after(-90, 270))
        return {
            "status_on": last.tolist(),
            "claimed_on": _where(is_claimed | is_checked | first_claimed, claimed),
            "verified_on": _where(is_checked, verified),
            "deadline": _where(has_deadline, deadlines),
        }


def _where(said: NDArray[np.bool_], days: _Days) -> list[date | None]:
    pairs = zip(days.tolist(), said.tolist(), strict=True)
    return [day if is_said else None for day, is_said in pairs]


def _choice(weights: dict[Any, int], count: int, rng: np.random.Generator) -> list[Any]:
    values = list(weights)
    shares = np.array(list(weights.values()), dtype=np.float64)
    chosen = rng.choice(len(values), count, p=shares / shares.sum())
    return [values[index] for index in chosen.tolist()]


def _some(value: str, share: float, count: int, rng: np.random.Generator) -> list[str | None]:
    return [value if each else None for each in (rng.random(count) < share).tolist()]


def _shapes(
    places: Places, kinds: NDArray[np.float64], rng: np.random.Generator
) -> NDArray[np.object_]:
    """Points; none for a few, and short lines and small areas for a few."""
    at = np.column_stack([places.lons, places.lats])
    shapes = np.array(shapely.points(at), dtype=object)
    shapes[kinds < _UNLOCATED] = None
    lines = _UNLOCATED + _LINES
    for index in np.flatnonzero((kinds >= _UNLOCATED) & (kinds < lines)).tolist():
        steps = rng.normal(0.0, 0.002, (int(rng.integers(2, 7)), 2)).cumsum(axis=0)
        shapes[index] = shapely.linestrings((at[index] + steps).round(6))
    for index in np.flatnonzero((kinds >= lines) & (kinds < lines + _POLYGONS)).tolist():
        angles = np.linspace(0.0, 2 * np.pi, int(rng.integers(5, 10)), endpoint=False)
        reach = rng.uniform(0.0008, 0.003, (len(angles), 1))
        ring = np.column_stack([np.cos(angles), np.sin(angles)]) * reach
        shapes[index] = shapely.polygons((at[index] + ring).round(6))
    return shapes
