"""Signing in: slow for who guesses, open for the owner, and silent about who there is.

Wrong passwords are counted for a login from one address: who guesses has to wait longer and longer
there, and the owner comes in from elsewhere at once. An unknown login is counted as a known one is,
and takes as long.
"""

from __future__ import annotations

import hashlib
import math
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from geo_app.errors import SignInError, WaitError
from geo_app.settings import Accounts
from geo_app.store.people import FailedSignIn, Person
from geo_app.store.session import Store
from geo_app.work.people import book
from geo_app.work.people.accounts import actor_of, by_login, folded
from geo_app.work.people.passwords import is_outdated, matches, renewed

_FORGOTTEN = timedelta(days=1)


def sign_in(
    store: Store,
    login: str,
    password: str,
    address: str,
    limits: Accounts,
    *,
    enters: bool = True,
) -> Person:
    """The person of a login and its password.

    Args:
        store: The database; the password is looked at outside of any transaction.
        login: As typed.
        password: As typed.
        address: Where the request comes from.
        limits: Free tries, longest wait.
        enters: Otherwise somebody who is in shows that it is still the same person.

    Raises:
        SignInError: One of them is wrong, or the person may not come in; not said which.
        WaitError: Too many were wrong.
    """
    key = _key(login, address)
    with store.session(read_only=True) as session:
        _check_patience(session.get(FailedSignIn, key), limits)
        person = by_login(session, login)
    kept = person.password if person and person.active else None
    right = matches(kept, password)
    with store.session() as session:
        # counted by whoever looks last: of many at once none is forgotten
        failed = session.get(FailedSignIn, key, with_for_update=True)
        if right:
            _check_patience(failed, limits)
        known = by_login(session, login) if right else None
        if known is not None and known.active and known.password == kept:
            return _come_in(session, known, password, key, address, enters=enters)
        _count(session, failed, key)
        book.note(session, book.Kind.REFUSED, subject=folded(login)[:60], address=address)
    raise SignInError("people.wrong")


def _come_in(
    session: Session, person: Person, password: str, key: str, address: str, *, enters: bool
) -> Person:
    session.execute(delete(FailedSignIn).where(FailedSignIn.key == key))
    if person.password and is_outdated(person.password):
        person.password = renewed(password)
    if enters:
        person.signed_in_at = datetime.now(UTC)
        book.note(session, book.Kind.SIGNED_IN, actor_of(person), address=address)
    return person


def _check_patience(failed: FailedSignIn | None, limits: Accounts) -> None:
    if failed is None or failed.failures < limits.free_tries:
        return
    # 1, 2, 4 … seconds
    wait = min(2.0 ** min(failed.failures - limits.free_tries, 30), limits.longest_wait_s)
    left = (failed.last_at + timedelta(seconds=wait) - datetime.now(UTC)).total_seconds()
    if left > 0:
        raise WaitError("people.wait", seconds=math.ceil(left))


def _count(session: Session, failed: FailedSignIn | None, key: str) -> None:
    now = datetime.now(UTC)
    session.execute(delete(FailedSignIn).where(FailedSignIn.last_at < now - _FORGOTTEN))
    if failed is None:
        session.add(FailedSignIn(key=key, failures=1, last_at=now))
    else:
        failed.failures += 1
        failed.last_at = now


def _key(login: str, address: str) -> str:
    # of any length, and not readable: people type their password into the wrong field
    return hashlib.sha256(f"{folded(login)}\n{address}".encode("utf-8", "replace")).hexdigest()
