"""Query parameters of a request → a filter of sites; what is malformed is said, never guessed."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable
from datetime import date

from werkzeug.datastructures import MultiDict

from geo_app.domain.status import Status
from geo_app.errors import UsageError
from geo_app.geo.districts import Districts
from geo_app.web.installation import here
from geo_app.words import TABLE
from geo_app.work.sites import SiteFilter

CATEGORIES = tuple(code.removeprefix("category.") for code in TABLE if code.startswith("category."))
STATUSES = tuple(status.value for status in Status)
WORDS_LIMIT = 100
NAMES = frozenset({"bbox", "district", "category", "status", "overdue", "located", "q", "limit"})
TILE_NAMES = frozenset({"district", "category", "status", "overdue", "as-of"})
LEDGER_NAMES = frozenset({"district", "category", "status", "overdue", "q", "unit"})
SEVERAL = frozenset({"district", "category", "status"})
FLAGS = {"1": True, "true": True, "0": False, "false": False}

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)

Arguments = MultiDict[str, str]


def site_filter(
    arguments: Arguments, districts: Districts, names: Collection[str] = NAMES
) -> SiteFilter:
    """The filter that ``?bbox=&district=&category=&status=&overdue=&located=&q=&unit=`` asks for.

    District, category and status may be repeated or hold several values with commas: any of them.
    Empty ones count as not given.

    Args:
        arguments: Of the request.
        districts: Those that can be asked for.
        names: Arguments that may be there.

    Raises:
        UsageError: A name or a value that does not exist, or a malformed one.
    """
    for name, values in arguments.lists():
        if name not in names:
            raise UsageError("query.unknown_name", name=name[:40])
        if name not in SEVERAL and sum(map(bool, values)) > 1:
            raise UsageError("query.repeated", name=name)
    return SiteFilter(
        bbox=_bbox(arguments),
        districts=_districts(_several(arguments, "district"), districts),
        categories=_listed("category", _several(arguments, "category"), CATEGORIES),
        statuses=_listed("status", _several(arguments, "status"), STATUSES),
        overdue=_flag(arguments, "overdue"),
        located=_flag(arguments, "located"),
        words=_words(arguments, "q"),
        unit=_words(arguments, "unit"),
    )


def tile_filter(arguments: Arguments, districts: Districts, most_areas: int) -> SiteFilter:
    """The filter of a tile: ``?district=&category=&status=&overdue=``.

    Raises:
        UsageError: As ``site_filter``; or more districts than can be counted together in time.
    """
    where = site_filter(arguments, districts, TILE_NAMES)
    if len(where.districts) > most_areas:
        count = len(where.districts)
        raise UsageError("query.too_many", name="district", limit=most_areas, count=count)
    return where


def as_of(arguments: Arguments, today: date) -> date | None:
    """The earlier day that ``as-of`` asks for, if it does; today's is no look back.

    Raises:
        UsageError: No day, or one to come.
    """
    value = arguments.get("as-of", "")
    if not value:
        return None
    try:
        day = date.fromisoformat(value) if _DAY.fullmatch(value) else date.max
    except ValueError:
        day = date.max
    if day > today:
        raise UsageError("tiles.past_day", value=value[:40])
    return day if day < today else None


def limit(arguments: Arguments) -> int:
    """How many sites at most: ``limit``, never more than the setting.

    Raises:
        UsageError: Not a whole number from 1 to the setting.
    """
    highest = here().settings.limits.api_sites
    value = arguments.get("limit", "")
    return whole_number("limit", value, 1, highest) if value else highest


def whole_number(name: str, value: str, low: int, high: int) -> int:
    """A whole number of a request, in plain digits.

    Raises:
        UsageError: It is none, or beyond the two.
    """
    plain = value.isascii() and value.isdigit() and len(value) < 10
    if not (plain and low <= int(value) <= high):
        raise UsageError("query.number", name=name, low=low, high=high, value=value[:40])
    return int(value)


def _several(arguments: Arguments, name: str) -> tuple[str, ...]:
    values = (each for value in arguments.getlist(name) for each in value.split(","))
    return tuple(dict.fromkeys(value.strip() for value in values if value.strip()))


def _listed(name: str, values: Iterable[str], known: tuple[str, ...]) -> tuple[str, ...]:
    values = tuple(values)
    for value in values:
        if value not in known:
            raise UsageError("query.unknown_value", name=name, value=value[:40])
    return values


def _districts(values: Iterable[str], districts: Districts) -> tuple[str, ...]:
    codes = []
    for value in values:
        area = districts.area(value)
        if area is None:
            raise UsageError("query.unknown_value", name="district", value=value[:40])
        codes.append(area)
    return tuple(codes)


def _flag(arguments: Arguments, name: str) -> bool | None:
    value = arguments.get(name, "")
    if not value:
        return None
    if value not in FLAGS:
        raise UsageError("query.flag", name=name, value=value[:40])
    return FLAGS[value]


def _bbox(arguments: Arguments) -> tuple[float, float, float, float] | None:
    value = arguments.get("bbox", "")
    if not value:
        return None
    wrong = UsageError("query.bbox", value=value[:80])
    try:
        plain = len(value) < 400 and value.isascii() and "_" not in value
        numbers = [float(part) for part in value.split(",")] if plain else []
    except ValueError:
        raise wrong from None
    if len(numbers) != 4 or not all(math.isfinite(number) for number in numbers):
        raise wrong
    west, south, east, north = numbers
    # west > east is a box across 180° (RFC 7946, 5.2), but only where that is the short way
    # round: otherwise two corners were swapped, and nearly the whole world would be the answer
    ordered = west <= east or west - east >= 180
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise wrong
    if not ordered:
        raise wrong
    return west, south, east, north


def _words(arguments: Arguments, name: str) -> str | None:
    value = arguments.get(name, "").strip()
    if len(value) > WORDS_LIMIT or any(ord(sign) < 32 for sign in value):
        raise UsageError("query.words", limit=WORDS_LIMIT)
    return value or None
