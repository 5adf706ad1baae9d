"""What responsible units have to show: what was verified, and what of the closed did not hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo_app.domain.status import DONE_AS_CHECKED, Status
from geo_app.store.models import Problem, Site
from geo_app.work.course import Lived


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """Sites of a responsible unit.

    Attributes:
        name: Of the unit; empty where none is said.
        total: All of its sites.
        claimed: Only said to be done.
        verified: Somebody else has looked; the closed ones too.
        closed: Closed at some time.
        fell_back: Of these, found not to hold afterwards.
    """

    name: str
    total: int = 0
    claimed: int = 0
    verified: int = 0
    closed: int = 0
    fell_back: int = 0

    def __add__(self, other: UnitRecord) -> UnitRecord:
        return UnitRecord(
            self.name,
            self.total + other.total,
            self.claimed + other.claimed,
            self.verified + other.verified,
            self.closed + other.closed,
            self.fell_back + other.fell_back,
        )

    @property
    def fall_back_share(self) -> float:
        """Of the closed, 0 to 1; 0 where none was closed."""
        return self.fell_back / self.closed if self.closed else 0.0


def records(session: Session, sites: Sequence[Lived], fewest: int) -> tuple[UnitRecord, ...]:
    """All units, those first of whose closed sites the largest share fell back.

    Of units with fewer closed sites than ``fewest`` the share says little: they come after, in the
    order of what is verified, the smallest share first.

    Args:
        session: Any transaction.
        sites: With their courses; only what the reader may see.
        fewest: Closed sites from which a unit is put in order by its fall-backs.
    """
    courses = {each.site_id: each.course for each in sites}
    unit = func.coalesce(Site.responsible_unit, Problem.responsible_unit, "")
    found: dict[str, UnitRecord] = {}
    for site_id, name, told in session.execute(
        select(Site.id, unit, Site.status).join(Site.problem)
    ):
        course = courses.get(site_id)
        if course is None:
            continue
        status = Status(told)
        found[name] = found.get(name, UnitRecord(name)) + UnitRecord(
            name,
            total=1,
            claimed=int(status is Status.CLAIMED),
            verified=int(status in DONE_AS_CHECKED),
            closed=int(course.closed),
            fell_back=int(course.fell_back),
        )
    return tuple(sorted(found.values(), key=lambda each: _order(each, fewest)))


def _order(unit: UnitRecord, fewest: int) -> tuple[float, float, int, str]:
    share = unit.fall_back_share if unit.closed >= fewest else 0.0
    return -share, unit.verified / unit.total, -unit.total, unit.name
