"""Brackets that say a name again, 甲桥（乙路）, 甲桥（原名丙桥）, and are no place themselves."""

from __future__ import annotations

from collections.abc import Sequence

from geo_app.notice.phrase import lexicon
from geo_app.notice.phrase.measures import word
from geo_app.notice.phrase.naming import Names
from geo_app.notice.phrase.tokens import Token


def without_remarks(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The words without the brackets that only remark on the name before them.

    A bracket with a direction, a side or a stretch in it tells where and is kept, as is one
    inside a name (甲（集团）公司) and one with a narrower place than the area before it.

    Args:
        tokens: The words of a phrase, brackets included.
    """
    kept: list[Token] = []
    at = 0
    while at < len(tokens):
        end = _closing(tokens, at) if word(tokens, at) == "(" and kept else None
        if end is not None and _is_remark(tokens[at + 1 : end], kept[-1], word(tokens, end + 1)):
            at = end + 1
        else:
            kept.append(tokens[at])
            at += 1
    return tuple(kept)


_LONGEST_REMARK = 20
"""Words."""


def _closing(tokens: Sequence[Token], at: int) -> int | None:
    for end in range(at + 1, min(len(tokens), at + _LONGEST_REMARK)):
        if tokens[end].text == ")":
            return end
    return None


def _is_remark(inside: Sequence[Token], before: Token, after: str) -> bool:
    if not inside or after in lexicon.SUFFIXES:
        return False
    if "".join(token.text for token in inside).startswith(lexicon.ALIAS):
        return True
    name = Names(inside).at(0)
    whole = name is not None and name.proper and name.end == len(inside)
    closed = inside[-1].text in lexicon.SUFFIXES or (name is not None and name.kind == "road")
    wide = lexicon.SUFFIXES.get(before.text) in lexicon.AREAS
    return whole and closed and not wide and before.text in lexicon.SUFFIXES
