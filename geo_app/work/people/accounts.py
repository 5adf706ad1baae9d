"""Accounts: who there is, in which role, bound to which areas."""

from __future__ import annotations

import re
import secrets
import unicodedata
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor, Right, Role
from geo_app.domain.persona import LONGEST_NAME
from geo_app.domain.text import clean_line
from geo_app.errors import ConflictError, InputError, NotFoundError
from geo_app.geo.districts import Districts
from geo_app.settings import Accounts
from geo_app.store.models import Site
from geo_app.store.people import Person
from geo_app.work.people import book

ROLES = tuple(role for role in Role if role is not Role.OPERATOR)
"""Roles that somebody may sign in with."""

_LOGIN = re.compile(r"\S{2,60}")
_MAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,188}[A-Za-z0-9])?"
)
_PERSON = "person:"


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What is said of a person.

    Attributes:
        login: To sign in with; upper and lower case are the same.
        name: As the history shows it.
        unit: The unit the person belongs to, written as in the ledger.
        role: One of ``ROLES``.
        areas: Codes or names of districts, or names of accounting units; empty = all of them.
        mail: Where reminders are sent to; empty = nowhere.
    """

    login: str
    name: str
    unit: str | None
    role: str
    areas: tuple[str, ...] = ()
    mail: str = ""


def folded(login: str) -> str:
    """A login as it is kept and compared."""
    return unicodedata.normalize("NFKC", login).strip().casefold()


def is_mail(text: str) -> bool:
    """Whether a text is the plain address of one mailbox."""
    return _MAIL.fullmatch(text) is not None and ".." not in text


def actor_of(person: Person) -> Actor:
    """The person as who acts."""
    return Actor(
        f"{_PERSON}{person.id}", person.name, person.unit, Role(person.role), tuple(person.areas)
    )


def person_id(actor: Actor) -> str:
    """Id of the row of who acts; of who only was named it is no person's."""
    return actor.id.removeprefix(_PERSON)


def is_empty(session: Session) -> bool:
    """Whether nobody can sign in yet."""
    return session.scalar(select(Person.id).limit(1)) is None


def by_login(session: Session, login: str) -> Person | None:
    """The person of a login, also one who may not come in."""
    return session.scalar(select(Person).where(Person.login == folded(login)))


def of_login(session: Session, login: str) -> Person:
    """The person of a login, who must be there.

    Raises:
        NotFoundError: There is no such person.
    """
    person = by_login(session, login)
    if person is None:
        raise NotFoundError("people.no_person", login=login)
    return person


def get(session: Session, actor: Actor, person_id: str) -> Person:
    """One person.

    Raises:
        ForbiddenError: The actor may not administer.
        NotFoundError: There is no such person.
    """
    actor.must(Right.ADMINISTER)
    person = session.get(Person, person_id)
    if person is None:
        raise NotFoundError("people.no_person", login=person_id)
    return person


def every(session: Session, actor: Actor) -> list[Person]:
    """Everybody, by login.

    Raises:
        ForbiddenError: The actor may not administer.
    """
    actor.must(Right.ADMINISTER)
    return list(session.scalars(select(Person).order_by(Person.login)))


def add(
    session: Session, actor: Actor, told: NewPerson, districts: Districts, limits: Accounts
) -> Person:
    """Add a person, who comes in by a one-time link first.

    Raises:
        ForbiddenError: The actor may not administer.
        InputError: Login, name, role, an area or the mail address cannot be used.
        ConflictError: The login is taken.
    """
    actor.must(Right.ADMINISTER)
    login = folded(told.login)
    if not _LOGIN.fullmatch(login):
        raise InputError("people.login_shape", login=told.login[:LONGEST_NAME])
    if by_login(session, login) is not None:
        raise ConflictError("people.login_taken", login=login)
    person = Person(
        id=str(uuid.uuid4()),
        login=login,
        password=None,
        session_mark=new_mark(),
        active=True,
        created_at=datetime.now(UTC),
        signed_in_at=None,
    )
    _describe(session, person, told, districts, limits)
    session.add(person)
    book.note(session, book.Kind.ADDED, actor, subject=login, after=_facts(person))
    return person


