"""Access keys: what a program of a person shows instead of a password (QGIS, a script).

Shown once; kept as SHA-256. A key has some of the person's rights, ends by itself and can be taken
back; whatever the person may no longer do, the key may not either.
"""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor, Right
from geo_app.domain.text import clean_line
from geo_app.errors import InputError, NotFoundError
from geo_app.settings import Accounts
from geo_app.store.people import AccessKey, Person
from geo_app.work.people import book
from geo_app.work.people.accounts import actor_of

RIGHTS = (Right.VIEW, Right.INSPECT, Right.ORIGINALS)
"""Rights that a key may have: no program verifies, closes or administers."""

_SIGN = "gak_"
"""Keys begin so: who searches files for secrets that were left there finds them."""

_LONGEST_NAME = 60


def make(
    session: Session, person: Person, name: str, rights: Sequence[str], days: int, limits: Accounts
) -> str:
    """A new key of a person.

    Returns:
        The key, which cannot be shown again.

    Raises:
        InputError: A right or the time cannot be had, or there is no name.
    """
    name = clean_line(name)[:_LONGEST_NAME]
    if not name:
        raise InputError("persona.no_name")
    if not 1 <= days <= limits.key_days:
        raise InputError("people.key_days", limit=limits.key_days)
    who = actor_of(person)
    for right in rights:
        if right not in RIGHTS or not who.may(Right(right)):
            raise InputError("people.key_rights", right=right[:_LONGEST_NAME])
    if not rights:
        raise InputError("people.key_rights", right="")
    text, now = _SIGN + secrets.token_urlsafe(32), datetime.now(UTC)
    session.add(
        AccessKey(
            id=str(uuid.uuid4()),
            person_id=person.id,
            digest=_digest(text),
            name=name,
            rights=sorted(set(rights)),
            created_at=now,
            expires_at=now + timedelta(days=days),
            revoked_at=None,
        )
    )
    book.note(session, book.Kind.KEY_MADE, who, subject=name, rights=",".join(rights), days=days)
    return text


def of(session: Session, person_id: str) -> list[AccessKey]:
    """The keys of a person that can still be used, newest first."""
    query = select(AccessKey).where(
        AccessKey.person_id == person_id,
        AccessKey.revoked_at.is_(None),
        AccessKey.expires_at > datetime.now(UTC),
    )
    return list(session.scalars(query.order_by(AccessKey.created_at.desc())))


def revoke(session: Session, person: Person, key_id: str) -> None:
    """Take a key back.

    Raises:
        NotFoundError: The person has no such key.
    """
    key = session.get(AccessKey, key_id)
    if key is None or key.person_id != person.id:
        raise NotFoundError("people.no_key")
    if key.revoked_at is None:
        key.revoked_at = datetime.now(UTC)
        book.note(session, book.Kind.KEY_REVOKED, actor_of(person), subject=key.name)


def actor_by(session: Session, text: str) -> Actor | None:
    """Who acts with a key; None where it cannot be used."""
    if not text.startswith(_SIGN):
        return None
    key = session.scalar(select(AccessKey).where(AccessKey.digest == _digest(text)))
    if key is None or key.revoked_at is not None or key.expires_at <= datetime.now(UTC):
        return None
    person = session.get(Person, key.person_id)
    if person is None or not person.active:
        return None
    limited = frozenset(Right(right) for right in key.rights)
    return replace(actor_of(person), limited_to=limited)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
