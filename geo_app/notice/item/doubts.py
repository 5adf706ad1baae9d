"""What a clerk should look at: rules that each look at one problem (docs/notice.md lists them).

A doubt is never a judgement: it names the words or numbers that do not fit together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geo_app.domain.notice import PlaceDraft
from geo_app.domain.place import PlacePhrase
from geo_app.domain.remark import Remark
from geo_app.domain.status import Status
from geo_app.notice.item.answers import Answer, denies, relabels
from geo_app.notice.item.counted import Listed
from geo_app.notice.item.figures import figure_doubts
from geo_app.notice.item.item import Item
from geo_app.notice.item.places import PARK_WORDS
from geo_app.notice.item.plain import sentences, shown
from geo_app.notice.item.quantities import Numbers
from geo_app.notice.item.remedies import fits, shares_words
from geo_app.notice.item.trust import OBJECTS
from geo_app.notice.phrase import lexicon

_EVIDENCE = re.compile(
    "照片|图片|影像|视频截图|验收|监测(?:数据|报告|结果)|检测报告|采样|化验|复查|复核|销号|"
    "公示|附件|佐证|现场核[实查]"
)
_AHEAD = re.compile(
    "下一步|今后|将(?!.{0,6}(?:列入|纳入|完成了))|力争|计划|拟|要(?:求|进一步)?坚持|持续|"
    "长期坚持|确保|不断"
)
_DONE = re.compile(
    "已(?!整改)|完成了?|补缴|下发|印发|成立|召开|封堵|拆除|清[理除运]|开展了|进行了|组织了|"
    "建成|安装|修复|制定|明确|聘请|分别|均"
)
_STILL = re.compile(
    "[^,。;]{0,14}(?:持续推进|继续推进|力争|仍在推进|尚未完成|正在推进|加快推进)[^,。;]{0,24}"
)
_GIVEN_UP = re.compile(
    "(?:不再|暂不|无法|不予|不宜)(?:开展|实施|进行|推进|建设|整改|创建|处理)[^,。;]{0,20}"
)
_SIMILAR = re.compile(
    "[^,。;]{0,12}(?:相似|类似|相近|等同|替代|代替)的?(?:文件|制度|方案|规定|办法|设施|措施|"
    "通知|工作)[^,。;]{0,6}"
)
_TITLE = re.compile("《([^《》\\n]{4,80})》")
_ISSUED = re.compile("下发|印发|出台|制定|修订|发布")
_NOT_ISSUED = re.compile("未(?:印发|下发|出台|制定|发布)|没有(?:印发|下发|出台|制定)")
_EARLIER_CLAIM = re.compile(
    "(?P<told>(?:台账|汇报|上报|显示|报告|自称|材料)[^。;]{0,40}?(?:已?整改到位|已整改|已完成|"
    "制定了|已落实|完成))[^;\\n]{0,160}?"
    "(?P<truth>(?:实际(?:并)?未|并未|实际上|仍有距离|与实际不符|不符|仍未|未见)[^,。;]{0,12})"
)
_TRUTH_FIRST = re.compile("(?P<truth>实际完成)(?P<told>[^。;]{0,24}汇报的[^。;]{0,16}仍有距离)")
_CAUSE_LEFT = re.compile(
    "(?:督促|协调|要求|责成)[^。;]{0,60}?(?:加快|进一步|加强|推进)[^。;]{0,30}?(?:管网|污水|"
    "雨污|截污|收集)[^。;]{0,16}"
)
_SEALED = re.compile("封堵|堵塞|封闭|截流")
_THIS_ONE = re.compile(
    "(?:该|此|上述|这一)(?:公司|企业|[一-鿿]{0,4}[厂场站矿店房桥]|处|点位?|项目|"
    "[一-鿿]{0,2}排[污放水]?口|问题|地块|地点|河段|园区|区域|位置|作坊|坑塘)"
)
_QUOTED = re.compile('"([^"\\n]{1,12})"')


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that was read of one problem."""

    item: Item
    numbers: Numbers
    places: Sequence[PlaceDraft]
    answers: Sequence[Answer]
    lists: Sequence[Listed]
    claim_dated: bool


def doubts_about(read: Evidence) -> tuple[Remark, ...]:
    """The doubts of a problem, each once, in the order of the rules."""
    found: dict[tuple[str, str], Remark] = {}
    for rule in _RULES:
        for remark in rule(read):
            found.setdefault((remark.code, repr(sorted(remark.values.items()))), remark)
    return tuple(found.values())


def _reply(read: Evidence) -> Iterator[Remark]:
    item = read.item
    if item.reply is None or not item.replied:
        yield Remark("notice.no_reply")
    elif item.status_word is None:
        yield Remark("notice.no_status_word")


