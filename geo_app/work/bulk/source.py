"""A file of sites, opened: what it is, and its records batch by batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from geo_app.geo.vectors import VectorFile, open_vectors
from geo_app.settings import Settings
from geo_app.work import reference
from geo_app.work.bulk.reading import COLUMNS, OWN, Reader
from geo_app.work.bulk.record import Records


@dataclass(frozen=True, slots=True)
class Source:
    """A file of sites.

    Attributes:
        name: Its name, for messages and the history.
        sha256: Of its bytes.
        count: Features that it says it has.
        has_ids: Whether it names ids of its sites; else they are made of the codes.
        records: All of them, once, as ``Reader.all``.
    """

    name: str
    sha256: str
    count: int
    has_ids: bool
    records: Callable[[Mapping[str, date]], Iterator[Records]]


def source_of(file: VectorFile, settings: Settings) -> Source:
    """What was read of a file, or made, as a source.

    Raises:
        InputError: No column of the file names a site.
    """
    reader = Reader(file, reference.districts(settings), settings.bulk)
    return Source(file.name, file.sha256, file.count, OWN in file.columns, reader.all)


@contextmanager
def opened(path: Path, settings: Settings, layer: str | None = None) -> Iterator[Source]:
    """A file, opened; its records are read while it is open.

    Args:
        path: The file.
        settings: Limits of the file, and the folder with the districts.
        layer: Which layer of a GeoPackage; needed where it has several.

    Raises:
        InputError: See ``open_vectors``; or no column of the file names a site.
    """
    with open_vectors(path, COLUMNS, settings.bulk, layer) as file:
        yield source_of(file, settings)
