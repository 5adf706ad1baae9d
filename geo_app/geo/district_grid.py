"""Which area holds each of very many points: a grid answers for all but those near a border.

Squares over all areas are halved, level by level, until each lies wholly in one area, wholly
outside of all, or on a border; only points in squares of the last kind ask an outline. The answers
are those of the outlines, point by point: the grid saves questions, it rounds nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

OUTSIDE = -1
"""Answer for a point in no area."""

_BORDER = -2
_FIRST_SIDE = 8
_LARGEST_SIDE = 2048
_MOST_BORDER_CELLS = 2_000
# a cell is tested a little larger than it is, so that rounding puts no point into a cell whose
# answer was not made for it
_OVERLAP = 1e-6

_Ints = NDArray[np.int64]


class AreaGrid:
    """A grid over areas in degrees; of areas that overlap or touch, the first one counts."""

    def __init__(self, areas: Sequence[BaseGeometry]) -> None:
        self._areas = np.array(areas, dtype=object)
        shapely.prepare(self._areas)
        self._side = _FIRST_SIDE
        self._cells = np.full(0, OUTSIDE, dtype=np.int32)
        self._first = self._count = np.zeros(0, dtype=np.int64)
        self._candidates = np.zeros(0, dtype=np.int64)
        if len(areas):
            self._bounds = shapely.total_bounds(self._areas)
            self._build()

    def find(self, lons: NDArray[np.float64], lats: NDArray[np.float64]) -> _Ints:
        """Index of the first area that covers each point, ``OUTSIDE`` where none does.

        Args:
            lons: Shape (n,), degrees; what is not finite lies outside.
            lats: Shape (n,), degrees.
        """
        found = np.full(len(lons), OUTSIDE, dtype=np.int64)
        if not len(self._areas):
            return found
        west, south, east, north = self._bounds
        inside = np.flatnonzero((lons >= west) & (lons <= east) & (lats >= south) & (lats <= north))
        whole = len(inside) == len(lons)
        x, y = (lons, lats) if whole else (lons[inside], lats[inside])
        cells = self._cell_of(x, y)
        answers = self._cells[cells].astype(np.int64)
        unsure = np.flatnonzero(answers <= _BORDER)
        answers[unsure] = self._ask(_BORDER - answers[unsure], x[unsure], y[unsure])
        found[inside] = answers
        return found

    def _cell_of(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> _Ints:
        west, south, _, _ = self._bounds
        width, height = self._steps()
        column = np.minimum(((x - west) / width).astype(np.int64), self._side - 1)
        row = np.minimum(((y - south) / height).astype(np.int64), self._side - 1)
        cells: _Ints = row * self._side + column
        return cells

    def _steps(self) -> tuple[float, float]:
        west, south, east, north = self._bounds
        # areas without extent have no border cells worth a grid, but no division by zero either
        return max(east - west, 1e-9) / self._side, max(north - south, 1e-9) / self._side

    def _ask(self, borders: _Ints, x: NDArray[np.float64], y: NDArray[np.float64]) -> _Ints:
        """The first of the candidates of a border cell whose outline covers the point."""
        count = self._count[borders]
        points = np.repeat(np.arange(len(borders)), count)
        ordinal = np.arange(len(points)) - np.repeat(np.cumsum(count) - count, count)
        areas = self._candidates[self._first[borders][points] + ordinal]
        order = np.argsort(areas, kind="stable")
        points, areas = points[order], areas[order]
        starts = np.flatnonzero(np.diff(areas, prepend=-1))
        answers = np.full(len(borders), OUTSIDE, dtype=np.int64)
        # areas come in rising order: who has an answer already has the first one
        for start, end in pairwise([*starts.tolist(), len(areas)]):
            asking = points[start:end]
            asking = asking[answers[asking] == OUTSIDE]
            covered = shapely.intersects_xy(self._areas[areas[start]], x[asking], y[asking])
            answers[asking[covered]] = areas[start]
        return answers

    def _build(self) -> None:
        tree = shapely.STRtree(self._areas)
        cells = np.arange(_FIRST_SIDE * _FIRST_SIDE)
        self._cells = np.full(len(cells), OUTSIDE, dtype=np.int32)
        while True:
            boxes = self._boxes(cells)
            box, area = tree.query(boxes, predicate="intersects")
            order = np.lexsort((area, box))
            box, area = box[order], area[order]
            touched, first, count = np.unique(box, return_index=True, return_counts=True)
            # sure where the first area that touches the square covers all of it
            sure = shapely.covers(self._areas[area[first]], boxes[touched])
            self._cells[cells] = OUTSIDE
            self._cells[cells[touched[sure]]] = area[first[sure]]
            border = touched[~sure]
            if not len(border) or len(border) > _MOST_BORDER_CELLS or self._side >= _LARGEST_SIDE:
                break
            cells = self._halve(cells[border])
        self._cells[cells[border]] = _BORDER - np.arange(len(border))
        self._first, self._count = first[~sure], count[~sure]
        self._candidates = area

    def _boxes(self, cells: _Ints) -> NDArray[np.object_]:
        west, south, _, _ = self._bounds
        width, height = self._steps()
        row, column = np.divmod(cells, self._side)
        left, bottom = west + column * width, south + row * height
        x, y = width * _OVERLAP, height * _OVERLAP
        boxes: NDArray[np.object_] = shapely.box(
            left - x, bottom - y, left + width + x, bottom + height + y
        )
        return boxes

    def _halve(self, border: _Ints) -> _Ints:
        """Go to squares of half the side; gives those that border squares fall into."""
        row, column = np.divmod(border, self._side)
        grid = self._cells.reshape(self._side, self._side)
        self._cells = grid.repeat(2, axis=0).repeat(2, axis=1).ravel()
        self._side *= 2
        corner = 2 * row * self._side + 2 * column
        return np.concatenate([corner, corner + 1, corner + self._side, corner + self._side + 1])
