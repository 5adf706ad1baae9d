"""Words as terms: each sign of a text, and each two that stand side by side (n-grams).

Chinese has no gaps between words, so any piece of a text may be asked for. A word that stands in a
text has no term which the text lacks; so the terms of a word find all texts that hold it.

What a database takes for the same letter in capitals is its own affair: SQLite knows A to Z,
PostgreSQL what its locale says. Here more is taken for the same than any of them takes;
``is_plain`` says of which texts that is no more than what all of them do.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

DOT = "\u0307"
"""What is left of a Turkish capital İ where only its lower case is kept."""


def fold(text: str) -> str:
    """A text as it is compared: sign by sign, so that a part of it becomes a part of this."""
    return text.casefold().replace(DOT, "").replace("ı", "i").replace("\0", " ")


def line(texts: Iterable[str]) -> str:
    """What is searched of a site, in one line: words are told apart by one space.

    A word that is asked for holds no space, so it never goes from one text into the next.
    """
    return " ".join(fold(" ".join(texts)).split())


def is_plain(text: str) -> bool:
    """Whether it has capitals at most from A to Z, and no other letters that have any."""
    raw = text.encode("utf-8", "surrogatepass")
    lower, upper = raw.lower(), raw.upper()  # of bytes: A to Z alone
    return (
        text.casefold().encode("utf-8", "surrogatepass") == lower
        and text.lower().encode("utf-8", "surrogatepass") == lower
        and text.upper().encode("utf-8", "surrogatepass") == upper
        and DOT not in text
        and "\0" not in text  # where SQLite stops to read
    )


def of_word(word: str) -> frozenset[str]:
    """The terms that a text must have in which a word stands.

    Args:
        word: Folded.
    """
    if len(word) < 2:
        return frozenset(word)
    return frozenset(map("".join, pairwise(word)))


def of_line(words: str) -> frozenset[str]:
    """The terms of what is searched of a site.

    Args:
        words: What ``line`` made.
    """
    pairs = map("".join, pairwise(words))
    return frozenset(words.replace(" ", "")) | {pair for pair in pairs if " " not in pair}
