"""Very many sites at once: a file of another program, whole or not at all.

GeoPackage, FlatGeobuf, GeoParquet and GeoJSON of other programs. What comes in has the same rows of
sites and the same histories as what ``work.exchange`` reads one by one; the histories are told by
one event for each batch (``store.imported``).
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor
from geo_app.geo.geojson import read_head
from geo_app.geo.vectors import Kind, VectorFile, kind_of, open_vectors
from geo_app.settings import Settings
from geo_app.store import counts
from geo_app.store.bulk import filling, seldom_collecting
from geo_app.store.counts.entry import Counted
from geo_app.store.imported import Imported
from geo_app.store.models import Base, Site
from geo_app.store.tiling import SITE
from geo_app.work import arrival, reference
from geo_app.work.bulk.arriving import Arriving, BulkReport
from geo_app.work.bulk.reading import COLUMNS, OWN, Reader
from geo_app.work.site_file import NOTICES, SiteFile, read_notices

__all__ = ["BulkReport", "import_file", "take_in"]

_TABLES = (SITE, Base.metadata.tables[Imported.__tablename__])
_LITTLE = 10
"""A table that holds less than this part of what comes is as good as empty."""


def import_file(
    session: Session,
    actor: Actor,
    path: Path,
    settings: Settings,
    today: date,
    *,
    layer: str | None = None,
    progress: Callable[[int, int], object] = lambda done, count: None,
) -> BulkReport:
    """Take in the sites of a file.

    Args:
        session: A write transaction; the caller rolls it back on any error.
        actor: Who imports.
        path: The file.
        settings: Limits of the file.
        today: The day that the kept counts are for.
        layer: Which layer of a GeoPackage; needed where it has several.
        progress: Told after each batch how many features of how many are done.

    Raises:
        InputError: With the feature, the column and the reason.
    """
    with open_vectors(path, COLUMNS, settings.bulk, layer) as file:
        if kind_of(path) is Kind.GEOJSON:
            told = read_head(path, settings.limits.import_bytes).get(NOTICES)
            notices = read_notices(told, file.name)
            arrival.keep_notices(session, actor, SiteFile((), notices), file.name)
        return take_in(session, actor, file, settings, today, title=file.name, progress=progress)


def take_in(
    session: Session,
    actor: Actor,
    file: VectorFile,
    settings: Settings,
    today: date,
    *,
    title: str,
    progress: Callable[[int, int], object] = lambda done, count: None,
) -> BulkReport:
    """Take in what was read of a file, or made: see ``import_file``.

    Args:
        session: A write transaction; the caller rolls it back on any error.
        actor: Who imports.
        file: Its batches are gone through once.
        settings: Limits of the file.
        today: The day that the kept counts are for.
        title: Of the notice that the file itself is, where it names none.
        progress: Told after each batch how many features of how many are done.
    """
    here = session.scalar(select(func.count()).select_from(Site)) or 0
    # keys and coverings of sites are kept by whoever writes them, but for very old databases
    kept = here == 0 or counts.basis(session) is not None
    gathered = counts.Gathered(today)
    arriving = Arriving(session, actor, file, title, gathered)
    reader = Reader(file, reference.districts(settings), settings.bulk, arriving.days)
    done, is_little = 0, here < file.count // _LITTLE
    with ThreadPoolExecutor(1) as aside, seldom_collecting():
        counted = None
        with filling(session, _TABLES, from_empty=is_little):
            for batch in file.batches:
                arriving.look_up(batch.columns.get(OWN) or ())
                arriving.keep(reader.records(batch))
                done += len(batch.ids)
                progress(done, file.count)
            reader.check_whole()
            report = arriving.report()
            del arriving, reader  # what they remember takes as much room as the counting
            if here == 0:  # all sites are in hand: counted while the database makes its indexes
                counted = aside.submit(_counted, gathered)
        in_hand = counted.result() if counted else None
        counts.rebuild(session, today, only_counts=kept, counted=in_hand)
    return report


def _counted(gathered: counts.Gathered) -> list[list[Counted]]:
    return list(counts.count(gathered.columns(), counts.CROWD))
