"""Passwords: argon2id (RFC 9106), never kept or told otherwise."""

from __future__ import annotations

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.orm import Session
from zxcvbn import zxcvbn

from geo_app.domain.actor import Actor
from geo_app.errors import InputError
from geo_app.settings import Accounts
from geo_app.store.people import Person
from geo_app.work.people import book
from geo_app.work.people.accounts import actor_of, folded, new_mark

LONGEST = 256
"""Characters: more are work for nothing."""

_LOOKED_AT = 72  # characters; to judge more takes long and says no more
_GUESSED_AT_ONCE = 2  # of zxcvbn's 0 to 4: below it, a million tries do

_hasher = PasswordHasher()


def set_password(
    session: Session, person: Person, password: str, limits: Accounts, actor: Actor | None = None
) -> None:
    """Give a person a new password; all sessions of the person end.

    Args:
        session: A write transaction.
        person: Whose.
        password: The new one.
        limits: How it must be.
        actor: Who sets it, where it is not the person.

    Raises:
        InputError: It is too short, too long, or guessed at once.
    """
    check(password, person.login, person.name, limits)
    person.password = _hasher.hash(_plain(password))
    person.session_mark = new_mark()
    who = actor or actor_of(person)
    book.note(session, book.Kind.PASSWORD_SET, who, subject=person.login)


def check(password: str, login: str, name: str, limits: Accounts) -> None:
    """Pass silently where a password may be used.

    Raises:
        InputError: It is too short, too long, or guessed at once.
    """
    plain = _plain(password)
    if len(plain) < limits.password_characters:
        raise InputError("people.password_short", limit=limits.password_characters)
    if len(plain) > LONGEST:
        raise InputError("people.password_long", limit=LONGEST)
    if folded(plain) in {folded(login), folded(name)}:
        raise InputError("people.password_like_login")
    if zxcvbn(plain[:_LOOKED_AT], user_inputs=[login, name])["score"] < _GUESSED_AT_ONCE:
        raise InputError("people.password_common")


def matches(kept: str | None, password: str) -> bool:
    """Whether a password is the one that is kept; None takes as long and never is."""
    if len(password) > LONGEST:
        password = password[:LONGEST] + "…"
    try:
        right = _hasher.verify(kept or _nobodys(), _plain(password))
    except (VerificationError, InvalidHashError):
        return False
    return right and kept is not None


def is_outdated(kept: str) -> bool:
    """Whether the hash was made with weaker parameters than those of today."""
    return _hasher.check_needs_rehash(kept)


def renewed(password: str) -> str:
    """The hash of a password that was right, with the parameters of today."""
    return _hasher.hash(_plain(password))


def _plain(password: str) -> str:
    # two keyboards write the same sign in two ways
    return unicodedata.normalize("NFKC", password)


@cache
def _nobodys() -> str:
    return _hasher.hash(new_mark())
