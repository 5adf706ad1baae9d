"""One form for all widths of writing, with the way back to the original characters.

Full-width digits, letters and signs become half-width (Unicode NFKC), blanks and control
characters vanish, look-alike signs become one. A reading made on the folded text is therefore
independent of how the words were typed, and its spans still point into the original.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_SIGNS = {
    "º": "°", "˚": "°", "﹢": "+", "〜": "~", "∼": "~", "～": "~", "—": "-",
    "–": "-", "−": "-", "─": "-",
    "﹣": "-", "‐": "-", "‑": "-", "″": '"', "＂": '"', "”": '"',
    "“": '"', "〃": '"', "′": "'", "’": "'",
    "‘": "'", "＇": "'", "〔": "(", "〕": ")", "【": "(", "】": ")", "[": "(", "]": ")",
    "［": "(", "］": ")",
    "｡": "。", "．": ".", "､": "、",
}  # fmt: skip
"""Signs that NFKC leaves apart or takes too far (º would become the letter o)."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in one form.

    Attributes:
        text: The folded characters.
        offsets: For each of them the index of the original character.
        length: Number of original characters.
    """

    text: str
    offsets: tuple[int, ...]
    length: int

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that the folded span ``[start, end)`` came from."""
        if start >= end:
            at = self.offsets[start] if start < len(self.offsets) else self.length
            return at, at
        return self.offsets[start], self.offsets[end - 1] + 1


def fold(text: str, limit: int | None = None) -> Folded:
    """The text in one form.

    Args:
        text: Any string; lone surrogates and control characters are allowed.
        limit: Stop after this many folded characters.
    """
    folded: list[str] = []
    offsets: list[int] = []
    for index, char in enumerate(text):
        if limit is not None and len(folded) >= limit:
            break
        for piece in _SIGNS.get(char) or _compatible(char):
            folded.append(piece)
            offsets.append(index)
    return Folded("".join(folded), tuple(offsets), len(text))


def _compatible(char: str) -> str:
    """What one character becomes, "" for one that says nothing."""
    if "一" <= char <= "鿿":
        return char
    return "".join(
        _SIGNS.get(piece, piece)
        for piece in unicodedata.normalize("NFKC", char)
        if unicodedata.category(piece)[0] not in "CZM"
    )
