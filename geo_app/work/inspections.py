"""Recording a visit: append-only, idempotent, whole or not at all.

``submit`` is the one road for page, interface and command line: it checks what can be checked
without the photos, takes their bytes in, and records all in one transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from geo_app.domain import ids
from geo_app.domain.actor import Actor, Right, Role
from geo_app.domain.form import Form
from geo_app.domain.inspection import Draft
from geo_app.domain.persona import said
from geo_app.domain.photo import PhotoFacts
from geo_app.domain.status import EventKind
from geo_app.errors import ConflictError, InputError, NotFoundError
from geo_app.store import log
from geo_app.store.inspections import Inspection, Photo
from geo_app.store.models import Site
from geo_app.store.session import Store
from geo_app.store.visits import digest, photo_digest, receipt_digest, take_turn
from geo_app.work import events, evidence, forms, tokens, twins, visit_rows
from geo_app.work.desk import Desk
from geo_app.work.intake import TakenIn, Upload, take_in


@dataclass(frozen=True, slots=True)
class Recorded:
    """A visit as it is recorded.

    Attributes:
        inspection: The row, with its photos.
        site: Of the visit.
        again: It was recorded before, with the same content; nothing was changed.
    """

    inspection: Inspection
    site: Site
    again: bool


def submit(
    store: Store,
    actor: Actor,
    draft: Draft,
    uploads: Sequence[Upload],
    desk: Desk,
    source: str,
) -> Recorded:
    """Record a visit with the bytes of its photos.

    Args:
        store: A transaction of its own looks, another one writes; none is open while photos are
            being read.
        actor: Who sends it.
        draft: The visit as it is told.
        uploads: A file for each photo of the draft, in its order.
        desk: Reads and keeps the photos.
        source: By which door it came: web, api, cli, import, parcel.

    Raises:
        ForbiddenError: The actor may not record visits.
        NotFoundError: There is no such site, or no such version of the form.
        InputError: An answer or a photo is refused; nothing was kept.
        ConflictError: The id is taken by a visit with other content.
        StoreError: It cannot be kept.
    """
    if len(uploads) != len(draft.photos):
        raise InputError("inspection.photos_differ", told=len(draft.photos), sent=len(uploads))
    actor.must(Right.INSPECT)
    with store.session(read_only=True) as session:
        check(session, draft, desk)
    photos = take_in(desk, _as_told(draft, uploads))
    # from here on all districts are in sight: a picture may have been used before in any of them
    with desk.turn, store.seen_from(()).session() as session:
        return record(session, actor, draft, photos, desk, source=source)


def check(session: Session, draft: Draft, desk: Desk) -> tuple[Site, Form | None, dict[str, Any]]:
    """What can be said of a visit without its photos: its site, its form, and the answers kept.

    Raises:
        NotFoundError: There is no such site, or no such version of the form.
        InputError: An answer is refused.
    """
    site = site_of(session, draft.site)
    return site, *_answers(session, draft, site, desk)


def recorded_before(session: Session, actor: Actor, draft: Draft, desk: Desk) -> Recorded | None:
    """The visit where it is recorded already with the same content; None where it is not.

    For who sends it again without its photos: their digests stand for them.

    Raises:
        ConflictError: It is recorded with other content.
    """
    there = find(session, draft.id)
    if there is None:
        return None
    site = site_of(session, draft.site)
    form, answers = _answers(session, draft, site, desk)
    told = visit_rows.inspection(
        draft, site, forms.keep(session, form) if form else None, answers, _person(actor, draft)
    )
    told.token = tokens.kept(desk, draft.token)
    known = [
        TakenIn(photo.sha256 or row.sha256, row.name, row.size, PhotoFacts.from_json(row.facts))
        for photo, row in zip(draft.photos, there.photos, strict=False)
    ]
    same_number = len(known) == len(draft.photos) == len(there.photos)
    if not same_number or digest(told, visit_rows.photos(told, draft, known)) != there.digest:
        raise ConflictError("inspection.other_content", id=draft.id)
    return Recorded(there, site, again=True)


def _as_told(draft: Draft, uploads: Sequence[Upload]) -> list[Upload]:
    """The uploads with the digests of the draft."""
    return [
        Upload(upload.name, upload.read, photo.sha256 or upload.sha256)
        for photo, upload in zip(draft.photos, uploads, strict=True)
    ]


def record(
    session: Session,
    actor: Actor,
    draft: Draft,
    photos: Sequence[TakenIn],
    desk: Desk,
    *,
    source: str = "api",
) -> Recorded:
    """Record a visit whose photos are taken in already.

    Args:
        session: A write transaction.
        actor: Who sends it; a person named by the draft stands for the actor in the history.
        draft: The visit as it is told.
        photos: In the order of the draft.
        desk: Forms, key and geodesy.
        source: By which door it came.

    Raises:
        ForbiddenError: The actor may not record visits.
        NotFoundError: There is no such site, or no such version of the form.
        InputError: An answer is refused.
        ConflictError: The id of the visit or of a photo is taken by other content.
    """
    actor.must(Right.INSPECT)
    take_turn(session)  # the same visit sent twice at once is one
    site = site_of(session, draft.site)
    form, answers = _answers(session, draft, site, desk)
    form_id = forms.keep(session, form) if form else None
    inspection = visit_rows.inspection(draft, site, form_id, answers, _person(actor, draft))
    inspection.source, inspection.token = source, tokens.kept(desk, draft.token)
    rows = visit_rows.photos(inspection, draft, photos)
    inspection.digest = digest(inspection, rows)
    there = find(session, draft.id)
    if there is not None:
        if there.digest != inspection.digest:
            raise ConflictError("inspection.other_content", id=draft.id)
        return Recorded(there, site, again=True)
    _check_ids(session, rows)
    _keep(session, inspection, rows, photos)
    _tell(session, inspection, rows, site, desk)
    return Recorded(inspection, site, again=False)


def site_of(session: Session, name: str) -> Site:
    """The site of this id or code.

    Raises:
        NotFoundError: There is none.
    """
    site = session.scalar(select(Site).where((Site.id == name) | (Site.code == name)))
    if site is None:
        raise NotFoundError("job.no_site", id=name)
    return site


def _answers(
    session: Session, draft: Draft, site: Site, desk: Desk
) -> tuple[Form | None, dict[str, Any]]:
    """The form that the visit answers, and its answers; sent again, the form of the first time."""
    if draft.answers is None:
        return None, {}
    there = session.get(Inspection, draft.id)
    if there is not None and there.form_id is not None:
        form = forms.kept(session, there.form_id)
    else:
        form = forms.version(session, desk.forms.of(site.category), draft.form_version)
    return form, form.validate(draft.answers)


def _person(actor: Actor, draft: Draft) -> Actor:
    """Who was there: the one whom the draft names, else the one who sends it."""
    if draft.person is None:
        return actor
    name, unit = draft.person
    return said(name, unit, Role.INSPECTOR)


def _check_ids(session: Session, rows: Sequence[Photo]) -> None:
    taken = session.scalar(select(Photo.id).where(Photo.id.in_([row.id for row in rows])))
    if taken is not None:
        raise ConflictError("inspection.photo_id_taken", id=taken)


def _keep(
    session: Session, inspection: Inspection, rows: Sequence[Photo], photos: Sequence[TakenIn]
) -> None:
    session.add(inspection)
    session.flush()
    for row, photo in zip(rows, photos, strict=True):
        row.inspection = inspection
        session.add(row)
        session.flush()
        twins.keep(session, row, photo.fingerprint)


def _tell(
    session: Session, inspection: Inspection, rows: Sequence[Photo], site: Site, desk: Desk
) -> None:
    """The event of the visit, and what the site shows of it."""
    person = Actor(inspection.actor_id, inspection.actor_name, inspection.actor_unit)
    data = {
        "inspection": inspection.id,
        "digest": inspection.digest,
        "photos": [
            {"id": row.id, "sha256": row.sha256, "role": row.role, "digest": photo_digest(row)}
            for row in rows
        ],
        "received_at": inspection.received_at.isoformat(),
        "source": inspection.source,
        "unit": inspection.actor_unit,
        "receipt": receipt_digest(inspection),
    }
    log.append(
        session,
        person,
        EventKind.INSPECTED,
        events.kind_of(site),
        site.id,
        _day(inspection, desk),
        data,
        event_id=ids.of_event(inspection.id, EventKind.INSPECTED, None),
    )
    visits = session.scalars(select(Inspection).where(Inspection.site_id == site.id))
    site.inspected_on = max(_day(each, desk) for each in visits)
    events.refresh(session, site)
    shown_again = twins.sites_of_earlier(session, [row.id for row in rows])
    for site_id in sorted(shown_again | {site.id}):
        if (touched := session.get(Site, site_id)) is not None:
            evidence.keep_verdict(session, touched, desk)


def _day(inspection: Inspection, desk: Desk) -> date:
    """The day of the visit; a clock that runs ahead cannot put it after its receipt."""
    at = min(inspection.visited_at, inspection.received_at)
    return at.astimezone(desk.zone).date()


def find(session: Session, inspection_id: str) -> Inspection | None:
    """The visit of this id with its photos, if it is recorded."""
    query = select(Inspection).where(Inspection.id == inspection_id)
    return session.scalar(query.options(selectinload(Inspection.photos)))


def get(session: Session, inspection_id: str) -> Inspection:
    """The visit of this id with its photos.

    Raises:
        NotFoundError: There is none.
    """
    found = find(session, inspection_id)
    if found is None:
        raise NotFoundError("inspection.none", id=inspection_id)
    return found


def get_photo(session: Session, photo_id: str) -> Photo:
    """The photo of this id.

    Raises:
        NotFoundError: There is none.
    """
    found = session.scalar(select(Photo).where(Photo.id == photo_id))
    if found is None:
        raise NotFoundError("inspection.no_photo", id=photo_id)
    return found
