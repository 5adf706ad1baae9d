"""Phrase + gazetteer → location: the rules of docs/location.md, one function a kind of relation."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from geo_app.domain.place import Location, PlacePhrase, Unresolved
from geo_app.domain.remark import Remark
from geo_app.geo.gazetteer import Gazetteer
from geo_app.geo.locate import around, offsets, stretches
from geo_app.geo.locate.coordinates import coordinate
from geo_app.geo.locate.survey import Found, Ground, Missing, Survey, by_kind
from geo_app.settings import Vague

__all__ = ["locate"]

_Rule = Callable[[PlacePhrase, Ground, Survey], Found | Missing]

_RULES: dict[str, _Rule] = {
    "at": around.at,
    "near": around.near,
    "inside": around.inside,
    "outside": around.outside,
    "corner": around.corner,
    "side_of": offsets.heading_only,
    "offset_dir": offsets.offset_direction,
    "offset_path": offsets.offset_along_stream,
    "distance_only": offsets.distance_only,
    "opposite": offsets.opposite,
    "chainage": stretches.chainage,
    "chainage_range": stretches.chainage_range,
    "along": stretches.along,
    "address": around.at,
}
_STREET = re.compile(r"(.+?(?:大道|大街|国道|省道|县道|路|街|巷))(?=.*\d)")
_FINAL = {"place.ambiguous"}
_FALLBACKS = 4


def locate(phrase: PlacePhrase, gazetteer: Gazetteer, vague: Vague) -> Location | Unresolved:
    """Where a phrase is.

    The anchor first; then the phrase's own fallback; then the narrowest area that is named and
    known; else unresolved. Never a default position. The same input gives the same answer.

    Args:
        phrase: The words, read.
        gazetteer: What is known.
        vague: Metres for vague words.

    Returns:
        A location whose ``radius_m`` counts from ``point`` and covers the whole geometry, or the
        reasons why there is none.
    """
    survey = Survey(gazetteer, vague)
    reasons: list[Remark] = []
    reading: PlacePhrase | None = phrase
    for _ in range(_FALLBACKS):
        if reading is None:
            break
        found = _by_words(reading, survey)
        if isinstance(found, Found):
            if reading is not phrase:
                values = {"anchor": phrase.anchor or "", "instead": reading.anchor or ""}
                found = found.doubting(Remark("place.used_fallback", values))
            location = _location(found)
            if location is not None:
                return location
            reasons.append(Remark("place.not_finite"))
        else:
            reasons += [reason for reason in found.reasons if reason not in reasons]
        reading = reading.fallback
    if phrase.relation != "none" and not any(reason.code in _FINAL for reason in reasons):
        found_in = _by_container(phrase, survey)
        location = _location(found_in) if found_in else None
        if location is not None:
            return location
    return Unresolved(tuple(reasons))


def _by_words(phrase: PlacePhrase, survey: Survey) -> Found | Missing:
    if phrase.relation == "coordinate":
        return coordinate(phrase)
    if phrase.relation == "none" or not phrase.anchor:
        return Missing((Remark("place.nothing_named"),))
    if phrase.relation == "between":
        return stretches.between(phrase, survey)
    if phrase.relation == "boundary":
        return around.boundary(phrase, survey)
    ground = survey.ground(phrase.anchor, phrase.anchor_kind, phrase.containers)
    if isinstance(ground, Missing):
        ground = _stand_in(phrase, survey) or ground
    if isinstance(ground, Missing):
        return ground
    rule = _RULES.get(phrase.relation)
    if rule is None:
        return Missing((Remark("place.unknown_relation", {"relation": phrase.relation}),))
    return rule(phrase, ground, survey)


def _stand_in(phrase: PlacePhrase, survey: Survey) -> Ground | None:
    """A larger thing that the words name as well: the river of a mouth, the street of a number."""
    anchor = phrase.anchor or ""
    street = _STREET.match(anchor) if phrase.relation == "address" else None
    if street:
        ground = survey.ground(street[1], "road", phrase.containers)
        if isinstance(ground, Ground):
            doubt = Remark("place.address_on_road", {"name": anchor, "line": ground.name})
            return replace(ground, doubts=(*ground.doubts, doubt))
    if phrase.anchor_kind in {"river_mouth", "confluence"}:
        rivers = [phrase.path] if phrase.path else [*reversed(phrase.containers)]
        for river in rivers:
            ground = survey.ground(f"{river}入河口", "river_mouth", phrase.containers)
            if isinstance(ground, Ground):
                return ground
    return None


def _by_container(phrase: PlacePhrase, survey: Survey) -> Found | None:
    """The narrowest known area around an anchor that is not known itself."""
    for name in _containers(phrase, survey):
        ground = survey.area(name)
        if ground is None:
            continue
        # the area holds the place but is not its shape: a point with the radius of the area
        unshaped = tuple(each for each in ground.doubts if each.code != "place.equal_area")
        found = around.somewhere_in(replace(ground, doubts=unshaped), survey)
        values = {"anchor": phrase.anchor or phrase.text[:30], "area": ground.name}
        doubt = Remark("place.container_only", values)
        # near an unknown thing in an area may be outside the area, by as much as near reaches
        vicinity = (
            by_kind(survey.vague.near_m, phrase.anchor_kind) if phrase.relation == "near" else 0.0
        )
        return replace(
            found,
            geometry=found.point,
            radius=found.radius + vicinity,
            schematic=False,
            source="container",
        ).doubting(doubt)
    return None


def _containers(phrase: PlacePhrase, survey: Survey) -> Iterator[str]:
    yield from reversed(phrase.containers)
    anchor = phrase.anchor or ""
    for match in survey.gazetteer.find(anchor, phrase.anchor_kind, phrase.containers):
        yield from match.anchor.within
    for name in (anchor, *reversed(phrase.containers)):
        for match in survey.gazetteer.area(name):
            yield from match.anchor.within
    head = survey.gazetteer.containing(anchor)
    if head is not None:
        yield head.name
        yield from head.within


def _location(found: Found) -> Location | None:
    """Degrees again; None where the numbers are not of this world."""
    ground = found.ground
    frame = ground.frame
    geometry, point = frame.to_degrees(found.geometry), frame.to_degrees(found.point)
    numbers = (*geometry.bounds, point.x, point.y, found.radius)
    if geometry.is_empty or not all(math.isfinite(number) for number in numbers):
        return None
    if not geometry.is_valid:
        geometry = point  # a line without length, a sliver: nothing to draw but where it is
    radius = max(found.radius, 1.0)
    doubts = [*ground.doubts, *found.doubts]
    schematic = found.schematic or (ground.schematic and geometry.geom_type != "Point")
    return Location(
        geometry=geometry,
        radius_m=radius,
        point=point,
        source=found.source,
        schematic=schematic,
        anchors=tuple(dict.fromkeys(a.id for a in (*ground.anchors, *found.lines))),
        steps=(*ground.steps, *found.steps, Remark("place.radius", {"radius": round(radius)})),
        doubts=tuple(dict.fromkeys(doubts)),
    )
