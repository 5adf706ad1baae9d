"""One-time links: how somebody without a password comes in, also without e-mail.

The administrator is shown the link and hands it over; the very first one is printed by the server,
for the first administrator.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, or_
from sqlalchemy.orm import Session

from geo_app.domain.actor import SYSTEM, Actor, Role
from geo_app.errors import InputError
from geo_app.geo.districts import Districts
from geo_app.settings import Accounts
from geo_app.store.people import OneTimeLink, Person
from geo_app.work.people import book
from geo_app.work.people.accounts import NewPerson, add, get, is_empty
from geo_app.work.people.passwords import check, set_password


@dataclass(frozen=True, slots=True)
class Invited:
    """Whom a link is for; nobody yet, for the first administrator.

    Attributes:
        login: To sign in with.
        name: Of the person.
    """

    login: str
    name: str


def make(session: Session, actor: Actor, person_id: str, limits: Accounts) -> str:
    """A new link for a person; an older one of the same person ends.

    Args:
        session: A write transaction.
        actor: Who hands it over.
        person_id: Whom it is for.
        limits: How long it can be used.

    Returns:
        The secret part of the link.

    Raises:
        ForbiddenError: The actor may not administer.
        NotFoundError: There is no such person.
    """
    person = get(session, actor, person_id)
    book.note(session, book.Kind.LINK_MADE, actor, subject=person.login)
    return _kept(session, person.id, limits)


def make_first(session: Session, limits: Accounts) -> str | None:
    """A link for the first administrator; None where there is somebody."""
    if not is_empty(session):
        return None
    book.note(session, book.Kind.LINK_MADE, SYSTEM)
    return _kept(session, None, limits)


def read(session: Session, secret: str) -> Invited | None:
    """Whom a link is for; None for the first administrator.

    Raises:
        InputError: It is not known, was used or has expired.
    """
    link = _valid(session, secret)
    person = session.get_one(Person, link.person_id) if link.person_id else None
    return Invited(person.login, person.name) if person else None


def use(
    session: Session,
    secret: str,
    password: str,
    first: Invited | None,
    districts: Districts,
    limits: Accounts,
) -> Person:
    """Set the password of whom a link is for; the link is spent.

    Args:
        session: A write transaction.
        secret: The secret part of the link.
        password: The new one.
        first: Who the first administrator is, where the link is for that one.
        districts: Those of the installation.
        limits: Of accounts.

    Raises:
        InputError: The link is spent, or the password or the login cannot be used.
    """
    link = _valid(session, secret)
    if link.person_id:
        person = session.get_one(Person, link.person_id)
    else:
        told = first or Invited("", "")
        check(password, told.login, told.name, limits)
        new = NewPerson(told.login, told.name, None, Role.ADMINISTRATOR)
        person = add(session, SYSTEM, new, districts, limits)
    set_password(session, person, password, limits)
    link.used_at = datetime.now(UTC)
    return person


def spend(session: Session, secret: str) -> Person:
    """Whom a link is for, who comes in by another way than a password; the link is spent.

    Raises:
        InputError: The link is spent, or is that of the first administrator.
    """
    link = _valid(session, secret)
    if link.person_id is None:
        raise InputError("people.link_spent")
    person = session.get_one(Person, link.person_id)
    if not person.active:
        raise InputError("people.link_spent")
    link.used_at = datetime.now(UTC)
    return person


def _valid(session: Session, secret: str) -> OneTimeLink:
    # on PostgreSQL two at once wait here for each other
    link = session.get(OneTimeLink, _digest(secret), with_for_update=True)
    if link is None or link.used_at is not None or link.expires_at <= datetime.now(UTC):
        raise InputError("people.link_spent")
    if link.person_id is None and not is_empty(session):
        raise InputError("people.link_spent")
    return link


def _kept(session: Session, person_id: str | None, limits: Accounts) -> str:
    secret, now = secrets.token_urlsafe(32), datetime.now(UTC)
    of_same = OneTimeLink.person_id.is_not_distinct_from(person_id)
    session.execute(delete(OneTimeLink).where(or_(of_same, OneTimeLink.expires_at <= now)))
    expires_at = now + timedelta(hours=limits.link_hours)
    session.add(
        OneTimeLink(
            digest=_digest(secret), person_id=person_id, expires_at=expires_at, used_at=None
        )
    )
    return secret


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
