"""What a filter of sites asks, and how it is asked of the rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from geo_app.domain.status import DONE_AS_CHECKED
from geo_app.errors import UsageError
from geo_app.store.models import Problem, Site

LONGEST_WORDS = 200

SEARCHED = (Site.name, Site.code, Site.place_text)
"""Columns that words are looked for in."""


@dataclass(frozen=True, slots=True)
class SiteFilter:
    """What to find; an empty field asks for nothing.

    Attributes:
        bbox: West, south, east, north in degrees; west > east goes across 180°.
        districts: Codes or names of districts or accounting units; any of them.
        categories: Any of them.
        statuses: Any of them.
        overdue: Only overdue ones, or only others.
        located: Only those with a position, or only those without.
        words: Each word must be in the code, the name or the place phrase.
        unit: Responsible unit: of the site or, where it has none of its own, of its problem.
    """

    bbox: tuple[float, float, float, float] | None = None
    districts: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    overdue: bool | None = None
    located: bool | None = None
    words: str | None = None
    unit: str | None = None


def conditions(where: SiteFilter, today: date | None) -> list[ColumnElement[bool]]:
    """What a filter asks of sites, all but its box; empty = of nothing.

    Raises:
        UsageError: The words hold NUL or are too long.
        ValueError: ``overdue`` is asked without a day.
    """
    asked: list[ColumnElement[bool]] = []
    if where.districts:
        asked.append(_in_areas(where.districts))
    if where.categories:
        asked.append(Site.category.in_(where.categories))
    if where.statuses:
        asked.append(Site.status.in_(where.statuses))
    if where.located is not None:
        # by the key, which has an index
        key = Site.tile_key
        asked.append(key.is_not(None) if where.located else key.is_(None))
    if where.overdue is not None:
        if today is None:
            raise ValueError("overdue is a question about a day")
        asked.append(overdue(Site, today) if where.overdue else ~overdue(Site, today))
    if where.words:
        asked += mentions(where.words, *SEARCHED)
    if where.unit:
        theirs = select(Problem.id).where(Problem.responsible_unit == where.unit)
        inherited = and_(Site.responsible_unit.is_(None), Site.problem_id.in_(theirs))
        asked.append(or_(Site.responsible_unit == where.unit, inherited))
    return asked


def _in_areas(districts: tuple[str, ...]) -> ColumnElement[bool]:
    codes = [each for each in districts if each.isdigit()]
    names = [each for each in districts if not each.isdigit()]
    asked = [Site.district_code.in_(codes)] if codes else []
    if names:
        asked += [Site.district.in_(names), Site.accounting_unit.in_(names)]
    return or_(*asked)


def overdue(kind: type[Site] | type[Problem], today: date) -> ColumnElement[bool]:
    """The condition that the deadline of a site or problem has passed, and nobody verified it."""
    # coalesce: what has no deadline is not overdue, and not unknown either
    return and_(
        func.coalesce(kind.deadline, date.max) < today,
        kind.status.not_in([status.value for status in DONE_AS_CHECKED]),
    )


def mentions(words: str, *columns: InstrumentedAttribute[Any]) -> list[ColumnElement[bool]]:
    """The conditions that each word stands in one of some columns.

    Raises:
        UsageError: The words hold NUL or are too long.
    """
    asked = []
    for word in words_of(words):
        escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        asked.append(or_(*(c.ilike(f"%{escaped}%", escape="\\") for c in columns)))
    return asked


def words_of(text: str) -> list[str]:
    """The words of a question.

    Raises:
        UsageError: They hold NUL or are too long.
    """
    # NUL and halves of surrogate pairs are refused by PostgreSQL or its driver
    unusable = any(sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in text)
    if unusable or len(text) > LONGEST_WORDS:
        raise UsageError("query.words", limit=LONGEST_WORDS)
    return text.split()
