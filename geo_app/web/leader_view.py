"""The leader's page as a template draws it: rows in order, outlines with their fill."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from geo_app.domain.standing import Figures
from geo_app.geo.districts import Districts
from geo_app.web.choropleth import Shape, Sheet, sheets
from geo_app.web.leader_query import Asked, Sort
from geo_app.web.translate import _
from geo_app.work.standing import ELSEWHERE, Area, Standing

_QUARTERS = 4
MOST_UNITS = 30
"""Accounting units that are drawn over the districts."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """An outline with what is known of it.

    Attributes:
        shape: The outline.
        area: Its figures.
        fill: Class of its fill: ``none`` no site, ``unknown`` nothing verified, ``1`` to ``4`` for
            the quarter that its verified share is in, ``all``.
        hatch: ``0`` nothing only claimed, else ``1`` to ``4`` for the quarter.
    """

    shape: Shape
    area: Area
    fill: str
    hatch: int


@dataclass(frozen=True, slots=True)
class Spot:
    """An accounting unit where its sites are on the average: it has no outline.

    Attributes:
        area: Its figures.
        x: Units of the sheet.
        y: The same, downwards.
        fill: As of an outline.
        hatch: The same.
        named: The name stands here; else the other sheet, which is larger, has it.
    """

    area: Area
    x: float
    y: float
    fill: str
    hatch: int
    named: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """A sheet with all that is drawn on it."""

    sheet: Sheet
    outlines: tuple[Drawn, ...]
    spots: tuple[Spot, ...]


def fill(figures: Figures) -> str:
    """Class of the fill: nothing that nobody verified is ever green."""
    if not figures.total:
        return "none"
    if not figures.verified:
        return "unknown"
    return "all" if figures.verified == figures.total else str(_quarter(figures.verified, figures))


def hatch(figures: Figures) -> int:
    """Class of the hatching: how much is only claimed."""
    return min(_quarter(figures.claimed, figures), _QUARTERS) if figures.claimed else 0


def _quarter(part: int, figures: Figures) -> int:
    return _QUARTERS * part // figures.total + 1


def drawings(districts: Districts, found: Standing, units: Sequence[Area]) -> list[Drawing]:
    """The map, and the larger one of small districts where some have no room for a name.

    Args:
        districts: Their outlines.
        found: Figures by district or unit.
        units: Accounting units to be shown over the districts.
    """
    areas = {area.key: area for area in found.areas}
    return [
        Drawing(
            sheet,
            tuple(
                Drawn(shape, area, fill(area.figures), hatch(area.figures))
                for shape in sheet.shapes
                if (area := areas.get(shape.key))
            ),
            tuple(_spots(sheet, units)),
        )
        for sheet in sheets(districts)
    ]


def _spots(sheet: Sheet, units: Sequence[Area]) -> Iterable[Spot]:
    for area in units:
        place = sheet.place(*area.middle) if area.middle else None
        if place:
            named = not sheet.crops(*place)
            yield Spot(area, *place, fill(area.figures), hatch(area.figures), named)


def called(area: Area, names: Mapping[str, str]) -> Area:
    """The area with the name that a page says."""
    if area.key == ELSEWHERE:
        return replace(area, name=_("未注明区县"))
    return replace(area, name=names.get(area.key, area.name))


def bound_to(districts: Districts, area: str) -> str:
    """Name of an area that a person is bound to."""
    return next((each.name for each in districts.districts if each.code == area), area)


_COLUMNS: dict[Sort, Callable[[Area], Any]] = {
    Sort.NAME: lambda area: area.key,
    Sort.TOTAL: lambda area: area.figures.total,
    Sort.CLAIMED: lambda area: area.figures.claimed,
    Sort.VERIFIED: lambda area: area.figures.verified,
    Sort.IN_WORK: lambda area: area.figures.in_work,
    Sort.OPEN: lambda area: area.figures.open,
    Sort.RELAPSED: lambda area: area.figures.relapsed,
    Sort.OTHER: lambda area: area.figures.disputed + area.figures.transferred,
    Sort.OVERDUE: lambda area: area.figures.overdue,
    Sort.UNLOCATED: lambda area: area.figures.unlocated,
    Sort.SHARE: lambda area: area.figures.verified_share,
    Sort.RANK: lambda area: area.rank,
}


def heads() -> dict[str, str]:
    """Heads of the columns."""
    return {
        Sort.RANK: _("排名"),
        Sort.NAME: _("单位"),
        Sort.TOTAL: _("总数"),
        Sort.CLAIMED: _("仅自报"),
        Sort.VERIFIED: _("已核实"),
        Sort.IN_WORK: _("正在整改"),
        Sort.OPEN: _("未整改"),
        Sort.RELAPSED: _("反弹"),
        Sort.OTHER: _("争议移交"),
        Sort.OVERDUE: _("超期"),
        Sort.UNLOCATED: _("未定位"),
        Sort.SHARE: _("核实率"),
    }


def in_order(areas: Iterable[Area], asked: Asked) -> list[Area]:
    """The rows of the table: what has no value in the column comes last, whichever way round.

    Of equals the one with more sites stands first, then the smaller code.
    """
    value = _COLUMNS[asked.sort]
    ordered = sorted(areas, key=lambda area: (-area.figures.total, area.key))
    told = [area for area in ordered if value(area) is not None]
    told.sort(key=value, reverse=asked.descending)
    return told + [area for area in ordered if value(area) is None]
