"""Names of things: any words, closed by how a thing's name ends (桥, 村, 公司 …).

Names are open, so the rule looks at what follows: a name ends after a suffix that something else
than more name follows (a direction, a distance, 附近, a further name, the end of the text). So
大桥乡 is a township though it holds 大桥, and 河南省某公司 is not the south of a river.
"""

from __future__ import annotations

from collections.abc import Sequence

from geo_app.notice.phrase import lexicon, measures
from geo_app.notice.phrase.measures import word
from geo_app.notice.phrase.name_ends import BREAKS, Name, NameEnds
from geo_app.notice.phrase.tokens import Token

_LONGEST_NAME = 40
"""Words; what goes on longer is no name."""


class Names(NameEnds):
    """The names that can begin at each word of a phrase.

    Worked out from the right to the left, so that each rule finds what follows already known.
    """

    def __init__(self, tokens: Sequence[Token]) -> None:
        super().__init__(tokens)
        for at in range(len(tokens) - 1, -1, -1):
            self._found[at] = self._read(at)

    # --- name := stem suffix+ | suffix+ | stem -------------------------------------------------
    def _read(self, start: int) -> Name | None:
        tokens = self._tokens
        first = word(tokens, start)
        if first in BREAKS or (first in _BARRED and not self._joins_within(start)):
            return None
        route = self._route(start)
        if route is not None:
            return route
        if first in lexicon.POINTING and word(tokens, start + 1) in lexicon.SUFFIXES:
            end, kind, _ = self._chain(start + 1)
            end += kind in lexicon.LINES and word(tokens, end) == "段"
            return Name(start, end, kind, proper=False)
        best: Name | None = None
        passed: list[tuple[int, int]] = []
        at = start
        while at < min(len(tokens), start + _LONGEST_NAME):
            text = word(tokens, at)
            if at > start and self._breaks(at):
                break
            if text in lexicon.SUFFIXES:
                end, kind, areas = self._chain(at)
                named = kind in lexicon.AREAS | {"road"} and (
                    lexicon.SUFFIXES[text] not in lexicon.AREAS
                )
                several = end > at + 1 and (at > start or named)
                proper = self._is_proper(start, at) or several
                if text in {"左堤", "右堤"} and at == start:
                    break
                if self._closes(end, kind, bare=at == start):
                    if at > start or self._may_stand_alone(start, end):
                        inner = self._areas(start, at, end, areas)
                        if kind not in lexicon.AREAS and self._is_common(passed, at):
                            inner = (*passed, *inner)
                        return self._composed(Name(start, end, kind, proper, inner))
                elif at > start:
                    best = Name(start, end, kind, proper, self._areas(start, at, end, areas))
                    passed += [(start, end)] if kind in lexicon.AREAS else []
                at = end
                continue
            if at > start and self._strong(at):
                break
            at += 1
        if best is not None:
            return self._composed(best)
        if at > start and self._unsuffixed(start, at):
            premises = word(tokens, at).startswith(("厂", "车间")) and at > start
            kind = "enterprise" if premises else "poi"
            text = "".join(token.text for token in tokens[start:at])
            return Name(start, at, kind, proper=not (premises and _is_common_noun(text)))
        return None

    def _route(self, start: int) -> Name | None:
        """S312线, 省道S312, G106国道, G30连霍高速: a road by its number (GB/T 917)."""
        tokens = self._tokens
        at = start + (word(tokens, start) in lexicon.ROUTES)
        coded = word(tokens, at) in lexicon.ROUTE_LETTERS
        if not coded or measures.number(tokens, at + 1) is None or word(tokens, at + 2) == "+":
            return None
        end = at + 2
        if word(tokens, end) == "线" or lexicon.SUFFIXES.get(word(tokens, end)) == "road":
            end += 1
        else:
            named = self.at(end)
            end = named.end if named is not None and named.kind == "road" and named.proper else end
        return self._composed(Name(start, end, "road", proper=True))

    def _is_common(self, passed: Sequence[tuple[int, int]], suffix: int) -> bool:
        """甲镇中心小学: between the area and the suffix stand common words only."""
        return bool(passed) and not self._is_proper(passed[-1][1], suffix)

    def _chain(self, at: int) -> tuple[int, str, list[tuple[int, int]]]:
        """suffix+ with numbers between (小区3号楼, 控导工程12坝); the last one tells the kind."""
        tokens, kind = self._tokens, lexicon.SUFFIXES[word(self._tokens, at)]
        here = at + 1
        areas: list[tuple[int, int]] = []
        while here < min(len(tokens), at + _LONGEST_NAME):
            following = word(tokens, here)
            numbered = self._numbered(here)
            before, kind_before = here, kind
            apart = self._area_begins(here, kind) or self._is_river_reach(here, kind)
            if apart or self._repeats(here):
                break
            if following in lexicon.SUFFIXES and self._composes(kind, following):
                here, kind = here + 1, lexicon.SUFFIXES[following]
            elif numbered and not word(tokens, here - 1).endswith("险工"):
                here, kind = numbered, lexicon.SUFFIXES.get(word(tokens, numbered - 1), "road")
            elif following in lexicon.SUBPARTS and kind in {"plant", "pump_station"}:
                here += 1
            elif kind == "river" and (dike := self._bank_dike(here)):
                here, kind = dike, "dike"
            elif following in lexicon.COMPASS and self._is_compass_stem(here):
                part = kind == "park" and word(tokens, here + 1) == "区"  # 甲产业园北区
                kind = kind if part else lexicon.SUFFIXES[word(tokens, here + 1)]
                here += 2
            else:
                break
            traditional = word(tokens, before - 1) in lexicon.TRADITIONAL
            if kind_before in lexicon.AREAS and kind not in lexicon.AREAS and not traditional:
                areas.append((at, before))
        return here, kind, areas

    def _is_proper(self, start: int, suffix: int) -> bool:
        first = word(self._tokens, start)
        if start == suffix and lexicon.SUFFIXES[first] == "road" and first[0] in lexicon.COMPASS:
            return True  # 东大街 is a name, 大街 is not
        if start == suffix and lexicon.SUFFIXES[first] == "district" and len(first) > 2:
            return True  # 示范区 is a unit of its own, 园区 is not
        stem = self._tokens[start:suffix]
        if len(stem) == 1 and stem[0].number and word(self._tokens, suffix) in lexicon.CANALS:
            return True
        text = "".join(token.text for token in stem)
        common = lexicon.GENERIC_STEMS
        if lexicon.SUFFIXES[word(self._tokens, suffix)] not in lexicon.LINES | lexicon.AREAS:
            return not _is_common_noun(text)
        return not _is_made_of(text, common)

    def _may_stand_alone(self, start: int, end: int) -> bool:
        """A bare 桥 or 村 is an anchor only where a locator follows, or where nothing does."""
        text = "".join(token.text for token in self._tokens[start:end])
        following = word(self._tokens, end)
        return following != "" or len(text) > 1 or text in {"村", "桥", "河"}

    # --- names made of names -------------------------------------------------------------------
    def _areas(
        self, start: int, suffix: int, end: int, chain: list[tuple[int, int]]
    ) -> tuple[tuple[int, int], ...]:
        """Areas inside the name that are not the whole of it: 大桥乡 of 大桥乡污水处理站."""
        if suffix == start:
            return ()
        return tuple((start, stop) for _, stop in chain)

    def _composed(self, name: Name) -> Name:
        """ROAD or RIVER or 省/市 that goes on into a bridge, a section, a company."""
        following = self.at(name.end)
        if following is None or not (following.proper and name.proper):
            return name
        gate = following.kind == "poi" and self._is_gate(following.end - 1)
        if name.kind in lexicon.LINES and (following.kind in _POINTS_OF_LINES or gate):
            line = (name.start, name.end)
            return Name(
                name.start, following.end, following.kind, True, following.areas, line, name.kind
            )
        registered = word(self._tokens, name.end - 1) in {"省", "市"}
        if registered and following.kind == "enterprise":
            return Name(name.start, following.end, following.kind, True, following.areas)
        return name


