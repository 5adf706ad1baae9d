"""Which column means what: guessed from titles and cells; a person corrects it.

Pure: the order of the columns decides nothing but between two that are called the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from geo_app.domain.status import Status
from geo_app.domain.status_words import from_word
from geo_app.notice.ledger.cells import day_in, is_number
from geo_app.notice.ledger.meanings import DAYS, Meaning
from geo_app.notice.ledger.titles import Reason, Why, reasons
from geo_app.notice.phrases import read_phrase

_LEAST_SHARE = 0.6
_LEAST_CELLS = 2
_CONTENT = 30
_CERTAIN = 1000
_DOUBT = 25
"""How much less sure a title is whose cells hold something else."""

_UNIT_ENDS = ("局", "委", "办", "政府", "公司", "大队", "中心", "街道", "镇", "乡", "厂", "集团")
_LONG = 18
_LONGEST_UNIT = 30
_PLACE_SIGNS = 60


@dataclass(frozen=True, slots=True)
class Column:
    """A column of somebody else's ledger.

    Attributes:
        place: Its number, from 0.
        titles: Of its group, if there is one, and its own.
        samples: Some of its cells that are not empty, as text.
    """

    place: int
    titles: tuple[str, ...]
    samples: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Its titles in one line."""
        return " · ".join(each for each in self.titles if each)


def guess(
    columns: Sequence[Column], kept: Mapping[str, Meaning | None] | None = None
) -> dict[int, Reason]:
    """What the columns mean; those that mean nothing are absent.

    Args:
        columns: The columns.
        kept: Title → meaning, or None for a column that is not used, as somebody has said of
            such a ledger before: where a title stands in it, nothing is guessed.
    """
    wanted: list[tuple[Reason, Column]] = []
    for column in columns:
        if kept is None or column.title not in kept:
            wanted += [(reason, column) for reason in _possible(column)]
        elif (meaning := kept[column.title]) is not None:
            wanted.append((Reason(meaning, Why.KEPT, _CERTAIN), column))
    wanted.sort(key=lambda each: (-each[0].score, each[0].meaning, each[1].title, each[1].place))
    found: dict[int, Reason] = {}
    taken: set[Meaning] = set()
    for reason, column in wanted:
        if column.place not in found and reason.meaning not in taken:
            found[column.place] = reason
            taken.add(reason.meaning)
    return dict(sorted(found.items()))


def twice(mapped: Mapping[int, Meaning]) -> tuple[int, int] | None:
    """The first two columns that are said to mean the same."""
    seen: dict[Meaning, int] = {}
    for place, meaning in sorted(mapped.items()):
        if meaning in seen:
            return seen[meaning], place
        seen[meaning] = place
    return None


def _possible(column: Column) -> list[Reason]:
    named = reasons(column.titles)
    if not named:
        return list(_by_content(column))
    return [
        Reason(each.meaning, each.why, each.score - _misfit(column, each.meaning), each.word)
        for each in named
    ]


def _misfit(column: Column, meaning: Meaning) -> int:
    """What a title loses where the cells cannot be what it says."""
    test = _is_day if meaning in DAYS else is_number if meaning in _NUMBERS else None
    if test is None or len(column.samples) < _LEAST_CELLS:
        return 0
    return 0 if _share(column, test) > 1 - _LEAST_SHARE else _DOUBT


_NUMBERS = frozenset({Meaning.LON, Meaning.LAT})


def _by_content(column: Column) -> list[Reason]:
    """What the cells look like, where the title says nothing."""
    if len(column.samples) < _LEAST_CELLS:
        return []
    found = []
    for meaning, looks_like, word in _LOOKS:
        share = _share(column, looks_like)
        if share >= _LEAST_SHARE:
            score = round(_CONTENT * share)
            found.append(Reason(meaning, Why.CONTENT, score, f"@meaning_looks.{word}"))
    return found


def _share(column: Column, looks_like: Callable[[str], bool]) -> float:
    return sum(looks_like(each) for each in column.samples) / len(column.samples)


def _is_day(text: str) -> bool:
    return day_in(text) is not None


def _is_lon(text: str) -> bool:
    return is_number(text) and "." in text and 73 <= float(text) <= 136


def _is_lat(text: str) -> bool:
    return is_number(text) and "." in text and 3 <= float(text) <= 54


def _is_unit(text: str) -> bool:
    return len(text) <= _LONGEST_UNIT and text.endswith(_UNIT_ENDS)


def _is_status(text: str) -> bool:
    return len(text) <= _LONGEST_UNIT and from_word(text) is not Status.OPEN


def _is_long(text: str) -> bool:
    return len(text) >= _LONG


def _is_place(text: str) -> bool:
    if len(text) > _PLACE_SIGNS or is_number(text) or _is_unit(text):
        return False
    phrase = read_phrase(text)
    return phrase.relation not in ("none", "at") or phrase.coordinate is not None


_LOOKS: tuple[tuple[Meaning, Callable[[str], bool], str], ...] = (
    (Meaning.LON, _is_lon, "lon"),
    (Meaning.LAT, _is_lat, "lat"),
    (Meaning.DEADLINE, _is_day, "days"),
    (Meaning.STATUS, _is_status, "status"),
    (Meaning.RESPONSIBLE_UNIT, _is_unit, "units"),
    (Meaning.PLACE, _is_place, "places"),
    (Meaning.FINDING, _is_long, "long"),
)
