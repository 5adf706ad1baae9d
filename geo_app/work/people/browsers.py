"""Sessions of browsers: begun at the door, ended by whose they are, or by the administrator.

The cookie holds a secret of which the database knows the SHA-256. A session also ends with another
password, role or area and when the account is disabled (``Person.session_mark``), and by itself.
"""

from __future__ import annotations

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import bindparam, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor, Right
from geo_app.domain.text import clean_line
from geo_app.errors import NotFoundError
from geo_app.settings import Accounts
from geo_app.store.people import BrowserSession, Person, SecondFactor
from geo_app.work.people import book
from geo_app.work.people.accounts import actor_of, new_mark

SEEN_EVERY = timedelta(hours=1)
"""So exactly is it known when a session was last used: a look is no reason to write each time."""

_LONGEST_DEVICE = 60
_BOTH = select(BrowserSession, Person).join(Person, Person.id == BrowserSession.person_id)
_LAST_FIRST = BrowserSession.seen_at.desc(), BrowserSession.id
_ALIVE = (
    Person.active,
    BrowserSession.mark == Person.session_mark,
    BrowserSession.ended_at.is_(None),
    BrowserSession.seen_at > bindparam("seen_after"),
    BrowserSession.began_at > bindparam("begun_after"),
)
# made once: each request asks it, and to make it takes longer than to answer it
_WHOSE = _BOTH.add_columns(
    exists().where(SecondFactor.person_id == Person.id, SecondFactor.confirmed_at.is_not(None))
).where(BrowserSession.digest == bindparam("digest"), *_ALIVE)


@dataclass(frozen=True, slots=True)
class Whose:
    """What the cookie of a request stands for.

    Attributes:
        person: Who has signed in.
        has_second_factor: Whether that person shows one at the door, or this session was begun by a
            passkey, which is two.
        passkey_id: By which this session was begun.
        session_id: By which the session is ended; no secret.
        is_stale: ``seen`` should be called.
    """

    person: Person
    has_second_factor: bool
    passkey_id: str | None
    session_id: str
    is_stale: bool


def begin(
    session: Session,
    person: Person,
    address: str | None,
    device: str | None,
    limits: Accounts,
    passkey_id: str | None = None,
) -> str:
    """A new session of somebody who has just proved who it is.

    Args:
        session: A write transaction.
        person: Who.
        address: Where the request comes from.
        device: Browser and system, as it says of itself.
        limits: When sessions end by themselves.
        passkey_id: Of the passkey that was shown.

    Returns:
        The secret for the cookie.
    """
    now, secret = datetime.now(UTC), secrets.token_urlsafe(32)
    over = or_(
        BrowserSession.ended_at.is_not(None),
        BrowserSession.began_at < now - timedelta(days=limits.session_longest_days),
    )
    session.execute(delete(BrowserSession).where(BrowserSession.person_id == person.id, over))
    session.add(
        BrowserSession(
            digest=_digest(secret),
            id=str(uuid.uuid4()),
            person_id=person.id,
            mark=person.session_mark,
            began_at=now,
            seen_at=now,
            ended_at=None,
            address=address,
            device=clean_line(device or "")[:_LONGEST_DEVICE] or None,
            passkey_id=passkey_id,
        )
    )
    return secret


def whose(session: Session, secret: str, limits: Accounts) -> Whose | None:
    """Whose session a secret stands for; None where it has ended or the person may not come in."""
    found = session.execute(_WHOSE, {"digest": _digest(secret), **_earliest(limits)}).one_or_none()
    if found is None:
        return None
    one, person, second = found
    is_stale = datetime.now(UTC) - one.seen_at > SEEN_EVERY
    has_two = bool(second) or one.passkey_id is not None
    return Whose(person, has_two, one.passkey_id, one.id, is_stale)


def seen(session: Session, secret: str) -> None:
    """Note that a session is in use."""
    used = update(BrowserSession).where(BrowserSession.digest == _digest(secret))
    session.execute(used.values(seen_at=datetime.now(UTC)))


def leave(session: Session, secret: str) -> None:
    """End a session from within: no copy of its cookie is worth anything then."""
    this = update(BrowserSession).where(BrowserSession.digest == _digest(secret))
    session.execute(this.values(ended_at=datetime.now(UTC)))


def of(session: Session, person_id: str, limits: Accounts) -> list[BrowserSession]:
    """The sessions of a person, the last used first."""
    query = _BOTH.where(BrowserSession.person_id == person_id, *_ALIVE).order_by(*_LAST_FIRST)
    return [one for one, _person in session.execute(query, _earliest(limits))]


def every(
    session: Session, actor: Actor, limits: Accounts, most: int
) -> list[tuple[BrowserSession, Person]]:
    """The sessions of everybody, the last used first.

    Raises:
        ForbiddenError: The actor may not administer.
    """
    actor.must(Right.ADMINISTER)
    query = _BOTH.where(*_ALIVE).order_by(*_LAST_FIRST).limit(most)
    return [(one, person) for one, person in session.execute(query, _earliest(limits))]


def end(session: Session, actor: Actor, session_id: str) -> None:
    """End a session: the own one, or as administrator that of anybody.

    Raises:
        NotFoundError: There is no such session, or it is somebody else's.
    """
    found = session.execute(_BOTH.where(BrowserSession.id == session_id)).one_or_none()
    if found is None or not (actor_of(found[1]).id == actor.id or actor.may(Right.ADMINISTER)):
        raise NotFoundError("people.no_session")
    one, person = found
    if one.ended_at is None:
        one.ended_at = datetime.now(UTC)
        book.note(session, book.Kind.SESSION_ENDED, actor, subject=person.login, device=one.device)


def end_all(session: Session, actor: Actor, person: Person) -> None:
    """End all sessions of a person; the caller has decided that the actor may."""
    person.session_mark = new_mark()
    book.note(session, book.Kind.SESSION_ENDED, actor, subject=person.login)


def _earliest(limits: Accounts) -> dict[str, datetime]:
    """What a session that has not ended was seen after, and begun after, as ``_ALIVE`` asks."""
    now = datetime.now(UTC)
    return {
        # the cookie itself says how long it was idle; this is for lists and for late clocks
        "seen_after": now - timedelta(days=limits.session_days) - SEEN_EVERY,
        "begun_after": now - timedelta(days=limits.session_longest_days),
    }


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
