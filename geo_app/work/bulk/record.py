"""Sites as a file of very many says them, checked, in the values that are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from geo_app.work.bulk.history import Story
from geo_app.work.bulk.spots import Spots


@dataclass(frozen=True, slots=True)
class Records:
    """Sites that come in, column by column: each list holds one value a site.

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
        stories: The history, but for the deadline.
        deadlines: ISO 8601.
        layers: Position layers.
        spots: Where they are.
        radii: The true place is within this distance, metres; None where there is no place.
        sources: How the position was found.
        schematic: The shape is a drawing aid.
        doubts: What should be confirmed of the site (list of ``Remark.to_json``), JSON.
        position_doubts: What of them is about the position, ``Remark.to_json``.
    """

    numbers: Sequence[int]
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
    stories: list[Story]
    deadlines: list[str | None]
    layers: list[str]
    spots: Spots
    radii: list[float | None]
    sources: list[str | None]
    schematic: list[bool]
    doubts: list[str]
    position_doubts: list[tuple[dict[str, Any], ...]]

    def __len__(self) -> int:
        return len(self.ids)

    def only(self, rows: Sequence[int]) -> Records:
        """Those at some places."""
        picked = {
            each.name: [getattr(self, each.name)[row] for row in rows]
            for each in fields(self)
            if each.name != "spots"
        }
        return replace(self, spots=self.spots.only(rows), **picked)
