"""What people tell the bureau: where a tip stands, and what of it goes no further."""

from __future__ import annotations

import re
from enum import StrEnum


class State(StrEnum):
    """Where a tip stands."""

    WAITING = "waiting"
    DRAFTED = "drafted"
    """A draft place was made of it; it is answered when that was looked at."""
    DISMISSED = "dismissed"
    LINKED = "linked"


UNANSWERED = frozenset({State.WAITING, State.DRAFTED})
CLOSED = frozenset(State) - UNANSWERED
"""States in which nobody needs to ask the sender anything any more."""

MASK = "▇▇▇"
_LEAST_DIGITS = 7
"""Of a telephone number; fewer digits may be anything."""


def without_contact(text: str, contact: str | None) -> str:
    """The text with the contact painted over, also where its digits are spaced otherwise."""
    if not contact:
        return text
    text = text.replace(contact, MASK)
    for digits in re.findall(r"[0-9][0-9\s-]*", contact):
        plain = re.sub(r"[^0-9]", "", digits)
        if len(plain) >= _LEAST_DIGITS:
            text = re.sub(r"[\s-]*".join(plain), MASK, text)
    return text
