"""One width of writing for rules that look at whole notices: every character keeps its place.

``folding`` drops blanks and expands signs, which suits a phrase; here line ends matter and a span
of the plain text is the same span of the original.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_SIGNS = {"—": "-", "–": "-", "−": "-", "～": "~", "〜": "~", "“": '"', "”": '"', "＂": '"',
          "【": "[", "】": "]", "〔": "(", "〕": ")", "﹝": "(", "﹞": ")", "\t": "\t",
          "\n": "\n"}  # fmt: skip
_SENTENCE_ENDS = "。!?;\n"


SUB_LABEL = re.compile(
    r"(?:(?<![^\n。;])|(?<=\s))(?:反馈|存在|具体|主要)?(?:问题|情形)(?:描述|表现|内容|概述)?[:]\s*"
)
"""反馈问题:, 问题描述: inside a finding; they say nothing of it."""


def shown(words: str, most: int = 30) -> str:
    """Words as a message quotes them: no sub-labels, no line breaks, not too many."""
    said = re.sub(r"(?<=[⺀-￯])\s+|\s+(?=[⺀-￯])", "", SUB_LABEL.sub("", words))
    said = re.sub(r"\s+", " ", said).strip(" ,。;")
    return said if len(said) <= most else said[: most - 1] + "…"


def plain(text: str) -> str:
    """``text`` with full-width digits, letters and signs made half-width, as long as before.

    Circled numbers stay: ① counts the parts of a reply, it is no number 1.
    """
    return text.translate({ord(char): _one(char) for char in set(text)})


def _one(char: str) -> str:
    if char in _SIGNS:
        return _SIGNS[char]
    if "①" <= char <= "⓿" or "❶" <= char <= "➓":
        return char
    if unicodedata.category(char) in {"Cc", "Zs", "Zl", "Zp"}:
        return " "
    folded = unicodedata.normalize("NFKC", char)
    return _SIGNS.get(folded, folded) if len(folded) == 1 else char


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the blanks at its ends; never turned round."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def sentences(words: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of plain text in ``[start, end)``, end signs included."""
    begin = start
    for at in range(start, end):
        if words[at] in _SENTENCE_ENDS:
            if at + 1 > begin:
                yield begin, at + 1
            begin = at + 1
    if begin < end:
        yield begin, end


def lines(words: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of the lines in ``[start, end)``, without blanks at their ends; empty ones left out."""
    begin = start
    while begin < end:
        stop = words.find("\n", begin, end)
        stop = end if stop < 0 else stop
        span = trimmed(words, begin, stop)
        if span[0] < span[1]:
            yield span
        begin = stop + 1


def word_set(listed: str) -> frozenset[str]:
    """The words of a table row, written apart by blanks."""
    return frozenset(listed.split())
