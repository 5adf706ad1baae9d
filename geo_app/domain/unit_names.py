"""Names of units: what one was called before, which are kept ready, which are no longer offered.

A unit is a name: documents, files and people write it, and none of them knows an id. What the
office decides about names stands in the history; today's answer is a fold over it. Who acted under
a former name counts under today's: a unit with another name is no other unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from geo_app.domain.actor import Actor
from geo_app.domain.history import EventLike
from geo_app.domain.persona import folded, said_id, same_unit, was_said
from geo_app.domain.status import EventKind
from geo_app.domain.text import clean_line
from geo_app.errors import InputError

NAME, TO = "name", "to"
"""Members of the data of an event about a unit."""

_BETWEEN = re.compile(r"([、,，;；/\n]\s*)")


@dataclass(frozen=True, slots=True)
class UnitNames:
    """What the office has decided about names of units.

    Attributes:
        former: Names that are given up, folded, each with the one of today.
        kept: Names that are offered also where nothing uses them, in the order of adding.
        retired: Names that are offered no longer.
    """

    former: Mapping[str, str] = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    retired: frozenset[str] = frozenset()

    def today(self, name: str | None) -> str | None:
        """What a unit is called today; a name that nobody has given up stays as it is."""
        return self.former.get(folded(name), name) if name else name

    def actor(self, actor: Actor) -> Actor:
        """Who acts, under today's name of the unit."""
        return replace(actor, unit=self.today(actor.unit)) if self.former else actor

    def person_id(self, actor_id: str, name: str, unit: str | None) -> str:
        """Id of who acted, as it would be under today's name of the unit.

        Only the id of somebody who was named, and had not signed in, is made of name and unit.
        """
        now = self.today(unit)
        return said_id(name, now) if was_said(actor_id) and now != unit else actor_id


def names_of(events: Iterable[EventLike]) -> UnitNames:
    """What the events about units amount to, in the order of recording."""
    former: dict[str, str] = {}
    kept: dict[str, None] = {}
    retired: set[str] = set()
    for event in events:
        name = str(event.data.get(NAME, ""))
        if event.kind == EventKind.ADDED:
            kept[name] = None
            retired.discard(name)
        elif event.kind == EventKind.REMOVED:
            kept.pop(name, None)
            retired.add(name)
        elif event.kind == EventKind.RENAMED:
            to = str(event.data.get(TO, ""))
            former = {old: to if same_unit(new, name) else new for old, new in former.items()}
            former[folded(name)] = to
            former.pop(folded(to), None)
            kept.pop(name, None)
            kept[to] = None
            retired -= {name, to}
    return UnitNames(former, tuple(kept), frozenset(retired))


def accepted(text: str, longest: int) -> str:
    """A text as the name of a unit.

    Raises:
        InputError: Nothing, too long, several names, or only digits, as codes of districts are.
    """
    name = clean_line(text)
    if not name or len(name) > longest or name.isdecimal() or _BETWEEN.search(name):
        raise InputError("unit.name", limit=longest)
    return name


def renamed(text: str, name: str, to: str) -> str:
    """A list of units as the ledger has it (「甲局、乙局」) with one under another name.

    What stands between them stays; a unit that the list would name twice is named once.
    """
    parts = _BETWEEN.split(text)
    units, between = parts[::2], parts[1::2]
    if name not in units:
        return text
    made, seen = "", False
    for at, unit in enumerate(units):
        is_it = unit in (name, to)
        if is_it and seen:
            continue
        seen = seen or is_it
        made += (between[at - 1] if at and made else "") + (to if is_it else unit)
    return made


def named_in(text: str) -> tuple[str, ...]:
    """The units of such a list."""
    return tuple(dict.fromkeys(filter(None, _BETWEEN.split(text)[::2])))
