"""What the log keeps of each site of a file: its history, words and place as a leaf."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import orjson

from geo_app.domain.status import EventKind
from geo_app.store.imported import pack
from geo_app.work.bulk.history import Story
from geo_app.work.bulk.spots import Spots


def leaves_of(
    site_ids: Sequence[str],
    histories: Iterable[str],
    phrases: Sequence[str],
    layers: Sequence[str],
    places: Iterable[dict[str, Any] | None],
) -> list[str]:
    """The leaves of sites that follow one another; see ``store.imported.pack``."""
    return [
        pack(site_id, history.encode(), phrase, layer, place).decode()
        for site_id, history, phrase, layer, place in zip(
            site_ids, histories, phrases, layers, places, strict=True
        )
    ]


def histories(stories: Iterable[Story], deadlines: Iterable[str | None]) -> Iterator[str]:
    """All events of each site, a JSON list.

    Args:
        stories: What is told but for the deadline.
        deadlines: ISO 8601.
    """
    for story, deadline in zip(stories, deadlines, strict=True):
        if deadline:
            due = f'["{EventKind.DEADLINE_SET.value}",null,{{"deadline":"{deadline}"}}]'
            yield f"[{story.events},{due}]"
        else:
            yield f"[{story.events}]"


def places(
    spots: Spots,
    radii: Iterable[float | None],
    sources: Iterable[str | None],
    schematic: Iterable[bool],
    doubts: Iterable[tuple[dict[str, Any], ...]],
) -> Iterator[dict[str, Any] | None]:
    """Where each site is, as its leaf says it; None where only words are known.

    Args:
        spots: Where they are.
        radii: Metres.
        sources: How the positions were found.
        schematic: Whether the shape is a drawing aid.
        doubts: What should be confirmed of the positions, ``Remark.to_json``.
    """
    drawn = set(spots.drawn)
    for row, (geometry, lon, lat, radius_m, source, is_aid, doubt) in enumerate(
        zip(
            spots.geometries, spots.lons, spots.lats, radii, sources, schematic, doubts,
            strict=True,
        )
    ):  # fmt: skip
        if geometry is None:
            yield None
            continue
        yield {
            "doubts": doubt,
            "geometry": orjson.loads(geometry) if row in drawn else None,
            "lat": lat,
            "lon": lon,
            "radius_m": radius_m,
            "schematic": is_aid,
            "source": source,
        }
