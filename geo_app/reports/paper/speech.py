"""How a paper says days, moments, lengths and codes, in one language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from geo_app.domain.deadlines import Left
from geo_app.domain.remark import Remark
from geo_app.domain.text import clean
from geo_app.words import TABLE, say

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_KILOMETRE = 1000.0


@dataclass(frozen=True, slots=True)
class Speech:
    """Words of one language on the clock of one office.

    Attributes:
        language: ``zh`` or ``en``.
        zone: Zone of the office.
    """

    language: str
    zone: ZoneInfo

    def say(self, code: str, **values: object) -> str:
        """The sentence for a code."""
        return say(code, values, self.language)

    def term(self, group: str, code: str | None) -> str:
        """The word for a code of a group; a code that has none stands for itself."""
        key = f"{group}.{code}"
        return say(key, {}, self.language) if key in TABLE else str(code or "")

    def remark(self, remark: Remark) -> str:
        """The sentence of a remark, days in it as the language writes them."""
        values = {
            name: self.day(date.fromisoformat(value))
            if isinstance(value, str) and _DAY.fullmatch(value)
            else value
            for name, value in remark.values.items()
        }
        return say(remark.code, values, self.language)

    def left(self, left: Left) -> str:
        """What is left of a deadline by the calendar, and beside it in working days."""
        days = self.say(
            "paper.days_over" if left.days < 0 else "paper.days_left", count=abs(left.days)
        )
        if left.uncovered is not None:
            return self.say("paper.uncovered", days=days, year=left.uncovered)
        if left.working is None:
            return days
        return self.say("paper.working", days=days, count=abs(left.working))

    def day(self, day: date | None) -> str:
        """2021年10月14日, or 2021-10-14; a dash where there is none."""
        if day is None:
            return "—"
        return f"{day.year}年{day.month}月{day.day}日" if self.language == "zh" else f"{day}"

    def moment(self, at: datetime) -> str:
        """A moment (UTC where no zone is given) on the office's clock, to the minute."""
        local = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(self.zone)
        return f"{self.day(local.date())} {local:%H:%M}"

    def length(self, metres: float | None) -> str:
        """35米, 4.3公里; a dash where it is not known."""
        if metres is None:
            return "—"
        if metres < _KILOMETRE:
            return self.say("paper.metres", n=f"{metres:.0f}")
        return self.say("paper.kilometres", n=f"{metres / _KILOMETRE:.1f}".removesuffix(".0"))


def plain(value: Any) -> Any:
    """The value without control and direction signs in its words: they could turn a line round."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value