def _earlier_claim(read: Evidence) -> Iterator[Remark]:
    """The finding itself says that an earlier self-report was wrong."""
    for pattern in (_EARLIER_CLAIM, _TRUTH_FIRST):
        match = pattern.search(read.item.found)
        if match:
            yield Remark("notice.earlier_claim", {"told": match["told"], "truth": match["truth"]})
            return


def _off_topic(read: Evidence) -> Iterator[Remark]:
    """The reply shares no word with the finding but those of every notice."""
    item = read.item
    body = (
        item.replied[item.status_word[1] - item.reply[0] :]
        if item.status_word and item.reply
        else item.replied
    )
    if len(body) < _WORDS_ENOUGH:
        return
    if shares_words(item.found, body) is False and not fits(item.found, body):
        yield Remark("notice.reply_off_topic", {"finding": shown(item.found, 21).rstrip("…")})


def _unanswered(read: Evidence) -> Iterator[Remark]:
    """Something that the finding names, or says again and again, is not in the reply."""
    item = read.item
    if not item.reply:
        return
    named = [place for place in read.places if place.phrase is not None]
    if len(named) == 1 and _answers_the_only_one(item):
        named = []
    all_of_them = re.search(rf"(?<!\d){len(named)}\s*[家座处个]|上述|以上", item.replied)
    if len(named) > 1 and all_of_them:
        named = []
    for place, answer in zip(named, read.answers, strict=False):
        in_finding = place.quote.start < item.finding[1]
        if in_finding and not answer.told and not _hinted(place, item.replied):
            yield Remark("notice.place_not_answered", {"place": place.name})
    terms = _QUOTED.findall(item.found)
    for term in dict.fromkeys(terms):
        after = re.search(f'"{re.escape(term)}"([一-鿿]{{0,2}})', item.found)
        more = after[1] if after else ""
        forms = (f'"{term}"', term if len(term) > 1 else term + more)
        if terms.count(term) > 1 and not any(form in item.replied for form in forms):
            yield Remark("notice.term_not_answered", {"term": f"“{term}”{more}"})


def _answers_the_only_one(item: Item) -> bool:
    """A problem of one place is answered without its name: 该处, or a fitting act."""
    start = item.status_word[1] if item.status_word and item.reply else 0
    body = item.words[start : item.reply[1]] if item.reply and start else item.replied
    silent = len(body) < _WORDS_ENOUGH
    said = item.replied
    return bool(
        silent or _WHOLE.search(said) or _THIS_ONE.search(said) or fits(item.found, said)
    ) or bool(shares_words(item.found, said))


_WHOLE = re.compile("验收|销号|责令")
_WORDS_ENOUGH = 20
"""A reply of fewer characters beyond its status word cannot be told to be about something else."""


def _hinted(place: PlaceDraft, replied: str) -> bool:
    """The reply says the beginning of its name, or what stands there."""
    phrase = place.phrase
    if phrase is None:
        return True
    target = phrase.target or ""
    if phrase.anchor_kind == "park" and PARK_WORDS.search(replied):
        return True
    return (phrase.anchor or "")[:3] in replied or (target in OBJECTS and target in replied)


def _claims(read: Evidence) -> Iterator[Remark]:
    item = read.item
    if item.status is not Status.CLAIMED or not item.reply:
        return
    dated = read.claim_dated
    if not dated and not _EVIDENCE.search(item.replied):
        yield Remark("notice.no_evidence")
    elif not dated:
        yield Remark("notice.no_date")
    start = item.status_word[1] if item.status_word else item.reply[0]
    body = [item.words[slice(*span)] for span in sentences(item.words, start, item.reply[1])]
    body = [words for words in body if len(words) > 4]
    if body and not dated and all(map(_AHEAD.search, body)) and not any(map(_DONE.search, body)):
        yield Remark("notice.promise_only", {"words": shown(body[0])})
    still = _STILL.search(item.replied)
    if still:
        yield Remark("notice.work_left", {"words": shown(still[0])})
    given_up = _GIVEN_UP.search(item.replied)
    if given_up:
        yield Remark("notice.given_up", {"words": shown(given_up[0])})


