"""Rows against the events that recorded them: the chain covers events, these cover the rest.

``log.verify`` says whether the events are what was written; only then their word counts here.
"""

from __future__ import annotations

import hashlib
from collections import ChainMap
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import orjson
from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from geo_app.domain.history import EventLike, fold
from geo_app.domain.remark import Remark
from geo_app.domain.status import EventKind
from geo_app.store import histories, particulars, positions, published, visits
from geo_app.store.imported import Imported, root_of
from geo_app.store.inspections import Form, Inspection, Photo
from geo_app.store.log import UNREADABLE
from geo_app.store.models import Event, Position, Problem, Site

_BATCH = 200

PLACING = (EventKind.LOCATED, EventKind.UNLOCATED, EventKind.MOVED)
"""Kinds of event that record positions of a site."""

DAMAGED = (*UNREADABLE, LookupError, AttributeError)
"""What a leaf raises whose bytes are not those that the program wrote."""

Row = TypeVar("Row", Form, Position, Problem, Site)
Subject = TypeVar("Subject", Problem, Site)


def audit(session: Session) -> Iterator[Remark]:
    """Every visit, photo, position, form, site and problem that is not as the events say.

    So also what stands before the public.
    """
    recorded: set[str] = set()
    for event in _recorded(session):
        inspection_id = event.data["inspection"]
        recorded.add(inspection_id)
        try:
            inspection = session.get(
                Inspection, inspection_id, options=[selectinload(Inspection.photos)]
            )
        except UNREADABLE:
            yield Remark("log.unreadable", {"id": inspection_id})
        else:
            yield from check_visit(event, inspection)
        session.expunge_all()
    for inspection_id in session.scalars(select(Inspection.id).order_by(Inspection.id)):
        if inspection_id not in recorded:
            yield Remark("log.inspection_unrecorded", {"id": inspection_id})
    yield from check_imported(session)
    yield from check_positions(_events(session, PLACING), _rows(session, Position))
    for form_id, form in _rows(session, Form):
        if form is None:
            yield Remark("log.unreadable", {"id": form_id})
        elif not form_fits(form):
            yield Remark("log.form_altered", {"name": form.category, "version": form.version})
    yield from _standings(session, Problem)
    yield from _standings(session, Site)
    yield from unexplained(session)


def unexplained(session: Session) -> Iterator[Remark]:
    """What stands before the public otherwise than the events say."""
    return published.check_published(session, _events(session, published.KINDS))


def check_imported(session: Session) -> Iterator[Remark]:
    """Every batch of imported sites whose rows are not those that its event recorded."""
    told = 0
    for event in _events(session, (EventKind.IMPORTED,)):
        first, count = event.data["first"], event.data["count"]
        query = (
            select(Imported.event_seq, Imported.site_id, Imported.content)
            .where(Imported.seq >= first, Imported.seq < first + count)
            .order_by(Imported.seq)
        )
        try:
            rows = session.execute(query).all()
            whole = _is_batch(event, rows)
        except DAMAGED:
            whole = False
        if not whole or first != told + 1:
            yield Remark("log.imported_altered", {"seq": event.seq})
        told = first + count - 1
    outside = or_(Imported.seq > told, Imported.seq < 1)
    for site_id in session.scalars(select(Imported.site_id).where(outside)):
        yield Remark("log.imported_unrecorded", {"id": site_id})


def _is_batch(event: Event, rows: Sequence[Any]) -> bool:
    """Whether these are the rows of the event, all of them and as they were."""
    leaves = [content for _, _, content in rows]
    named = all(
        seq == event.seq and site_id == orjson.loads(content)["site"]
        for seq, site_id, content in rows
    )
    return named and len(rows) == event.data["count"] and root_of(leaves) == event.data["root"]


def check_positions(
    events: Iterable[Event], rows: Iterable[tuple[str, Position | None]]
) -> Iterator[Remark]:
    """What of some positions is not as the events say that recorded them.

    Args:
        events: Of the kinds ``PLACING``.
        rows: Each with its id; None where it cannot be read.
    """
    told = {
        each["id"]: (event.subject_id, each["digest"])
        for event in events
        for each in event.data.get("positions", ())
    }
    for position_id, position in rows:
        if position is None:
            yield Remark("log.unreadable", {"id": position_id})
        elif position_id not in told:
            yield Remark("log.position_unrecorded", {"id": position_id})
        elif told[position_id] != (position.site_id, _digest(position)):
            yield Remark("log.position_altered", {"id": position_id})
        told.pop(position_id, None)
    for position_id in told:
        yield Remark("log.no_position", {"id": position_id})


def _digest(position: Position) -> str | None:
    try:
        return positions.digest(position)
    except (AttributeError, TypeError):
        return None  # a value of another kind than the program writes


def _recorded(session: Session) -> Iterator[Event]:
    """Events that recorded a visit; one that only tells of a visit names no inspection."""
    events = _events(session, (EventKind.INSPECTED,))
    return (event for event in events if event.data.get("inspection"))


def _events(session: Session, kinds: Collection[EventKind]) -> Iterator[Event]:
    after = 0
    while True:
        batch = session.scalars(
            select(Event)
            .where(Event.kind.in_([kind.value for kind in kinds]), Event.seq > after)
            .order_by(Event.seq)
            .limit(_BATCH)
        ).all()
        if not batch:
            return
        after = batch[-1].seq
        yield from batch


