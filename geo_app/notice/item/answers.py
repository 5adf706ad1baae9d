"""What a reply says about each place: its sentences about it, and what they amount to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from geo_app.domain.status import Status
from geo_app.notice.item.item import Item, Span
from geo_app.notice.item.plain import sentences

TRANSFERRED = re.compile(
    "(?:移交|移送|转办|转交|交由|交办)(?:给|至|到)?(?P<to>[一-鿿]{2,20}?(?:局|政府|大队|支队|"
    "委员会|管委会|中心|办事处|部门|公司|厅|队))"
)
_RELABELLED = re.compile(
    "(?:为|系|是|属于?)(?:正常|合法|市政|城市|道路|农田|自然|历史|地表)?(?:雨水|雨污|清净|农灌|"
    "灌溉|泄洪|溢流|景观|地下水|山泉|排涝)[^,。;]{0,6}(?:口|管|沟|渠|水)(?!污)"
)
_DENIED = re.compile(
    "不属实|(?:并)?不存在[^。;,]{0,12}(?:问题|现象|行为|情况|污染)|并非|不属于|与事实不符|"
    "与实际不符|反映(?:的)?(?:问题|情况)?有误|"
    "(?:可以|允许)正常生产|未启动[^。;,]{0,14}(?:管控|响应|预警)|有异议|存在争议|不予认可|"
    "不认可|误(?:判|认|报|将)|非本(?:单位|辖区|企业)|"
    "不在[^。;,]{0,10}(?:范围|辖区)|不构成"
)
_DOING = re.compile(
    "正在(?:抓紧|积极|加快|推进)?(?:整改|施工|建设|清理|拆除|维修|改造|治理|办理)|仍在|"
    "尚未(?:完成|整改)|未完成整改"
)
_PART = re.compile("[①-⑳]|(?m:^)[ \\t]*(?:\\(?\\d{1,2}[).、]|[一二三四]是)")


@dataclass(frozen=True, slots=True)
class Answer:
    """The part of a reply that is about one place.

    Attributes:
        told: Sentences that name the place.
        carried: Sentences after those, of the same part of the reply, that name no other place.
        status: What they claim for it.
        to: Who took it over, where it was handed over.
        quote: The sentence that decided the status.
    """

    told: tuple[Span, ...]
    carried: tuple[Span, ...]
    status: Status
    to: str | None
    quote: Span | None

    @property
    def spans(self) -> tuple[Span, ...]:
        """All of it, those that name the place first."""
        return (*self.told, *self.carried)


def answers_for(item: Item, named: Sequence[Sequence[Span]]) -> list[Answer]:
    """For each place what the reply says about it.

    Args:
        item: The problem.
        named: For each place the spans in the reply that name it.

    Returns:
        One answer a place. A problem with one place has one answer: the whole reply.
    """
    told: list[list[Span]] = [[] for _ in named]
    carried: list[list[Span]] = [[] for _ in named]
    current: set[int] = set(range(len(named))) if len(named) == 1 else set()
    for sentence in sentences(item.words, *item.reply) if item.reply else ():
        here = {
            index
            for index, spans in enumerate(named)
            if any(sentence[0] <= start < sentence[1] for start, _ in spans)
        }
        if here:
            current = here
        elif len(named) > 1 and _PART.search(item.words, *sentence):
            current = set()
        for index in current:
            (told if index in here else carried)[index].append(sentence)
    return [
        _answer(item, tuple(spans), tuple(rest), alone=len(named) == 1)
        for spans, rest in zip(told, carried, strict=True)
    ]


def _answer(
    item: Item, told: tuple[Span, ...], carried: tuple[Span, ...], *, alone: bool
) -> Answer:
    """``alone``: the problem has no other place, so all of the reply is about this one."""
    words = item.words
    for span in (*told, *carried) if alone else told:
        handed = TRANSFERRED.search(words, *span)
        if handed:
            return Answer(told, carried, Status.TRANSFERRED, handed["to"], span)
    for span in (*told, *carried):
        if disputes(words, span):
            return Answer(told, carried, Status.DISPUTED, None, span)
    for span in told:
        if _DOING.search(words, *span):
            return Answer(told, carried, Status.IN_WORK, None, span)
    return Answer(told, carried, item.status, None, told[0] if told else None)


def disputes(words: str, span: Span) -> bool:
    """The reply calls it something else, or denies that it was wrong."""
    return bool(_RELABELLED.search(words, *span) or _DENIED.search(words, *span))


def relabels(words: str, span: Span) -> re.Match[str] | None:
    """The words that call it something else (a storm-water outlet)."""
    return _RELABELLED.search(words, *span)


def denies(words: str, span: Span) -> re.Match[str] | None:
    """The words that deny it."""
    return _DENIED.search(words, *span)
