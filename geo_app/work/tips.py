"""Tips of the public: kept in a queue, looked at by people, never straight onto the map."""

from __future__ import annotations

import math
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor, Right
from geo_app.domain.status import EventKind
from geo_app.domain.text import clean, clean_line
from geo_app.domain.tip import UNANSWERED, State, without_contact
from geo_app.errors import ConflictError, InputError, NotFoundError, TooLargeError, WaitError
from geo_app.photo.workshop import Workshop
from geo_app.settings import Public
from geo_app.store.models import Site
from geo_app.store.tips import Tip, TipPhoto
from geo_app.work import events, tip_contacts

_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""None is taken for another."""
_LENGTH = 10
_NUMBER = re.compile(f"[{_SIGNS}]{{{_LENGTH}}}")
_FULL_S = 3600
_BIGGEST = 2**31


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody says.

    Attributes:
        text: What was seen.
        contact: How to reach the sender; empty = not at all.
        lon: Of the place, degrees; empty = not said.
        lat: The same.
        photos: Bytes of the files as they came.
    """

    text: str
    contact: str = ""
    lon: str = ""
    lat: str = ""
    photos: Sequence[bytes] = ()


def pictures(told: Told, workshop: Workshop, limits: Public) -> list[bytes]:
    """The pictures of the photos of a tip, before anything is kept: each decoded by a child.

    Raises:
        InputError: The text is missing or too long, the place is none, or a file is no photo.
        TooLargeError: Too many photos, or one is too large.
    """
    _check(told, limits)
    return [workshop.renditions(data).web for data in told.photos]


def submit(
    session: Session, tip_id: str, told: Told, shown: Sequence[bytes], limits: Public
) -> str:
    """Put a tip into the queue.

    Args:
        session: A write transaction.
        tip_id: Of the form that was sent.
        told: What it says.
        shown: What ``pictures`` has made of its photos.
        limits: How much is accepted.

    Returns:
        The number by which the sender asks again; of a form that came before, that of then.

    Raises:
        InputError: As ``pictures``.
        WaitError: Too many tips wait to be looked at.
    """
    before = session.get(Tip, tip_id)
    if before is not None:
        return before.number
    lon, lat = _check(told, limits)
    tip_contacts.forget(session, limits, datetime.now(UTC))
    queued = select(func.count()).select_from(Tip).where(Tip.state == State.WAITING)
    if (session.scalar(queued) or 0) >= limits.tips_waiting:
        raise WaitError("tip.full", seconds=_FULL_S)
    tip = Tip(
        id=tip_id,
        number="".join(secrets.choice(_SIGNS) for _ in range(_LENGTH)),
        text=clean(told.text),
        contact=clean_line(told.contact) or None,
        lon=lon,
        lat=lat,
        state=State.WAITING.value,
        received_at=datetime.now(UTC),
    )
    session.add(tip)
    session.flush()
    session.add_all(
        TipPhoto(tip_id=tip.id, ordinal=n, picture=each) for n, each in enumerate(shown)
    )
    session.flush()
    return tip.number


def asked(session: Session, number: str) -> Tip:
    """The tip of a number, for who sent it; blanks, dashes and small letters do not matter.

    Raises:
        NotFoundError: There is none.
    """
    plain = re.sub(r"[\s-]", "", number).upper()
    found = None
    if _NUMBER.fullmatch(plain):
        found = session.scalar(select(Tip).where(Tip.number == plain))
    if found is None:
        raise NotFoundError("tip.none")
    return found


def listing(session: Session, actor: Actor, state: State, limits: Public) -> list[Tip]:
    """Tips of a state, the oldest first of those that have no answer, else the newest first.

    Raises:
        ForbiddenError: The role may not.
    """
    actor.must(Right.TIPS)
    order = Tip.received_at if state in UNANSWERED else Tip.received_at.desc()
    query = select(Tip).where(Tip.state == state.value).order_by(order, Tip.id)
    return list(session.scalars(query.limit(limits.rows)))


def counts(session: Session) -> dict[str, int]:
    """How many tips there are in each state."""
    query = select(Tip.state, func.count()).group_by(Tip.state)
    found = {row[0]: row[1] for row in session.execute(query)}
    return {state.value: found.get(state.value, 0) for state in State}