def _rows(session: Session, kind: type[Row]) -> Iterator[tuple[str, Row | None]]:
    """Every row with its id; None where its bytes are no JSON or no time any more."""
    for batch in _batches(session, kind):
        yield from batch.items()


def _batches(session: Session, kind: type[Row]) -> Iterator[dict[str, Row | None]]:
    ids = session.scalars(select(kind.id).order_by(kind.id)).all()
    for start in range(0, len(ids), _BATCH):
        some = ids[start : start + _BATCH]
        try:
            rows = session.scalars(select(kind).where(kind.id.in_(some))).all()
        except UNREADABLE:  # does not say which of them
            yield {row_id: _readable(session, kind, row_id) for row_id in some}
        else:
            found = {row.id: row for row in rows}
            yield {row_id: found.get(row_id) for row_id in some}


def _readable(session: Session, kind: type[Row], row_id: str) -> Row | None:
    try:
        return session.scalars(select(kind).where(kind.id == row_id)).one_or_none()
    except UNREADABLE:
        return None


def _standings(session: Session, kind: type[Subject]) -> Iterator[Remark]:
    for rows in _batches(session, kind):
        told = _told(session, kind.__tablename__, list(rows))
        written = particulars.of(session, rows)
        for row_id, row in rows.items():
            if row is None:
                yield Remark("log.unreadable", {"id": row_id})
            elif row_id not in told or not _stands(row, told[row_id]):
                yield Remark("log.standing_altered", {"id": row_id})
            elif not particulars.fit(row, written.get(row_id), told[row_id]):
                yield Remark("log.particulars_altered", {"id": row_id})


def _stands(row: Problem | Site, history: Iterable[EventLike]) -> bool:
    try:
        return stands(row, history)
    except DAMAGED:
        return False  # a leaf that can be read tells of what does not exist


def _told(session: Session, kind: str, ids: list[str]) -> Mapping[str, list[EventLike]]:
    """The histories of some subjects; one of which a leaf is damaged has none."""
    try:
        return histories.folded(session, kind, ids)
    except DAMAGED:
        if len(ids) == 1:
            return {}
        return ChainMap(*(dict(_told(session, kind, [each])) for each in ids))


def check_visit(event: Event, inspection: Inspection | None) -> Iterator[Remark]:
    """What of a visit is not as the event says that recorded it.

    Args:
        event: Of kind ``inspected``, with ``inspection`` in its data.
        inspection: The visit with its photos, if there is one.
    """
    told = event.data
    if inspection is None:
        yield Remark("log.no_inspection", {"id": told["inspection"], "seq": event.seq})
        return
    if not _visit_fits(event, inspection):
        yield Remark("log.inspection_altered", {"id": inspection.id, "seq": event.seq})
    photos = {photo.id: photo for photo in inspection.photos}
    for ordinal, each in enumerate(told["photos"], start=1):
        photo = photos.pop(each["id"], None)
        if photo is None:
            yield Remark("log.no_photo", {"id": each["id"], "seq": event.seq})
        elif photo.ordinal != ordinal or not _photo_fits(photo, inspection, each):
            yield Remark("log.photo_altered", {"id": photo.id, "seq": event.seq})
    for photo in photos.values():
        yield Remark("log.photo_unrecorded", {"id": photo.id})


def _visit_fits(event: Event, row: Inspection) -> bool:
    try:
        digest, receipt = visits.digest(row, row.photos), visits.receipt_digest(row)
    except (AttributeError, TypeError):
        return False  # a value of another kind than the program writes
    told = event.data
    said = (event.subject_id, told["digest"], told["receipt"], told["digest"])
    actor = (event.actor_id, event.actor_name, told["unit"])
    return said == (row.site_id, digest, receipt, row.digest) and actor == (
        row.actor_id,
        row.actor_name,
        row.actor_unit,
    )


def _photo_fits(photo: Photo, inspection: Inspection, told: Mapping[str, Any]) -> bool:
    said = (told["sha256"], told["role"], told["digest"])
    here = (photo.sha256, photo.role, visits.photo_digest(photo))
    arrived = (photo.site_id, photo.received_at) == (inspection.site_id, inspection.received_at)
    return here == said and arrived and _seal_fits(photo)


def _seal_fits(photo: Photo) -> bool:
    """The hash by which the next photo of the day names this one is that of its seal."""
    told = photo.seal.get("hash") if isinstance(photo.seal, dict) else None
    return bool(photo.seal_hash == told)


def form_fits(form: Form) -> bool:
    """Whether a form is what its SHA-256 (canonical JSON: sorted keys, UTF-8) says.

    The SHA-256 is its id too, which the digest of every visit that answered it covers.
    """
    content = orjson.dumps(form.content, option=orjson.OPT_SORT_KEYS)
    named = (form.content.get("name"), form.content.get("version"))
    is_whole = hashlib.sha256(content).hexdigest() == form.sha256 == form.id
    return is_whole and named == (form.category, form.version)


def stands(row: Problem | Site, history: Iterable[EventLike]) -> bool:
    """Whether the status and days of a problem or site are what its history amounts to."""
    facts = fold(history)
    told = (facts.status_on, facts.claimed_on, facts.verified_on, facts.deadline)
    days = (row.status_on, row.claimed_on, row.verified_on, row.deadline)
    return row.status == facts.status.value and days == told
