"""The list of what is to be looked at again, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from geo_app.web import sheets
from geo_app.web.language import remark_text
from geo_app.web.translate import _
from geo_app.work.verification import DueList, DueSite

LISTED = 200
"""Sites that the page draws; those that are overdue longest come first."""


@dataclass(frozen=True, slots=True)
class RecheckView:
    """What the template draws.

    Attributes:
        due: Rows whose day has come.
        coming: Rows whose day comes soon.
        due_count: Sites whose day has come, listed or not.
        coming_count: Sites whose day comes soon, listed or not.
        whole: Every one of them is listed.
    """

    due: list[dict[str, Any]]
    coming: list[dict[str, Any]]
    due_count: int
    coming_count: int
    whole: bool


def view(found: DueList, today: date) -> RecheckView:
    """The list in words.

    Args:
        found: What is to be looked at again.
        today: The day in the office.
    """
    rows = [_row(each, today) for each in found.sites]
    return RecheckView(
        due=[row for row in rows if row["day"] <= today],
        coming=[row for row in rows if row["day"] > today],
        due_count=found.due,
        coming_count=found.coming,
        whole=len(rows) == found.due + found.coming,
    )


def _row(each: DueSite, today: date) -> dict[str, Any]:
    first = each.rechecks[0]
    late = (today - first.day).days
    return {
        **sheets.row(each.site, today),
        "day": first.day,
        "late": late > 0,
        "waits": _waits(late),
        "reasons": [remark_text(recheck.reason) for recheck in each.rechecks],
    }


def _waits(late_days: int) -> str:
    if late_days > 0:
        return _("超期 %(n)s 天", n=late_days)
    return _("还有 %(n)s 天", n=-late_days) if late_days else _("今天到期")
