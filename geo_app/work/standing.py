"""Where districts and accounting units stand: one look at the kept counts, never at the sites.

By district and by accounting unit the same sites are cut up otherwise; both add up to all, and
what belongs to neither is an area of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session

from geo_app.domain.standing import Countdown, Figures, Light, light, ranks
from geo_app.domain.status import DONE_AS_CHECKED, Status
from geo_app.geo.districts import Districts
from geo_app.settings import Leader
from geo_app.store import counts

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
        countdown: The same by the days that are left; None for an earlier day.
        light: Against its deadlines; None for an earlier day.
        rank: By verified share; None where it has too few sites.
        middle: Where its located sites are on the average: lon, lat.
    """

    key: str
    name: str
    outlined: bool
    figures: Figures
    countdown: Countdown | None
    light: Light | None
    rank: int | None
    middle: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Standing:
    """All areas.

    Attributes:
        areas: In the order of their keys; the outlined ones also where they have no site.
        whole: All sites together.
        by: How they are cut up.
        day: The day that the figures are about.
        overdue_day: The day for which overdue is counted; another one for a moment after midnight.
    """

    areas: tuple[Area, ...]
    whole: Area
    by: By
    day: date
    overdue_day: date

    def area(self, key: str) -> Area | None:
        """The area of a key."""
        return next((each for each in self.areas if each.key == key), None)


@dataclass(frozen=True, slots=True)
class _Share:
    """What a part holds."""

    figures: Figures
    soon: tuple[int, ...]
    undated: int
    count: counts.PartCount


def standing(
    session: Session, districts: Districts, today: date, rules: Leader, by: By = By.DISTRICT
) -> Standing:
    """Where all areas stand today, as the session may see them.

    Args:
        session: Any transaction.
        districts: Those that have an outline.
        today: The day that the countdown is asked for.
        rules: When a light turns, who has a rank.
        by: How the city is cut up.
    """
    spans = rules.countdown_days
    due = counts.due(session, today, spans)
    nothing = counts.Due((0,) * len(spans), 0)
    shares: dict[str, list[_Share]] = {each.code: [] for each in districts.districts}
    everything = []
    for part, count in counts.parts(session).items():
        falls = due.get(part, nothing)
        share = _Share(figures_of(count), falls.soon, falls.undated, count)
        everything.append(share)
        shares.setdefault(key_of(part, by), []).append(share)
    places = ranks(((key, _sum(some)) for key, some in shares.items()), rules.rank_sites)
    places = {key: place for key, place in places.items() if key != ELSEWHERE}
    outlined = {each.code: each.name for each in districts.districts}
    areas = tuple(
        _area(key, outlined, some, places.get(key), rules) for key, some in sorted(shares.items())
    )
    made_with = counts.basis(session)
    return Standing(
        areas=areas,
        whole=_area("", {}, everything, None, rules),
        by=by,
        day=today,
        overdue_day=made_with.day if made_with else today,
    )


def key_of(part: counts.Part, by: By) -> str:
    """The area in which a part is counted."""
    unit = part.accounting_unit if by is By.UNIT else None
    return unit or part.district_code or ELSEWHERE


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


def _sum(shares: Iterable[_Share]) -> Figures:
    return sum((each.figures for each in shares), Figures())


def _area(
    key: str, outlined: Mapping[str, str], shares: list[_Share], rank: int | None, rules: Leader
) -> Area:
    figures = _sum(shares)
    soon = tuple(
        sum(each.soon[place] for each in shares) for place in range(len(rules.countdown_days))
    )
    countdown = Countdown.of(figures, soon, sum(each.undated for each in shares))
    return Area(
        key=key,
        name=outlined.get(key) or ("" if key == ELSEWHERE else key),
        outlined=key in outlined,
        figures=figures,
        countdown=countdown,
        light=light(figures, countdown, rules.red_percent),
        rank=rank,
        middle=counts.middle([each.count for each in shares]),
    )
