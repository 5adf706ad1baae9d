"""The places of a problem: named ones with their aliases, areas around them, counted ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from geo_app.domain.notice import PlaceDraft
from geo_app.domain.place import PlacePhrase
from geo_app.notice.item import categories
from geo_app.notice.item.answers import Answer, answers_for
from geo_app.notice.item.areas import Areas, accounting_unit
from geo_app.notice.item.counted import Listed, lists_in, unnamed_in
from geo_app.notice.item.item import Item, Span
from geo_app.notice.item.mentions import Mention, clauses, mentions
from geo_app.notice.item.organisations import units_in
from geo_app.notice.phrase import lexicon
from geo_app.notice.phrases import read_phrase

PARK_WORDS = re.compile("(?:产业|工业)?(?:集聚区|园区|工业园|产业园|化工园|开发区|工业区)")
_SHORTEST_REPEAT = 3
_SHORT_NAME = 16
_LIST_TARGET = {"污水站": "污水处理站"}


@dataclass(slots=True)
class _Site:
    """A place while its mentions are gathered."""

    phrase: PlacePhrase
    spans: list[Span] = field(default_factory=list)
    listed: Listed | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """The places of a problem.

    Attributes:
        drafts: Named places first, then those that are only counted.
        answers: What the reply says about each named one.
        lists: The lists of names that some of them come from.
    """

    drafts: tuple[PlaceDraft, ...] = ()
    answers: tuple[Answer, ...] = ()
    lists: tuple[Listed, ...] = ()


def read_places(item: Item, areas: Areas) -> Places:
    """The places of a problem and what the reply says about them.

    Args:
        item: The problem.
        areas: The districts that the notice names.
    """
    lists = lists_in(item)
    sites = _gather(item, lists)
    sites.extend(_parks(item, sites))
    named = [[span for span in site.spans if _in_reply(item, span)] for site in sites]
    answers = answers_for(item, named)
    drafts = [
        _draft(item, site, answer, areas) for site, answer in zip(sites, answers, strict=True)
    ]
    members = sum(len(each.members) for each in lists)
    for group in unnamed_in(item, lists, len(sites) - members):
        category = categories.of_place(None, group.noun, item.found)
        draft = PlaceDraft(
            quote=item.quote(group.quote),
            phrase=None,
            name=group.noun,
            category=category,
            status=group.status or item.status,
            district=_only_district(item, areas),
        )
        drafts.extend([draft] * group.count)
    return Places(tuple(drafts), tuple(answers), tuple(lists))


# --- gathering mentions --------------------------------------------------
def _gather(item: Item, lists: Sequence[Listed]) -> list[_Site]:
    sites: list[_Site] = []
    for mention in mentions(item.words, *item.finding):
        if not _listed(mention, lists):
            _join(sites, mention, new=True)
    for each in lists:
        for member in each.members:
            phrase = _completed(member.phrase, each)
            _join(sites, replace(member, phrase=phrase), new=True, listed=each)
    if item.reply:
        for mention in mentions(item.words, *item.reply):
            if not _listed(mention, lists):
                told = mention.precise and mention.phrase.target is not None
                _join(sites, mention, new=told)
    for site in sites:
        _repeats(item, site)
    return sites


def _listed(mention: Mention, lists: Sequence[Listed]) -> bool:
    return any(each.span[0] <= mention.span[0] < each.span[1] for each in lists)


def _completed(phrase: PlacePhrase, listed: Listed) -> PlacePhrase:
    """甲镇 in a list of stations is the station of 甲镇."""
    if phrase.target is None and phrase.anchor_kind in lexicon.AREAS and listed.noun:
        return replace(phrase, target=_LIST_TARGET.get(listed.noun, listed.noun))
    return phrase


def _join(sites: list[_Site], mention: Mention, *, new: bool, listed: Listed | None = None) -> None:
    """Adds a mention to the place that it tells of, or makes a new one."""
    same = [site for site in sites if _same(site.phrase, mention.phrase)]
    if not same:
        about = [site for site in sites if _less_told(site.phrase, mention.phrase)]
        same = about if len(about) == 1 else []
    if same:
        same[0].spans.append(mention.span)
    elif new:
        sites.append(_Site(mention.phrase, [mention.span], listed))


def _same(known: PlacePhrase, other: PlacePhrase) -> bool:
    """Both tell of one place by all that they say."""
    if known.coordinate or other.coordinate:
        return known.coordinate == other.coordinate
    if not _same_name(known, other):
        return False
    if known.anchor_kind in {"enterprise", "plant", "park"}:
        return True
    return _where(known) == _where(other) and (
        known.target == other.target or None in (known.target, other.target)
    )


def _same_name(known: PlacePhrase, other: PlacePhrase) -> bool:
    ours, theirs = known.anchor or "", other.anchor or ""
    if ours == theirs:
        return known.anchor_kind != "township" or known.target == other.target
    enterprises = {known.anchor_kind, other.anchor_kind} <= {"enterprise", "plant"}
    shorter, longer = sorted((ours, theirs), key=len)
    return enterprises and len(shorter) > _SHORTEST_REPEAT and longer.endswith(shorter)


def _less_told(known: PlacePhrase, other: PlacePhrase) -> bool:
    """The other tells of the same thing with fewer words and nothing that contradicts."""
    ours, theirs = known.anchor or "", other.anchor or ""
    shorter = len(theirs) >= _SHORTEST_REPEAT and (theirs in ours or ours.endswith(theirs))
    if not (ours == theirs != "" or shorter):
        return False
    said, known_said = _where(other), _where(known)
    towards = said.pop("towards") <= known_said.pop("towards")
    agree = towards and all(known_said.get(name) == value for name, value in said.items())
    return agree and _one_target(known.target, other.target)


def _one_target(ours: str | None, theirs: str | None) -> bool:
    """排污口 and 排放口, 生活垃圾 and 垃圾; or nothing is said."""
    if ours is None or theirs is None or ours in theirs or theirs in ours:
        return True
    return {ours, theirs} <= lexicon.OUTLETS


def _where(phrase: PlacePhrase) -> dict[str, Any]:
    """What a phrase says of where, from its anchor; a plain compass word is a side."""
    compass = (phrase.direction or "").split(",")
    towards = {
        lexicon.SIDE_OF_COMPASS.get(point, point) for point in (*compass, phrase.side) if point
    }
    told = {
        "distance": phrase.distance_m,
        "chainage": phrase.chainage_m,
        "ends": phrase.ends or None,
    }
    return {
        "towards": towards,
        **{name: value for name, value in told.items() if value is not None},
    }


def _repeats(item: Item, site: _Site) -> None:
    """Literal repeats of the phrase, or of the name of an enterprise, anywhere in the problem."""
    first = site.spans[0]
    wanted = {item.words[slice(*first)]}
    if site.phrase.anchor_kind in {"enterprise", "plant"} and site.phrase.anchor:
        wanted.update((site.phrase.anchor, _short_name(site.phrase.anchor)))
    for _, span in item.parts:
        for words in wanted:
            if len(words) < _SHORTEST_REPEAT or site.listed:
                continue
            for match in re.finditer(re.escape(words), item.words[slice(*span)]):
                found = (span[0] + match.start(), span[0] + match.end())
                if not any(found[0] < stop and start < found[1] for start, stop in site.spans):
                    site.spans.append(found)
    site.spans[1:] = sorted(site.spans[1:])


def _short_name(name: str) -> str:
    """天成化工 of 甲市天成化工有限公司: what a notice calls a firm the second time."""
    stem = re.sub("(?:有限责任|股份有限|有限)?公司$", "", name)
    stem = re.sub("^[一-鿿]{2,3}?[市县区省](?=[一-鿿]{4})", "", stem)
    return stem if len(stem) > _SHORTEST_REPEAT else name


def _parks(item: Item, sites: Sequence[_Site]) -> list[_Site]:
    """The park around some places, where the reply speaks of the park itself."""
    found: list[_Site] = []
    for site in sites:
        for area in site.phrase.containers:
            phrase = read_phrase(area)
            known = {other.phrase.anchor for other in (*sites, *found)}
            at = item.words.find(area, *site.spans[0])
            if (
                PARK_WORDS.fullmatch(area)
                or phrase.anchor_kind != "park"
                or phrase.anchor in known
                or at < 0
                or not item.reply
            ):
                continue
            spans = [match.span() for match in PARK_WORDS.finditer(item.words, *item.reply)]
            if spans:
                found.append(_Site(phrase, [(at, at + len(area)), *spans]))
    return found


def _in_reply(item: Item, span: Span) -> bool:
    return item.reply is not None and item.reply[0] <= span[0] < item.reply[1]


# --- one place -----------------------------------------------------------
def _draft(item: Item, site: _Site, answer: Answer, areas: Areas) -> PlaceDraft:
    quote = item.quote(site.spans[0])
    clause = _clause(item, site.spans[0])
    told = f"{clause} {site.listed.noun}" if site.listed else clause
    unit = _accounting(item, site)
    district = _district(item, site, answer, areas)
    if district is None and unit is None:
        district = _only_district(item, areas)
    return PlaceDraft(
        quote=quote,
        phrase=replace(site.phrase, text=quote.text),
        name=_name(site.phrase, quote.text),
        category=categories.of_place(site.phrase, told, item.found),
        status=answer.status,
        aliases=tuple(item.quote(span) for span in site.spans[1:]),
        district=district,
        accounting_unit=unit,
        responsible_unit=answer.to or _responsible(item, answer),
    )


def _clause(item: Item, span: Span) -> str:
    """The clause of a mention and the one after it."""
    begin, stop = item.finding if span[0] < item.finding[1] else item.reply or item.finding
    pieces = list(clauses(item.words, begin, stop))
    for index, piece in enumerate(pieces):
        if piece[0] <= span[0] < piece[1]:
            end = pieces[min(index + 1, len(pieces) - 1)][1]
            return item.words[piece[0] : end]
    return item.words[slice(*span)]


def _name(phrase: PlacePhrase, quote: str) -> str:
    """A short name in the notice's own nouns."""
    anchor, target = phrase.anchor or "", phrase.target or ""
    if phrase.anchor_kind in {"enterprise", "plant", "park"}:
        return "".join((*phrase.containers[-1:], anchor)) if len(anchor) < 6 else anchor
    if phrase.anchor_kind in lexicon.LINES and len(quote) <= _SHORT_NAME:
        return quote if target in quote else quote + target
    return (anchor + target) or quote[:_SHORT_NAME]


