"""What a map in one file says, as JSON values: every word of it is made here or in ``words``.

What is not to be told is left out here, and nowhere else: what is not in the value is not in the
file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
import shapely
from shapely.geometry import mapping, shape
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo_app.domain.complaint import AfterClaim
from geo_app.domain.remark import Remark
from geo_app.domain.status import DONE_AS_CHECKED, Status, is_overdue
from geo_app.errors import UsageError
from geo_app.geo.coarse import cell_of, coarse
from geo_app.geo.districts import Districts
from geo_app.reports.map_file.choice import Choice, Positions
from geo_app.reports.map_file.photos import Shot, shots
from geo_app.reports.paper.speech import Speech
from geo_app.settings import Settings
from geo_app.store.models import Site
from geo_app.work import sites
from geo_app.work.complaints.crowd import after_claims
from geo_app.work.desk import Desk
from geo_app.work.site_filter import SiteFilter

Bounds = tuple[float, float, float, float]
Feature = dict[str, Any]

_DIGITS = 6
"""Of a degree: a tenth of a metre."""

_OUTLINE_DEGREES = 0.0005
"""The outlines are good to some 600 m; a file does not carry more than is seen."""

_LEAST_DEGREES = 0.02
"""Half the side of the smallest view."""


@dataclass(frozen=True, slots=True)
class Content:
    """All of a map in one file.

    Attributes:
        features: Sites as GeoJSON Features, those for the map first.
        shots: Photo of a site, by its place in ``features``.
        photographed: How many of the sites have a photo.
        total: Sites that the reader may see, whatever the filter.
        outlines: Districts as GeoJSON Features.
        home: First view: west, south, east, north; degrees.
        choice: What was asked for.
        day: The day that it is about.
        speech: Its language.
    """

    features: tuple[Feature, ...]
    shots: Mapping[int, Shot]
    photographed: int
    total: int
    outlines: tuple[Feature, ...]
    home: Bounds
    choice: Choice
    day: date
    speech: Speech

    @property
    def figures(self) -> dict[str, int]:
        """How many sites; of these claimed only, verified, overdue, unlocated, complained of."""
        told = [each["properties"] for each in self.features]
        return {
            "total": len(told),
            Status.CLAIMED.value: sum(each["status"] == Status.CLAIMED for each in told),
            Status.VERIFIED.value: sum(Status(each["status"]) in DONE_AS_CHECKED for each in told),
            "overdue": sum(each["overdue"] for each in told),
            "unlocated": sum(each["unlocated"] for each in told),
            "complained": sum(each["complaints"] is not None for each in told),
        }


def gather(
    session: Session,
    where: SiteFilter,
    choice: Choice,
    desk: Desk,
    districts: Districts,
    today: date,
    language: str = "zh",
) -> Content:
    """Read all that a map in one file says.

    Args:
        session: A session that only reads, narrowed to what the reader may see.
        where: Which sites.
        choice: What of them.
        desk: Limits, zone, and how wide the squares of coarse positions are.
        districts: Outlines.
        today: The day that it is about.
        language: ``zh`` or ``en``.

    Raises:
        UsageError: More sites than one file takes.
    """
    limits = desk.settings.map_file
    page = sites.find(session, where, limits.sites, today=today)
    if page.shown < page.total:
        raise UsageError("map_file.many", total=page.total, limit=limits.sites)
    speech = Speech(language, desk.zone)
    after = after_claims(session, page.sites, desk.settings.complaints)
    teller = _Teller(choice, desk.settings, after, speech, today)
    ordered = sorted(page.sites, key=teller.order)
    features = tuple(teller.feature(each) for each in ordered)
    found = shots(session, [each.id for each in ordered]) if choice.photos else {}
    taken = [(nth, found[each.id]) for nth, each in enumerate(ordered) if each.id in found]
    return Content(
        features=features,
        shots=dict(taken[: limits.photos]),
        photographed=len(taken),
        total=session.scalar(select(func.count()).select_from(Site)) or 0,
        outlines=_outlines(districts),
        home=_home(districts, features),
        choice=choice,
        day=today,
        speech=speech,
    )


@dataclass(frozen=True, slots=True)
class _Teller:
    """What of a site is told."""

    choice: Choice
    settings: Settings
    after: Mapping[str, AfterClaim]
    speech: Speech
    today: date

    def order(self, site: Site) -> tuple[bool, bool, bool, str]:
        """Those for the map first, of these what is late, then what nobody verified."""
        checked = Status(site.status) in DONE_AS_CHECKED
        return not site.located, not is_overdue(site, self.today), checked, site.code

    def feature(self, site: Site) -> Feature:
        """The site; its id is its code, which people know it by."""
        say = self.speech.say
        place = self._place(site)
        properties = {
            "code": site.code,
            "name": site.name if self.choice.names else self._nameless(site),
            "category": site.category,
            "status": site.status,
            "overdue": is_overdue(site, self.today),
            "overridden": bool(site.overridden),
            "district_code": site.district_code,
            "district": site.district,
            "accounting_unit": site.accounting_unit,
            "claimed_on": self.speech.day(site.claimed_on) if site.claimed_on else None,
            "verified_on": self.speech.day(site.verified_on) if site.verified_on else None,
            "deadline": self.speech.day(site.deadline) if site.deadline else None,
            "unlocated": not site.located,
            "located": place is not None,
            **(place or {"where": say("map_file.hidden" if site.located else "status.unlocated")}),
            "doubts": [],
            "complaints": self._complaints(site),
        }
        if not self.choice.public:
            properties |= self._for_the_office(site)
        return {
            "type": "Feature",
            "id": site.code,
            "geometry": self._geometry(site),
            "properties": properties,
        }

    def _for_the_office(self, site: Site) -> dict[str, Any]:
        return {
            "responsible_unit": site.responsible_unit,
            "words": site.place_text,
            "doubts": [
                {"message": self.speech.remark(Remark.from_json(each))} for each in site.doubts
            ],
            "visited": self.speech.day(site.inspected_on) if site.inspected_on else None,
            "verdict": self.speech.term("verdict", site.verdict) if site.verdict else None,
        }

    def _complaints(self, site: Site) -> dict[str, str] | None:
        """What complaints say after the claim.

        For everybody that is a number and nothing of time, and no small number: where few live
        near a site, one that says 1 says who has complained.
        """
        followed = self.after.get(site.id)
        doubt = followed.doubt() if followed else None
        if followed is None or doubt is None:
            return None
        if not self.choice.public:
            return {"message": self.speech.remark(doubt)}
        least = self.settings.complaints.published_from
        if followed.near < least:
            return {"message": self.speech.say("complaint.public_few", least=least)}
        return {"message": self.speech.say("complaint.public", count=followed.near)}

    def _nameless(self, site: Site) -> str:
        return f"{self.speech.term('category', site.category)} {site.code}"

    def _place(self, site: Site) -> dict[str, Any] | None:
        """Where it is and how well that is known; None where that is not told or not known."""
        if self.choice.positions is Positions.NONE or site.tile_key is None:
            return None
        if site.lon is None or site.lat is None:
            return None
        say = self.speech.say
        radius: float | None
        if self.choice.positions is Positions.COARSE:
            square = coarse(
                cell_of(site.tile_key), site.radius_m or 0.0, self.settings.public.cell_m
            )
            lon, lat, radius = square.lon, square.lat, square.radius_m
            where = say("map_file.squared", length=self.speech.length(radius))
            schematic = False
        else:
            lon, lat, radius = round(site.lon, _DIGITS), round(site.lat, _DIGITS), site.radius_m
            where = say("map_file.about", length=self.speech.length(radius))
            schematic = site.schematic
            where += say("map_file.sketched") if schematic else ""
        return {
            "lon": lon,
            "lat": lat,
            "radius_m": radius,
            "schematic": schematic,
            "where": where,
        }

    def _geometry(self, site: Site) -> dict[str, Any] | None:
        """Lines and areas; a point says no more than its mark."""
        if self.choice.positions is not Positions.EXACT or not site.geometry:
            return None
        found = shape(orjson.loads(site.geometry))
        return None if found.geom_type == "Point" else _rounded(found, _DIGITS)


def _rounded(geometry: Any, digits: int) -> dict[str, Any]:
    moved = shapely.transform(geometry, lambda xy: xy.round(digits))
    # tuples become lists, as JSON has them
    told: dict[str, Any] = orjson.loads(orjson.dumps(mapping(moved)))
    return told


def _outlines(districts: Districts) -> tuple[Feature, ...]:
    # together, so that neighbours keep one border
    simple = shapely.coverage_simplify(
        [each.geometry for each in districts.districts], _OUTLINE_DEGREES
    )
    return tuple(
        {
            "type": "Feature",
            "geometry": _rounded(outline, 4),
            "properties": {
                "code": each.code,
                "name": each.name,
                "label": [round(each.label_point.x, 4), round(each.label_point.y, 4)],
            },
        }
        for each, outline in zip(districts.districts, simple, strict=True)
    )


def _home(districts: Districts, features: Sequence[Feature]) -> Bounds:
    """All districts and all marks that are shown."""
    boxes = [districts.bounds] if districts.districts else []
    for each in features:
        if each["properties"]["located"]:
            lon, lat = each["properties"]["lon"], each["properties"]["lat"]
            boxes.append(
                (
                    lon - _LEAST_DEGREES,
                    lat - _LEAST_DEGREES,
                    lon + _LEAST_DEGREES,
                    lat + _LEAST_DEGREES,
                )
            )
    if not boxes:
        return (-180.0, -85.0, 180.0, 85.0)
    return (
        min(each[0] for each in boxes),
        min(each[1] for each in boxes),
        max(each[2] for each in boxes),
        max(each[3] for each in boxes),
    )
