"""What a place phrase is made of, before anybody says what it means."""

from __future__ import annotations

from dataclasses import dataclass, field

from geo_app.notice.phrase.measures import Distance, Stake
from geo_app.notice.phrase.tokens import Token


@dataclass(frozen=True, slots=True)
class Thing:
    """What a place is told from.

    Attributes:
        name: Its words.
        kind: Kind of thing (``words.terms`` kind.*).
        proper: It has a name of its own.
        areas: Areas that begin the name.
        line: The line that a composed name begins with.
        ends: Both limits of a stretch.
    """

    name: str
    kind: str
    proper: bool
    areas: tuple[str, ...] = ()
    line: str | None = None
    ends: tuple[str, ...] = ()


@dataclass(slots=True)
class Where:
    """The locators after a thing, as they were said."""

    directions: list[str] = field(default_factory=list)
    from_bank: bool = False
    corner: bool = False
    distance: Distance | None = None
    stake: Stake | None = None
    sides: list[str] = field(default_factory=list)
    relations: list[str] = field(default_factory=list)
    end_unknown: bool = False
    stretch: bool = False
    more_hops: bool = False
    measured_from: bool = False
    at: bool = False
    path: str | None = None
    bearing_open: bool = False

    @property
    def empty(self) -> bool:
        """Nothing was said."""
        return not (self.directions or self.distance or self.stake or self.sides or self.relations)


@dataclass(slots=True)
class Node:
    """A thing with its locators."""

    thing: Thing
    where: Where = field(default_factory=Where)


@dataclass(frozen=True, slots=True)
class Tree:
    """A phrase, taken apart.

    Attributes:
        nodes: Things with locators, in the order of the words.
        tail: Words after the last of them.
        before: Words skipped before the first.
        subject: What the sentence is about, where the place comes after 位于.
        nowhere: A word such as 全市 or 多处 was there.
    """

    nodes: tuple[Node, ...]
    tail: tuple[Token, ...]
    before: tuple[Token, ...]
    nowhere: bool
    subject: Thing | None = None
