"""Sites as one GeoJSON file: out, and back in whole or not at all (docs/data.md).

The file carries facts: place phrases, positions, statuses with their days. No sentence of a notice
goes out with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from geo_app.domain.actor import Actor
from geo_app.domain.notice import NoticeDraft
from geo_app.geo.districts import Districts
from geo_app.geo.gazetteer import Gazetteer
from geo_app.geo.geojson import write_features
from geo_app.settings import Settings
from geo_app.store.models import Notice, Problem
from geo_app.store.session import open_store
from geo_app.work import arrival, notices, places, reference, sites
from geo_app.work.site_file import NOTICES, read_site_file


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did.

    Attributes:
        added: New sites.
        unchanged: Sites that were there; they are left as they are.
        differing: Codes of those among them that the file describes otherwise.
    """

    added: int
    unchanged: int
    differing: tuple[str, ...] = ()


def export_sites(session: Session) -> bytes:
    """All sites and the ledger facts of all problems; the same content gives the same bytes."""
    features = [sites.feature(site, None) for site in sites.every(session)]
    return write_features(features, {NOTICES: _notices(session)})


def _notices(session: Session) -> list[dict[str, Any]]:
    query = (
        select(Notice)
        .options(selectinload(Notice.problems))
        .order_by(Notice.issued_on.desc(), Notice.sha256)
    )
    return [
        {
            "id": notice.id,
            "sha256": notice.sha256,
            "title": notice.title,
            "issuer": notice.issuer,
            "issued_on": _iso(notice.issued_on),
            "problems": [_problem(problem) for problem in notice.problems],
        }
        for notice in session.scalars(query)
    ]


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "number": problem.number,
        "category": problem.category,
        "status_word": problem.status_word,
        "status": problem.status,
        "status_on": _iso(problem.status_on),
        "claimed_on": _iso(problem.claimed_on),
        "verified_on": _iso(problem.verified_on),
        "deadline": _iso(problem.deadline),
        "responsible_unit": problem.responsible_unit,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def import_sites(
    session: Session, actor: Actor, data: bytes, name: str, settings: Settings
) -> ImportReport:
    """Read sites from a file that ``export_sites`` wrote, or one of the same shape.

    A site that is there already is left as it is: history is not overwritten from a file. A
    status of the file becomes events that name the file as their source.

    Args:
        session: A write transaction.
        actor: Who imports.
        data: The file.
        name: Its name, for messages and the history.
        settings: Limits of the file.

    Raises:
        InputError: With the feature, the property and the reason; nothing was written.
    """
    expected = reference.districts(settings).bounds
    read = read_site_file(data, name=name, limits=settings.limits, expect_bbox=expected)
    with session.begin_nested():
        arrival.keep_notices(session, actor, read, name)
        added = [arrival.keep_site(session, actor, record, name) for record in read.sites]
    differing = tuple(
        record.code for record, kept in zip(read.sites, added, strict=True) if kept is False
    )
    new = sum(kept is True for kept in added)
    return ImportReport(new, len(added) - new, differing)


def sites_of_draft(
    actor: Actor,
    draft: NoticeDraft,
    *,
    source_name: str | None,
    gazetteer: Gazetteer,
    districts: Districts,
    settings: Settings,
) -> bytes:
    """The whole road in memory: a notice in, the file of its sites out; nothing is stored."""
    store = open_store(Settings(database_url="sqlite://"))
    try:
        with store.session() as session:
            notice = notices.add(
                session,
                actor,
                draft,
                source_name=source_name,
                gazetteer=gazetteer,
                districts=districts,
                settings=settings,
            )
            places.confirm_all(session, actor, notice.id)
            return export_sites(session)
    finally:
        store.engine.dispose()