def _is_common_noun(stem: str) -> bool:
    """废弃窑, 原造纸, 建材: before 厂 these name a trade, not a firm."""
    trades = lexicon.GENERIC_STEMS | lexicon.TRADES | lexicon.FORMER
    return stem.startswith(lexicon.UNNAMED) or _is_made_of(stem, trades)


def _is_made_of(text: str, common: frozenset[str]) -> bool:
    while text:
        known = next((text[:size] for size in (3, 2, 1) if text[:size] in common), None)
        if known is None:
            return False
        text = text[len(known) :]
    return True


_POINTS_OF_LINES = frozenset({"bridge", "section", "pump_station"})


_BARRED = (
    lexicon.JOIN | lexicon.FROM | lexicon.PLACES_AFTER | lexicon.WHOLE_AREA | lexicon.MANY
    | lexicon.NEXT_TO | lexicon.RANGE_MARK
    | {"以", "的", "处", "(", ")", "有", "仍", "仍有", "存在", "发现"}
    | {"沿", "沿着", "顺着"} | lexicon.PASSING | lexicon.NEAR | lexicon.ALONG | lexicon.BOTH_SIDES
    | lexicon.CROSSING_WORDS.keys()
) - {"同", "跟", "自", "从", "由", "及", "离", "临", "边"}  # fmt: skip
"""Words that no name begins with."""
