"""The text of a notice cut into pieces, so that each mention of a place can be a link."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the notice's text.

    Attributes:
        text: The words.
        place: The place that they name, if any.
        alias: They are a further mention of it, not the first.
        problem: Number of the problem that begins here, if one does.
    """

    text: str
    place: dict[str, Any] | None = None
    alias: bool = False
    problem: int | None = None


class _Mention(NamedTuple):
    start: int
    end: int
    place: dict[str, Any]
    alias: bool


def paragraphs(
    text: str, places: Iterable[dict[str, Any]], problems: Iterable[dict[str, Any]]
) -> list[list[Piece]]:
    """The text by paragraphs (empty ones left out), each a row of pieces.

    Links cannot stand inside one another: where mentions overlap, the shortest one owns the
    letters, and what is left of the longer one becomes pieces of its own.

    Args:
        text: The notice.
        places: With ``start``, ``end`` and ``aliases`` (code points of ``text``).
        problems: With ``number`` and ``start``.
    """
    begins = {problem["start"]: problem["number"] for problem in problems}
    mentions = [each for each in _mentions(places) if 0 <= each.start < each.end <= len(text)]
    breaks = {edge for match in re.finditer("\n", text) for edge in match.span()}
    spans = {edge for each in mentions for edge in (each.start, each.end)}
    edges = sorted(
        edge for edge in {0, len(text), *begins, *breaks, *spans} if 0 <= edge <= len(text)
    )
    owners = _owners(edges, mentions)
    lines: list[list[Piece]] = [[]]
    for start, end in pairwise(edges):
        words = text[start:end]
        if words == "\n":
            lines.append([])
            continue
        owner = owners.get(start)
        place, alias = (owner.place, owner.alias) if owner else (None, False)
        lines[-1].append(Piece(words, place, alias, begins.get(start)))
    return [line for line in lines if any(piece.text.strip() for piece in line)]


def _mentions(places: Iterable[dict[str, Any]]) -> Iterable[_Mention]:
    for place in places:
        yield _Mention(place["start"], place["end"], place, False)
        for alias in place["aliases"]:
            yield _Mention(alias["start"], alias["end"], place, True)


def _owners(edges: list[int], mentions: list[_Mention]) -> dict[int, _Mention]:
    """Which mention owns the piece that begins at an edge: the shortest over it."""
    index = {edge: i for i, edge in enumerate(edges)}
    owners = {}
    for mention in sorted(mentions, key=lambda each: each.start - each.end):  # longest first
        for i in range(index[mention.start], index[mention.end]):
            owners[edges[i]] = mention
    return owners
