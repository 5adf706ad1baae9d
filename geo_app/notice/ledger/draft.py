"""The rows of somebody else's ledger → a notice: problems, claims, places, each quoting its row.

So they take the road of every notice: stored as drafts, located by the same rules, looked at by a
person. What the ledger says is done is a claim as of its own day, and names file and row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from geo_app.domain.notice import ClaimDraft, NoticeDraft, PlaceDraft, ProblemDraft, Quote
from geo_app.domain.particulars import Field
from geo_app.domain.remark import Remark
from geo_app.domain.status import Status
from geo_app.notice.item import categories
from geo_app.notice.item.areas import accounting_unit
from geo_app.notice.item.claims import DOCUMENT
from geo_app.notice.ledger.above import Above
from geo_app.notice.ledger.cells import standing
from geo_app.notice.ledger.files import Source
from geo_app.notice.ledger.meanings import CLAIMS, Meaning
from geo_app.notice.ledger.rows import Row
from geo_app.notice.phrases import read_phrase
from geo_app.words import say

LANGUAGE = "zh"
"""Of the text that is made: it stands beside the words of the ledger."""

_MOST_NUMBER = 1_000_000
_ONE_VALUED = (
    *(Meaning.RESPONSIBLE_UNIT, Meaning.LEADING_UNIT, Meaning.SUPPORTING_UNITS),
    *(Meaning.VERIFYING_UNIT, Meaning.RESPONSIBLE_PERSON, Meaning.DEADLINE),
    *(Meaning.DEADLINE_CLASS, Meaning.CATEGORY, Meaning.FOUND_ON),
)
"""Rows that differ in one of these are problems of their own, however their cells are merged."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A problem that a ledger tells.

    Attributes:
        number: Its number in the draft.
        rows: Numbers of its rows.
        fields: What is to be written of it in our ledger.
    """

    number: int
    rows: tuple[int, ...]
    fields: Mapping[Field, str]


@dataclass(frozen=True, slots=True)
class Told:
    """What a ledger tells.

    Attributes:
        draft: As a notice.
        entries: Its problems, in the order of the draft.
    """

    draft: NoticeDraft
    entries: tuple[Entry, ...]


class _Text:
    """A text that is written piece by piece; each piece can be quoted."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self.length = 0

    def add(self, words: str) -> Quote:
        quote = Quote(self.length, self.length + len(words), words)
        self._pieces.append(words)
        self.length += len(words)
        return quote

    def end_line(self) -> None:
        if not self._pieces[-1].endswith("\n"):
            self.add("\n")

    def since(self, start: int) -> Quote:
        return Quote(start, self.length, self.whole[start:])

    @property
    def whole(self) -> str:
        return "".join(self._pieces)


def tell(source: Source, above: Above, rows: Sequence[Row], as_of: date | None) -> Told:
    """What the rows of a sheet tell, as a notice.

    Args:
        source: The file and the sheet.
        above: What stands above the titles.
        rows: The rows.
        as_of: The day that the ledger as a whole speaks of; None where nobody knows.
    """
    text = _Text()
    title = text.add(above.title or source.name)
    text.add("\n")
    lines = [text.add(line) for line in _with_breaks(above.others)]
    issuer = next((quote for quote in lines if above.issuer and above.issuer in quote.text), None)
    preamble = Quote(title.start, text.length, text.whole.rstrip("\n"))
    preamble = replace(preamble, end=preamble.start + len(preamble.text))
    groups = _groups(rows)
    numbers = _numbers(groups)
    problems, entries = [], []
    for number, group in zip(numbers, groups, strict=True):
        problems.append(_Problem(text, source, number, group, as_of).written())
        fields = _fields(group)
        entries.append(Entry(number, tuple(row.number for row in group), fields))
    whole = text.whole
    draft = NoticeDraft(
        text=whole,
        title=title,
        issuer=_within(issuer, above.issuer),
        issued_on=as_of,
        preamble=preamble,
        closing=Quote(len(whole), len(whole), ""),
        problems=tuple(problems),
        doubts=() if as_of else (Remark("notice.undated"),),
    )
    return Told(draft, tuple(entries))


