"""Sites as a file of very many says them, checked, in the values that are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Self

import orjson

from geo_app.work.bulk.spots import Spots

_RECURRING = (
    *("categories", "notices", "titles", "district_codes", "districts", "accounting_units"),
    *("responsible_units", "statuses", "status_on", "claimed_on", "verified_on", "deadlines"),
    *("layers", "sources", "doubts"),
)
"""Columns of texts that many sites have in common; they share them in memory, too."""


@dataclass(frozen=True, slots=True)
class Records:
    """Sites that come in, column by column: each list holds one value a site, as it is kept.

    Attributes:
        numbers: Of their features, from 1.
        ids: UUIDs.
        codes: Of the sites.
        names: Of the sites.
        categories: Codes.
        notices: SHA-256 of the notice; of the file itself where the file names none.
        titles: Of the notice, as the file says.
        problems: Numbers of the problem.
        place_texts: The words that say where.
        phrases: Those words as they were read, JSON.
        district_codes: GB/T 2260.
        districts: Names.
        accounting_units: 考核单位.
        responsible_units: Who is said to act.
        statuses: What the history amounts to.
        status_on: ISO 8601, as the other days.
        claimed_on: Of the claim that stands.
        verified_on: Of the verification that stands.
        overridden: Acceptances against missing evidence (list of ``Remark.to_json``), JSON.
        deadlines: Until when.
        layers: Position layers.
        spots: Where they are.
        radii: The true place is within this distance, metres; None where there is no place.
        sources: How the position was found.
        schematic: The shape is a drawing aid.
        doubts: What should be confirmed of the site (list of ``Remark.to_json``), JSON.
        leaves: What the log keeps of each (``store.imported``).
    """

    numbers: list[int]
    ids: list[str]
    codes: list[str]
    names: list[str]
    categories: list[str]
    notices: list[str]
    titles: list[str | None]
    problems: list[int]
    place_texts: list[str]
    phrases: list[str | None]
    district_codes: list[str | None]
    districts: list[str | None]
    accounting_units: list[str | None]
    responsible_units: list[str | None]
    statuses: list[str]
    status_on: list[str | None]
    claimed_on: list[str | None]
    verified_on: list[str | None]
    overridden: list[str | None]
    deadlines: list[str | None]
    layers: list[str]
    spots: Spots
    radii: list[float | None]
    sources: list[str | None]
    schematic: list[bool]
    doubts: list[str]
    leaves: list[str]

    def __len__(self) -> int:
        return len(self.ids)

    def to_json(self) -> bytes:
        """All of it on one line; what recurs in a column is told once."""
        told = {each.name: getattr(self, each.name) for each in fields(self)}
        told |= {name: _numbered(told[name]) for name in _RECURRING}
        return orjson.dumps(told)

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Self:
        """What ``to_json`` wrote, parsed."""
        columns = {name: _spelled_out(*told[name]) for name in _RECURRING}
        return cls(**{**told, **columns, "spots": Spots(**told["spots"])})

    def only(self, rows: Sequence[int]) -> Records:
        """Those at some places."""
        picked = {
            each.name: [getattr(self, each.name)[row] for row in rows]
            for each in fields(self)
            if each.name != "spots"
        }
        return replace(self, spots=self.spots.only(rows), **picked)


def _numbered(values: Sequence[str | None]) -> tuple[list[str | None], list[int]]:
    """Each text once, and which of them stand where."""
    numbers = {value: number for number, value in enumerate(dict.fromkeys(values))}
    return list(numbers), [numbers[value] for value in values]


def _spelled_out(texts: Sequence[str | None], places: Sequence[int]) -> list[str | None]:
    return [texts[place] for place in places]
