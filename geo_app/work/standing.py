"""Where districts and accounting units stand: one look at the kept counts, never at the sites.

Of an earlier day the histories tell (``work.course``).

By district and by accounting unit the same sites are cut up otherwise; both add up to all, and
what belongs to neither is an area of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy.orm import Session

from geo_app.domain.standing import Countdown, Figures, Light, Tally, light, ranks
from geo_app.domain.status import DONE_AS_CHECKED, Status
from geo_app.geo.districts import Districts
from geo_app.settings import Leader
from geo_app.store import counts, scope
from geo_app.store.models import Site
from geo_app.work import course

ELSEWHERE = "-"
"""Key of the area of the sites that belong to no district, or to no unit."""


class By(StrEnum):
    """How the city is cut up."""

    DISTRICT = "district"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Area:
    """A district, an accounting unit, or what belongs to none.

    Attributes:
        key: Code of a district, name of a unit, or ``ELSEWHERE``.
        name: As a page says it; empty for ``ELSEWHERE``.
        outlined: There is an outline of it; an accounting unit has none.
        figures: Of its sites; with the filter by unit, a district without what a unit counts.
        countdown: The same by the days that are left.
        light: Against its deadlines.
        rank: By verified share; None where it has too few sites.
        middle: Where its located sites are on the average: lon, lat.
    """

    key: str
    name: str
    outlined: bool
    figures: Figures
    countdown: Countdown
    light: Light
    rank: int | None
    middle: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier day.

    Attributes:
        day: The day.
        states: All sites as they stood at its end.
    """

    day: date
    states: Sequence[course.State]


@dataclass(frozen=True, slots=True)
class Standing:
    """All areas.

    Attributes:
        areas: In the order of their keys; the outlined ones that the person sees also where they
            have no site.
        whole: All sites together.
        by: How they are cut up.
        day: The day that the figures are about.
        overdue_day: The day for which overdue is counted; another one for a moment after midnight.
        bound: All that the person sees, as of a session's scope; empty = everything.
    """

    areas: tuple[Area, ...]
    whole: Area
    by: By
    day: date
    overdue_day: date
    bound: tuple[str, ...] = ()

    def area(self, key: str) -> Area | None:
        """The area of a key."""
        return next((each for each in self.areas if each.key == key), None)


def standing(
    session: Session,
    districts: Districts,
    today: date,
    rules: Leader,
    by: By = By.DISTRICT,
    past: Past | None = None,
) -> Standing:
    """Where all areas stand, as the session may see them.

    Args:
        session: Any transaction.
        districts: Those that have an outline.
        today: The day that the countdown is asked for.
        rules: When a light turns, who has a rank.
        by: How the city is cut up.
        past: An earlier day with its sites; None = today.
    """
    if past:
        tallies = course.tallies(past.states, past.day, rules.countdown_days)
        counted = counts.parts(session)
        parts = {part: _Part(counted.get(part), each) for part, each in tallies.items()}
        return _standing(session, districts, past.day, past.day, parts, rules, by, None).told
    # a country has thousands of districts, and nothing of them changes until a count does
    question = "standing", districts, today, rules, by, scope.areas_of(session)

    def read(_: object, former: _Known | None) -> _Known:
        made_with = counts.basis(session)
        overdue_day = made_with.day if made_with else today
        parts = _today(session, today, rules.countdown_days)
        return _standing(session, districts, today, overdue_day, parts, rules, by, former)

    return counts.renewed(session.connection(), question, read).told


class _Part(NamedTuple):
    """What is known of a part.

    Attributes:
        counted: Of today; None where only an earlier day knows of it.
        tally: Of the day that is asked for.
    """

    counted: counts.PartCount | None
    tally: Tally


class _Known(NamedTuple):
    """An answer with what each area was made of: where that stays the same, so does the area."""

    told: Standing
    made_of: Mapping[str, tuple[list[_Part], Area]]


