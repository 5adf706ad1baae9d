"""What is read from a notice: drafts that quote the text exactly, before a person confirms them.

Offsets are code points of ``NoticeDraft.text``; ``text[q.start:q.end] == q.text`` always holds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from geo_app.domain.place import Location, PlacePhrase
from geo_app.domain.remark import Remark


@dataclass(frozen=True, slots=True, order=True)
class Quote:
    """A piece of the notice, word for word."""

    start: int
    end: int
    text: str

    @classmethod
    def of(cls, source: str, start: int, end: int) -> Quote:
        """The piece ``source[start:end]``."""
        return cls(start, end, source[start:end])


@dataclass(frozen=True, slots=True)
class Period:
    """Days that a number is about, both ends included; None where an end is not said."""

    start: date | None
    end: date | None

    @property
    def days(self) -> int | None:
        """Length in days, or None when an end is open."""
        return (self.end - self.start).days + 1 if self.start and self.end else None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of the text with its unit.

    Attributes:
        quote: The number with its unit as written (``22项``, ``77%``, ``130余件``).
        value: The number.
        unit: Counter or unit as written (项, %, 座, 件, 家, 辆, 位, 名, 米).
        approximate: 余, 多, 约, 近 … was said.
        period: The days it is about, where the text says so.
        part: ``finding`` or ``reply``.
    """

    quote: Quote
    value: float
    unit: str
    part: str
    approximate: bool = False
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class ClaimDraft:
    """What is told: "we did it", by whom, as of when. A claim is never a verification.

    Attributes:
        quote: The words of the claim.
        status: Status code it claims: claimed, in_work, disputed, transferred.
        as_of: The day the claim speaks about: stated in the text, else the notice's own date.
        as_of_precision: day, month, year; or ``document`` where the notice's date stands in.
        as_of_quote: The words of the date, if stated.
        unit: Who is said to have done it, if named.
        place: Index into ``ProblemDraft.places`` where the claim is about one place.
    """

    quote: Quote
    status: str
    as_of: date | None
    as_of_precision: str
    as_of_quote: Quote | None = None
    unit: str | None = None
    place: int | None = None


@dataclass(frozen=True, slots=True)
class PlaceDraft:
    """One place of a problem.

    Attributes:
        quote: First mention: the phrase as it stands in the text.
        aliases: Further mentions of the same place.
        phrase: How the words were read; None for a place that is counted but named nowhere.
        name: Short name in the notice's own nouns.
        category: Code of ``words.terms`` category.*.
        status: What the reply claims for this place (status code).
        district: Legal district that the text names for it (词 as written, e.g. 鼓楼区), if any.
        accounting_unit: 考核单位 named for it (e.g. 示范区), if any.
        responsible_unit: Who is said to act, if named.
        doubts: What a clerk should look at.
        known: Where it is, where that was told otherwise than in words; then nothing is computed.
    """

    quote: Quote
    phrase: PlacePhrase | None
    name: str
    category: str
    status: str
    aliases: tuple[Quote, ...] = ()
    district: str | None = None
    accounting_unit: str | None = None
    responsible_unit: str | None = None
    doubts: tuple[Remark, ...] = ()
    known: Location | None = None


@dataclass(frozen=True, slots=True)
class ProblemDraft:
    """One numbered item of the notice.

    Attributes:
        number: Its number, as an integer whatever the numbering style.
        label: The numbering as written (问题1：, （一）, 1、).
        whole: The item from its label to the next one.
        finding: What the inspection found.
        reply: What the responsible unit answers; None where there is none.
        status_word: 已整改, 正在整改, … as written, if any.
        status: Status code of the word; ``open`` where there is no reply.
        category: Code of ``words.terms`` category.*.
        found_on: The day of the inspection, where the document tells one for this problem.
        rows: Rows that it was read from, where the document is a table of another office.
    """

    number: int
    label: Quote
    whole: Quote
    finding: Quote
    reply: Quote | None
    status_word: Quote | None
    status: str
    category: str
    claims: tuple[ClaimDraft, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    units: tuple[Quote, ...] = ()
    districts: tuple[Quote, ...] = ()
    places: tuple[PlaceDraft, ...] = ()
    doubts: tuple[Remark, ...] = ()
    found_on: date | None = None
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoticeDraft:
    """A whole notice, read.

    Attributes:
        text: The text that all quotes point into.
        title: Title line, if found.
        issuer: Who signed it, if found.
        issued_on: Date under the signature, if found.
        preamble: Text before the first problem (may be empty).
        closing: Text after the last problem (may be empty).
    """

    text: str
    title: Quote | None
    issuer: Quote | None
    issued_on: date | None
    preamble: Quote
    closing: Quote
    problems: tuple[ProblemDraft, ...]
    doubts: tuple[Remark, ...] = field(default=())