def _with_breaks(lines: Iterable[str]) -> Iterable[str]:
    for line in lines:
        yield f"{line}\n"


def _within(quote: Quote | None, words: str) -> Quote | None:
    if quote is None:
        return None
    at = quote.start + quote.text.index(words)
    return Quote(at, at + len(words), words)


def _groups(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows of one problem: a merged finding, or the same reference with the same finding."""
    groups: dict[tuple[object, ...], list[Row]] = {}
    for row in rows:
        reference = row.text(Meaning.REFERENCE)
        key: object = ("row", row.number)
        if row.block != row.number or any(r.block == row.number for r in rows if r is not row):
            key = ("block", row.block)
        elif reference:
            key = ("reference", reference, row.text(Meaning.FINDING))
        alike = tuple(row.text(meaning) for meaning in _ONE_VALUED)
        groups.setdefault((key, alike), []).append(row)
    return list(groups.values())


def _numbers(groups: Sequence[Sequence[Row]]) -> list[int]:
    """Those of the ledger where each problem has one of its own, else counted from 1."""
    said = [group[0].text(Meaning.ORDINAL) for group in groups]
    numbers = [
        int(each) for each in said if each.isdecimal() and len(each) <= len(str(_MOST_NUMBER))
    ]
    usable = len(set(numbers)) == len(groups) and all(0 < each <= _MOST_NUMBER for each in numbers)
    return numbers if usable else list(range(1, len(groups) + 1))


def _fields(group: Sequence[Row]) -> dict[Field, str]:
    """What the rows say for our ledger; measures and notes of several rows one below the other."""
    texts: dict[Field, list[str]] = {}
    for row in group:
        for name, words in row.field_texts.items():
            known = texts.setdefault(name, [])
            if words not in known:
                known.append(words)
    return {name: "\n".join(words) for name, words in texts.items()}


class _Problem:
    """One problem, written into the text and drafted."""

    def __init__(
        self, text: _Text, source: Source, number: int, rows: Sequence[Row], as_of: date | None
    ) -> None:
        self._text, self._source, self._number = text, source, number
        self._rows, self._as_of = rows, as_of
        self._claims: list[ClaimDraft] = []
        self._places: list[PlaceDraft] = []
        self._districts: list[Quote] = []
        self._units: list[Quote] = []
        self._doubts: list[Remark] = []

    def written(self) -> ProblemDraft:
        """The draft, once its words stand in the text."""
        text, first = self._text, self._rows[0]
        text.add("\n")
        start = text.length
        label = text.add(say("adoption.label", {"number": self._number}, LANGUAGE))
        reference = first.text(Meaning.REFERENCE)
        if reference:
            text.add(say("adoption.reference", {"reference": reference}, LANGUAGE))
        finding = text.add(first.text(Meaning.FINDING))
        text.add("\n")
        replies, statuses = [], []
        for row in self._rows:
            status = _status(row)
            statuses.append(status)
            place = self._place(row, finding.text, status)
            reply = self._reply(row, status, place)
            replies += [reply] if reply else []
        status = _common(statuses)
        return ProblemDraft(
            number=self._number,
            label=label,
            whole=text.since(start),
            finding=finding,
            reply=Quote(
                replies[0].start,
                replies[-1].end,
                text.whole[replies[0].start : replies[-1].end],
            )
            if replies
            else None,
            status_word=None,
            status=status,
            category=categories.of_problem(
                f"{first.text(Meaning.CATEGORY)} {finding.text}",
                tuple(place.category for place in self._places),
            ),
            claims=tuple(self._claims),
            units=tuple(self._units),
            districts=tuple(self._districts),
            places=tuple(self._places),
            doubts=tuple(self._doubts),
            found_on=first.days[Meaning.FOUND_ON].day if Meaning.FOUND_ON in first.days else None,
            rows=tuple(self._source.where(row.number) for row in self._rows),
        )

    def _labelled(self, code: str, words: str) -> Quote:
        self._text.add(say(code, {}, LANGUAGE))
        quote = self._text.add(words)
        self._text.add("　")
        return quote

    def _place(self, row: Row, finding: str, status: Status) -> int | None:
        """Writes where it is; gives the number of its place, None where no place is told."""
        name, told = row.text(Meaning.NAME), row.text(Meaning.PLACE)
        spot = _spot(row)
        if not (name or told or spot):
            self._areas(row)
            return None
        if name and (told or spot):
            self._labelled("adoption.name", name)
        words = " ".join(each for each in (told or ("" if spot else name), spot) if each)
        quote = self._labelled("adoption.place", words)
        district = self._areas(row)
        phrase = read_phrase(words)
        around = f"{row.text(Meaning.CATEGORY)} {name} {words}"
        self._places.append(
            PlaceDraft(
                quote=quote,
                phrase=phrase,
                name=name or f"{phrase.anchor or ''}{phrase.target or ''}" or words[:40],
                category=categories.of_place(phrase, around, finding),
                status=status,
                district=district or None,
                accounting_unit=accounting_unit(district) if district else None,
                responsible_unit=row.text(Meaning.RESPONSIBLE_UNIT) or None,
            )
        )
        return len(self._places) - 1

    def _areas(self, row: Row) -> str:
        district = row.text(Meaning.DISTRICT)
        if district:
            self._districts.append(self._labelled("adoption.district", district))
        unit = row.text(Meaning.RESPONSIBLE_UNIT)
        if unit:
            self._units.append(self._labelled("adoption.unit", unit))
        return district

    def _reply(self, row: Row, status: Status, place: int | None) -> Quote | None:
        """Writes what the row says of how it stands, and drafts the claims."""
        said = [row.text(meaning) for meaning in CLAIMS if row.text(meaning)]
        day = row.days.get(Meaning.DONE_ON)
        self._text.end_line()
        if not said and day is None:
            return None
        start = self._text.length
        values = {"told": "；".join(said) or "—"}
        self._text.add(say("adoption.reply", values, LANGUAGE))
        when = None
        if day is not None:
            self._text.add(say("adoption.done_on", {}, LANGUAGE))
            when = self._text.add(day.day.isoformat())
        where = self._source.where(row.number)
        self._text.add(say("adoption.source", {"file": self._source.name, "row": where}, LANGUAGE))
        reply = self._text.since(start)
        self._text.add("\n")
        if status is Status.OPEN:
            if day is not None:
                self._doubts.append(Remark("adoption.day_without_claim", {"row": where}))
            if row.text(Meaning.STATUS) and standing(row.text(Meaning.STATUS)) is None:
                values = {"row": where, "words": row.text(Meaning.STATUS)[:40]}
                self._doubts.append(Remark("adoption.status_unread", values))
            return reply
        dated = day if status is Status.CLAIMED else None
        claim = ClaimDraft(
            quote=reply,
            status=status,
            as_of=dated.day if dated else self._as_of,
            as_of_precision=dated.precision if dated else DOCUMENT,
            as_of_quote=when if dated else None,
            unit=row.text(Meaning.RESPONSIBLE_UNIT) or None,
        )
        if len(self._rows) == 1:
            self._claims.append(claim)
        if place is not None:
            self._claims.append(replace(claim, place=place))
        return reply


def _spot(row: Row) -> str:
    lon, lat = row.text(Meaning.LON), row.text(Meaning.LAT)
    if lon and lat:
        return say("adoption.degrees", {"lon": lon, "lat": lat}, LANGUAGE)
    return row.text(Meaning.COORDINATES)


def _status(row: Row) -> Status:
    """How a row says that it stands: by its status, else by its acceptance, else by its reply."""
    for meaning in (Meaning.STATUS, Meaning.ACCEPTANCE, Meaning.REPLY):
        status = standing(row.text(meaning))
        if status is not None:
            return status
    words = any(row.text(meaning) for meaning in CLAIMS)
    return Status.CLAIMED if Meaning.DONE_ON in row.days and not words else Status.OPEN


def _common(statuses: Sequence[Status]) -> Status:
    """How a problem of several rows stands: done only where each of them is said to be."""
    if len(set(statuses)) == 1:
        return statuses[0]
    begun = {Status.CLAIMED, Status.IN_WORK} & set(statuses)
    return Status.IN_WORK if begun else Status.OPEN
