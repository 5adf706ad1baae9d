"""What a bundle says of its sites: rows and events, read in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from geo_app.domain.complaint import Told
from geo_app.errors import NotFoundError
from geo_app.reports.bundle.rows import to_json, unfolded
from geo_app.settings.complaints import Complaints
from geo_app.store import histories, imported_proofs, log
from geo_app.store.checkpoint import Checkpoint
from geo_app.store.imported_proofs import ProvedLeaf
from geo_app.store.inspections import Form, Inspection, Photo
from geo_app.store.models import Event, Site
from geo_app.work.complaints.crowd import Crowd

Assess = Callable[[Session, Site], list[dict[str, Any]]]
"""What the photos of a site prove: ``{photo, verdict, witnesses, checks}`` each."""

_NOTICE = ("text", "doubts")
_SITE = ("updated_at",)


@dataclass(frozen=True, slots=True)
class Content:
    """What the texts of a bundle are made of.

    Attributes:
        sites: One object a site, as ``facts.json`` has them.
        events: Members of each event with its ``hash``, by number.
        imported: What a file of very many told of a site, with its event and proof.
        proofs: The head of the log, and the path of each event.
        photos: SHA-256 and kind of each original, once each.
    """

    sites: tuple[dict[str, Any], ...]
    events: tuple[dict[str, Any], ...]
    imported: tuple[ProvedLeaf, ...]
    proofs: log.Proofs
    photos: tuple[tuple[str, str], ...]

    @property
    def head(self) -> Checkpoint:
        """The head of the log."""
        return self.proofs.head

    @property
    def history(self) -> list[dict[str, Any]]:
        """The events, before them those that imported sites amount to."""
        return [*unfolded(self.imported, self.events), *self.events]


def gather(
    session: Session,
    names: Sequence[str],
    origin: str,
    assess: Assess,
    limits: Complaints,
    since: Checkpoint | None = None,
) -> Content:
    """Read all that is known of some sites.

    Args:
        session: One transaction, so that rows and events belong together.
        names: Ids or codes of sites.
        origin: Name of the log.
        assess: What the photos of a site prove.
        limits: Which complaints are near a site.
        since: An earlier head that the reader has, to prove that the log has only grown since.

    Raises:
        NotFoundError: There is no such site.
        StoreError: The log is broken, or was rewritten since the earlier head.
    """
    sites = [_site(session, name) for name in dict.fromkeys(names)]
    sites = sorted(set(sites), key=lambda site: site.code)
    visits = {site.id: _visits(session, site.id) for site in sites}
    photos = {
        photo.sha256: str(photo.facts["mime"])
        for each in visits.values()
        for visit in each
        for photo in visit.photos
    }
    imported = imported_proofs.prove(session, [site.id for site in sites])
    events = _events(session, sites, {leaf.event for leaf in imported})
    crowd = Crowd.read(session, limits)
    return Content(
        tuple(
            _told(session, site, visits[site.id], assess)
            | {"complaints": _complaints(crowd.told(session, site))}
            for site in sites
        ),
        tuple(log.members(event) | {"hash": event.hash} for event in events),
        tuple(imported),
        log.prove(session, origin, [event.seq for event in events], since),
        tuple(sorted(photos.items())),
    )


def _site(session: Session, name: str) -> Site:
    site = session.scalar(
        select(Site)
        .where(or_(Site.id == name, Site.code == name))
        .options(joinedload(Site.problem))
    )
    if site is None:
        raise NotFoundError("job.no_site", id=name)
    return site


def _visits(session: Session, site_id: str) -> Sequence[Inspection]:
    return session.scalars(
        select(Inspection)
        .where(Inspection.site_id == site_id)
        .order_by(Inspection.visited_at, Inspection.id)
        .options(selectinload(Inspection.photos))
    ).all()


def _events(
    session: Session, sites: Collection[Site], carrying: Collection[int]
) -> Sequence[Event]:
    """All events of the sites, of the problems and notices that they come from, of imports."""
    subjects = {
        "site": {site.id for site in sites},
        "problem": {site.problem_id for site in sites},
        "notice": {site.problem.notice_id for site in sites},
    }
    asked = [
        and_(Event.subject_kind == kind, Event.subject_id.in_(sorted(ids)))
        for kind, ids in subjects.items()
    ]
    asked.append(Event.seq.in_(carrying))
    return session.scalars(select(Event).where(or_(*asked)).order_by(Event.seq)).all()


def _told(
    session: Session, site: Site, visits: Sequence[Inspection], assess: Assess
) -> dict[str, Any]:
    forms = session.scalars(
        select(Form)
        .where(Form.id.in_({visit.form_id for visit in visits if visit.form_id}))
        .order_by(Form.category, Form.version)
    )
    return {
        "site": to_json(site, leave=_SITE),
        "problem": to_json(site.problem),
        "notice": to_json(site.problem.notice, leave=_NOTICE),
        "positions": [to_json(each) for each in histories.positions(session, site.id)],
        "forms": [to_json(each) for each in forms],
        "inspections": [to_json(visit) | {"photos": _photos(visit.photos)} for visit in visits],
        "assessments": assess(session, site),
    }


def _photos(photos: Iterable[Photo]) -> list[dict[str, Any]]:
    return [to_json(photo) for photo in photos]


def _complaints(told: Told) -> dict[str, Any] | None:
    """What followed the claim, without what was said; None where nothing did."""
    if told.after is None or told.doubt is None:
        return None
    return {
        "doubt": told.doubt.to_json(),
        "near": told.after.near,
        "since_verified": told.after.since_verified,
        "coarse": told.after.coarse,
        "first": told.first and told.first.isoformat(),
        "last": told.last and told.last.isoformat(),
        "listed": [
            {
                "day": each.day.isoformat(),
                "kind": each.kind,
                "apart_m": round(each.apart_m),
                "radius_m": round(each.radius_m),
            }
            for each in told.listed
        ],
    }
