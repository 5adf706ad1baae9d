"""Visits that arrive before their photos: the record is here, so many photos are still away.

``arrive`` is called as often as the phone likes. While photos are missing it notes what was told
and says which ones; when all are here the visit is recorded as any other, and is history.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor, Right
from geo_app.domain.inspection import Draft
from geo_app.errors import ConflictError, InputError
from geo_app.store.field import Arrival, PhotoUpload
from geo_app.store.visits import take_turn
from geo_app.work import inspections
from geo_app.work.desk import Desk
from geo_app.work.field.uploads import Counter
from geo_app.work.inspections import Recorded


@dataclass(frozen=True, slots=True)
class Waiting:
    """A visit that is here without all of its photos.

    Attributes:
        id: Of the visit.
        site_id: Of its site.
        here: Ids of the photos that are here.
        missing: Ids of those that are not.
    """

    id: str
    site_id: str
    here: tuple[str, ...]
    missing: tuple[str, ...]


def arrive(
    counter: Counter, actor: Actor, draft: Draft, desk: Desk, source: str
) -> Recorded | Waiting:
    """Take a visit whose photos come in pieces.

    Args:
        counter: Where these arrive; its store as the actor sees it.
        actor: Who sends it.
        draft: The visit; each photo with its SHA-256.
        desk: Reads and keeps the photos.
        source: By which door it came.

    Raises:
        ForbiddenError: The actor may not record visits.
        NotFoundError: There is no such site, or no such version of the form.
        InputError: An answer or a photo is refused.
        ConflictError: The id is taken by a visit with other content, or of somebody else.
        StoreError: It cannot be kept.
    """
    actor.must(Right.INSPECT)
    for index, photo in enumerate(draft.photos):
        if photo.sha256 is None:
            path = f"photos[{index}].sha256"
            raise InputError("inspection.sha256_needed", path=path)
    with counter.store.session(read_only=True) as session:
        inspections.check(session, draft, desk)
        done = inspections.recorded_before(session, actor, draft, desk)
    if done is not None:
        _clear(counter, draft)
        return done
    with counter.store.session() as session:
        take_turn(session)
        rows = counter.whole(session, actor, [photo.id for photo in draft.photos])
        waiting = _waiting(session, draft, rows)
        if draft.photos:
            _note(session, actor, waiting, draft)
    if waiting.missing:
        return waiting
    files = [counter.file(rows[photo.id]) for photo in draft.photos]
    recorded = inspections.submit(counter.store, actor, draft, files, desk, source)
    _clear(counter, draft)
    return recorded


def _waiting(session: Session, draft: Draft, rows: dict[str, PhotoUpload]) -> Waiting:
    site = inspections.site_of(session, draft.site)
    here, missing = [], []
    for photo in draft.photos:
        row = rows.get(photo.id)
        if row is None:
            missing.append(photo.id)
        elif row.sha256 != photo.sha256:
            raise ConflictError("upload.taken", id=photo.id)
        else:
            here.append(photo.id)
    return Waiting(draft.id, site.id, tuple(here), tuple(missing))


def _note(session: Session, actor: Actor, waiting: Waiting, draft: Draft) -> None:
    """Remember what was told; told anew before it is recorded, the newer word counts."""
    now = datetime.now(UTC)
    row = session.get(Arrival, draft.id)
    if row is None:
        row = Arrival(id=draft.id, actor_id=actor.id, first_at=now)
        session.add(row)
    elif row.actor_id != actor.id:
        raise ConflictError("inspection.other_content", id=draft.id)
    row.site_id = waiting.site_id
    row.actor_name, row.actor_unit = actor.name, actor.unit
    row.visited_at, row.last_at = draft.visited_at.astimezone(UTC), now
    row.photos = [photo.id for photo in draft.photos]


def _clear(counter: Counter, draft: Draft) -> None:
    """Forget that it was on its way: it is recorded."""
    if not draft.photos:
        return
    with counter.store.session() as session:
        session.execute(delete(Arrival).where(Arrival.id == draft.id))
    counter.forget([photo.id for photo in draft.photos])


@dataclass(frozen=True, slots=True)
class OnItsWay:
    """A visit of a site that has been told, but not all of its photos are here.

    Attributes:
        id: Of the visit.
        person: Who was there.
        unit: Of that person.
        visited_at: By the phone's clock.
        last_at: When the phone last spoke.
        here: Photos that are here.
        total: Photos that there are.
    """

    id: str
    person: str
    unit: str | None
    visited_at: datetime
    last_at: datetime
    here: int
    total: int

    def to_json(self) -> dict[str, Any]:
        """The members of the API."""
        return {
            "id": self.id,
            "person": {"name": self.person, "unit": self.unit},
            "visited_at": self.visited_at.isoformat(),
            "last_at": self.last_at.isoformat(),
            "photos_here": self.here,
            "photos": self.total,
        }


def on_their_way(session: Session, site_ids: Sequence[str]) -> dict[str, list[OnItsWay]]:
    """Visits of sites whose photos are still on a phone, by site, the newest first."""
    query = select(Arrival).where(Arrival.site_id.in_(site_ids)).order_by(Arrival.visited_at.desc())
    rows = session.scalars(query).all()
    photos = [photo for row in rows for photo in row.photos]
    whole = set(
        session.scalars(
            select(PhotoUpload.id).where(
                PhotoUpload.id.in_(photos), PhotoUpload.completed_at.is_not(None)
            )
        )
    )
    found: dict[str, list[OnItsWay]] = {}
    for row in rows:
        found.setdefault(row.site_id, []).append(
            OnItsWay(
                id=row.id,
                person=row.actor_name,
                unit=row.actor_unit,
                visited_at=row.visited_at,
                last_at=row.last_at,
                here=sum(photo in whole for photo in row.photos),
                total=len(row.photos),
            )
        )
    return found


def seen_by(counter: Counter, areas: Sequence[str]) -> Counter:
    """The same counter, as who is bound to some areas sees its database."""
    return replace(counter, store=counter.store.seen_from(areas))