def _standing(
    session: Session,
    districts: Districts,
    day: date,
    overdue_day: date,
    parts: Mapping[counts.Part, _Part],
    rules: Leader,
    by: By,
    former: _Known | None,
) -> _Known:
    spans, bound = rules.countdown_days, scope.areas_of(session)
    # of a district that the person does not see nobody may say that it has no site
    shown = [each for each in districts.districts if not bound or each.code in bound]
    shares: dict[str, list[_Part]] = {each.code: [] for each in shown}
    for part, known in parts.items():
        shares.setdefault(key_of(part, by), []).append(known)
    outlined = {each.code: each.name for each in districts.districts}
    before = former.made_of if former else {}
    areas = {}
    for key, share in shares.items():
        same = before.get(key)
        if same and same[0] == share:
            areas[key] = same[1]
        else:
            middle = counts.middle([each.counted for each in share if each.counted])
            areas[key] = _area(key, outlined, _sum(share, spans), rules, middle)
    named = ((key, each.figures) for key, each in areas.items() if key != ELSEWHERE)
    places = ranks(named, rules.rank_sites)
    for key, area in areas.items():
        if area.rank != places.get(key):
            areas[key] = replace(area, rank=places.get(key))
    ordered = tuple(areas[key] for key in sorted(areas))
    whole = _area("", {}, _sum(list(parts.values()), spans), rules)
    told = Standing(ordered, whole, by, day, overdue_day, bound)
    return _Known(told, {key: (share, areas[key]) for key, share in shares.items()})


def _today(session: Session, today: date, spans: Sequence[int]) -> Mapping[counts.Part, _Part]:
    question = "tallies", today, tuple(spans), scope.areas_of(session)

    def read(
        _: object, former: Mapping[counts.Part, _Tallied] | None
    ) -> Mapping[counts.Part, _Tallied]:
        due, before = counts.due(session, today, spans), former or {}
        nothing = counts.Due((0,) * len(spans), 0)
        found = {}
        for part, count in counts.parts(session).items():
            falls, same = due.get(part, nothing), before.get(part)
            if same and same.part.counted == count and same.falls == falls:
                found[part] = same
            else:
                tally = Tally(figures_of(count), falls.soon, falls.undated)
                found[part] = _Tallied(_Part(count, tally), falls)
        return found

    found = counts.renewed(session.connection(), question, read)
    return {part: each.part for part, each in found.items()}


class _Tallied(NamedTuple):
    part: _Part
    falls: counts.Due


def key_of(part: counts.Part, by: By) -> str:
    """The area in which a part is counted."""
    unit = part.accounting_unit if by is By.UNIT else None
    return unit or part.district_code or ELSEWHERE


def area_of(site: Site, by: By) -> str:
    """The area in which a site is counted."""
    code, unit = site.district_code or None, site.accounting_unit or None
    # as the counts name it: a unit that is the district itself is no other one
    return key_of(counts.Part(code, unit if unit != code else None), by)


def figures_of(count: counts.PartCount) -> Figures:
    """What a page tells of the kept counts of a part."""
    standing = dict(zip(Status, count.cell.standing, strict=True))
    return Figures(
        verified=sum(standing[status] for status in DONE_AS_CHECKED),
        claimed=standing[Status.CLAIMED],
        in_work=standing[Status.IN_WORK],
        open=standing[Status.OPEN],
        relapsed=standing[Status.RELAPSED],
        disputed=standing[Status.DISPUTED],
        transferred=standing[Status.TRANSFERRED],
        overdue=count.cell.overdue,
        unlocated=count.unlocated,
    )


def _sum(parts: Sequence[_Part], spans: Sequence[int]) -> Tally:
    return Tally.total([Tally.nothing(len(spans)), *(each.tally for each in parts)])


def _area(
    key: str,
    outlined: Mapping[str, str],
    made: Tally,
    rules: Leader,
    middle: tuple[float, float] | None = None,
) -> Area:
    return Area(
        key=key,
        name=outlined.get(key) or ("" if key == ELSEWHERE else key),
        outlined=key in outlined,
        figures=made.figures,
        countdown=made.countdown,
        light=light(made.figures, made.countdown, rules.red_percent),
        rank=None,
        middle=middle,
    )
