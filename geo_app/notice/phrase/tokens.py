"""Words of a folded text: numbers, words of the lexicon by longest match, and single characters."""

from __future__ import annotations

from dataclasses import dataclass

from geo_app.notice.phrase import lexicon
from geo_app.notice.phrase.numerals import Number, number_end, parse_number


@dataclass(frozen=True, slots=True)
class Token:
    """A word.

    Attributes:
        text: Its characters.
        start: Offset in the folded text.
        end: One past its last character.
        number: Its value where it is a number.
    """

    text: str
    start: int
    end: int
    number: Number | None = None


def tokenise(text: str) -> tuple[Token, ...]:
    """The words of a folded text, without gaps, left to right.

    Args:
        text: Text in one form (``folding.fold``).
    """
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        word = _longest_word(text, at)
        end = number_end(text, at)
        number = parse_number(text[at:end])
        while number is None and end > at + 1:  # 二三百: two numbers
            end -= 1
            number = parse_number(text[at:end])
        if number is not None and end - at >= len(word):
            tokens.append(Token(text[at:end], at, end, number))
            at = end
        else:
            size = len(word) or 1
            tokens.append(Token(text[at : at + size], at, at + size))
            at += size
    return tuple(tokens)


def _longest_word(text: str, at: int) -> str:
    for size in range(min(lexicon.LONGEST_WORD, len(text) - at), 0, -1):
        if text[at : at + size] in lexicon.WORDS:
            shorter = size > 1 and text.startswith(lexicon.OVERLAPPING, at + size - 1)
            return text[at : at + size - shorter]
    return ""
