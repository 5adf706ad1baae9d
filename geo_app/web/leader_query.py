"""What the address of the leader's page asks for; what is malformed is said, never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from flask import url_for
from werkzeug.datastructures import MultiDict

from geo_app.domain.status import Status
from geo_app.errors import UsageError
from geo_app.work.standing import By
from geo_app.work.trend import Step

_LONGEST = 100
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class Sort(StrEnum):
    """Columns that the table can be put in order by."""

    RANK = "rank"
    NAME = "name"
    TOTAL = "total"
    CLAIMED = Status.CLAIMED.value
    VERIFIED = Status.VERIFIED.value
    IN_WORK = Status.IN_WORK.value
    OPEN = Status.OPEN.value
    RELAPSED = Status.RELAPSED.value
    OTHER = "other"
    OVERDUE = "overdue"
    UNLOCATED = "unlocated"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Asked:
    """The page that is asked for.

    Attributes:
        by: How the city is cut up.
        day: An earlier day; None = today.
        sort: Column of the table.
        descending: The largest first.
        area: Key of the area that is looked into.
        beside: Key of another one to compare it with.
        site: Id of a site that is looked into.
        big: For a screen on a wall.
    """

    by: By = By.DISTRICT
    day: date | None = None
    sort: Sort = Sort.RANK
    descending: bool = False
    area: str | None = None
    beside: str | None = None
    site: str | None = None
    big: bool = False

    def url(self, **changes: Any) -> str:
        """The address of the same page with something else."""
        return url_for("leader.page", **self.fields(**changes))

    def fields(self, **changes: Any) -> dict[str, Any]:
        """Parameters of the same page with something else; what is as ever is left out."""
        asked = replace(self, **changes)
        usual = Asked()
        given = {
            "by": asked.by if asked.by != usual.by else None,
            "day": asked.day,
            "sort": asked.sort if asked.sort != usual.sort else None,
            "order": "desc" if asked.descending else None,
            "area": asked.area,
            "with": asked.beside,
            "site": asked.site,
            "screen": "big" if asked.big else None,
        }
        return {name: str(value) for name, value in given.items() if value}


@dataclass(frozen=True, slots=True)
class AskedCourse:
    """The page of changes that is asked for.

    Attributes:
        since: The day to compare with; None = as far back as is usual.
        step: Of which days the trend is made; None = by its length.
    """

    since: date | None = None
    step: Step | None = None

    def url(self, **changes: Any) -> str:
        """The address of the same page with something else."""
        asked = replace(self, **changes)
        return url_for("leader_course.page", since=asked.since, step=asked.step)


COURSE_NAMES = ("since", "step")


def course_asked_by(arguments: MultiDict[str, str], today: date) -> AskedCourse:
    """What a request for the page of changes asks for.

    Raises:
        UsageError: An unknown name or value, a day to come.
    """
    _known(arguments, COURSE_NAMES)
    since = past_day(arguments, "since", today)
    step = _one_of(arguments, "step", tuple(Step))
    # today is no earlier day, and still one to compare with
    return AskedCourse(
        since or (today if arguments.get("since") else None), Step(step) if step else None
    )


NAMES = ("by", "day", "sort", "order", "area", "with", "site", "screen")


def asked_by(arguments: MultiDict[str, str], today: date) -> Asked:
    """What a request asks for.

    Raises:
        UsageError: An unknown name or value, a day to come, a site without its area.
    """
    _known(arguments, NAMES)
    for name in ("with", "site"):
        if arguments.get(name) and not arguments.get("area"):
            raise UsageError("query.only_with", name=name, other="area")
    return Asked(
        by=By(_one_of(arguments, "by", tuple(By)) or By.DISTRICT),
        day=past_day(arguments, "day", today),
        sort=Sort(_one_of(arguments, "sort", tuple(Sort)) or Sort.RANK),
        descending=_one_of(arguments, "order", ("asc", "desc")) == "desc",
        area=_key(arguments, "area"),
        beside=_key(arguments, "with"),
        site=_key(arguments, "site"),
        big=_one_of(arguments, "screen", ("big",)) == "big",
    )


def _known(arguments: MultiDict[str, str], names: tuple[str, ...]) -> None:
    for name, values in arguments.lists():
        if name not in names:
            raise UsageError("query.unknown_name", name=name[:40])
        if sum(map(bool, values)) > 1:
            raise UsageError("query.repeated", name=name)


def _one_of(arguments: MultiDict[str, str], name: str, known: tuple[str, ...]) -> str | None:
    value = arguments.get(name, "")
    if value and value not in known:
        raise UsageError("query.unknown_value", name=name, value=value[:40])
    return value or None


def _key(arguments: MultiDict[str, str], name: str) -> str | None:
    value = arguments.get(name, "").strip()
    if len(value) > _LONGEST or not (value.isprintable() or not value):
        raise UsageError("query.unknown_value", name=name, value=value[:40])
    return value or None


def past_day(arguments: MultiDict[str, str], name: str, today: date) -> date | None:
    """An earlier day; today's is none.

    Raises:
        UsageError: No day, or one to come.
    """
    value = arguments.get(name, "")
    if not value:
        return None
    try:
        day = date.fromisoformat(value) if _DAY.fullmatch(value) else date.max
    except ValueError:
        day = date.max
    if day > today:
        raise UsageError("query.past_day", name=name, value=value[:40])
    return day if day < today else None
