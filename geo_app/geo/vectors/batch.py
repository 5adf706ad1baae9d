"""What is read of a file of features."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Shapes = NDArray[np.object_]
"""Shapely geometries, None where there is none."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Features that follow one another.

    Attributes:
        first: Number of the first one in its file, from 1.
        ids: What the file calls each.
        columns: Values by column, each as long as ``ids``: text, numbers, flags, days or None.
        shapes: Shape (n,), two dimensions, degrees, EPSG:4326; None where there is no place.
    """

    first: int
    ids: Sequence[Any]
    columns: Mapping[str, Sequence[Any]]
    shapes: Shapes


@dataclass(frozen=True, slots=True)
class VectorFile:
    """A file of features.

    Attributes:
        name: Its name, for messages.
        sha256: Of its bytes.
        count: Features that it says it has.
        columns: Names of the columns that are read, as asked for and there.
        batches: All features, in the file's order; can be gone through once.
    """

    name: str
    sha256: str
    count: int
    columns: frozenset[str]
    batches: Iterator[Batch]
