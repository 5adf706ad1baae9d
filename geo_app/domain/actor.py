"""Who acts: handed to every job; nothing asks a request or a global for it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or the program itself.

    Attributes:
        id: Stable identifier, written into each event.
        name: As shown in the history.
    """

    id: str
    name: str


SYSTEM = Actor("system", "系统")