def _accounting(item: Item, site: _Site) -> str | None:
    """考核单位 in the words of the place or right before a repeat of its name."""
    told = "".join(site.phrase.containers)
    for start, end in site.spans:
        told += " " + item.words[max(item.label[1], start - 5) : end]
    return accounting_unit(told)


def _district(item: Item, site: _Site, answer: Answer, areas: Areas) -> str | None:
    """The district in the phrase, else that of who is said to act in the place's sentences."""
    for start, end in (*site.spans, *answer.spans):
        direct = areas.districts(item.words, start, end)
        by_unit = [
            (unit.span, district)
            for unit in units_in(item.words, start, end)
            if (district := areas.of_unit(unit.name))
        ]
        found = sorted([*direct, *by_unit])
        if found:
            return found[0][1]
    return None


def _only_district(item: Item, areas: Areas) -> str | None:
    """The district of the problem where it speaks of one only."""
    names: set[str] = set()
    for _, span in item.parts:
        names.update(name for _, name in areas.districts(item.words, *span))
        units = (areas.of_unit(unit.name) for unit in units_in(item.words, *span))
        names.update(name for name in units if name)
    if not names:
        return areas.issuer
    return names.pop() if len(names) == 1 else None


def _responsible(item: Item, answer: Answer) -> str | None:
    """The first unit of the state that acts in the place's sentences."""
    for span in answer.spans:
        for unit in units_in(item.words, *span):
            if not unit.company:
                return item.text[slice(*unit.span)]
    return None
