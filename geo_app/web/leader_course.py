"""How things came on: claimed and verified over time, and what changed since a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, render_template, request
from sqlalchemy.orm import Session

from geo_app.geo.districts import Districts
from geo_app.settings import Leader
from geo_app.store import scope
from geo_app.web import sheets
from geo_app.web.curve import Curve, curve
from geo_app.web.installation import here
from geo_app.web.leader_query import AskedCourse, course_asked_by
from geo_app.web.leader_view import bound_to
from geo_app.work import area_sites, course
from geo_app.work.trend import (
    Change,
    Point,
    Step,
    changes,
    ends,
    first_day,
    trend,
    usual_step,
)

leader_course = Blueprint("leader_course", __name__)


@dataclass(frozen=True, slots=True)
class Changed:
    """A figure on two days with the sites that came to it.

    Attributes:
        change: The figure.
        rows: Lines of the first of them.
    """

    change: Change
    rows: list[dict[str, Any]]


@leader_course.get("/leader/course")
def page() -> str:
    """Curve, table and lists of what changed; works without a script."""
    installation = here()
    today, rules = installation.today(), installation.settings.leader
    asked = course_asked_by(request.args, today)
    since = asked.since or today - timedelta(days=rules.change_days)
    with installation.store.session(read_only=True) as session:
        sites = course.lived(session, rules.past_sites)
        step, points = _trend(sites, asked, today, rules)
        changed = [
            Changed(each, _rows(session, each, today, rules))
            for each in changes(sites, since, today)
        ]
        bound = _bound(installation.districts, session)
    return render_template(
        "leader_course.html",
        asked=asked,
        since=since,
        today=today,
        step=step,
        points=points,
        whole=not points or not points[0].total,
        curve=_curve(points),
        changed=changed,
        number={each.change.name: len(each.change.came) for each in changed},
        unknown=sum(not each.on(today) for each in sites),
        bound=bound,
    )


def _trend(
    sites: Sequence[course.Lived], asked: AskedCourse, today: date, rules: Leader
) -> tuple[Step, list[Point]]:
    first = first_day(sites)
    if first is None or first > today:
        return asked.step or Step.WEEK, []
    step = asked.step or usual_step(first, today)
    return step, trend(sites, ends(first, today, step, rules.trend_points))


def _curve(points: Sequence[Point]) -> Curve | None:
    return curve(points) if len(points) > 1 else None


def _rows(session: Session, change: Change, today: date, rules: Leader) -> list[dict[str, Any]]:
    shown = {each.site_id: each.day for each in change.came[: rules.changes]}
    found = area_sites.of_ids(session, list(shown))
    return [sheets.row(site, today) | {"since": shown[site.id]} for site in found]


def _bound(districts: Districts, session: Session) -> list[str]:
    return [bound_to(districts, each) for each in scope.areas_of(session)]
