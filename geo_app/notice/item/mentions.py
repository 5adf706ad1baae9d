"""Place phrases in running text: where in a clause one stands, and which readings to trust.

``phrases`` reads whatever it is given as a place. A sentence is mostly not one, so this module
offers it only pieces that begin after a word that leads to a place (发现, 位于, 如 …) and keeps the
readings that ``trust`` accepts.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from geo_app.domain.place import PlacePhrase
from geo_app.notice.item.item import Span
from geo_app.notice.item.trust import FACILITY, OBJECTS, PRECISE, clean_name, trusted
from geo_app.notice.phrase import lexicon
from geo_app.notice.phrases import read_phrase, split_places, word_ends

_CLAUSE_END = re.compile(
    r"""[。;!?\n\t:"()\[\]《》①-⑳]|,(?!\s*(?:北纬|南纬|东经|西经|[NSEW]|纬度|经度|\d{1,3}(?:\.\d{3,}|°)))"""
)
_LONGEST_CLAUSE = 120
_PREDICATE = re.compile(
    "未(?!来)|没有|正在|已(?=[由于被经将])|被(?!服)|擅自|违规|私自|夜间|长期|露天|"
    "(?<=公司)(?![东西南北附周旁内外厂院门对上下左右、,和与及围后前以之等的在仓储罐车分第项一二三])"
)
"""What is said of a place begins here; no name goes on past it."""
_FACILITY_END = re.compile(rf"(?<=[一-鿿])(?:{FACILITY})")
_MOVED = re.compile("(?:倾倒|堆放|堆存|填埋|丢弃|抛洒|偷倒)(?:在|至|到|于|入)")
"""甲厂污泥倾倒在乙村坑塘: where it went is a second place."""
_FIRM = re.compile("公司(?=[一-鿿])|搅拌站(?=[一-鿿])")
_CUES = re.compile(
    "(?:发现了?|[看见拍注意]到|查见|查看|检查|抽查|抽检|暗访|巡查|核查|排查|调查|走访|督查|"
    "指出|反映|显示|确定|认定|确认|举报|投诉|针对|关于|位于|地处|坐落[于在]|"
    "涉及|包括|例如|比如|譬如|诸如|分别是|分别为|分别|如|其中|即|在|"
    "经(?![一二三四五六七八九十开济])|对|将|于|由|存在的?|附近的|其|及|剩余|以及|另有|还有|"
    "尚有|有|现场|实地|"
    "和|与|沿|了|至|到|向|往|约谈|责令|要求|督促|对照|部分|个别|仍|目前|期间)"
)
_MOST_STARTS = 14
_HINT = re.compile(
    "公司|[一-鿿](?:厂|场|站|矿|桥|堤|坝|闸|村|庄|寨|镇|乡|园|闸|垛)|集团|社区|街道|园区|"
    "集聚区|开发区|小区|断面|合作社|基地|路口|河口|交[叉汇会]|"
    "岸|附近|周边|旁|桩|险工|控导|[东西南北左右内外]侧|[东南西北]面|[上下]游|角|对面|"
    "\\d\\s*(?:米|公里|里|m|km|[+]\\d|号|°)|[河渠沟路街道]\\S{0,12}(?:口|处|段|边|侧|内|沿线)|"
    f"东经|北纬|[EN]\\d|{FACILITY}"
)
"""Without one of these a clause tells of no place; looking for them is a hundred times cheaper."""
_TAIL = re.compile("[里内中旁边侧上下处]+")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place phrase in the text.

    Attributes:
        span: Where it stands.
        phrase: How it reads; ``phrase.text`` is the words of the span.
    """

    span: Span
    phrase: PlacePhrase

    @property
    def precise(self) -> bool:
        """It says where by more than a name."""
        return self.phrase.relation in PRECISE


def mentions(words: str, start: int, end: int) -> list[Mention]:
    """The places told in plain text ``[start, end)``, in order.

    Organisations that only act, whole districts, lines without a point and common nouns are none.
    """
    found: list[Mention] = []
    for begin, stop in clauses(words, start, end):
        found.extend(_in_clause(words, begin, stop))
    return found


def clauses(words: str, start: int, end: int) -> Iterator[Span]:
    """Pieces between signs; the comma inside a coordinate is none."""
    begin = start
    for match in _CLAUSE_END.finditer(words, start, end):
        if match.start() > begin:
            yield begin, match.start()
        begin = match.end()
    if begin < end:
        yield begin, end


def enumerated(words: str, start: int, end: int) -> list[Mention]:
    """The conjuncts of a list ``[start, end)`` that is known to name places.

    In such a list a bare area is short for its facility (甲镇、乙乡污水处理站).
    """
    conjuncts = split_places(words[start:end])
    found = []
    for first, last, phrase in conjuncts:
        begin, stop = start + first, start + last
        named = (
            phrase.anchor is not None and clean_name(phrase) and phrase.anchor_kind != "district"
        )
        if not named:
            return []
        found.append(Mention((begin, stop), replace(phrase, text=words[begin:stop])))
    return found


def _in_clause(words: str, begin: int, stop: int) -> list[Mention]:
    stop = min(stop, begin + _LONGEST_CLAUSE)
    listed = re.search(
        r"等(?:\d+|[一二两三四五六七八九十]+)?[家座个处余多地企单]", words[begin:stop]
    )
    stop = begin + listed.start() if listed else stop
    found: list[Mention] = []
    for first, last in _pieces(words, begin, stop):
        if not found and _HINT.search(words, first, last):
            found = _in_piece(words, first, last) or _facility(words, first, last)
    moved = _MOVED.search(words, found[-1].span[1], stop) if found else None
    return [*found, *_in_piece(words, moved.end(), stop)] if moved else found


def _pieces(words: str, begin: int, stop: int) -> Iterator[Span]:
    """The clause cut where something is said of what came before."""
    cuts = [match.start() for match in _PREDICATE.finditer(words, begin + 1, stop)]
    yield from zip([begin, *cuts], [*cuts, stop], strict=True)


def _facility(words: str, begin: int, stop: int) -> list[Mention]:
    """A facility whose own parts follow it: 县填埋场调节池 is read as far as the facility."""
    for end in _FACILITY_END.finditer(words, begin, stop):
        found = _in_piece(words, begin, end.end())
        if found and found[-1].span[1] == end.end():
            return found
    return []


def _in_piece(words: str, begin: int, stop: int) -> list[Mention]:
    starts = [begin, *(match.end() for match in _CUES.finditer(words, begin, stop))]
    best: list[Mention] = []
    for at in starts[:_MOST_STARTS]:
        if at >= stop - 1 or _LEAD.match(words, at, stop):
            continue  # a later start reads the place without what leads to it
        within = best and at < best[0].span[1] and _PLACED.search(words, max(begin, at - 3), at)
        if within or (best and not _LED.search(words, max(begin, at - 4), at)):
            continue
        found = _read_at(words, at, stop)
        if found and found[0].span[0] < (best[0].span[1] if best else stop):
            best = found
    return [] if best and _ACTING_LIST.search(words, begin, best[0].span[0]) else best


def _read_at(words: str, at: int, stop: int) -> list[Mention]:
    """The trusted readings of what begins at ``at``."""
    found = []
    for first, last, phrase in split_places(words[at:stop]):
        reading: PlacePhrase | None = phrase
        end = at + last
        firm = _FIRM.search(phrase.anchor or "")
        if firm and phrase.anchor_kind in {"enterprise", "plant"}:
            name = (phrase.anchor or "")[: firm.end()]
            cut = words.find(name, at + first, stop) + len(name)
            if cut >= len(name):
                end = cut
                reading = read_phrase(words[at + first : cut])
        while reading is not None and not trusted(reading, words, at + first, stop):
            reading = reading.fallback
        if reading is not None:
            found.append(_trim(words, at + first, end, reading))
    return found


_LEAD = re.compile(
    "(?:(?:群众|市民|网民)?(?:来电|来信|来访|网络)?(?:反映|举报|投诉)|发现了?|指出|位于|地处|坐落[于在]|确定|认定|确认|存在的?|例如|比如|譬如|诸如|包括|涉及|"
    "针对|关于|查看|检查|抽查|抽检|暗访|巡查|核查|"
    "现场|实地|还有|另有|尚有|其中|以及|约谈|责令|督促|要求|经(?![一二三四五六七八九十开济])|"
    "如(?![意东皋])|对|在|由|将|了)"
)
_LED = re.compile("(?:发现了?|[看见拍]到|注意到|查见|位于|地处|坐落[于在]|指出|(?<![现存所])在)$")
"""Behind such a word the place stands, even where the words before it read as one too."""
_ACTING_LIST = re.compile("(?:聘请|委托|联合|会同|邀请|交由|招标)[^发]*$")


def _trim(words: str, start: int, stop: int, phrase: PlacePhrase) -> Mention:
    """The phrase without the rest of its sentence: the shortest beginning that reads the same."""
    limit = _clause_end(words, stop)
    whole = _meaning(phrase)
    wanted = phrase.target if phrase.target in OBJECTS else None
    at = words.find(phrase.anchor or "", start, stop)
    low = max(at, start) + len(phrase.anchor or "")
    ends = sorted({min(low, stop), *(start + end for end in word_ends(words[start:stop]))})
    for end in ends[bisect_left(ends, min(low, stop)) :]:
        read = read_phrase(words[start:end])
        if _meaning(read) == whole and (wanted is None or read.target == wanted):
            tail = _TAIL.match(words, end, stop)
            longer = read_phrase(words[start : tail.end()]) if tail else None
            whole_tail = tail and longer is not None and _meaning(longer) == whole
            stop = tail.end() if tail and whole_tail else end
            stop = _located_after(words, start, stop, limit, phrase)
            break
    else:
        stop = min(low, stop) if at >= 0 and phrase.relation == "at" else stop
    return _with_object(words, start, stop, limit, phrase)


def _located_after(words: str, start: int, end: int, stop: int, phrase: PlacePhrase) -> int:
    """甲采石场位于乙村西北1公里处: the locator behind the name belongs to the phrase."""
    after = _PLACED.match(words, end, stop)
    if after is None or phrase.fallback is None:
        return end
    whole = phrase.containers, _meaning(phrase.fallback)
    for at in range(after.end() + 1, stop + 1):
        read = read_phrase(words[start:at])
        if read.fallback and (read.containers, _meaning(read.fallback)) == whole:
            tail = _TAIL.match(words, at, stop)
            return tail.end() if tail else at
    return end


_PLACED = re.compile("(?:位于|地处|坐落[于在]|设在|建在)")


def _clause_end(words: str, at: int) -> int:
    end = _CLAUSE_END.search(words, at, at + _LONGEST_CLAUSE)
    return end.start() if end else min(len(words), at + _LONGEST_CLAUSE)


def _with_object(words: str, start: int, end: int, stop: int, phrase: PlacePhrase) -> Mention:
    """The span drawn on over 处…一家砖厂, if the reading has no object of its own yet."""
    degrees = re.compile("[°度]?处?").match(words, end, stop)
    if phrase.relation == "coordinate" and degrees:
        end = degrees.end()
    there = _OBJECT_AFTER.match(words, end, stop)
    if there and phrase.target not in OBJECTS:
        return Mention(
            (start, there.end()),
            replace(phrase, target=there["object"], text=words[start : there.end()]),
        )
    slope = _DIKE_PART.match(words, end, stop) if phrase.anchor_kind in lexicon.LINES else None
    end = slope.end() if slope else end
    return Mention((start, end), replace(phrase, text=words[start:end]))


_OBJECT_AFTER = re.compile(
    "处?(?:(?:还|尚)?有|的|建有|存在)?(?:[一1][处家个座条])?(?:小型?|个体|无名|非法|一)?"
    f"(?P<object>{'|'.join(sorted(OBJECTS, key=lambda word: (-len(word), word)))})(?!网)"
)
_DIKE_PART = re.compile("段?(?:堤顶|堤坡|堤脚|堤肩|滩地|坡面|段)")


def _meaning(phrase: PlacePhrase) -> tuple[object, ...]:
    where = (phrase.direction, phrase.distance_m, phrase.side, phrase.chainage_m)
    return phrase.anchor, phrase.relation, *where, phrase.coordinate, phrase.ends
