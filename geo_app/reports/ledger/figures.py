"""The sums under a ledger: as told and as checked, each with its denominator; never one number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from geo_app.domain.status import DONE_AS_CHECKED, DONE_AS_TOLD, Status, is_overdue
from geo_app.reports.ledger.columns import LANGUAGE
from geo_app.words import say
from geo_app.work.ledger_lines import Line

_ALL, _CLAIMED, _VERIFIED, _OVERDUE, _RELAPSED, _UNLOCATED, _COMPLAINED = range(7)


class Figures:
    """Counts of lines: of all problems, all sites, and of sites by district and by unit.

    Args:
        today: The day that a deadline is held against.
    """

    HEADS = (
        *("group", "of", "total", "told_done", "told_share", "checked_done", "checked_share"),
        *("overdue", "fallen_back", "unlocated", "complained"),
    )

    def __init__(self, today: date) -> None:
        self._today = today
        self._counts: dict[tuple[str, str], Counter[int]] = {}

    def count(self, line: Line, *, complained: bool) -> None:
        """Count a line in.

        Args:
            line: A problem or a site.
            complained: Complaints followed the claim of the site.
        """
        row, site = line.row, line.site
        status = Status(row.status)
        told = [_ALL]
        told += [_CLAIMED] if status in DONE_AS_TOLD else []
        told += [_VERIFIED] if status in DONE_AS_CHECKED else []
        told += [_OVERDUE] if is_overdue(row, self._today) else []
        told += [_RELAPSED] if status is Status.RELAPSED else []
        told += [_UNLOCATED] if site is not None and not site.located else []
        told += [_COMPLAINED] if complained else []
        groups = [("problem", "")]
        if site is not None:
            unit = row.responsible_unit or ""
            groups = [("site", ""), ("by_district", site.district or ""), ("by_unit", unit)]
        for group in groups:
            self._counts.setdefault(group, Counter()).update(told)

    def rows(self) -> Iterator[tuple[str | int | float | None, ...]]:
        """All problems, all sites, then districts and units by name."""
        order = ("problem", "site", "by_district", "by_unit")
        for group in order:
            names = sorted(name for key, name in self._counts if key == group)
            for name in names:
                whole = group in order[:2]
                of = (
                    say("ledger.every", {}, LANGUAGE)
                    if whole
                    else name or say("ledger.unsaid", {}, LANGUAGE)
                )
                yield self._row(say(f"ledger.{group}", {}, LANGUAGE), of, group, name)

    def _row(
        self, group: str, of: str, key: str, name: str
    ) -> tuple[str | int | float | None, ...]:
        counted = self._counts[key, name]
        total = counted[_ALL]
        return (
            group,
            of,
            total,
            counted[_CLAIMED],
            counted[_CLAIMED] / total,
            counted[_VERIFIED],
            counted[_VERIFIED] / total,
            counted[_OVERDUE],
            counted[_RELAPSED],
            *((None, None) if key == "problem" else (counted[_UNLOCATED], counted[_COMPLAINED])),
        )