def _instead(read: Evidence) -> Iterator[Remark]:
    """Something else than the result that was asked for."""
    item = read.item
    if not item.reply:
        return
    for place, answer in zip(read.places, read.answers, strict=False):
        if answer.status is Status.TRANSFERRED:
            yield Remark("notice.handed_over", {"place": place.name, "to": answer.to or ""})
        elif answer.status is Status.DISPUTED:
            yield from _disputed(item, place, answer)
    similar = _SIMILAR.search(item.replied)
    if similar:
        yield Remark("notice.similar_instead", {"words": shown(similar[0])})
    sealed = False
    for span in sentences(item.words, *item.reply):
        sealed = sealed or _SEALED.search(item.words, *span) is not None
        cause = _CAUSE_LEFT.search(item.words, *span)
        if cause and sealed:
            yield Remark("notice.cause_left", {"words": shown(cause[0])})
            break
    yield from _other_title(item)


def _disputed(item: Item, place: PlaceDraft, answer: Answer) -> Iterator[Remark]:
    for span in answer.spans:
        relabelled, denied = relabels(item.words, span), denies(item.words, span)
        match = relabelled or denied
        if match:
            code = "notice.relabelled" if relabelled else "notice.denied"
            yield Remark(code, {"place": place.name, "words": shown(match[0])})
            return


def _other_title(item: Item) -> Iterator[Remark]:
    """A paper was promised under one title and issued under another."""
    promised = _TITLE.findall(item.found)
    if not promised or not _NOT_ISSUED.search(item.found):
        return
    for span in sentences(item.words, *(item.reply or item.finding)):
        said = item.words[slice(*span)]
        issued = _ISSUED.search(said)
        if not issued:
            continue
        for title in _TITLE.findall(said[issued.start() :]):
            if title not in promised:
                yield Remark("notice.other_title", {"title": f"《{title}》"})


def _impossible(read: Evidence) -> Iterator[Remark]:
    """A paper with the seal of an agency that did not exist yet; a day after the notice itself."""
    item, numbers = read.item, read.numbers
    for founded in numbers.dates_within(item.finding):
        act = re.match(
            "[^,。;]{0,10}?(?:挂牌|成立|组建|揭牌|设立)", item.words[founded.end : item.finding[1]]
        )
        if not act or founded.first is None:
            continue
        for paper in numbers.dates_within(item.finding):
            around = item.words[paper.end : min(item.finding[1], paper.end + 60)]
            sealed = re.search("印发|印章|公章|盖章|盖有|签[订发署]|发文|文件|批复", around)
            if sealed and paper.last and paper.last < founded.first:
                yield Remark(
                    "notice.before_it_existed",
                    {
                        "paper": item.text[paper.start : paper.end],
                        "founded": item.text[founded.start : founded.end],
                    },
                )
    for dated in numbers.dates_within(item.reply or (0, 0)):
        begin = max(item.words.rfind(sign, 0, dated.start) for sign in "。;,\n") + 1
        around = item.words[begin : dated.end + 12]
        after = item.issued is not None and dated.first is not None and dated.first > item.issued
        if (
            after
            and re.search("已|完成了|了", around)
            and not _AHEAD.search(around)
            and "前" not in around
        ):
            values = {"day": item.text[dated.start : dated.end], "issued": str(item.issued)}
            yield Remark("notice.after_the_notice", values)


def _counts(read: Evidence) -> Iterator[Remark]:
    """Places that are counted but not named, or not as many as named."""
    nowhere = [place for place in read.places if place.phrase is None]
    for name in dict.fromkeys(place.quote for place in nowhere):
        count = sum(place.quote == name for place in nowhere)
        yield Remark("notice.counted_not_named", {"count": count, "words": name.text})
    for listed in read.lists:
        if listed.stated != len(listed.members):
            yield Remark(
                "notice.list_count", {"stated": listed.stated, "named": len(listed.members)}
            )


def _figures(read: Evidence) -> Iterator[Remark]:
    yield from figure_doubts(read.item, read.numbers)


def _names(read: Evidence) -> Iterator[Remark]:
    """One place under several names: 排污口 and 排放口, 园区 and 集聚区."""
    for place in read.places:
        phrase = place.phrase
        if phrase is None or phrase.anchor is None:
            continue
        others = dict.fromkeys(
            alias.text for alias in place.aliases if _differs(phrase, alias.text, place.quote.text)
        )
        if others:
            values = {"name": place.name, "others": "、".join([*others][:4])}
            yield Remark("notice.name_varies", values)


def _differs(phrase: PlacePhrase, alias: str, quote: str) -> bool:
    if alias in quote or quote in alias:
        return False
    outlets = [word for word in lexicon.OUTLETS if word in alias]
    other_word = bool(outlets) and phrase.target is not None and phrase.target not in alias
    return other_word or (phrase.anchor or "") not in alias


_RULES = (
    _reply,
    _earlier_claim,
    _off_topic,
    _unanswered,
    _claims,
    _instead,
    _impossible,
    _figures,
    _counts,
    _names,
)
