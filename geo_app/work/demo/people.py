"""Made-up people of a demo, one of each role: anybody at this computer may be any of them."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor
from geo_app.geo.districts import Districts
from geo_app.settings import Accounts
from geo_app.store.people import Person
from geo_app.words import say
from geo_app.work.people import ROLES, NewPerson, add

_MARK = "demo"
"""A file in the data folder: what lies there is made up."""

_LOGIN = "demo-"


def mark(folder: Path) -> None:
    """Say for ever that a data folder holds a demo."""
    (folder / _MARK).touch(mode=0o600)


def is_demo(folder: Path) -> bool:
    """Whether a data folder holds a demo."""
    return (folder / _MARK).is_file()


def invent(session: Session, actor: Actor, districts: Districts, limits: Accounts) -> None:
    """One person of each role, without a password."""
    known = set(roles(session))
    for role in ROLES:
        if role.value not in known:
            name = f"示例{say(f'role.{role}', {}, 'zh')}"
            told = NewPerson(f"{_LOGIN}{role}", name, "示例单位", role)
            add(session, actor, told, districts, limits)


def roles(session: Session) -> list[str]:
    """Roles of which there is a made-up person."""
    query = select(Person.role).where(Person.login.startswith(_LOGIN), Person.active)
    return [role.value for role in ROLES if role in set(session.scalars(query))]


def of_role(session: Session, role: str) -> Person | None:
    """The made-up person of a role."""
    return session.scalar(select(Person).where(Person.login == f"{_LOGIN}{role}", Person.active))
