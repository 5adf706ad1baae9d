"""A GeoJSON file that was read strictly (``geo.geojson``), as batches."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

import numpy as np
import shapely

from geo_app.geo.geojson import Feature
from geo_app.geo.vectors.batch import Batch, VectorFile


def as_vectors(
    data: bytes, features: Sequence[Feature], name: str, columns: frozenset[str], batch: int
) -> VectorFile:
    """The features of a file as ``open_vectors`` would give them.

    Args:
        data: The file.
        features: What was read of it.
        name: Its name, for messages.
        columns: Names of the columns to read.
        batch: Features at a time.
    """
    there = frozenset(key for each in features for key in each.properties) & columns
    sha256 = hashlib.sha256(data).hexdigest()
    batches = _batches(features, there, batch)
    return VectorFile(name, sha256, len(features), there, batches)


def _batches(features: Sequence[Feature], columns: frozenset[str], batch: int) -> Iterator[Batch]:
    for start in range(0, len(features), batch):
        part = features[start : start + batch]
        shapes = np.full(len(part), None, dtype=object)
        shapes[:] = [shapely.force_2d(each.geometry) for each in part]
        yield Batch(
            start + 1,
            [each.index + 1 if each.id is None else each.id for each in part],
            {name: [each.properties.get(name) for each in part] for name in columns},
            shapes,
        )
