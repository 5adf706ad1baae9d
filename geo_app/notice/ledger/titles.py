"""What a title means, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from geo_app.notice.ledger.meanings import OWN, SYNONYMS, Meaning, folded, without_aside


class Why(StrEnum):
    """Why a column is taken to mean something."""

    SAME = "same"
    SYNONYM = "synonym"
    PART = "part"
    CONTENT = "content"
    KEPT = "kept"
    CHOSEN = "chosen"

    @property
    def code(self) -> str:
        """Its name in ``words``."""
        return f"meaning_why.{self.value}"


@dataclass(frozen=True, slots=True)
class Reason:
    """What a column may mean.

    Attributes:
        meaning: What.
        why: Why so.
        score: The more, the surer; 0 to 100.
        word: The word that says so, or a short word for what the cells look like.
    """

    meaning: Meaning
    why: Why
    score: int
    word: str = ""


_SAME, _SYNONYM, _PART, _LONGEST_PART = 100, 90, 40, 75
_GROUP = 12
"""How much less is said by the title of a group than by that of the column."""

_PER_SIGN = 5


def reasons(titles: Sequence[str]) -> list[Reason]:
    """What a column may mean by its titles; the surest first.

    Args:
        titles: From above to below: of the group, if there is one, and of the column.
    """
    surest: dict[Meaning, Reason] = {}
    for words, less in _readings(titles):
        for reason in _of(words):
            less_sure = Reason(reason.meaning, reason.why, reason.score - less, reason.word)
            known = surest.get(reason.meaning)
            if known is None or known.score < less_sure.score:
                surest[reason.meaning] = less_sure
    return sorted(surest.values(), key=lambda each: (-each.score, each.meaning))


def best(titles: Sequence[str]) -> Meaning | None:
    """What the titles mean most likely."""
    return next((each.meaning for each in reasons(titles)), None)


def _readings(titles: Sequence[str]) -> Iterator[tuple[str, int]]:
    for title, less in ((titles[-1], 0), ("".join(titles), 1), (titles[0], _GROUP)):
        yield folded(title), less
        yield without_aside(title), less + 1


def _of(words: str) -> Iterator[Reason]:
    meaning = SYNONYMS.get(words)
    if meaning is not None:
        same = OWN[meaning] == words
        yield Reason(meaning, Why.SAME if same else Why.SYNONYM, _SAME if same else _SYNONYM, words)
        return
    for word, part in SYNONYMS.items():
        # what a Chinese title is about stands at its end
        at_end = words.endswith(word)
        if len(word) > 1 and word in words:
            score = _PART + _PER_SIGN * len(word) + (8 if at_end else 0)
            yield Reason(part, Why.PART, min(_LONGEST_PART, score), word)
