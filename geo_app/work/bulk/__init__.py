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
from geo_app.geo.vectors import Kind, VectorFile, kind_of
from geo_app.settings import Settings
from geo_app.store import counts
from geo_app.store.bulk import filling, seldom_collecting
from geo_app.store.imported import Imported
from geo_app.store.models import Base, Notice, Site
from geo_app.store.tiling import SITE
from geo_app.work import arrival
from geo_app.work.bulk.ahead import opened_ahead
from geo_app.work.bulk.arriving import Arriving, BulkReport
from geo_app.work.bulk.in_hand import InHand
from geo_app.work.bulk.source import Source, source_of
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
    with opened_ahead(path, settings, layer) as source:
        if kind_of(path) is Kind.GEOJSON:
            told = read_head(path, settings.limits.import_bytes).get(NOTICES)
            notices = read_notices(told, source.name)
            arrival.keep_notices(session, actor, SiteFile((), notices), source.name)
        return _keep(session, actor, source, today, source.name, progress)


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
    return _keep(session, actor, source_of(file, settings), today, title, progress)


def _keep(
    session: Session,
    actor: Actor,
    source: Source,
    today: date,
    title: str,
    progress: Callable[[int, int], object],
) -> BulkReport:
    here = session.scalar(select(func.count()).select_from(Site)) or 0
    # keys and coverings of sites are kept by whoever writes them, but for very old databases
    kept = here == 0 or counts.basis(session) is not None
    in_hand = InHand(today) if here == 0 else None
    arriving = Arriving(session, actor, source, title, in_hand)
    done, is_little = 0, here < source.count // _LITTLE
    with ThreadPoolExecutor(1) as aside, seldom_collecting():
        with filling(session, _TABLES, from_empty=is_little):
            for records in source.records(_days_of_issue(session)):
                arriving.keep(records)
                done += len(records)
                progress(done, source.count)
            report = arriving.report()
            del arriving  # what it remembers takes as much room as the counting
            # counts and postings are made while the database makes its indexes
            making = aside.submit(in_hand.made) if in_hand else None
        counted, indexed = making.result() if making else (None, None)
        counts.rebuild(session, today, only_counts=kept, counted=counted, indexed=indexed)
    return report


def _days_of_issue(session: Session) -> dict[str, date]:
    """Of the notices that are here, by SHA-256."""
    query = select(Notice.sha256, Notice.issued_on).where(Notice.issued_on.is_not(None))
    return {sha256: day for sha256, day in session.execute(query) if day}
