"""Where districts and accounting units stand: one look at the kept counts, never at the sites.

Of an earlier day the histories tell (``work.course``).

By district and by accounting unit the same sites are cut up otherwise; both add up to all, and
what belongs to neither is an area of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

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
        return _standing(session, districts, today, rules, by, past)
    # a country has thousands of districts, and nothing of them changes until a count does
    question = "standing", districts, today, rules, by, scope.areas_of(session)
    return counts.remembered(
        session.connection(),
        question,
        lambda _: _standing(session, districts, today, rules, by, None),
    )


def _standing(
    session: Session,
    districts: Districts,
    today: date,
    rules: Leader,
    by: By,
    past: Past | None,
) -> Standing:
    spans, counted = rules.countdown_days, counts.parts(session)
    made_with = counts.basis(session)
    if past:
        day = overdue_day = past.day
        tallies = course.tallies(past.states, day, spans)
    else:
        day, overdue_day = today, made_with.day if made_with else today
        tallies = _today(session, counted, today, spans)
    bound = scope.areas_of(session)
    # of a district that the person does not see nobody may say that it has no site
    shown = [each for each in districts.districts if not bound or each.code in bound]
    shares: dict[str, list[counts.Part]] = {each.code: [] for each in shown}
    for part in tallies:
        shares.setdefault(key_of(part, by), []).append(part)
    sums = {key: _sum((tallies[part] for part in some), spans) for key, some in shares.items()}
    named = ((key, each.figures) for key, each in sums.items() if key != ELSEWHERE)
    places = ranks(named, rules.rank_sites)
    outlined = {each.code: each.name for each in districts.districts}
    areas = tuple(
        _area(
            key,
            outlined,
            sums[key],
            rules,
            rank=places.get(key),
            middle=counts.middle([counted[part] for part in shares[key] if part in counted]),
        )
        for key in sorted(shares)
    )
    whole = _area("", {}, _sum(tallies.values(), spans), rules)
    return Standing(areas, whole, by, day, overdue_day, bound)


def _today(
    session: Session,
    counted: Mapping[counts.Part, counts.PartCount],
    today: date,
    spans: Sequence[int],
) -> Mapping[counts.Part, Tally]:
    due = counts.due(session, today, spans)
    nothing = counts.Due((0,) * len(spans), 0)
    return {
        part: Tally(figures_of(count), falls.soon, falls.undated)
        for part, count in counted.items()
        for falls in (due.get(part, nothing),)
    }


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


def _sum(tallies: Iterable[Tally], spans: Sequence[int]) -> Tally:
    return sum(tallies, Tally.nothing(len(spans)))


def _area(
    key: str,
    outlined: Mapping[str, str],
    made: Tally,
    rules: Leader,
    rank: int | None = None,
    middle: tuple[float, float] | None = None,
) -> Area:
    return Area(
        key=key,
        name=outlined.get(key) or ("" if key == ELSEWHERE else key),
        outlined=key in outlined,
        figures=made.figures,
        countdown=made.countdown,
        light=light(made.figures, made.countdown, rules.red_percent),
        rank=rank,
        middle=middle,
    )
