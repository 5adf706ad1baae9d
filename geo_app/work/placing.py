"""From a draft of a place to its computed location and its districts; nothing is stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from geo_app.domain.notice import PlaceDraft
from geo_app.domain.place import Location, PlacePhrase, Unresolved
from geo_app.domain.remark import Remark
from geo_app.geo.districts import Districts
from geo_app.geo.gazetteer import Gazetteer
from geo_app.geo.locate import locate
from geo_app.settings import Vague


@dataclass(frozen=True, slots=True)
class Area:
    """The areas of a place.

    Attributes:
        code: GB/T 2260 code of the legal district, if known.
        name: Its name.
        named: The text names it; else it was taken from the location.
        accounting_unit: 考核单位 where it is another one than the district.
        doubts: Near a border, or text and location disagree.
    """

    code: str | None
    name: str | None
    named: bool
    accounting_unit: str | None
    doubts: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a place is, as far as words and gazetteer lead.

    Attributes:
        location: The computed location; None where there is none.
        unresolved: Why there is none; empty where there is one.
        area: Its areas.
        doubts: Doubts of the reading and of the areas; those of the location are in it.
    """

    location: Location | None
    unresolved: tuple[Remark, ...]
    area: Area
    doubts: tuple[Remark, ...]


def place(draft: PlaceDraft, gazetteer: Gazetteer, districts: Districts, vague: Vague) -> Placed:
    """Locate a draft; a place that is named nowhere stays unlocated."""
    location, unresolved = (
        (draft.known, ()) if draft.known else find(draft.phrase, gazetteer, vague)
    )
    unit = draft.accounting_unit or districts.accounting_unit(draft.quote.text)
    area = area_of(draft.district, unit, location, districts)
    read = draft.phrase.doubts if draft.phrase else ()
    told = {(each.code, each.text()) for each in location.doubts} if location else set()
    doubts = [
        doubt
        for doubt in distinct([*draft.doubts, *read, *area.doubts])
        if (doubt.code, doubt.text()) not in told
    ]
    return Placed(location, unresolved, area, tuple(doubts))


def find(
    phrase: PlacePhrase | None, gazetteer: Gazetteer, vague: Vague
) -> tuple[Location | None, tuple[Remark, ...]]:
    """The location of a phrase, or the reasons why there is none."""
    if phrase is None:
        return None, (Remark("doubt.named_nowhere"),)
    found = locate(phrase, gazetteer, vague)
    if isinstance(found, Unresolved):
        return None, found.reasons
    return found, ()


def area_of(
    named: str | None, unit: str | None, location: Location | None, districts: Districts
) -> Area:
    """The legal district that the text names, else the one that the location lies in.

    A bureau's reply says who acts; a coarse location says little: so the words win, and where the
    two disagree that is a doubt.
    """
    told = districts.named(named) if named else None
    finding = districts.at(location.point, location.radius_m) if location else None
    if told is None:
        if finding is None:
            return Area(None, None, False, unit)
        return Area(finding.code, finding.name, False, unit, tuple(finding.doubts))
    doubts: tuple[Remark, ...] = ()
    if finding is not None and finding.code != told.code and told.code not in finding.near:
        doubts = (
            Remark("doubt.district_differs", {"named": told.name, "found": finding.name or "—"}),
        )
    return Area(told.code, told.name, True, unit, doubts)


def distinct(remarks: Iterable[Remark]) -> list[Remark]:
    """Each remark once, in order."""
    seen: set[tuple[str, str]] = set()
    result = []
    for remark in remarks:
        key = (remark.code, repr(sorted(remark.values.items())))
        if key not in seen:
            seen.add(key)
            result.append(remark)
    return result
