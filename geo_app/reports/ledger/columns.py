"""The columns of the ledger's sheet: what each says of a line, and what a reader may change there.

Claimed and verified are columns of their own. The sheet speaks Chinese, as the ledgers do that
are passed on between offices.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from geo_app.domain.deadlines import Left, left
from geo_app.domain.particulars import DeadlineClass, Field, in_words
from geo_app.domain.remark import Remark
from geo_app.domain.status import DONE_AS_CHECKED, EventKind, Status
from geo_app.domain.text import clean
from geo_app.store.models import Problem, Site
from geo_app.words import say, term
from geo_app.work.ledger_lines import Line

Value = str | int | float | date | None

SHEET = "台账"
LANGUAGE = "zh"
EXCERPT = 1_000
"""Characters of a finding that a cell shows."""

LONGEST = 32_000
"""Characters that a cell takes; the format ends at 32,767."""

ROW, VERSION = "row", "version"
"""Hidden columns: which problem or site a row is about, and what it said when it was written."""

_EDITION = "2"
_MARK = 6
"""Characters of the mark of one value: 36 bits."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        key: Its name here; its title is the sentence ``ledger.KEY``.
        width: In characters of the sheet's font.
        field: What is written there, where readers may change it.
        kept: A change of it by a reader is refused; the others are only for the eye.
    """

    key: str
    width: int
    field: Field | None = None
    kept: bool = True

    @property
    def title(self) -> str:
        """As it stands over the column."""
        return say(f"ledger.{self.key}", {}, LANGUAGE)


COLUMNS = (
    Column("ordinal", 6, kept=False),
    Column("level", 6),
    Column("number", 9),
    Column("code", 12),
    Column("name", 22),
    Column("notice", 22),
    Column("category", 14),
    Column("place_text", 28),
    Column("lon", 11),
    Column("lat", 10),
    Column("radius", 11),
    Column("located", 14),
    Column("district", 16),
    Column("accounting_unit", 14),
    Column("finding", 44),
    Column(Field.MEASURES, 36, Field.MEASURES),
    Column(Field.RESPONSIBLE_UNIT, 20, Field.RESPONSIBLE_UNIT),
    Column(Field.LEADING_UNIT, 18, Field.LEADING_UNIT),
    Column(Field.SUPPORTING_UNITS, 20, Field.SUPPORTING_UNITS),
    Column(Field.VERIFYING_UNIT, 18, Field.VERIFYING_UNIT),
    Column(Field.RESPONSIBLE_PERSON, 12, Field.RESPONSIBLE_PERSON),
    Column(Field.DEADLINE_CLASS, 11, Field.DEADLINE_CLASS),
    Column(Field.DEADLINE, 12, Field.DEADLINE),
    Column("told_status", 11),
    Column("told_on", 12),
    Column("checked_status", 15),
    Column("checked_on", 12),
    Column("checked_by", 12),
    Column("evidence", 13),
    Column("days_left", 9, kept=False),
    Column("working_left", 10, kept=False),
    Column("doubts", 46),
    Column(Field.NOTE, 28, Field.NOTE),
    Column(ROW, 12, kept=False),
    Column(VERSION, 12, kept=False),
)

SHOWN = tuple(column for column in COLUMNS if column.key not in (ROW, VERSION))
_MARKED = tuple(column for column in COLUMNS if column.kept)


def values(
    line: Line,
    ordinal: int,
    today: date,
    counted: frozenset[DeadlineClass],
    doubt: Remark | None,
) -> dict[str, Value]:
    """What the columns say of a line.

    Args:
        line: The line.
        ordinal: Its number in the sheet.
        today: The day that what is left of a deadline is counted from.
        counted: Kinds of deadline of which it is counted in working days as well.
        doubt: What complaints say after the claim of a site; None = nothing.
    """
    row, problem = line.row, line.problem
    checked = Status(row.status) in DONE_AS_CHECKED
    open_until = None if checked else row.deadline
    due = left(open_until, today, line.kind, counted) if open_until else None
    told: dict[str, Value] = {
        "ordinal": ordinal,
        "level": say("ledger.problem" if line.site is None else "ledger.site", {}, LANGUAGE),
        "notice": line.notice.title,
        "number": problem.number,
        "category": term("category", row.category, LANGUAGE),
        "finding": _excerpt(problem.finding),
        **{name.value: shown(name, text) or None for name, text in line.texts.items()},
        Field.DEADLINE: row.deadline,
        "told_status": term("status", Status.CLAIMED if checked else row.status, LANGUAGE),
        "told_on": row.claimed_on,
        "checked_status": _verified(row, checked),
        "checked_on": row.verified_on if checked else None,
        "checked_by": _verifier(line) if checked else None,
        "days_left": due.days if due else None,
        "working_left": _working(due),
        "doubts": _doubts(row, doubt),
        **(_of_site(line.site, line.photos) if line.site else {}),
        ROW: row.id,
    }
    return {**told, VERSION: version(told)}


def _working(due: Left | None) -> Value:
    """Working days; a word where the holidays of a year are not known, nothing if not counted."""
    if due is None:
        return None
    if due.uncovered is not None:
        return say("ledger.uncovered", {"year": due.uncovered}, LANGUAGE)
    return due.working


def shown(name: Field, text: str) -> str:
    """What stands in a field as the sheet has it."""
    return in_words(name, text, LANGUAGE)


def _of_site(site: Site, photos: Mapping[str, int]) -> dict[str, Value]:
    layer = term("layer", site.position_layer, LANGUAGE)
    where = layer if site.located else term("status", "unlocated", LANGUAGE)
    code = f"（{site.district_code}）" if site.district_code else ""
    stages = ("before", "during", "after")
    return {
        "code": site.code,
        "name": site.name,
        "place_text": site.place_text,
        "lon": None if site.lon is None else round(site.lon, 6),
        "lat": None if site.lat is None else round(site.lat, 6),
        "radius": None if site.radius_m is None else round(site.radius_m),
        "located": where,
        "district": f"{site.district or ''}{code}" or None,
        "accounting_unit": site.accounting_unit,
        "evidence": " / ".join(str(photos.get(stage, 0)) for stage in stages),
    }


def _excerpt(text: str | None) -> str | None:
    if text is None or len(text) <= EXCERPT:
        return text
    return f"{text[:EXCERPT]}…"


def _verified(row: Problem | Site, checked: bool) -> str:
    if not checked:
        return say("ledger.unverified", {}, LANGUAGE)
    word = term("status", row.status, LANGUAGE)
    special = isinstance(row, Site) and row.overridden
    return f"{word}（{term('status', 'overridden', LANGUAGE)}）" if special else word


def _verifier(line: Line) -> str | None:
    names = [each.actor_name for each in line.events if each.kind == EventKind.VERIFIED]
    return names[-1] if names else None


def _doubts(row: Problem | Site, doubt: Remark | None) -> str | None:
    told = [*row.doubts, *((row.overridden or ()) if isinstance(row, Site) else ())]
    texts = [Remark.from_json(each).text(LANGUAGE) for each in told]
    if doubt is not None:
        texts.insert(0, doubt.text(LANGUAGE))  # first: a long cell is cut at its end
    return _excerpt("\n".join(dict.fromkeys(texts)) or None)


def plain(value: Value) -> str:
    """A value as the text that a cell shows, so that it compares when it comes back."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return f"{value:.10g}"
    return clean(value)[:LONGEST].rstrip()


@lru_cache(maxsize=4096)
def mark(text: str) -> str:
    """A short mark of a text, 36 bits: another text has another one."""
    digest = hashlib.blake2b(text.encode(), digest_size=6).digest()
    return base64.urlsafe_b64encode(digest)[:_MARK].decode("ascii")


def version(told: Mapping[str, Value]) -> str:
    """The marks of all that counts in a row, so that a changed cell is known when it comes back."""
    marks = (mark(plain(told.get(column.key))) for column in _MARKED)
    return f"{_EDITION}.{''.join(marks)}"


def marks(text: str) -> dict[str, str] | None:
    """Column → mark, from what ``version`` wrote; None where it did not."""
    edition, _, joined = text.partition(".")
    if edition != _EDITION or len(joined) != _MARK * len(_MARKED):
        return None
    return {
        column.key: joined[place * _MARK : (place + 1) * _MARK]
        for place, column in enumerate(_MARKED)
    }
