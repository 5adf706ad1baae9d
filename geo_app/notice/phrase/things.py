"""Rules for what a place is told from: names, crossings, stretches, addresses.

thing    := name | crossing | stretch | address | premises
crossing := name (与|和|跨|入) name [交叉口|交汇处|河口|…] | name name 交叉口 | name 交叉口
stretch  := name 至 name [段] | name 与 name 之间
address  := ROAD number 号 [院]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geo_app.notice.phrase import lexicon, measures
from geo_app.notice.phrase.measures import word
from geo_app.notice.phrase.name_ends import Name
from geo_app.notice.phrase.naming import Names
from geo_app.notice.phrase.tokens import Token
from geo_app.notice.phrase.tree import Thing


class ThingRules:
    """The words of a phrase with a place in them, and the rules that read a thing there.

    Args:
        text: Folded text of the tokens.
        tokens: Its words, brackets left out.
    """

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        self._text = text
        self._tokens = tokens
        self._names = Names(tokens)
        self._at = 0
        self._bearing_open = False  # the last bearing read had no degrees

    def _thing(self) -> Thing | None:
        name = self._names.at(self._at)
        if name is None:
            return self._premises() or self._bare_crossing()
        self._at = name.end
        return (
            self._spur_range(name)
            or self._joined(name)
            or self._addressed(name)
            or self._with_outlet(name)
            or self._plain(name)
        )

    def _spur_range(self, name: Name) -> Thing | None:
        """甲控导工程18-20坝之间: the kind is said once, with the second number."""
        found = self._names.spur_range(name.end) if name.kind == "dike" else None
        if found is None:
            return None
        first, suffix = found
        self._at = suffix + 1
        work, kind = self._slice(name.start, name.end), self._word_at(suffix)
        numbers = (self._slice(name.end, first), self._slice(first + 1, suffix))
        ends = tuple(f"{work}{number}{kind}" for number in numbers)
        self._at += self._word() in lexicon.STRETCH
        self._at += self._word() in lexicon.BETWEEN
        return Thing(ends[0], "dam_spur", name.proper, ends=ends)

    def _with_outlet(self, name: Name) -> Thing | None:
        """甲公司排污口下游100米: a hop from the outlet; without one the outlet is the target."""
        outlet = self._word() in lexicon.SUBPARTS | lexicon.OUTLETS
        if name.kind not in {"plant", "enterprise", "pump_station"} or not outlet:
            return None
        if not self._hop_at(self._at + 1):
            return None
        self._at += 1
        thing = self._plain(name)
        return replace(thing, name=self._slice(name.start, self._at))

    def _hop_at(self, at: int) -> bool:
        """下游100米, 东侧50米, 对岸, 附近: told from the words before."""
        text = self._word_at(at)
        if text in lexicon.STREAM or text in lexicon.OPPOSITE | lexicon.NEAR:
            return True
        towards = text in lexicon.TOWARDS and self._word_at(at + 1) in lexicon.COMPASS
        far = measures.distance(self._tokens, at) is not None
        return towards or text in lexicon.COMPASS or far

    def _plain(self, name: Name) -> Thing:
        return Thing(
            self._slice(name.start, name.end),
            name.kind,
            name.proper,
            tuple(self._slice(*area) for area in name.areas),
            self._slice(*name.line) if name.line else None,
        )

    def _premises(self) -> Thing | None:
        """厂区西侧, 院内: a part of something that the words do not name."""
        text = self._word()
        if text not in {
            "厂区",
            "院区",
            "厂界",
            "院",
            "院内",
            "厂院",
            "厂区内",
            "厂内",
            "园区内",
            "村内",
        }:
            return None
        if not text.endswith("内"):
            self._at += 1
        name = text.removesuffix("内")
        kind = {"园区": "park", "村": "village"}.get(name, "enterprise")
        return Thing(name, kind, False)

    def _bare_crossing(self) -> Thing | None:
        """路口东北角."""
        if lexicon.CROSSING_WORDS.get(self._word()) != "crossing":
            return None
        self._at += 1
        return self._crossing_thing(self._at - 1, self._at, "road_junction", proper=False)

    def _unnamed_line(self) -> Thing | None:
        """K12+300, 89公里处: a stake of a line that the words do not name."""
        if measures.stake(self._tokens, self._at, on_line=True) is None:
            return None
        return Thing("", "none", False)

    def _joined(self, first: Name) -> Thing | None:
        """crossing, boundary and stretch: two names and the word that joins them."""
        begin, text = self._at, self._word()
        if text in lexicon.CROSSING_WORDS:
            self._at += 1
            kind = "boundary" if lexicon.CROSSING_WORDS[text] == "boundary" else "road_junction"
            return self._crossing_thing(first.start, self._at, kind, proper=first.proper)
        join = text if text in lexicon.JOIN | lexicon.MERGING | lexicon.OVER | {"、"} else ""
        ranged = text in lexicon.RANGE_MARK
        second = self._names.at(begin + bool(join or ranged))
        if second is None:
            return None
        second = self._within_area(second)
        self._at = second.end
        third = self._names.at(second.end + 1) if join and self._word() == "、" else None
        if third is not None and self._word_at(third.end) in lexicon.CROSSING_WORDS:
            second, self._at = replace(second, end=third.end), third.end  # 甲路与乙路、丙路交叉口
        found = self._pair(first, second, join, ranged=ranged)
        if found is None:
            self._at = begin
        return found

    def _within_area(self, name: Name) -> Name:
        """甲路与丙镇乙路交叉口: the area belongs to the second name."""
        inner = self._names.at(name.end) if name.kind in lexicon.AREAS else None
        if inner is None or not (inner.proper and inner.kind in lexicon.LINES):
            return name
        return replace(inner, start=name.start)

    def _pair(self, first: Name, second: Name, join: str, *, ranged: bool) -> Thing | None:
        if self._word() in {"的", "之"} and self._word(1) in lexicon.CROSSING_WORDS:
            self._at += 1
        text = self._word()
        if text == "口" and {first.kind, second.kind} == {"road"}:
            text = "路口"
        if join in lexicon.OVER and second.kind == "bridge":
            return self._crossing_thing(first.start, self._at, "bridge")
        if join in lexicon.MERGING:
            return self._merging(first, second)
        if (text in lexicon.BETWEEN and join in lexicon.JOIN | {"、"}) or ranged:
            self._at += text in lexicon.BETWEEN
            return self._stretch(first, second)
        units = {first.kind, second.kind} <= lexicon.AREAS  # 高新区与经开区
        if text not in lexicon.CROSSING_WORDS or not (first.proper or units):
            return None
        self._at += 1
        kinds = (first.kind, second.kind)
        if lexicon.CROSSING_WORDS[text] == "boundary" or set(kinds) <= lexicon.AREAS:
            ends = (self._slice(first.start, first.end), self._slice(second.start, second.end))
            name = self._slice(first.start, second.end)
            return Thing(name, "boundary", True, ends=ends)
        return self._crossing_thing(first.start, self._at, _crossing_kind(kinds))

    def _merging(self, first: Name, second: Name) -> Thing | None:
        """甲河入乙河口, 甲河汇入乙河处."""
        if first.kind not in {"river", "poi"} or second.kind not in {"river", "river_mouth"}:
            return None
        if second.kind == "river":
            if self._word() not in {"处", "口"}:
                return None
            self._at += 1
        return self._crossing_thing(first.start, self._at, "confluence")

    def _stretch(self, first: Name, second: Name) -> Thing:
        """Limits on a named line (甲河乙桥至丙桥段) tell of the line, others of the first limit."""
        begin = first.line[1] if first.line else first.start
        limit = self._slice(second.start, second.end)
        if first.kind == "dam_spur" and measures.number(self._tokens, second.start):
            limit = self._work(first) + limit
        ends = (self._slice(begin, first.end), limit)
        self._at += self._word() in lexicon.STRETCH
        if first.line:
            return Thing(self._slice(*first.line), first.line_kind, True, ends=ends)
        return Thing(
            ends[0],
            first.kind,
            first.proper,
            tuple(self._slice(*area) for area in first.areas),
            ends=ends,
        )

    def _work(self, spur: Name) -> str:
        """甲控导工程 of 甲控导工程18坝: said once, it holds for both limits."""
        for at in range(spur.start + 1, spur.end):
            if measures.number(self._tokens, at) and self._word_at(at - 1) in lexicon.SUFFIXES:
                return self._slice(spur.start, at)
        return ""

    def _crossing_thing(self, start: int, end: int, kind: str, *, proper: bool = True) -> Thing:
        return Thing(self._slice(start, end), kind, proper)

    def _addressed(self, name: Name) -> Thing | None:
        """清水路126号, 清水街12号院."""
        if name.kind != "road" or measures.number(self._tokens, self._at) is None:
            return None
        if self._word(1) not in {"号", "#", "号院", "号楼"}:
            return None
        if self._word(2) in lexicon.SUFFIXES or self._word(2) in lexicon.STONE:
            return None
        self._at += 2
        self._at += self._word() in {"院", "楼"}
        if measures.number(self._tokens, self._at) and self._word(1) in {"号楼", "#楼"}:
            self._at += 2
        return self._crossing_thing(name.start, self._at, "address")

    # --- words ---------------------------------------------------------------------------------
    def _word(self, ahead: int = 0) -> str:
        return word(self._tokens, self._at + ahead)

    def _word_at(self, at: int) -> str:
        return word(self._tokens, at)

    def _slice(self, start: int, end: int) -> str:
        """The words as they stand in the folded text, brackets kept where they pair."""
        text = self._text[self._tokens[start].start : self._tokens[end - 1].end]
        text = text.replace('"', "").replace("'", "")
        if text.count("(") != text.count(")"):
            text = text.replace("(", "").replace(")", "")
        return text


def _crossing_kind(kinds: tuple[str, str]) -> str:
    """ROAD × ROAD is a junction, RIVER × RIVER a confluence, everything else a crossing."""
    if set(kinds) <= lexicon.ROADS | {"bridge", "poi"} and not set(kinds) <= {"poi"}:
        return "road_junction"
    if set(kinds) <= {"river"}:
        return "confluence"
    return "road_river_crossing"
