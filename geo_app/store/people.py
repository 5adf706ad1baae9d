"""Tables of people: who may sign in, one-time links, keys of programs, what was done at the door.

Of a link, a key or a session only the SHA-256 is kept: who reads the database can use none.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from geo_app.store.models import Base


class Person(Base):
    """Somebody who may sign in.

    ``password`` is an argon2id string, null until the first link is used. Sessions hold the
    ``session_mark`` that the person had when they began: another one ends them all.
    """

    __tablename__ = "person"

    id: Mapped[str] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    unit: Mapped[str | None]
    role: Mapped[str]
    areas: Mapped[Any] = mapped_column(nullable=False)
    password: Mapped[str | None]
    session_mark: Mapped[str] = mapped_column(unique=True)
    active: Mapped[bool]
    created_at: Mapped[datetime]
    signed_in_at: Mapped[datetime | None]
    mail: Mapped[str | None]


class BrowserSession(Base):
    """Somebody signed in at a screen, until signing out; ``mark`` is that of the person then.

    ``passkey_id`` is the passkey that was shown at the door, null where it was a password.
    """

    __tablename__ = "browser_session"

    digest: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[str] = mapped_column(ForeignKey(Person.id), index=True)
    mark: Mapped[str]
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    address: Mapped[str | None]
    device: Mapped[str | None]
    passkey_id: Mapped[str | None]


class SecondFactor(Base):
    """What a person shows beside the password: codes of an app.

    ``sealed`` is its secret, which the key of the installation opens; ``last_step`` the half minute
    whose code was shown last; ``confirmed_at`` null until the person has shown one.
    """

    __tablename__ = "second_factor"

    person_id: Mapped[str] = mapped_column(ForeignKey(Person.id), primary_key=True)
    sealed: Mapped[str]
    last_step: Mapped[int] = mapped_column(BigInteger)
    made_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """A code on paper that stands once for the app, which was lost."""

    __tablename__ = "recovery_code"

    digest: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey(Person.id), index=True)
    used_at: Mapped[datetime | None]


class Passkey(Base):
    """A key pair that a device of a person holds; here is the public half (WebAuthn).

    ``credential_id`` (base64url) is the device's own name for it, ``host`` the name of ours that it
    is bound to, ``uses`` the last count that the device told: many always say 0.
    """

    __tablename__ = "passkey"

    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey(Person.id), index=True)
    credential_id: Mapped[str] = mapped_column(unique=True)
    public_key: Mapped[bytes]
    uses: Mapped[int] = mapped_column(BigInteger)
    host: Mapped[str]
    name: Mapped[str]
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SpentChallenge(Base):
    """A challenge that a passkey has answered, until it is too old to be answered again."""

    __tablename__ = "spent_challenge"

    digest: Mapped[str] = mapped_column(primary_key=True)
    spent_at: Mapped[datetime]


class ProviderIdentity(Base):
    """Who a person is at an OpenID Connect provider; never matched by a name or a mail address."""

    __tablename__ = "provider_identity"
    __table_args__ = (UniqueConstraint("person_id", "issuer"),)

    issuer: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey(Person.id))
    bound_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class OneTimeLink(Base):
    """A way in for somebody without a password: once, until it expires.

    ``person_id`` null = the first administrator, who is made with it.
    """

    __tablename__ = "one_time_link"

    digest: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey(Person.id))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class AccessKey(Base):
    """What a program of a person shows instead of a password; ``rights`` are the only ones."""

    __tablename__ = "access_key"

    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey(Person.id), index=True)
    digest: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    rights: Mapped[Any] = mapped_column(nullable=False)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class SavedView(Base):
    """A filter of the ledger that a person keeps under a name; ``query`` as in its address."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("person_id", "name"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey(Person.id))
    name: Mapped[str]
    query: Mapped[str]


class FailedSignIn(Base):
    """Wrong passwords since the last right one: for a login from one address."""

    __tablename__ = "failed_sign_in"

    key: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime]


class Entry(Base):
    """A line of the door's book: who came in, who was refused, who changed whose rights.

    Triggers of the migration refuse a change.
    """

    __tablename__ = "door_entry"
    __table_args__ = (Index("ix_door_entry_at", "at"),)

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime]
    kind: Mapped[str]
    actor_id: Mapped[str | None]
    actor_name: Mapped[str | None]
    subject: Mapped[str | None]
    address: Mapped[str | None]
    data: Mapped[Any] = mapped_column(nullable=False)
