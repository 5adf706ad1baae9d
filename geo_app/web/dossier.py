"""The page of one site as plain values: story, visits among events, three layers of position."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import orjson
from shapely.geometry import shape

from geo_app.domain.actor import SYSTEM
from geo_app.domain.history import OVERRIDE
from geo_app.store import published
from geo_app.store.models import Event, Position
from geo_app.web.language import remark_text
from geo_app.web.maps import Bounds
from geo_app.web.translate import _
from geo_app.work.positions import LAYERS
from geo_app.work.sites import SiteSheet

METRES_PER_DEGREE = 111_320.0
"""Of latitude; near enough for the frame of a view."""
SHAPE_FIELDS = ("code", "geometry", "lon", "lat", "radius_m", "schematic", "current")
LEAST_VIEW_M = 400.0
"""Half the side of the smallest view: a point known to 20 m still shows where it is."""


def dossier(
    sheet: SiteSheet, feature: dict[str, Any], visits: Mapping[str, dict[str, Any]]
) -> dict[str, Any]:
    """Everything that the page of a site says.

    Args:
        sheet: The site with its problem, notice, positions and events.
        feature: Its GeoJSON feature, as ``sheets.feature`` makes it.
        visits: Its visits by id, as ``photos.Album`` makes them.
    """
    properties = feature["properties"]
    notice, problem = sheet.notice, sheet.problem
    layers = [_layer(code, sheet.layers.get(code), properties) for code in LAYERS]
    return {
        **properties,
        "id": feature["id"],
        "inspected": bool(visits),
        "notice": {
            "id": notice.id,
            "title": notice.title or _("（无标题）"),
            "issued_on": notice.issued_on,
        },
        "finding": problem.finding,
        "reply": problem.reply,
        "reasons": [remark_text(reason) for reason in sheet.reasons],
        "doubts": [doubt["message"] for doubt in properties["doubts"]],
        "story": [_chapter(event, notice.text, visits) for event in _by_day(sheet.events)],
        "layers": layers,
        "shapes": [
            {name: layer[name] for name in SHAPE_FIELDS} for layer in layers if layer["geometry"]
        ],
        "bounds": _bounds(feature),
    }


def _by_day(events: Iterable[Event]) -> list[Event]:
    """In the order in which things happened; of one day, in that in which they were told."""
    return sorted(events, key=lambda event: (_day(event), event.seq))


def _day(event: Event) -> date:
    return event.as_of or event.at.date()


def _chapter(
    event: Event, text: str | None, visits: Mapping[str, dict[str, Any]]
) -> dict[str, Any]:
    """One step of the story; what a visit is told by stands as the visit itself."""
    return {
        "kind": event.kind,
        "visit": visits.get(str(event.data.get("inspection"))),
        "day": _day(event),
        "at": event.at,
        "actor": actor_words(event),
        "unit": event.data.get("unit"),
        "note": event.data.get("note")
        or event.data.get("reason")
        or event.data.get(published.NAME)
        or (_("照片") if published.PHOTO in event.data else None),
        "override": _override(event),
        "quotes": _quotes(event.data, text),
    }


def _override(event: Event) -> dict[str, Any] | None:
    """Why it was accepted although evidence was missing, and what was."""
    told = event.data.get(OVERRIDE)
    if not isinstance(told, Mapping):
        return None
    return {
        "reason": told.get("reason"),
        "missing": [remark_text(each) for each in told.get("missing") or ()],
    }


def _quotes(data: Any, text: str | None) -> list[str]:
    """The words of the notice that an event rests on; events themselves keep only where."""
    spans = [(claim["start"], claim["end"]) for claim in data.get("claims") or ()]
    return [text[start:end] for start, end in spans] if text else []


def _layer(code: str, position: Position | None, properties: dict[str, Any]) -> dict[str, Any]:
    made = {
        "code": code,
        "current": properties["located"] and properties["position_layer"] == code,
        "text": properties["place_text"] if code == "phrase" else None,
        "absent": _("还没有人到现场确认。") if code == "confirmed" else _("推算不出位置。"),
        "geometry": None,
        "lon": None,
        "lat": None,
        "radius_m": None,
        "steps": [],
    }
    if position is None or code == "phrase":
        return made
    made |= {
        "geometry": orjson.loads(position.geometry) if position.geometry else None,
        "lon": position.lon,
        "lat": position.lat,
        "radius_m": position.radius_m,
        "schematic": position.schematic,
        "source": source_words(position.source),
        "steps": [remark_text(step) for step in position.steps or ()],
        "actor": actor_words(position),
        "at": position.at,
    }
    if position.lon is not None and position.lat is not None:
        made["coordinates"] = f"{position.lon:.5f}, {position.lat:.5f}"
    return made


def actor_words(row: Event | Position) -> str:
    """Who wrote it: a person by name, the program itself by the word for it."""
    return _("系统") if row.actor_id == SYSTEM.id else row.actor_name


def source_words(source: str | None) -> str:
    """How a position was found, in words."""
    return {
        "phrase": _("由原文推算"),
        "container": _("只知所在区域"),
        "coordinate": _("原文给出坐标"),
        "imported": _("由文件导入"),
        "public": _("来自公众举报"),
        "confirmed": _("现场确认"),
        "drawn": _("人工在图上画定"),
    }.get(source or "", source or "—")


def _bounds(feature: dict[str, Any]) -> Bounds | None:
    """A box around the geometry and its radius, with air around it."""
    if not feature["geometry"]:
        return None
    west, south, east, north = shape(feature["geometry"]).bounds
    metres = max(float(feature["properties"]["radius_m"] or 0) * 1.15, LEAST_VIEW_M)
    up = metres / METRES_PER_DEGREE
    aside = up / max(math.cos(math.radians((south + north) / 2)), 0.01)
    return west - aside, south - up, east + aside, north + up
