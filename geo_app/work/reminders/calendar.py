"""The secret address of a person's calendar: shown once, kept as SHA-256, ended at any time."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor
from geo_app.store.people import Person
from geo_app.store.reminders import CalendarAddress
from geo_app.work.people import book
from geo_app.work.people.accounts import actor_of


def made_at(session: Session, person_id: str) -> datetime | None:
    """Since when a person has an address; None = there is none."""
    query = select(CalendarAddress.made_at).where(CalendarAddress.person_id == person_id)
    return session.scalar(query)


def make(session: Session, person: Person) -> str:
    """A new secret; the one before ends.

    Returns:
        The secret, which cannot be shown again.
    """
    # of two browsers of one person the second waits for the first
    session.scalar(select(Person.id).where(Person.id == person.id).with_for_update())
    session.execute(delete(CalendarAddress).where(CalendarAddress.person_id == person.id))
    secret = secrets.token_urlsafe(32)
    session.add(
        CalendarAddress(digest=_digest(secret), person_id=person.id, made_at=datetime.now(UTC))
    )
    book.note(session, book.Kind.CALENDAR_MADE, actor_of(person))
    return secret


def revoke(session: Session, person: Person) -> None:
    """End the address of a person, if there is one."""
    if made_at(session, person.id) is None:
        return
    session.execute(delete(CalendarAddress).where(CalendarAddress.person_id == person.id))
    book.note(session, book.Kind.CALENDAR_REVOKED, actor_of(person))


def owner(session: Session, secret: str) -> Actor | None:
    """Whose calendar it is, by the rights that hold now; None = nobody's who may come in."""
    query = select(Person).join(CalendarAddress, CalendarAddress.person_id == Person.id)
    person = session.scalar(query.where(CalendarAddress.digest == _digest(secret), Person.active))
    return actor_of(person) if person else None


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
