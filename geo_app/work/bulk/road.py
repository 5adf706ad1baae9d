"""Which of the two roads a file of sites takes: one by one and exact, or very many at once.

GeoJSON up to the size of ``import_bytes`` is read strictly, whoever wrote it. What our own program
wrote goes on through ``work.exchange``, with the ledger that comes with it; all else in bulk.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor
from geo_app.errors import InputError
from geo_app.geo.geojson import read_collection
from geo_app.geo.vectors import Kind, kind_of
from geo_app.geo.vectors.strict import as_vectors
from geo_app.settings import Settings
from geo_app.work import bulk, reference
from geo_app.work.bulk.reading import COLUMNS, NAMING, OWN
from geo_app.work.exchange import ImportReport, import_sites


def is_small_geojson(path: Path, settings: Settings) -> bool:
    """Whether a file is read strictly, as a whole.

    Raises:
        InputError: There is no such file, or it is of no kind that is read here.
    """
    if not path.is_file():
        raise InputError("cli.no_file", file=str(path))
    return kind_of(path) is Kind.GEOJSON and path.stat().st_size <= settings.limits.import_bytes


def import_geojson(
    session: Session,
    actor: Actor,
    data: bytes,
    name: str,
    settings: Settings,
    today: date,
    *,
    progress: Callable[[int, int], object] = lambda done, count: None,
) -> ImportReport | bulk.BulkReport:
    """Take in the sites of a GeoJSON file of our own or of another program.

    Args:
        session: A write transaction; the caller rolls it back on any error.
        actor: Who imports.
        data: The file.
        name: Its name, for messages and the history.
        settings: Limits of the file.
        today: The day that the kept counts are for.
        progress: Told after each batch how many features of how many are done.

    Raises:
        InputError: With the feature, the property and the reason.
    """
    if f'"{OWN}"'.encode() in data or not any(f'"{each}"'.encode() in data for each in NAMING):
        return import_sites(session, actor, data, name, settings)
    limits = replace(settings.limits, import_features=settings.bulk.features)
    expected = reference.districts(settings).bounds
    read = read_collection(data, name=name, limits=limits, expect_bbox=expected)
    file = as_vectors(data, read.features, name, COLUMNS, settings.bulk.batch)
    return bulk.take_in(session, actor, file, settings, today, title=name, progress=progress)
