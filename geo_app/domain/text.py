"""Words that come from outside, as they are kept."""

from __future__ import annotations

import re
import unicodedata

_KEPT = "\n\u200c\u200d"
"""Line breaks, and the joiners that emoji and some scripts need."""

_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def clean(text: str) -> str:
    """Text in NFC without control and direction signs, without blanks at its ends."""
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    if plain.isprintable():  # most text is, and then nothing of it is dropped
        return plain.strip()
    return "".join(
        each for each in plain if each in _KEPT or unicodedata.category(each) not in _DROPPED
    ).strip()


def clean_line(text: str) -> str:
    """As ``clean``, on one line."""
    return " ".join(clean(text).split())


_NUMBERS = re.compile(
    r"[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}"  # an e-mail address
    r"|(?<!\d)\d{17}[\dXx](?!\d)"  # an identity card
    r"|(?<![\d.])(?:\+?86[- ]?)?[1１][3-9３-９]\d(?:[- ]?\d{4}){2}(?!\d)"  # a mobile telephone
    r"|(?<![\d.])[0０]\d{2,3}[- ]?\d{7,8}(?!\d)"  # a telephone with its area code
)
HIDDEN = "□□□"
"""Stands where a number was that leads to a person."""


def without_numbers(text: str) -> tuple[str, int]:
    """Text without telephone numbers, identity cards and e-mail addresses, and how many there were.

    Names in prose are not found: whoever keeps text must still take care who sees it.
    """
    return _NUMBERS.subn(HIDDEN, text)