def change(
    session: Session,
    actor: Actor,
    person_id: str,
    told: NewPerson,
    districts: Districts,
    limits: Accounts,
) -> Person:
    """Say anew who a person is; sessions end where that changes what the person may do.

    Args:
        session: A write transaction.
        actor: Who changes it.
        person_id: Whom.
        told: All of it; the login stays.
        districts: Those of the installation.
        limits: Of accounts.

    Raises:
        ForbiddenError: The actor may not administer.
        NotFoundError: There is no such person.
        InputError: Name, role, an area or the mail address cannot be used.
        ConflictError: Nobody would be left to administer.
    """
    person = get(session, actor, person_id)
    before = _facts(person)
    was_administrator = _administers(person)
    _describe(session, person, told, districts, limits)
    after = _facts(person)
    if after == before:
        return person
    if was_administrator and not _administers(person):
        _must_leave_one(session, person)
    if {**before, "mail": None} != {**after, "mail": None}:
        person.session_mark = new_mark()
    book.note(session, book.Kind.CHANGED, actor, subject=person.login, before=before, after=after)
    return person


def set_active(session: Session, actor: Actor, person_id: str, *, active: bool) -> Person:
    """Let a person come in or not; all sessions end.

    Raises:
        ForbiddenError: The actor may not administer.
        NotFoundError: There is no such person.
        ConflictError: Nobody would be left to administer.
    """
    person = get(session, actor, person_id)
    if person.active == active:
        return person
    if not active and _administers(person):
        _must_leave_one(session, person)
    person.active = active
    person.session_mark = new_mark()
    kind = book.Kind.ENABLED if active else book.Kind.DISABLED
    book.note(session, kind, actor, subject=person.login)
    return person


def new_mark() -> str:
    """A mark of a person that nobody can guess; sessions begun under another one have ended."""
    return secrets.token_hex(32)


def _administers(person: Person) -> bool:
    return person.active and actor_of(person).may(Right.ADMINISTER)


def _must_leave_one(session: Session, person: Person) -> None:
    """Pass silently where somebody else may administer as well."""
    with session.no_autoflush:
        others = session.scalars(select(Person).where(Person.active, Person.id != person.id))
        if not any(_administers(each) for each in others):
            raise ConflictError("people.last_administrator")


def _describe(
    session: Session, person: Person, told: NewPerson, districts: Districts, limits: Accounts
) -> None:
    name, unit = clean_line(told.name), clean_line(told.unit or "") or None
    if not name:
        raise InputError("persona.no_name")
    if max(len(name), len(unit or "")) > LONGEST_NAME:
        raise InputError("persona.too_long", limit=LONGEST_NAME)
    if told.role not in ROLES:
        raise InputError("people.no_role", role=told.role[:LONGEST_NAME])
    mail = told.mail.strip()
    if mail and not is_mail(mail):
        raise InputError("people.mail_shape", mail=mail[:LONGEST_NAME])
    person.name, person.unit, person.role = name, unit, str(told.role)
    person.mail = mail or None
    person.areas = areas_told(session, told.areas, districts, limits)


def areas_told(
    session: Session, told: Sequence[str], districts: Districts, limits: Accounts
) -> list[str]:
    """Codes of districts and names of accounting units, each once.

    Args:
        session: Any transaction.
        told: Codes or names of districts, or names of accounting units.
        districts: Those of the installation.
        limits: How many there may be.

    Raises:
        InputError: There is no such area, or there are too many.
    """
    codes = {each.name: each.code for each in districts.districts}
    known = {*codes.values(), *districts.accounting_units}
    found: dict[str, None] = {}
    for each in (clean_line(area) for area in told):
        area = codes.get(each, each)
        if area and area not in known and not _has_sites(session, area):
            raise InputError("people.no_area", area=each[:LONGEST_NAME])
        if area:
            found[area] = None
    if len(found) > limits.areas:
        raise InputError("people.areas_many", limit=limits.areas)
    return list(found)


def _has_sites(session: Session, area: str) -> bool:
    """Whether sites say that they are there: files of others name areas of their own."""
    there = or_(Site.district_code == area, Site.accounting_unit == area)
    with session.no_autoflush:
        return session.scalar(select(Site.id).where(there).limit(1)) is not None


def _facts(person: Person) -> dict[str, object]:
    return {
        "name": person.name,
        "unit": person.unit,
        "role": person.role,
        "areas": ",".join(person.areas),
        "mail": person.mail,
    }
