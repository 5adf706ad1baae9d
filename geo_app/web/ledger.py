"""The ledger as a page shows it: filtered, by notice, sentences in the language of the request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from geo_app.domain.deadlines import left
from geo_app.domain.particulars import DeadlineClass
from geo_app.domain.status import DONE_AS_CHECKED, Status
from geo_app.geo.districts import Districts
from geo_app.web import sheets
from geo_app.web.language import remark_text, word
from geo_app.web.query import LEDGER, Arguments, read, site_filter, whole_number
from geo_app.web.translate import _
from geo_app.web.way_back import own_path
from geo_app.work.ledger import Ledger, LedgerRow, Rates
from geo_app.work.site_filter import SiteFilter

_MOST_PAGES = 1_000_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of the ledger asks for.

    Attributes:
        where: The filter.
        arguments: The filter as it stands in an address, without empty ones.
        page: Number of the page, from 1.
    """

    where: SiteFilter
    arguments: dict[str, Any]
    page: int

    @property
    def query(self) -> str:
        """The filter as one text."""
        return urlencode([(name, one) for name, told in self.arguments.items() for one in told])

    @property
    def on_map(self) -> dict[str, Any]:
        """The filter as the map knows it, which asks for no unit."""
        return {name: told for name, told in self.arguments.items() if name != "unit"}

    def url(self, page: int = 1) -> str:
        """Address of a page of the same filter."""
        return url_for("pages.ledger", **self.arguments | ({"page": page} if page > 1 else {}))


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
        as_of: The day that the rates are about.
        total: Number of problems.
        shown: Number that the filter leaves.
        first: Number of the first problem on this page, from 1; 0 where there is none.
        last: Number of the last one.
        before: Address of the page before; None = this is the first one.
        after: Address of the next page.
        groups: By notice.
    """

    rates: Rates
    site_rates: Rates
    as_of: date | None
    total: int
    shown: int
    first: int
    last: int
    before: str | None
    after: str | None
    groups: list[Group]


def asked(districts: Districts, given: Arguments | None = None) -> Asked:
    """The filter and the page that are asked for.

    Args:
        districts: Those that can be asked for.
        given: Arguments; None = those of the request's address.

    Raises:
        UsageError: A value that does not exist, or a malformed one.
    """
    arguments = request.args if given is None else given
    known = MultiDict(
        (name, value)
        for name, value in arguments.items(multi=True)
        if name in LEDGER and value.strip()
    )
    page = arguments.get("page", "")
    return Asked(
        site_filter(read(known, LEDGER), districts),
        {name: known.getlist(name) for name in known},
        whole_number("page", page, 1, _MOST_PAGES) if page else 1,
    )


def way_back() -> str:
    """The page of the ledger from which a form came; without one, the first."""
    path = own_path(request.values.get("next", ""))
    return path if path.startswith("/ledger") else url_for("pages.ledger")


def in_words(where: SiteFilter, districts: Districts) -> str:
    """A filter as people say it."""
    names = {each.code: each.name for each in districts.districts}
    parts = (
        (_("状态"), [word(each, "status") for each in where.statuses]),
        (_("类别"), [word(each, "category") for each in where.categories]),
        (_("区县"), [names.get(each, each) for each in where.districts]),
        (_("责任单位"), [where.unit] if where.unit else []),
        (word("overdue", "status"), [] if where.overdue is None else [_yes_no(where.overdue)]),
        (_("文字"), [where.words] if where.words else []),
    )
    comma, semicolon = _("、"), _("；")
    return semicolon.join(
        _("%(name)s：%(told)s", name=name, told=comma.join(told)) for name, told in parts if told
    )


def _yes_no(value: bool) -> str:
    return _("是") if value else _("否")


def view(
    ledger: Ledger, choice: Asked, today: date, in_working_days: frozenset[DeadlineClass]
) -> LedgerView:
    """A page of the ledger.

    Args:
        ledger: What was found.
        choice: What was asked for.
        today: The day in the office.
        in_working_days: Kinds of deadline of which the page says how much is left.
    """
    groups: dict[str, Group] = {}
    for row in ledger.rows:
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
        group.rows.append(_row(row, today) | {"left": _left(row, today, in_working_days)})
    last = ledger.first + len(ledger.rows)
    return LedgerView(
        rates=ledger.rates,
        site_rates=ledger.site_rates,
        as_of=ledger.as_of,
        total=ledger.total,
        shown=ledger.shown,
        first=ledger.first + 1 if ledger.rows else 0,
        last=last,
        before=choice.url(choice.page - 1) if choice.page > 1 else None,
        after=choice.url(choice.page + 1) if ledger.rows and last < ledger.shown else None,
        groups=list(groups.values()),
    )


def _left(row: LedgerRow, today: date, in_working_days: frozenset[DeadlineClass]) -> str:
    """Working days that are left of a problem's deadline, where it is counted so."""
    problem, kind = row.problem, row.deadline_class
    if problem.deadline is None or kind not in in_working_days:
        return ""
    if Status(problem.status) in DONE_AS_CHECKED:
        return ""
    return remark_text(left(problem.deadline, today, kind, in_working_days).remark)


def _row(row: LedgerRow, today: date) -> dict[str, Any]:
    problem = row.problem
    sites = [sheets.row(site, today) for site in row.sites]
    doubts = [*problem.doubts, *(doubt for site in sites for doubt in site["doubts"])]
    checked = Status(problem.status) in DONE_AS_CHECKED
    return {
        "id": problem.id,
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
        "deadline_class": row.deadline_class,
        "unit": problem.responsible_unit,
        "doubts": list(dict.fromkeys(remark_text(doubt) for doubt in doubts)),
        "sites": sites,
        "fitting": row.fitting,
    }
