"""A person as it says who it is: until there are accounts, nothing proves it.

The same name and unit give the same id wherever they are said (page, interface, command), so that
rules about two different persons compare persons and not ways of working.
"""

from __future__ import annotations

import unicodedata
import uuid

from geo_app.domain.actor import Actor, Role
from geo_app.domain.text import clean_line
from geo_app.errors import InputError
from geo_app.settings import Settings

LONGEST_NAME = 60
"""Characters of a name or a unit."""

_SAID = "said:"
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:geo-app:person")


def said(name: str, unit: str | None, role: Role | str) -> Actor:
    """The actor that somebody says to be.

    Args:
        name: Of the person.
        unit: That the person belongs to, if any is said.
        role: Decides the rights.

    Raises:
        InputError: The name is missing, name or unit is too long, or there is no such role.
    """
    name, unit = clean_line(name), clean_line(unit or "") or None
    if not name:
        raise InputError("persona.no_name")
    if max(len(name), len(unit or "")) > LONGEST_NAME:
        raise InputError("persona.too_long", limit=LONGEST_NAME)
    try:
        role = Role(role)
    except ValueError:
        raise InputError("persona.no_role", role=str(role)[:LONGEST_NAME]) from None
    return _person(name, unit, role)


def operator(settings: Settings) -> Actor:
    """The person whom the settings name: who acts where nobody says otherwise."""
    return _person(settings.operator, settings.operator_unit or None, Role.OPERATOR)


def _person(name: str, unit: str | None, role: Role) -> Actor:
    return Actor(said_id(name, unit), name, unit, role)


def said_id(name: str, unit: str | None) -> str:
    """Id of who is only named, by name and unit."""
    key = "\n".join((folded(name), folded(unit or "")))
    return f"{_SAID}{uuid.uuid5(_NAMESPACE, key)}"


def ids_of(actor: Actor) -> frozenset[str]:
    """All ids by which the history may know a person who acts.

    Who has signed in may have been named before by somebody at the command line, or by a program:
    a rule about two different persons holds for both.
    """
    return frozenset({actor.id, _person(actor.name, actor.unit, actor.role).id})


def was_said(actor_id: str) -> bool:
    """Whether an id of the history belongs to somebody who only said who it is."""
    return actor_id.startswith(_SAID)


def same_unit(one: str | None, other: str | None) -> bool:
    """Whether two names of units, written with other widths or blanks, are one; unknown is not."""
    return bool(one and other and folded(one) == folded(other))


def folded(text: str) -> str:
    """A name as it is compared: without width, case and blanks."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
