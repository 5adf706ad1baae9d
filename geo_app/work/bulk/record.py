"""A site as a file of very many says it, checked, in the values that are kept."""

from __future__ import annotations

from typing import Any, NamedTuple

from geo_app.work.bulk.history import Story
from geo_app.work.bulk.spots import Spot


class Record(NamedTuple):
    """A site that comes in; texts are JSON where their name ends in ``_json``.

    Attributes:
        number: Of its feature, from 1.
        id: UUID.
        code: Of the site.
        name: Of the site.
        category: Code.
        notice_sha256: Of its notice; of the file itself where the file names none.
        notice_title: As the file says.
        problem_number: Of its problem.
        place_text: The words that say where.
        phrase_json: Those words as they were read.
        district_code: GB/T 2260.
        district: Its name.
        accounting_unit: 考核单位.
        responsible_unit: Who is said to act.
        story: Its history, but for the deadline.
        deadline: Last day, ISO 8601.
        layer: Position layer.
        spot: Where it is.
        radius_m: The true place is within this distance; None where it has no place.
        source: How the position was found.
        schematic: The shape is a drawing aid.
        doubts_json: What should be confirmed of the site (list of ``Remark.to_json``).
        position_doubts: What of them is about the position, ``Remark.to_json``.
    """

    number: int
    id: str
    code: str
    name: str
    category: str
    notice_sha256: str
    notice_title: str | None
    problem_number: int
    place_text: str
    phrase_json: str | None
    district_code: str | None
    district: str | None
    accounting_unit: str | None
    responsible_unit: str | None
    story: Story
    deadline: str | None
    layer: str
    spot: Spot
    radius_m: float | None
    source: str | None
    schematic: bool
    doubts_json: str
    position_doubts: tuple[dict[str, Any], ...]
