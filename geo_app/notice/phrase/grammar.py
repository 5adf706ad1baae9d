"""The grammar of place phrases: a recursive-descent parser, one method a rule.

    phrase := [intro] node+ [tail]
    node   := [沿|紧邻|距] thing locator*

Things are read in ``things``, locators in ``locators``, names in ``naming``. The parser says what
stands where; what it means is decided in ``meaning``.
"""

from __future__ import annotations

from geo_app.notice.phrase import lexicon, measures
from geo_app.notice.phrase.locators import LocatorRules
from geo_app.notice.phrase.measures import word
from geo_app.notice.phrase.name_ends import BREAKS
from geo_app.notice.phrase.tree import Node, Thing, Tree, Where


class Parser(LocatorRules):
    """Reads one phrase."""

    def phrase(self) -> Tree:
        """Phrase := [intro] node+ [tail]."""
        nodes: list[Node] = []
        begin = self._after_intro()
        self._at = begin
        first: int | None = None
        while self._at < len(self._tokens):
            at = self._at
            if nodes and self._stops(nodes[-1]):
                break
            node = self._node()
            if node is not None:
                first = at if first is None else first
                nodes.append(node)
                self._closing_limit(nodes)
            elif not nodes or self._word() in BREAKS | lexicon.FILLER:
                self._at = at + 1
            else:
                break
        nowhere = any(t.text in lexicon.WHOLE_AREA | lexicon.MANY for t in self._tokens)
        tail = tuple(self._tokens[self._at :])
        before = tuple(self._tokens[: first or 0])
        return Tree(tuple(nodes), tail, before, nowhere, self._subject(begin))

    def _subject(self, end: int) -> Thing | None:
        """甲公司位于乙村北侧: the sentence is about 甲公司."""
        if word(self._tokens, end - 1) not in lexicon.PLACES_AFTER:
            return None
        name = self._names.at(0)
        about = name is not None and name.proper and name.end == end - 1
        return self._plain(name) if name is not None and about else None

    def _after_intro(self) -> int:
        """排污口位于…: the words that say where come after 位于."""
        for at, token in enumerate(self._tokens):
            if token.text in lexicon.PLACES_AFTER and at + 1 < len(self._tokens):
                return at + 1
        at = 0
        while self._introduces(at):
            at += 2 if self._is_date(at) else 1
        return at

    def _introduces(self, at: int) -> bool:
        """经查, 投诉人反映, 5月12日巡查时发现: who found it, when and how."""
        text = self._word_at(at)
        if text in lexicon.INTRO | {":", "为"}:
            return True
        if len(text) == 1 and text in lexicon.REPORTING:
            return at > 0 or self._word_at(1) in lexicon.REPORTING  # 经核查; but 经七路, 中山路
        if text in {"有", "接", "接到"}:
            return self._word_at(at + 1) in lexicon.REPORTING
        told = at > 0 and text in BREAKS
        if not (told or text in lexicon.REPORTING or self._is_date(at)):
            return False
        named = self._word_at(at + 1) in lexicon.SUFFIXES  # 群众路, 调查站
        return told or not (named and (name := self._names.at(at)) is not None and name.proper)

    def _is_date(self, at: int) -> bool:
        """N年, N月, N日 before more words."""
        return measures.number(self._tokens, at) is not None and (
            self._word_at(at + 1) in {"年", "月", "日"}
        )

    def _stops(self, node: Node) -> bool:
        """A sign ends the phrase once a place has been told."""
        text = self._word()
        area = node.thing.kind in lexicon.AREAS and node.where.empty
        if text in lexicon.VERBS | lexicon.MEASURES and text not in {"个", "处", "一"}:
            return True
        if text in lexicon.COMPASS and self._word(1) in lexicon.NEIGHBOURING:
            return True
        name = self._names.at(self._at)
        told = node.where.directions or node.where.distance or node.where.stake
        if told and name is not None and self._word_at(name.end - 1) not in lexicon.SUFFIXES:
            return name.kind == "poi"  # 甲村北100米油烟扰民: words without a suffix are no anchor
        if text in BREAKS - {"、"}:
            return not area or node.thing.kind == "village"
        return text == "、" and not (self._limit_follows() or self._point_follows(node))

    def _limit_follows(self) -> bool:
        """、 before the second limit of 甲以北、乙以南."""
        name = self._names.at(self._at + 1)
        if name is None:
            return False
        beyond = self._word_at(name.end) in {"以", "之"}
        aside = name.kind in lexicon.LINES and self._names.is_locating_compass(name.end)
        return (beyond and self._word_at(name.end + 1) in lexicon.COMPASS) or aside

    def _point_follows(self, node: Node) -> bool:
        """甲河东岸、乙桥上游80米: the bank of the river, then where on it."""
        name = self._names.at(self._at + 1)
        where = node.where
        banked = node.thing.kind in lexicon.LINES and where.sides and not where.distance
        return bool(banked) and name is not None and name.kind in {"bridge", "section", "poi"}

    def _closing_limit(self, nodes: list[Node]) -> None:
        """甲以北、乙以南 is one stretch between two limits."""
        if len(nodes) < 2:
            return
        first, second = nodes[-2], nodes[-1]
        if all(_is_limit(node) for node in (first, second)):
            thing = first.thing
            ends = (thing.name, second.thing.name)
            limits = Thing(thing.name, thing.kind, thing.proper, thing.areas, thing.line, ends)
            nodes[-2:] = [Node(limits, Where(relations=["between"]))]

    # --- node := [沿|紧邻|距] thing locator* ------------------------------------------------------
    def _node(self) -> Node | None:
        begin = self._at
        where = Where()
        text = self._word()
        if text in {"(", ")"}:
            return None
        if text in lexicon.FROM and self._names.at(begin + 1):
            self._at += 1
            where.measured_from = True
        elif text in lexicon.PASSING and self._names.at(begin + 1):
            self._at += 1
            where.stretch = True
        elif text in lexicon.NEXT_TO and self._names.at(begin + 1):
            self._at += 1
            where.relations.append("near")
        elif text in lexicon.ALONG_BEFORE and self._names.at(begin + 1):
            self._at += 1
            where.relations.append("along")
        elif text in {"沿河", "沿岸", "沿路", "沿街"} and begin == 0:
            return self._along_the_river(text)
        thing = self._thing() or self._unnamed_line()
        if thing is None:
            self._at = begin
            return None
        node = Node(thing, where)
        self._locators(node)
        return node

    def _along_the_river(self, text: str) -> Node:
        """沿河 without a name: the whole river, both banks."""
        self._at += 1
        if text == "沿河" and self._word() in lexicon.DIKES:  # 沿河堤
            self._at += 1
            dike = Thing("河" + self._tokens[self._at - 1].text, "dike", False)
            return Node(dike, Where(relations=["along"]))
        river = text in {"沿河", "沿岸"}
        thing = Thing("河" if river else text[1:], "river" if river else "road", False)
        return Node(thing, Where(relations=["along"], sides=["both_banks"] if river else []))


def _is_limit(node: Node) -> bool:
    """甲以北: a line with a direction and nothing else."""
    where = node.where
    plain = where.distance is None and where.stake is None and not where.relations
    return (
        node.thing.kind in lexicon.LINES
        and node.thing.proper
        and plain
        and len(where.directions) == 1
        and not where.sides
    )
