"""The ledger as a page shows it: filtered, by notice, sentences in the language of the request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from geo_app.domain.status import DONE_AS_CHECKED, Status
from geo_app.web import sheets
from geo_app.web.language import remark_text
from geo_app.work.ledger import Ledger, LedgerRow, Rates
from geo_app.work.sites import SiteFilter


@dataclass(frozen=True, slots=True)
class Group:
    """The problems of one notice."""

    notice: dict[str, Any]
    rows: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class LedgerView:
    """What the template draws.

    Attributes:
        rates: Of all problems, whatever the filter: a filtered rate would flatter.
        site_rates: The same of all sites.
        total: Number of problems.
        shown: Number that the filter leaves.
        groups: By notice.
    """

    rates: Rates
    site_rates: Rates
    total: int
    shown: int
    groups: list[Group]


def view(ledger: Ledger, choice: SiteFilter, today: date) -> LedgerView:
    """The ledger with the filter applied.

    A problem is shown when it or one of its sites fits each of the filters.
    """
    groups: dict[str, Group] = {}
    shown = 0
    for row in ledger.rows:
        drawn = _row(row, today)
        if not _fits(drawn, choice):
            continue
        shown += 1
        notice = row.notice
        group = groups.setdefault(
            notice.id,
            Group(
                {
                    "id": notice.id,
                    "title": notice.title,
                    "issuer": notice.issuer,
                    "issued_on": notice.issued_on,
                    "reviewable": notice.text is not None,
                },
                [],
            ),
        )
        group.rows.append(drawn)
    return LedgerView(
        ledger.rates, ledger.site_rates, len(ledger.rows), shown, list(groups.values())
    )


def _row(row: LedgerRow, today: date) -> dict[str, Any]:
    problem = row.problem
    sites = [sheets.row(site, today) for site in row.sites]
    doubts = [*problem.doubts, *(doubt for site in sites for doubt in site["doubts"])]
    checked = Status(problem.status) in DONE_AS_CHECKED
    return {
        "number": problem.number,
        "category": problem.category,
        "finding": problem.finding,
        "status": problem.status,
        "reported": Status.CLAIMED.value if checked else problem.status,
        "confirmed": problem.status if checked else None,
        "claimed_on": problem.claimed_on,
        "verified_on": problem.verified_on,
        "deadline": problem.deadline,
        "overdue": row.overdue,
        "unit": problem.responsible_unit,
        "doubts": list(dict.fromkeys(remark_text(doubt) for doubt in doubts)),
        "sites": sites,
    }


def _fits(row: dict[str, Any], choice: SiteFilter) -> bool:
    sites = row["sites"]
    return all((
        not choice.statuses
        or row["status"] in choice.statuses
        or any(site["status"] in choice.statuses for site in sites),
        not choice.categories
        or row["category"] in choice.categories
        or any(site["category"] in choice.categories for site in sites),
        not choice.districts or any(site["district_code"] in choice.districts for site in sites),
        choice.overdue is None or row["overdue"] is choice.overdue,
    ))  # fmt: skip
