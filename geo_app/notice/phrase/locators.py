"""Rules for what is said after a thing: which way, how far, on which side.

locator  := stake | distance | stream | towards | side | relation | part
distance := [约] number [余] unit [左右|以内|…]        stream := 上游|下游|闸前|坝下
towards  := [以|向|往] compass (、 compass)* [侧|岸|角|墙|门|段|堤|…]
relation := 附近|周边|内|外|对面|沿线|中段|…           part   := 厂区|大门|村口|尽头|…
"""

from __future__ import annotations

from dataclasses import replace

from geo_app.notice.phrase import lexicon, measures
from geo_app.notice.phrase.name_ends import BREAKS
from geo_app.notice.phrase.things import ThingRules
from geo_app.notice.phrase.tree import Node

_WITH_BANKS = frozenset({"river", "dike", "section", "confluence", "river_mouth"})
"""Have a left and a right, looking downstream."""


class LocatorRules(ThingRules):
    """The rules that read locators into the ``Where`` of a node."""

    def _locators(self, node: Node) -> None:
        rules = (
            self._repeated, self._limits_of_stretch, self._other_limit, self._stake, self._stream,
            self._towards, self._distance, self._side, self._relation, self._part, self._filler,
            self._goes_on,
        )  # fmt: skip
        while self._at < len(self._tokens) and any(rule(node) for rule in rules):
            pass

    def _goes_on(self, node: Node) -> bool:
        """K2+080，右岸 and 下游，100米: a comma before what only the thing before can take."""
        where = node.where
        if self._word() not in {",", "，"} or where.empty:
            return False
        side = self._word(1) in lexicon.SIDES and not where.sides
        far = where.directions and not (where.distance or where.stake)
        if not (side or (far and measures.distance(self._tokens, self._at + 1))):
            return False
        self._at += 1
        return True

    def _repeated(self, node: Node) -> bool:
        """甲村村北: the common noun said again."""
        text = self._word()
        if len(text) != 1 or text not in lexicon.SUFFIXES or not node.thing.name.endswith(text):
            return False
        self._at += 1
        return True

    def _limits_of_stretch(self, node: Node) -> bool:
        """中山路北环路至南环路段: the limits of a line named before."""
        if node.thing.kind not in lexicon.LINES or node.thing.ends:
            return False
        begin = self._at
        self._at += self._word() in {"自", "从", "由"}
        name = self._names.at(self._at)
        if name is not None and self._word_at(name.end) in lexicon.RANGE_MARK | lexicon.JOIN:
            ranged = self._word_at(name.end) in lexicon.RANGE_MARK
            second = self._names.at(name.end + 1)
            if second is not None:
                self._at = second.end
                between = self._word() in lexicon.BETWEEN
                if ranged or between:
                    self._at += between
                    limits = self._stretch(name, second)
                    node.thing = replace(node.thing, ends=limits.ends)
                    return True
        self._at = begin
        return False

    def _other_limit(self, node: Node) -> bool:
        """甲桥以西至乙桥段: the second limit of a stretch that begins at the thing."""
        where = node.where
        limit = self._names.at(self._at + 1) if self._word() in lexicon.RANGE_MARK else None
        if limit is None or not limit.proper or not where.directions or where.distance:
            return False
        self._at = limit.end + (self._word_at(limit.end) in lexicon.STRETCH)
        self._at += self._word() in lexicon.BETWEEN
        ends = (node.thing.name, self._slice(limit.start, limit.end))
        node.thing = replace(node.thing, ends=ends)
        return True

    def _stake(self, node: Node) -> bool:
        if node.where.stake or node.where.distance:
            return False
        on_line = node.thing.kind in lexicon.LINES | {"none"}
        found = measures.stake(self._tokens, self._at, on_line=on_line)
        if found is None:
            return False
        node.where.stake, self._at = found, found.end
        self._at += self._word() in lexicon.STRETCH
        return True

    def _distance(self, node: Node) -> bool:
        begin = self._at
        self._at += self._word() in {"距", "距离", "外"} and begin > 0
        found = measures.distance(self._tokens, self._at)
        if found is None:
            self._at = begin
            return False
        self._at = found.end
        if node.where.distance is not None:
            node.where.more_hops = True
            return True
        node.where.distance = found
        if found.within and not node.where.directions:
            node.where.relations.append("near")
        return True

    def _stream(self, node: Node) -> bool:
        """上游, 下游侧; 闸前, 坝下; 桥下 is under it."""
        ahead = self._word() in lexicon.TOWARDS and self._word(1) in lexicon.STREAM
        if self._word() == "以" and (beyond := self._beyond(node)):
            self._at += 2
            node.where.directions.append(beyond)
            return True
        text, kind = self._word(ahead), node.thing.kind
        ways = lexicon.STREAM.get(text, ())
        if not ways and text in lexicon.BARRIER_SIDE:
            if self._on_bridge(node) and text in {"下", "上"}:
                self._at += 1
                node.where.sides.append("under" if text == "下" else "top")
                return True
            if node.thing.name.endswith(("闸", "坝", "堰", "站")):
                ways = (lexicon.BARRIER_SIDE[text],)
        if not ways:
            return False
        self._at += 1 + ahead
        self._at += self._word() in lexicon.ASIDE
        if node.where.directions:
            node.where.more_hops |= node.where.distance is not None
        else:
            node.where.directions.extend(ways)
            if kind == "river":
                node.where.relations.append("along")
        return True

    def _beyond(self, node: Node) -> str | None:
        """断面以下500米: upstream or downstream of a point on a river."""
        if measures.distance(self._tokens, self._at + 2) is None or node.where.directions:
            return None
        on_river = node.thing.kind in {"section", "bridge", "river_mouth", "confluence", "poi"}
        return {"上": "upstream", "下": "downstream"}.get(self._word(1)) if on_river else None

    def _on_bridge(self, node: Node) -> bool:
        """甲桥, 甲路与乙路立交桥."""
        return node.thing.kind == "bridge" or node.thing.name.endswith("桥")

    def _towards(self, node: Node) -> bool:
        """[以|向|往] compass (、 compass)* [侧|岸|角|墙|门|段|堤|…]."""
        begin = self._at
        if self._begins_a_name(node):
            return False
        self._at += self._word() in lexicon.TOWARDS
        self._bearing_open = False
        points = self._compass_list()
        if not points or self._word() in lexicon.NEIGHBOURING:
            self._at = begin
            return False
        where, text = node.where, self._word()
        where.bearing_open |= self._bearing_open
        if text in lexicon.CORNER:
            self._at += 1
            where.corner, where.directions = True, points
            return True
        bank = text in lexicon.BANK or text in lexicon.DIKES
        wall, gate = text in lexicon.WALL, text in lexicon.GATE
        while self._word() in lexicon.ASIDE | lexicon.BANK | lexicon.BOTH_SIDES | lexicon.DIKES:
            bank |= self._word() in lexicon.BANK | lexicon.DIKES
            self._at += 1
            if self._word() in {"、", "和", "及", "与"}:  # 南侧和北侧
                points += self._compass_list(listed=True)
        if wall or gate:
            self._at += 1
        if text in lexicon.REACH:
            self._at += 1
            where.relations.append("along")
            where.directions = points
            return True
        self._point(node, points, bank=bank)
        return True

    def _begins_a_name(self, node: Node) -> bool:
        """甲镇西王村: after a wide area a bare direction belongs to the next name."""
        wide = node.thing.kind in {"township", "district", "park"}
        bare = self._word() in lexicon.COMPASS and not self._names.is_locating_compass(self._at)
        following = self._names.at(self._at)
        if not bare or following is None or not following.proper:
            return False
        after = self._word_at(following.end)
        reach = following.kind in lexicon.AREAS and after in {"段", "、", "与", "和"}
        return wide or (reach and node.thing.kind in lexicon.LINES)  # 甲河东坡村段

    def _compass_list(self, *, listed: bool = False) -> list[str]:
        points: list[str] = []
        while True:
            here = self._at + (
                (listed or bool(points)) and self._word() in {"、", ",", "和", "及", "与", "/"}
            )
            text = self._word_at(here)
            if text not in lexicon.COMPASS:
                return points
            name = self._names.at(here) if here > self._at else None
            if name is not None and name.proper and not self._names.is_locating_compass(here):
                return points  # 甲河东岸、西门桥上游
            self._at = here + 1
            points.append(self._bearing(lexicon.COMPASS[text], text))

    def _bearing(self, point: str, text: str) -> str:
        """北偏东30度: the nearest of sixteen points."""
        degrees = measures.number(self._tokens, self._at)
        if "偏" not in text or degrees is None or self._word(1) not in {"度", "°"}:
            self._bearing_open |= "偏" in text
            return point
        self._at += 2
        begin = lexicon.COMPASS_POINTS.index(lexicon.COMPASS[text.removeprefix("正")[0]])
        turn = 1 if lexicon.COMPASS[text[-1]] == lexicon.COMPASS_POINTS[(begin + 4) % 16] else -1
        return lexicon.COMPASS_POINTS[(begin + turn * round(degrees.value / 22.5)) % 16]

    def _point(self, node: Node, points: list[str], *, bank: bool) -> None:
        """The first compass word says which way; one after a hop says on which side."""
        where = node.where
        sides = [lexicon.SIDE_OF_COMPASS[p] for p in points if p in lexicon.SIDE_OF_COMPASS]
        hop_said = bool(where.directions and (where.distance or not where.from_bank))
        on_stretch = "along" in where.relations and node.thing.kind in lexicon.LINES
        if (hop_said and not where.corner) or where.stake or on_stretch:
            onward = measures.distance(self._tokens, self._at) is not None
            if onward and where.distance is None and where.stake is None and not on_stretch:
                before = [lexicon.SIDE_OF_COMPASS.get(point) for point in where.directions]
                where.sides.extend([side for side in before if side])
                where.directions = points
            elif len(sides) > 1:
                where.sides.append("both_banks")
            else:
                where.sides.extend(sides)
            return
        where.directions, where.from_bank = points, bank
        if bank:
            where.sides.extend(sides if len(points) == 1 else ["both_banks"])

    def _side(self, node: Node) -> bool:
        text, kind = self._word(), node.thing.kind
        if text not in lexicon.SIDES and text not in lexicon.BOTH_SIDES:
            return False
        where = node.where
        if text in lexicon.BOTH_SIDES:
            where.sides.extend(["both_banks"] if kind in {"river", "bridge"} else [])
            if kind in lexicon.LINES:
                where.relations.append("along")
        elif text not in {"左侧", "右侧"} or kind in _WITH_BANKS:  # of a bridge they say nothing
            where.sides.append(lexicon.SIDES[text])
            if text == "沿岸":
                where.relations.append("along")
            if text in {"堤内", "堤外"}:
                where.relations.append("inside" if text == "堤内" else "outside")
        self._at += 1
        self._at += self._word() in {"侧", "边", "处"}
        if self._word() in lexicon.DIKES:
            where.path = self._word()
            self._at += 1
        return True

    def _relation(self, node: Node) -> bool:
        self._at += self._word() == "河" and self._word(1) == "段"  # 甲村河段
        text, where, kind = self._word(), node.where, node.thing.kind
        nothing_more = self._word(1) in BREAKS | {"", "的", "处"} or len(text) > 1
        if text in lexicon.NEAR:
            where.relations.append("near")
        elif text in lexicon.OPPOSITE:
            where.relations.append("opposite")
        elif text in lexicon.STRETCH:
            where.relations.append("along")
            where.stretch = text == "段"
            if where.stretch and kind in lexicon.AREAS:
                where.directions = []  # 甲村南侧段 cuts the line there, it is no side of it
            way = lexicon.STRETCH[text]
            where.directions.extend([way] if way and not where.directions else [])
        elif text in lexicon.ALONG and kind in lexicon.LINES | {"poi"} | lexicon.AREAS:
            where.relations.append("along")
            self._at += self._word(1) in {"管网", "段"}
        elif text in lexicon.INSIDE and (nothing_more or self._settled()):
            where.relations.append("inside")
            where.sides.extend(["inner"] if kind == "dike" and text == "内" else [])
        elif text in lexicon.OUTSIDE and (nothing_more or self._settled()):
            where.relations.append("outside")
            where.sides.extend(["outer"] if kind == "dike" and text == "外" else [])
        else:
            return False
        self._at += 1
        return True

    def _settled(self) -> bool:
        following = self._word(1)
        return (
            following
            in lexicon.TARGETS | lexicon.VERBS | lexicon.COMPASS.keys() | lexicon.SIDES.keys()
            or measures.distance(self._tokens, self._at + 1) is not None
            or (name := self._names.at(self._at + 1)) is None
            or (not name.proper and self._word(1) in lexicon.SUFFIXES)  # 园内道路
        )

    def _part(self, node: Node) -> bool:
        """厂区, 厂界, 南门, 村口, 尽头: parts of the anchor."""
        text = self._word()
        if text in lexicon.ENDS_UNKNOWN:
            node.where.end_unknown = node.where.at = True
        elif text in lexicon.PREMISES | lexicon.GATE | lexicon.WALL or (
            text in lexicon.ENTRANCE
            and (len(text) > 1 or node.thing.kind in {"village", "road", "bridge"})
        ):
            node.where.at = True
        else:
            return False
        self._at += 1
        return True

    def _filler(self, node: Node) -> bool:
        if self._word() not in lexicon.FILLER:
            return False
        node.where.at |= self._word() == "处"
        self._at += 1
        return True
