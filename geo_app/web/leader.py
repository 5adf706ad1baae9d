"""The district status map: what is really done, what is only said, what is late, at one look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request
from sqlalchemy.orm import Session

from geo_app.errors import NotFoundError
from geo_app.geo.districts import Districts
from geo_app.settings import Leader
from geo_app.store.models import Site
from geo_app.web import sheets
from geo_app.web.dossier import dossier
from geo_app.web.installation import here
from geo_app.web.language import language
from geo_app.web.leader_query import Asked, Sort, asked_by
from geo_app.web.leader_view import MOST_UNITS, called, drawings, heads, in_order
from geo_app.web.translate import _
from geo_app.words import say
from geo_app.work import area_sites, sites
from geo_app.work.standing import Area, By, Standing, standing

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


@leader.get("/leader")
def page() -> str:
    """Map, table, lights and the most urgent sites; works without a script."""
    installation = here()
    today, rules = installation.today(), installation.settings.leader
    asked = asked_by(request.args, today)
    with installation.store.session(read_only=True) as session:
        found = _called(session, standing(session, installation.districts, today, rules, asked.by))
        units = _units(session, installation.districts, today, rules)
        opened = _open(session, found, asked, today, rules)
        urgent = _rows(area_sites.urgent(session, rules.urgent), today)
    rows = in_order(found.areas, asked)
    return render_template(
        "leader.html",
        asked=asked,
        found=found,
        whole=found.whole,
        rows=rows[: rules.areas],
        areas=len(rows),
        drawings=drawings(installation.districts, found, units),
        units=units,
        opened=opened,
        urgent=urgent,
        rules=rules,
        outlined=sum(each.figures.total for each in found.areas if each.outlined),
        countdown=_countdown(found.whole, rules),
        heads=heads(),
        sentences=_sentences(rules),
        columns=[(each, asked.url(sort=each, descending=_turned(asked, each))) for each in Sort],
        now=datetime.now(ZoneInfo(installation.settings.timezone)),
    )


def _turned(asked: Asked, column: Sort) -> bool:
    """Which way round a click on the head of a column puts the rows."""
    if asked.sort is column:
        return not asked.descending
    return column not in (Sort.RANK, Sort.NAME)


def _called(session: Session, found: Standing) -> Standing:
    """The areas with names; those without an outline are called as their sites call them."""
    unknown = [each.key for each in found.areas if not each.outlined and each.key.isdigit()]
    names = area_sites.names(session, unknown[: here().settings.leader.areas])
    areas = tuple(called(each, names) for each in found.areas)
    return Standing(areas, found.whole, found.by, found.day, found.overdue_day)


def _units(session: Session, districts: Districts, today: date, rules: Leader) -> list[Area]:
    """Accounting units that are no district, the largest first."""
    found = standing(session, districts, today, rules, By.UNIT).areas
    units = [each for each in found if not each.key.isdigit() and each.name]
    return sorted(units, key=lambda each: -each.figures.total)[:MOST_UNITS]


def _open(
    session: Session, found: Standing, asked: Asked, today: date, rules: Leader
) -> Opened | None:
    if asked.area is None:
        return None
    area, beside = _area(found, asked.area), asked.beside and _area(found, asked.beside)
    rows = area_sites.of_area(session, area.key, asked.by, area.figures.total, rules.sites)
    site = None
    if asked.site is not None:
        sheet = sites.get(session, asked.site)
        site = dossier(sheet, sheets.feature(sheet.site, today), {})
    return Opened(area, _rows(rows, today), beside or None, site)


def _area(found: Standing, key: str) -> Area:
    area = found.area(key)
    if area is None:
        raise NotFoundError("query.no_area", value=key[:40])
    return area


def _rows(found: tuple[Site, ...], today: date) -> list[dict[str, Any]]:
    return [
        {
            **sheets.row(site, today),
            "days_left": (site.deadline - today).days if site.deadline else None,
        }
        for site in found
    ]


def _countdown(whole: Area, rules: Leader) -> list[tuple[str, str, int]]:
    """Code, words and number of each span."""
    left = whole.countdown
    if left is None:
        return []
    spans = [
        ("soon", _("剩 %(n)s 天以内", n=days), number)
        for days, number in zip(rules.countdown_days, left.soon, strict=True)
    ]
    return [
        ("overdue", _("已超期"), left.overdue),
        *spans,
        ("later", _("剩 %(n)s 天以上", n=max(rules.countdown_days, default=0)), left.later),
        ("undated", _("未定时限"), left.undated),
        ("verified", _("已核实（不再倒计时）"), left.verified),
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
