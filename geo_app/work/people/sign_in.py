"""Signing in: slow for who guesses, open for the owner, and silent about who there is.

Wrong passwords are counted for a login from one address, where the next try has to wait longer and
longer, and for the address as a whole, which cannot try one password after another on all logins.
A browser in which the person has signed in before has a count of its own: whatever others try, the
owner comes in from there at once. An unknown login is counted as a known one is, and takes as long.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address, ip_address
from types import MappingProxyType

from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from geo_app.errors import SignInError, WaitError
from geo_app.settings import Accounts
from geo_app.store.people import FailedSignIn, Person
from geo_app.store.session import Store
from geo_app.work.people import book
from geo_app.work.people.accounts import actor_of, by_login, folded
from geo_app.work.people.passwords import is_outdated, matches, renewed

_FORGOTTEN = timedelta(days=1)
_INSERTS: Mapping[str, Callable[[type[FailedSignIn]], sqlite.Insert | postgresql.Insert]] = (
    MappingProxyType({"sqlite": sqlite.insert, "postgresql": postgresql.insert})
)
_ONE_HOME = 64
"""Bits of an IPv6 address that one house has: the others are free for whoever lives there."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is at the door.

    Attributes:
        address: Where the request comes from.
        known: Number of a browser in which the person of this login has signed in before.
    """

    address: str
    known: str | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """One count of wrong tries, and how patient it makes.

    Attributes:
        key: By which it is kept.
        free: Tries before the next one has to wait.
        longest_s: Longest wait, seconds.
        ends: Whether a right password ends it.
    """

    key: str
    free: int
    longest_s: float
    ends: bool = True


def prove(store: Store, login: str, password: str, caller: Caller, limits: Accounts) -> Person:
    """The person of a login and its password; nobody has signed in by that yet.

    Args:
        store: The database; the password is looked at outside of any transaction.
        login: As typed.
        password: As typed.
        caller: Who is at the door.
        limits: Free tries, longest wait.

    Raises:
        SignInError: One of them is wrong, or the person may not come in; not said which.
        WaitError: Too many were wrong.
    """
    counts = list(_counts(login, caller, limits))
    with store.session(read_only=True) as session:
        be_patient(session, counts)
        person = by_login(session, login)
    kept = person.password if person and person.active else None
    right = matches(kept, password)
    with store.session() as session:
        if right:
            # of many tries at once none is forgotten
            be_patient(session, counts)
        known = by_login(session, login) if right else None
        if known is not None and known.active and known.password == kept:
            forget(session, counts)
            if known.password and is_outdated(known.password):
                known.password = renewed(password)
            return known
        count(session, counts)
        # a login that nobody has may be a password in the wrong field
        subject = person.login if person else None
        book.note(session, book.Kind.REFUSED, subject=subject, address=caller.address)
    raise SignInError("people.wrong")


def came_in(session: Session, person: Person, address: str, **how: str) -> None:
    """Note that somebody has signed in, and how where it was not by a password."""
    session.execute(
        update(Person).where(Person.id == person.id).values(signed_in_at=datetime.now(UTC))
    )
    book.note(session, book.Kind.SIGNED_IN, actor_of(person), address=address, **how)


def be_patient(session: Session, counts: list[Count]) -> None:
    """Pass silently where the next try need not wait.

    Raises:
        WaitError: It has to.
    """
    for each in counts:
        failed = session.get(FailedSignIn, each.key)
        if failed is None or failed.failures < each.free:
            continue
        # 1, 2, 4 … seconds
        wait = min(2.0 ** min(failed.failures - each.free, 30), each.longest_s)
        left = (failed.last_at + timedelta(seconds=wait) - datetime.now(UTC)).total_seconds()
        if left > 0:
            raise WaitError("people.wait", seconds=math.ceil(left))


def count(session: Session, counts: list[Count]) -> None:
    """One more wrong try."""
    now = datetime.now(UTC)
    session.execute(delete(FailedSignIn).where(FailedSignIn.last_at < now - _FORGOTTEN))
    insert = _INSERTS[session.get_bind().dialect.name]
    for key in sorted(each.key for each in counts):  # in one order: two at once do not wait in turn
        first = insert(FailedSignIn).values(key=key, failures=1, last_at=now)
        # also where two at once are the first
        more = {"failures": FailedSignIn.failures + 1, "last_at": now}
        session.execute(first.on_conflict_do_update(index_elements=["key"], set_=more))


def forget(session: Session, counts: list[Count]) -> None:
    """A right one."""
    ended = [each.key for each in counts if each.ends]
    session.execute(delete(FailedSignIn).where(FailedSignIn.key.in_(ended)))


def _counts(login: str, caller: Caller, limits: Accounts) -> Iterator[Count]:
    name = folded(login)
    if caller.known is not None:
        yield Count(key_of("known", name, caller.known), limits.free_tries, limits.longest_wait_s)
        return
    home = home_of(caller.address)
    yield Count(key_of("login", name, home), limits.free_tries, limits.longest_wait_s)
    yield of_address(caller.address, limits)


def of_address(address: str, limits: Accounts) -> Count:
    """What is wrong from one address, whoever it is about."""
    return Count(
        key_of("address", home_of(address)),
        limits.free_tries_of_address,
        limits.longest_wait_of_address_s,
        ends=False,
    )


def home_of(address: str) -> str:
    """What stands for an address where requests are counted: of IPv6 the network of its house."""
    try:
        told = ip_address(address)
    except ValueError:
        return address
    if isinstance(told, IPv6Address) and told.ipv4_mapped is None:
        return str(int(told) >> (128 - _ONE_HOME))
    return address


def key_of(*parts: str) -> str:
    """By what a count is kept."""
    # of any length, and not readable: people type their password into the wrong field
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()
