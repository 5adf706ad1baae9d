"""The district status map: what is really done, what is only said, what is late, at one look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request
from sqlalchemy.orm import Session

from geo_app.domain.deadlines import left
from geo_app.domain.standing import Countdown
from geo_app.domain.status import DONE_AS_CHECKED, Dated, Status, is_overdue
from geo_app.errors import NotFoundError
from geo_app.geo.districts import Districts
from geo_app.settings import Leader
from geo_app.store.models import Site
from geo_app.store.particulars import deadline_kinds
from geo_app.web import sheets
from geo_app.web.dossier import dossier
from geo_app.web.installation import here
from geo_app.web.language import language
from geo_app.web.leader_query import Asked, Sort, asked_by
from geo_app.web.leader_view import MOST_UNITS, bound_to, called, drawings, heads, in_order
from geo_app.web.strings import leader_strings
from geo_app.web.translate import _
from geo_app.words import say
from geo_app.work import area_sites, course, sites
from geo_app.work.complaints import crowd
from geo_app.work.standing import Area, By, Past, Standing, area_of, standing

leader = Blueprint("leader", __name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """What is looked into.

    Attributes:
        area: The area.
        sites: Rows of its most urgent sites.
        beside: Another area to compare it with.
        site: One of its sites, as its page tells it.
    """

    area: Area
    sites: list[dict[str, Any]]
    beside: Area | None
    site: dict[str, Any] | None

    def called(self, names: Mapping[str, str]) -> Opened:
        """The same with the names that a page says."""
        beside = self.beside and called(self.beside, names)
        return replace(self, area=called(self.area, names), beside=beside)


@leader.get("/leader")
def page() -> str:
    """Map, table, lights and the most urgent sites; works without a script."""
    installation = here()
    today, rules = installation.today(), installation.settings.leader
    asked = asked_by(request.args, today)
    with installation.store.session(read_only=True) as session:
        past = _past(session, asked, rules)
        found = standing(session, installation.districts, today, rules, asked.by, past)
        ordered = in_order(found.areas, asked)
        shown = ordered[: rules.screen_areas if asked.big else rules.areas]
        opened = _open(session, found, asked, past, rules)
        names = _names(session, shown, opened)
        units = _units(session, installation.districts, today, rules, past)
        if past:
            urgent = area_sites.urgent_then(session, past, rules.urgent)
        else:
            urgent = area_sites.urgent(session, rules.urgent)
        urgent_rows = _rows(session, urgent, today, past)
        followed = _followed(session, found, rules) if past is None else None
    return render_template(
        "leader.html",
        asked=asked,
        found=found,
        whole=found.whole,
        rows=[called(each, names) for each in shown],
        areas=len(ordered),
        drawings=drawings(installation.districts, found, units),
        units=units,
        opened=opened and opened.called(names),
        urgent=urgent_rows,
        followed=followed,
        rules=rules,
        outlined=sum(each.figures.total for each in found.areas if each.outlined),
        countdown=_countdown(found.whole.countdown, rules),
        heads=heads(),
        sentences=_sentences(rules),
        columns=[(each, asked.url(sort=each, descending=_turned(asked, each))) for each in Sort],
        today=today,
        bound=[bound_to(installation.districts, each) for each in found.bound],
        can_look_back=_can_look_back(found, rules),
        page_data={"language": language(), "strings": leader_strings(), "terms": {}},
        now=datetime.now(ZoneInfo(installation.settings.timezone)),
    )


def _can_look_back(found: Standing, rules: Leader) -> bool:
    # of an earlier day there are no more than was asked for already
    return found.whole.figures.total <= rules.past_sites


def _followed(session: Session, found: Standing, rules: Leader) -> int | None:
    """Sites of which was complained after their claim; None = not counted, or of no complaints."""
    if found.whole.figures.total > rules.past_sites or crowd.known_days(session) is None:
        return None
    return crowd.followed(session, here().settings.complaints)


def _past(session: Session, asked: Asked, rules: Leader) -> Past | None:
    if asked.day is None:
        return None
    return Past(asked.day, course.states(session, asked.day, rules.past_sites))


def _turned(asked: Asked, column: Sort) -> bool:
    """Which way round a click on the head of a column puts the rows."""
    if asked.sort is column:
        return not asked.descending
    return column not in (Sort.RANK, Sort.NAME)


def _names(session: Session, shown: Iterable[Area], opened: Opened | None) -> Mapping[str, str]:
    """Of districts without an outline, as their sites call them."""
    areas = [*shown, *([opened.area, opened.beside] if opened else [])]
    codes = {each.key for each in areas if each and not each.outlined and each.key.isdigit()}
    return area_sites.names(session, codes)


def _units(
    session: Session, districts: Districts, today: date, rules: Leader, past: Past | None
) -> list[Area]:
    """Accounting units that are no district, the largest first."""
    found = standing(session, districts, today, rules, By.UNIT, past).areas
    units = [each for each in found if not each.key.isdigit() and each.name]
    return sorted(units, key=lambda each: -each.figures.total)[:MOST_UNITS]


def _open(
    session: Session, found: Standing, asked: Asked, past: Past | None, rules: Leader
) -> Opened | None:
    if asked.area is None:
        return None
    area, beside = _area(found, asked.area), asked.beside and _area(found, asked.beside)
    today = here().today()
    if past:
        rows = area_sites.of_area_then(session, area.key, asked.by, past, rules.sites)
    else:
        rows = area_sites.of_area(session, area.key, asked.by, area.figures.total, rules.sites)
    site = None
    if asked.site is not None:
        sheet = sites.get(session, asked.site)
        if area_of(sheet.site, asked.by) != area.key:
            raise NotFoundError("job.no_site", id=asked.site)
        site = dossier(sheet, sheets.feature(sheet.site, today), {})
    return Opened(area, _rows(session, rows, today, past), beside or None, site)


def _area(found: Standing, key: str) -> Area:
    area = found.area(key)
    if area is None:
        raise NotFoundError("query.no_area", value=key[:40])
    return area


def _rows(
    session: Session, found: tuple[Site, ...], today: date, past: Past | None
) -> list[dict[str, Any]]:
    """Lines of a list; of an earlier day with status and deadline of that day."""
    counted = here().in_working_days
    kinds = deadline_kinds(session, [each.id for each in found])
    then = {each.site_id: each for each in past.states} if past else {}
    rows = []
    for site in found:
        stood: Dated = then.get(site.id, site)
        day = past.day if past else today
        row = sheets.row(site, today) | {
            "status": stood.status,
            "deadline": stood.deadline,
            "overdue": is_overdue(stood, day),
            "left": left(stood.deadline, day, kinds.get(site.id), counted)
            if stood.deadline
            else None,
            "checked": Status(stood.status) in DONE_AS_CHECKED,
        }
        rows.append({**row, "shown_status": row["status"] if site.located else "unlocated"})
    return rows


def _countdown(left: Countdown, rules: Leader) -> list[tuple[str, str, int]]:
    """Code, words and number of each span."""
    starts = (0, *(days + 1 for days in rules.countdown_days))
    spans = [
        ("soon", _("剩 %(start)s–%(end)s 天", start=start, end=end), number)
        for start, end, number in zip(starts, rules.countdown_days, left.soon, strict=False)
    ]
    return [
        ("overdue", _("已超期"), left.overdue),
        *spans,
        ("later", _("剩 %(n)s 天以上", n=max(rules.countdown_days, default=0)), left.later),
        ("undated", _("未定时限"), left.undated),
        (Status.VERIFIED.value, _("已核实（不再倒计时）"), left.verified),
    ]


def _sentences(rules: Leader) -> dict[str, str]:
    """The rules of this installation in words."""
    values = {
        "percent": rules.red_percent,
        "days": rules.countdown_days[0] if rules.countdown_days else 0,
        "fewest": rules.rank_sites,
    }
    names = ("red", "yellow", "blue", "dark", "rank")
    return {name: say(f"standing.rule_{name}", values, language()) for name in names}
