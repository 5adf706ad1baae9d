"""Words that say where → ``PlacePhrase``: what the parsed phrase means.

``read_phrase`` never raises, whatever the text; what it cannot read it says as a doubt.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from geo_app.domain.place import PlacePhrase
from geo_app.domain.remark import Remark
from geo_app.notice.phrase import lexicon, measures
from geo_app.notice.phrase.asides import without_remarks
from geo_app.notice.phrase.folding import fold
from geo_app.notice.phrase.grammar import Parser
from geo_app.notice.phrase.meaning import meaning
from geo_app.notice.phrase.tokens import tokenise
from geo_app.notice.phrase.tree import Tree
from geo_app.settings import Limits

_LIMIT = Limits().phrase_characters


def read_phrase(text: str) -> PlacePhrase:
    """Reads a place phrase.

    The reading does not depend on the width of signs and digits, nor on blanks.

    Args:
        text: Any string; more than ``Limits.phrase_characters`` characters are not read.
    """
    folded = fold(text, _LIMIT + 1)
    doubts = [Remark("phrase.too_long", {"limit": _LIMIT})] if len(folded.text) > _LIMIT else []
    words = folded.text[:_LIMIT]
    reading = _read(words)
    return replace(reading, text=text, doubts=(*reading.doubts, *doubts))


def word_ends(text: str) -> tuple[int, ...]:
    """Where a phrase that begins ``text`` may end: after each word, offsets of ``text``."""
    folded = fold(text, _LIMIT)
    return tuple(folded.original_span(0, token.end)[1] for token in tokenise(folded.text))


@lru_cache(maxsize=4096)
def _read(words: str) -> PlacePhrase:
    found = measures.coordinate(words)
    if found is None and measures.is_coordinate_out_of_range(words):
        doubts = (Remark("phrase.coordinate_range"),)
        return PlacePhrase(words, None, "none", "none", doubts=doubts)
    if found is None:
        return meaning(_tree(words), words)
    others = (words[: found.start] + words[found.end :]).strip("(),;:。")
    rest = meaning(_tree(others), others)
    return PlacePhrase(
        text=words,
        anchor=None,
        anchor_kind="coordinates",
        relation="coordinate",
        coordinate=(found.lon, found.lat),
        coordinate_precision_m=found.precision_m,
        fallback=rest if rest.anchor else None,
        target=rest.target,
        doubts=(Remark("phrase.datum_unknown"),),
    )


def _tree(words: str) -> Tree:
    tokens = without_remarks(tokenise(words))
    signs = {"(", ")", '"', "'"}
    return Parser(words, [token for token in tokens if token.text not in signs]).phrase()


# --- enumerations ---------------------------------------------------------------------------------
_SEPARATORS = frozenset(["、", ";", ",", "。", "和", "及", "与", "以及", "；", "，", "/"])


def split_places(text: str) -> tuple[tuple[int, int, PlacePhrase], ...]:
    """The places of an enumeration, each with its span in the text.

    What is said once holds for all: areas named before the first (甲园区内的乙公司、丙公司), and
    the facility named after the last (甲镇、乙镇污水处理站). Directions, limits and crossings that
    hold a separator themselves (东、西两侧; 甲以北、乙以南; 甲路与乙路交叉口) are not cut.

    Args:
        text: Any string; more than ``Limits.phrase_characters`` characters are not read.

    Returns:
        Start, end (code points of ``text``) and reading of each conjunct, in the order of the
        text; one entry for the whole text where it does not enumerate.
    """
    folded = fold(text, _LIMIT)
    spans = _conjuncts(folded.text)
    readings = [read_phrase(folded.text[start:end]) for start, end in spans]
    places = []
    for (start, end), reading in zip(spans, _distributed(readings), strict=True):
        begin, stop = folded.original_span(start, end)
        places.append((begin, stop, replace(reading, text=text[begin:stop])))
    return tuple(places)


def _conjuncts(words: str) -> list[tuple[int, int]]:
    """Cuts at each separator that has a place of its own on both sides."""
    cuts = [token for token in tokenise(words) if token.text in _SEPARATORS]
    spans: list[tuple[int, int]] = []
    start = 0
    for index, cut in enumerate(cuts):
        stop = cuts[index + 1].start if index + 1 < len(cuts) else len(words)
        left, right = words[start : cut.start], words[cut.end : stop]
        if _is_place(left) and _is_place(right) and not _is_one(words[start:stop], cut.text):
            spans.append((start, cut.start))
            start = cut.end
    end = len(words)
    while end > start and words[end - 1] in _SEPARATORS:
        end -= 1
    return [*spans, (start, end)]


def _is_place(words: str) -> bool:
    """A phrase with a name of its own."""
    tree = _tree(words)
    return any(node.thing.proper for node in tree.nodes) and _read(words).relation != "none"


def _is_one(words: str, separator: str) -> bool:
    """Both sides together are one thing: a crossing, a stretch, a border."""
    reading = _read(words)
    whole = separator in (reading.anchor or "") or bool(reading.ends)
    return whole or reading.relation == "coordinate"


def _distributed(readings: list[PlacePhrase]) -> list[PlacePhrase]:
    if len(readings) < 2:
        return readings
    shared, head = readings[0].containers, _shared_head(readings[-1])
    given = [
        reading if reading.containers else replace(reading, containers=shared)
        for reading in readings
    ]
    if head is None:
        return given
    return [_with_head(reading, head) for reading in given[:-1]] + given[-1:]


def _shared_head(last: PlacePhrase) -> str | None:
    """污水处理站 of 丙镇丁社区污水处理站: a common noun after the name of an area."""
    area = last.containers[-1] if last.containers else ""
    anchor = last.anchor or ""
    return anchor[len(area) :] if area and anchor.startswith(area) and anchor != area else None


def _with_head(reading: PlacePhrase, head: str) -> PlacePhrase:
    """An area alone in such a list stands for its facility."""
    elided = reading.anchor_kind in lexicon.AREAS | {"poi"} and reading.relation == "at"
    if not elided or reading.target:
        return reading
    doubt = Remark("phrase.elided_kind", {"anchor": reading.anchor, "target": head})
    return replace(reading, target=head, doubts=(*reading.doubts, doubt))
