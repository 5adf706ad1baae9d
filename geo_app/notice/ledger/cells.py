"""What a cell says: days in any of the ways that offices write them, numbers, yes and no."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from geo_app.domain.particulars import EARLIEST, LATEST
from geo_app.domain.status import Status
from geo_app.domain.status_words import from_word
from geo_app.notice.item.dates import dates_in
from geo_app.notice.item.plain import plain
from geo_app.notice.item.reply import status_of

_DAY = re.compile(
    r"(\d{4})\s*[年/.\-]\s*(\d{1,2})\s*[月/.\-]\s*(\d{1,2})\s*[日号]?(?:之?前|止)?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?",
    re.ASCII,
)
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,12}(?:\.\d{1,12})?", re.ASCII)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
_EPOCH = date(1899, 12, 30)
_PERCENT = re.compile(r"(\d{1,3})(?:\.0+)?\s*%")
_YES = frozenset({"是", "√", "✓", "✔", "y", "yes", "对"})
_NO = frozenset({"否", "×", "✗", "✘", "x", "n", "no", "-", "—", "/", "无", "未"})
_NOT_DONE = re.compile(
    "(?:未|不予?|没有?|无法)(?:能|曾)?(?:通过|合格|到位|销号|验收|办结|解决|落实|达标)"
)
_ALL = 100
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Day:
    """A day that a cell tells.

    Attributes:
        day: The day; of a month its last.
        precision: ``day``, or ``month`` or ``year`` where the cell says no more.
    """

    day: date
    precision: str = "day"


def is_number(text: str) -> bool:
    """Whether the text is one number."""
    return _NUMBER.fullmatch(text) is not None


def day_in(text: str) -> Day | None:
    """The one day that a text tells; None where it tells none, or no year.

    Accepted are 2021年10月14日, 2021.10.14, 2021-10-14, 2021/10/14 09:30, 20211014, the number by
    which a sheet counts days, 2021年10月底前, 2021年10月.
    """
    words = unicodedata.normalize("NFKC", text).strip()
    if len(words) > _LONGEST:
        return None
    match = _DAY.fullmatch(words) or _DIGITS.fullmatch(words)
    if match is not None:
        return _known(_date(*(int(each) for each in match.groups())))
    if _SERIAL.fullmatch(words):
        return _known(_EPOCH + timedelta(days=int(float(words))))
    if is_number(words):
        return None
    found = dates_in(plain(words), 0, len(words))
    if len(found) != 1 or not found[0].year_said or found[0].last is None:
        return None
    precision = found[0].precision
    known = _known(found[0].last)
    return Day(known.day, "month" if precision == "period" else precision) if known else None


def _known(day: date | None) -> Day | None:
    return Day(day) if day is not None and EARLIEST <= day <= LATEST else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def standing(text: str) -> Status | None:
    """How it stands by the words of a cell; None where they tell nothing of it.

    The furthest that another office's ledger leads to is ``claimed``: also 已验收 and 已销号 are
    what it says, nothing that was checked here.
    """
    words = unicodedata.normalize("NFKC", text).strip()
    if not words:
        return None
    if words.lower() in _YES:
        return Status.CLAIMED
    if words.lower() in _NO:
        return Status.OPEN
    percent = _PERCENT.fullmatch(words)
    if percent:
        share = int(percent[1])
        return Status.CLAIMED if share >= _ALL else Status.IN_WORK if share else Status.OPEN
    if len(words) <= _LONGEST and from_word(words) is not Status.OPEN:
        return _undone(words) or from_word(words)
    said = status_of(plain(text), 0, len(text))
    return said[1] if said else None


def _undone(words: str) -> Status | None:
    """未验收, 待销号, 验收不合格: words of what is done, denied."""
    if from_word(words) is not Status.CLAIMED:
        return None
    if _NOT_DONE.search(words):
        return Status.OPEN
    return Status.IN_WORK if words.startswith("待") else None
