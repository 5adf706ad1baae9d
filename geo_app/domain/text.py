"""Words that come from outside, as they are kept."""

from __future__ import annotations

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
