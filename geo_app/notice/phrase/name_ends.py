"""What may follow a name, and so where a name may end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geo_app.notice.phrase import lexicon, measures
from geo_app.notice.phrase.measures import word
from geo_app.notice.phrase.tokens import Token

_MOST_POINTS = 4
"""Compass words in a row (东、西、南、北侧)."""

BREAKS = frozenset('、,;:。.!?"/|') | {"：", "；", "，"}
_HARD = (
    lexicon.JOIN | lexicon.LIST | lexicon.FROM | lexicon.MERGING | lexicon.OVER | lexicon.VERBS
    | lexicon.MEASURES | lexicon.FILLER | lexicon.NEAR | lexicon.OPPOSITE | lexicon.INSIDE
    | lexicon.OUTSIDE | lexicon.PREMISES | lexicon.ENTRANCE | lexicon.ALONG | lexicon.BOTH_SIDES
    | lexicon.BETWEEN | lexicon.SIDES.keys() | lexicon.STREAM.keys() | lexicon.STRETCH.keys()
    | lexicon.TARGETS | lexicon.SUBPARTS | lexicon.WHOLE_AREA | lexicon.MANY | lexicon.STAKE_SIGN
    | lexicon.CROSSING_WORDS.keys() | lexicon.RANGE_MARK | lexicon.PLACES_AFTER
    | lexicon.ALONG_BEFORE | lexicon.WITHIN | lexicon.NEXT_TO | lexicon.PASSING
)  # fmt: skip
"""Words that cannot stand in the middle of a phrase unless the name before them has ended."""

_ALWAYS = frozenset(
    ["的", "处", "有", "、", ",", "与", "和", "及", "至", "到", "~", "-"]
) | frozenset(w for w in _HARD if len(w) > 1)
_NUMBER_SIGNS = frozenset({"号", "#"})
_STRONG = (
    lexicon.NEAR | lexicon.OPPOSITE | lexicon.ALONG | lexicon.BOTH_SIDES | lexicon.OUTSIDE
    | lexicon.INSIDE | lexicon.PREMISES | lexicon.SIDES.keys() | lexicon.STREAM.keys()
    | lexicon.CROSSING_WORDS.keys() | lexicon.STRETCH.keys() | lexicon.VERBS
    | {"尽头", "桩号", "之间", "的", "有", "处"}
)  # fmt: skip
_SINGLE_STRONG = frozenset(["内", "外", "旁", "段", "里", "有", "的", "处"])


_OPENERS = lexicon.TARGETS | lexicon.MEASURES | lexicon.VERBS | lexicon.BARRIER_SIDE.keys()
"""Words that begin the rest of a sentence, not a name."""


@dataclass(frozen=True, slots=True)
class Name:
    """What a name rule found.

    Attributes:
        start: First token.
        end: Token after the name.
        kind: Kind of thing (``words.terms`` kind.*).
        proper: It has a name of its own; False for a common noun (桥, 园区, 该村).
        areas: Areas that begin the name (大桥乡 in 大桥乡污水处理站).
        line: The river or road that a composed name begins with (金明大道 in 金明大道马家河桥).
        line_kind: Kind of that line.
    """

    start: int
    end: int
    kind: str
    proper: bool
    areas: tuple[tuple[int, int], ...] = ()
    line: tuple[int, int] | None = None
    line_kind: str = ""


class NameEnds:
    """Rules about the words after a name.

    Worked out from the right to the left, so that each rule finds the names that follow already
    known; a reading is therefore linear in the length of the phrase.
    """

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._found: list[Name | None] = [None] * (len(tokens) + 1)

    def at(self, at: int) -> Name | None:
        """The name that begins at this word, if one does."""
        return self._found[at] if at < len(self._found) else None

    def _breaks(self, at: int) -> bool:
        text = word(self._tokens, at)
        if (
            text in BREAKS | {"距", "距离"}
            or text in lexicon.CROSSING_WORDS
            or text in lexicon.WHOLE_AREA | lexicon.MANY
        ):
            return True
        if text in lexicon.JOIN and text != "同" and text != "跟":
            return not self._joins_within(at)
        return (len(text) > 1 and text in lexicon.VERBS) or text in {"有", "仍", "被"}

    def _joins_within(self, at: int) -> bool:
        """和平路, 及第村, 永和镇: a joining word that a name holds.

        It separates only where a name stands before it; a name ends in a suffix, so one open
        character before 和 is no name. After a name the known words (和平, 和谐) decide.
        """
        tokens, text = self._tokens, word(self._tokens, at)
        if text not in {"和", "及"} or not _is_stem(tokens, at + 1):
            return False
        before = word(tokens, at - 1)
        if at == 0 or before in _OPENING:
            return True
        opens = (
            at == 1
            or word(tokens, at - 2) in lexicon.SUFFIXES.keys() | _OPENING
            or word(tokens, at - 2) in BREAKS
        )
        if _is_open(tokens[at - 1]) and len(before) == 1:
            return opens and word(tokens, at + 1) in lexicon.SUFFIXES
        return (
            word(tokens, at + 1)[0] in _AFTER_JOIN
            and len(word(tokens, at + 1)) == 1
            and (word(tokens, at + 2) in lexicon.SUFFIXES)
        )

    def _closes(self, at: int, kind: str, *, bare: bool) -> bool:
        """Whether a name of this kind may end before this word."""
        tokens = self._tokens
        text = word(tokens, at)
        if text == "" or text in BREAKS or text in _ALWAYS:
            return True
        if text in lexicon.COMPASS:
            return self._compass_follows(at, kind, bare=bare)
        towards = lexicon.COMPASS.keys() | lexicon.STREAM.keys() | {"上", "下"}
        if text in lexicon.TOWARDS and word(tokens, at + 1) in towards:
            return True
        if measures.distance(tokens, at) or measures.stake(tokens, at, on_line=True):
            return True
        if text in lexicon.BARRIER_SIDE and (kind == "bridge" or self._is_gate(at - 1)):
            return self._settles(at + 1)
        if kind in lexicon.AREAS and measures.number(tokens, at) and self._name_follows(at):
            return True
        if kind == "dike" and self.spur_range(at):
            return True
        if measures.number(tokens, at) is not None:
            return kind == "road" or text in lexicon.MEASURES or self._numbered(at) is not None
        if text in lexicon.FROM and self.at(at + 1):
            return True
        merging = self.at(at + 1) if text in lexicon.MERGING else None
        if kind == "river" and merging and merging.kind in {"river", "river_mouth"}:
            return True
        if kind == "river" and self._bank_dike(at):
            return False
        if text in lexicon.SUFFIXES:
            if self._area_begins(at, kind) or self._is_river_reach(at, kind):
                return True
            return self._repeats(at) or not self._composes(kind, text)
        if text in _HARD and (len(text) > 1 or self._settles(at + 1)):
            return True
        if text in lexicon.POINTING:
            return True
        unit = kind in {"district", "park"} and len(word(tokens, at - 1)) > 2
        return (not bare or unit) and self._name_follows(at)

    def _is_gate(self, at: int) -> bool:
        return word(self._tokens, at).endswith(("闸", "坝", "堰", "站"))

    def _name_follows(self, at: int) -> bool:
        following = self.at(at)
        if following is None or not following.proper:
            return False
        size = self._tokens[following.end - 1].end - self._tokens[at].start
        return size > 2 and word(self._tokens, following.end - 1) in lexicon.SUFFIXES

    def _compass_follows(self, at: int, kind: str, *, bare: bool) -> bool:
        tokens = self._tokens
        following = word(tokens, at + 1)
        if self.is_locating_compass(at):
            return True
        if following in {"", "处", "的", "有"} or following in BREAKS | lexicon.TARGETS:
            return True
        if following in lexicon.MEASURES | lexicon.VERBS | lexicon.LIST | lexicon.JOIN:
            return True
        name = self.at(at + 1)
        if name is None:
            return following in _HARD
        if bare:  # 路北饭店, 村西学校
            return kind in {"road", "village"} and self._is_facility(name)
        if not name.proper and following in lexicon.SUFFIXES:
            return not self._is_compass_stem(at)
        size = tokens[name.end - 1].end - tokens[at + 1].start
        if kind in {"township", "district", "park", "road", "river"}:
            # the direction begins the next name (李集镇北关村), or it is that name
            return self._name_follows(at)
        return (size > 2 and name.kind != "poi") or self._name_follows(at)

    def _is_facility(self, name: Name) -> bool:
        """饭店, 加油站: a common noun, and no part of a longer name of a place."""
        alone = name.end == name.start + 1 and not name.proper
        return alone and name.kind in {"poi", "enterprise", "plant"}

    def is_locating_compass(self, at: int) -> bool:
        """东侧, 东南角, 东150米, 东、西两侧: cannot be the beginning of a name."""
        tokens, here = self._tokens, at + 1
        last = here + _MOST_POINTS
        while (here < last and word(tokens, here) in lexicon.COMPASS) or (
            word(tokens, here) in {"、", ",", "和", "及", "与"}
            and word(tokens, here + 1) in lexicon.COMPASS
        ):
            here += 1 + (word(tokens, here) not in lexicon.COMPASS)
        text = word(tokens, here)
        tails = lexicon.ASIDE | lexicon.BANK | lexicon.CORNER | lexicon.REACH | lexicon.BOTH_SIDES
        if text in tails - {"方", "头", "部", "面", "边", "端"} or text in lexicon.SIDES:
            return True
        if text in tails | lexicon.WALL | lexicon.GATE | lexicon.DIKES:
            return self._settles(here + 1) or here > at + 1
        return measures.distance(tokens, here) is not None

    def _settles(self, at: int) -> bool:
        """After a single-character word: what follows is no more name."""
        text = word(self._tokens, at)
        return (
            text == ""
            or text in BREAKS
            or text in _HARD
            or text in lexicon.COMPASS
            or text in lexicon.UNITS
            or text in lexicon.TOWARDS
            or measures.distance(self._tokens, at) is not None
        )

    def _strong(self, at: int) -> bool:
        """A locator that ends even a name without a suffix (黑石口附近)."""
        tokens, text = self._tokens, word(self._tokens, at)
        if text in lexicon.COMPASS:
            return self.is_locating_compass(at)
        if text in lexicon.TOWARDS and word(tokens, at + 1) in lexicon.COMPASS:
            return True
        if text in _STRONG and (
            len(text) > 1 or (text in _SINGLE_STRONG and self._settles(at + 1))
        ):
            return True
        found = measures.distance(tokens, at)
        if found is not None and tokens[found.end - 1].text != "里":
            return True
        return measures.stake(tokens, at, on_line=False) is not None

    def _unsuffixed(self, start: int, end: int) -> bool:
        """Words that no suffix closes are a name only if they look like one."""
        tokens = self._tokens
        text = "".join(token.text for token in tokens[start:end])
        following = word(tokens, end)
        if word(tokens, start) in _OPENERS or not any(map(_is_open, tokens[start:end])):
            return False
        if following == "" or following in BREAKS:
            return start == 0 and 2 <= len(text) <= 12 and any(c > "一" for c in text)
        return len(text) >= 2 and any("一" <= char <= "鿿" or char.isalpha() for char in text)

    def _is_river_reach(self, at: int, kind: str) -> bool:
        """甲村河段: the reach at the village, not a river of that name."""
        tokens = self._tokens
        return kind in lexicon.AREAS and word(tokens, at) == "河" and word(tokens, at + 1) == "段"

    def _area_begins(self, at: int, kind: str) -> bool:
        """甲镇大桥村: the village has a name, though it begins like a bridge."""
        if kind not in {"township", "district"}:
            return False
        text = word(self._tokens, at)
        if lexicon.SUFFIXES.get(text) in lexicon.AREAS and len(text) < 3:  # 镇, 新区; not 示范区
            return False
        following = self.at(at)
        return following is not None and following.proper and following.kind in lexicon.AREAS

    def _repeats(self, at: int) -> bool:
        """甲村村北, 甲闸闸前: the common noun said again is the thing itself."""
        text = word(self._tokens, at)
        return (
            len(text) == 1
            and text in lexicon.SUFFIXES
            and word(self._tokens, at - 1).endswith(text)
        )

    def _numbered(self, at: int) -> int | None:
        """N [号|#] suffix → the token after it."""
        tokens = self._tokens
        here = at + (word(tokens, at) == "第")
        if measures.number(tokens, here) is None:
            return None
        here += 1
        if word(tokens, at - 1) in lexicon.ROUTES:
            if word(tokens, here) == "线":
                return here + 1
            plain = word(tokens, here) not in lexicon.UNITS.keys() | _NUMBER_SIGNS | {"+"}
            return here if plain else None
        if word(tokens, here) in _NUMBER_SIGNS:
            here += 1
        suffix = word(tokens, here)
        if suffix in lexicon.UNITS or suffix not in lexicon.SUFFIXES:
            return None
        return here + 1

    def spur_range(self, at: int) -> tuple[int, int] | None:
        """N[号]-M[号]坝 of a work → the token after N[号], the token of 坝."""
        tokens = self._tokens
        first = at + 1 + (word(tokens, at + 1) in _NUMBER_SIGNS)
        suffix = first + 2 + (word(tokens, first + 2) in _NUMBER_SIGNS)
        ranged = word(tokens, first) in lexicon.RANGE_MARK | {"、", "与", "和"}
        numbers = measures.number(tokens, at) and measures.number(tokens, first + 1)
        spur = lexicon.SUFFIXES.get(word(tokens, suffix)) == "dam_spur"
        return (first, suffix) if ranged and numbers and spur else None

    def _composes(self, kind: str, suffix: str) -> bool:
        """Whether a suffix goes on with the name: 河+大桥 and 村+村委会 do, 桥+河堤 does not."""
        following = lexicon.SUFFIXES[suffix]
        if suffix in lexicon.WORKS:
            return kind != "bridge"
        if following == "dike":
            return kind in lexicon.AREAS | {"river", "dike", "dam_spur"}
        if suffix in {"城区", "镇区", "乡区"}:
            return kind in lexicon.AREAS
        if suffix in {"道路", "公路", "路段", "土路", "小路", "河道"}:
            return kind in lexicon.AREAS | {"river"}
        return True

    def _bank_dike(self, at: int) -> int | None:
        """左堤, 北堤, 右岸大堤: the dike on one bank of a river has a name of its own."""
        tokens = self._tokens
        if word(tokens, at) in {"左堤", "右堤"}:
            return at + 1
        here = at + 1 if word(tokens, at) in {"左岸", "右岸"} else at
        if word(tokens, at) in lexicon.COMPASS:
            here = at + 1 + (word(tokens, at + 1) == "岸")
        dike = here > at and word(tokens, here) in {"堤", "大堤", "堤防"}
        return here + 1 if dike else None

    def _is_compass_stem(self, at: int) -> bool:
        """刘庄东村, 李集南街, 清水河东大桥: the direction belongs to the name."""
        following = word(self._tokens, at + 1)
        return (
            len(word(self._tokens, at)) == 1
            and word(self._tokens, at + 2) != "头"
            and following in lexicon.SUFFIXES
            and lexicon.SUFFIXES[following] in {"village", "township", "road", "bridge", "district"}
        )


_OPENING = (
    lexicon.PLACES_AFTER | lexicon.INTRO | lexicon.REPORTING | lexicon.RANGE_MARK
    | BREAKS | lexicon.JOIN | lexicon.FROM
)  # fmt: skip
_AFTER_JOIN = frozenset("平谐顺庄兴睦美畅泰悦风信济润盛瑞祥第")
"""After 和 or 及 in words that names begin with: 和平, 和谐, 和顺, 及第."""


def _is_stem(tokens: Sequence[Token], at: int) -> bool:
    """A word that can go on a name begun by 和: no number, no closed word but a suffix."""
    text = word(tokens, at)
    known = text in _AFTER_JOIN or text in lexicon.SUFFIXES
    return known or (bool(text) and _is_open(tokens[at]))


def _is_open(token: Token) -> bool:
    """A word that only names hold."""
    closed = token.text in lexicon.WORDS - lexicon.NAME_WORDS
    return token.number is None and not closed and token.text.isalpha()
