"""What the map page says before any script runs: bounded, however many sites there are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from geo_app.domain.status import DONE_AS_CHECKED, Status
from geo_app.geo.tilekey import Tile
from geo_app.store import counts
from geo_app.web import sheets
from geo_app.work import sites
from geo_app.work.site_filter import SiteFilter

WORLD = Tile(0, 0, 0)
LISTED = 5000
"""More sites are not put in order for a page: the scripts list what the window shows."""

SEARCHED = 500
"""Sites of a search that are looked at together; more are counted by the database."""

_CHECKED = [status.value for status in DONE_AS_CHECKED]

Numbers = dict[str, int]
"""Sites by status code."""


@dataclass(frozen=True, slots=True)
class FirstLook:
    """The figures and the first rows.

    Attributes:
        total: Sites, whatever the filter.
        on_map: Those of them that have a position.
        statuses: The same by status code; every status is there.
        figures: Of the filter: ``located``, of these claimed and verified, and ``unlocated``.
        listed: The rows are there; otherwise there are too many to put in order.
        located: The first rows of those on the map.
        unlocated: The first rows of the others.
    """

    total: int
    on_map: int
    statuses: Numbers
    figures: Numbers
    listed: bool
    located: list[dict[str, Any]]
    unlocated: list[dict[str, Any]]


def first_look(session: Session, choice: SiteFilter, today: date) -> FirstLook:
    """Figures from the kept counts, and rows where these say that they are few.

    Args:
        session: A session.
        choice: The filter of the address.
        today: The day that overdue is asked for.
    """
    statuses = _by_status(counts.total(session))
    on_map = sum(_by_status(counts.total(session, WORLD)).values())
    listed = True
    if choice.words:
        figures, rows = _searched(session, choice, today)
    else:
        figures = _counted(session, choice)
        listed = figures["located"] + figures["unlocated"] <= LISTED
        rows = _listed(session, choice, today, figures) if listed else []
    return FirstLook(
        total=sum(statuses.values()),
        on_map=on_map,
        statuses=statuses,
        figures=figures,
        listed=listed,
        located=[row for row in rows if row["located"]][: sheets.ROWS],
        unlocated=[row for row in rows if not row["located"]][: sheets.ROWS],
    )


def _listed(
    session: Session, choice: SiteFilter, today: date, figures: Numbers
) -> list[dict[str, Any]]:
    """The first sites on the map, and the first of the others, where there are any."""
    found = [
        site
        for located in (True, False)
        if figures["located" if located else "unlocated"]
        for site in sites.find(
            session, replace(choice, located=located), sheets.ROWS, today=today
        ).sites
    ]
    return [sheets.row(site, today) for site in found]


def _searched(
    session: Session, choice: SiteFilter, today: date
) -> tuple[Numbers, list[dict[str, Any]]]:
    """Figures and rows of a search: nobody counts words beforehand."""
    page = sites.find(session, choice, SEARCHED, today=today)
    rows = [sheets.row(site, today) for site in page.sites]
    if page.shown < page.total:
        return sheets.figures(session, choice, today), rows
    on_map = [row["status"] for row in rows if row["located"]]
    figures = {
        "located": len(on_map),
        Status.CLAIMED.value: on_map.count(Status.CLAIMED),
        Status.VERIFIED.value: sum(on_map.count(status) for status in _CHECKED),
        "unlocated": len(rows) - len(on_map),
    }
    return figures, rows


def _counted(session: Session, choice: SiteFilter) -> Numbers:
    areas = choice.districts, choice.categories
    everywhere = _asked(counts.total(session, None, *areas), choice)
    located = _asked(counts.total(session, WORLD, *areas), choice)
    return {
        "located": sum(located.values()),
        Status.CLAIMED.value: located[Status.CLAIMED],
        Status.VERIFIED.value: sum(located[status] for status in _CHECKED),
        "unlocated": sum(everywhere.values()) - sum(located.values()),
    }


def _asked(cell: counts.Cell | None, choice: SiteFilter) -> Numbers:
    """Sites of each status that answer the filter's statuses and overdue."""
    if cell is None or choice.overdue is None:
        numbers = _by_status(cell)
    else:
        late = dict(zip(map(str, Status), cell.late, strict=True))
        numbers = (
            late
            if choice.overdue
            else {status: n - late[status] for status, n in _by_status(cell).items()}
        )
    return {status: n * _wanted(status, choice) for status, n in numbers.items()}


def _wanted(status: str, choice: SiteFilter) -> bool:
    return not choice.statuses or status in choice.statuses


def _by_status(cell: counts.Cell | None) -> Numbers:
    standing = cell.standing if cell else (0,) * len(Status)
    return dict(zip(map(str, Status), standing, strict=True))