def photos_of(session: Session, tip_ids: Sequence[str]) -> dict[str, list[int]]:
    """Ordinals of the pictures of some tips."""
    query = select(TipPhoto.tip_id, TipPhoto.ordinal).where(TipPhoto.tip_id.in_(tip_ids))
    found: dict[str, list[int]] = {}
    for tip_id, ordinal in session.execute(query.order_by(TipPhoto.ordinal)):
        found.setdefault(tip_id, []).append(ordinal)
    return found


def photo(session: Session, actor: Actor, tip_id: str, ordinal: int) -> bytes:
    """One picture of a tip.

    Raises:
        ForbiddenError: The role may not.
        NotFoundError: There is none.
    """
    actor.must(Right.TIPS)
    found = session.get(TipPhoto, (tip_id, ordinal)) if ordinal < _BIGGEST else None
    if found is None:
        raise NotFoundError("tip.none")
    return found.picture


def dismiss(session: Session, actor: Actor, tip_id: str, reason: str, limits: Public) -> None:
    """Answer a tip without following it; the reason is told to who asks again.

    Raises:
        ForbiddenError: The role may not.
        NotFoundError: There is no such tip.
        InputError: The reason is missing or too long.
        ConflictError: It was answered already.
    """
    tip = waiting(session, actor, tip_id)
    _decide(tip, actor, State.DISMISSED, _answer(reason, limits))
    tip_contacts.forget(session, limits, datetime.now(UTC))
    session.flush()


def link(
    session: Session, actor: Actor, tip_id: str, site: str, answer: str, limits: Public
) -> Site:
    """Put what a tip says into the history of a site, as a note, without the contact.

    Args:
        session: A write transaction.
        actor: Who decides it.
        tip_id: Id of the tip.
        site: Code or id of the site.
        answer: What is told to who asks again.
        limits: How long an answer may be.

    Raises:
        ForbiddenError: The role may not.
        NotFoundError: There is no such tip or site.
        InputError: The answer is missing or too long.
        ConflictError: It was answered already.
    """
    tip = waiting(session, actor, tip_id)
    said = _answer(answer, limits)
    name = clean_line(site)
    row = session.scalar(select(Site).where(or_(Site.code == name, Site.id == name)))
    if row is None:
        raise NotFoundError("job.no_site", id=name)
    data = {"note": without_contact(tip.text, tip.contact), "tip": tip.number}
    events.record(session, actor, row.id, EventKind.NOTED, None, data)
    tip.site_id = row.id
    _decide(tip, actor, State.LINKED, said)
    tip_contacts.forget(session, limits, datetime.now(UTC))
    session.flush()
    return row


def waiting(session: Session, actor: Actor, tip_id: str) -> Tip:
    """A tip that nobody has answered, to be answered now: others wait.

    Raises:
        ForbiddenError: The role may not.
        NotFoundError: There is no such tip.
        ConflictError: It was answered already.
    """
    actor.must(Right.TIPS)
    tip = session.scalar(select(Tip).where(Tip.id == tip_id).with_for_update())
    if tip is None:
        raise NotFoundError("tip.none")
    if State(tip.state) not in UNANSWERED:
        raise ConflictError("tip.answered", name=tip.decided_by)
    return tip


def _decide(tip: Tip, actor: Actor, state: State, answer: str) -> None:
    tip.state, tip.answer = state.value, answer
    tip.decided_at, tip.decided_by = datetime.now(UTC), actor.name


def _answer(text: str, limits: Public) -> str:
    said = clean_line(text)
    if not 0 < len(said) <= limits.answer_characters:
        raise InputError("tip.answer", limit=limits.answer_characters)
    return said


def _check(told: Told, limits: Public) -> tuple[float | None, float | None]:
    if not 0 < len(clean(told.text)) <= limits.tip_characters:
        raise InputError("tip.text", limit=limits.tip_characters)
    if len(clean_line(told.contact)) > limits.contact_characters:
        raise InputError("tip.contact", limit=limits.contact_characters)
    if len(told.photos) > limits.tip_photos:
        raise TooLargeError("tip.photos", limit=limits.tip_photos)
    if any(len(each) > limits.tip_photo_bytes for each in told.photos):
        raise TooLargeError("tip.photo_size", limit=limits.tip_photo_bytes // 2**20)
    if not told.lon.strip() and not told.lat.strip():
        return None, None
    return _degrees(told.lon, 180), _degrees(told.lat, 90)


def _degrees(text: str, most: float) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not abs(value) <= most:  # NaN is refused as well
        raise InputError("tip.place")
    return round(value, 6)
