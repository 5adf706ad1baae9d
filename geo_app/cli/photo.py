"""``geo-app photo``: what photos say, without storing anything."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import click

from geo_app.cli.options import json_option, print_json, read_file, settings_of
from geo_app.domain.photo import PhotoFacts
from geo_app.errors import GeoAppError, InputError
from geo_app.settings import Settings


@click.group()
def photo() -> None:
    """Read photos."""


@photo.command("read")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@json_option
def read(files: tuple[str, ...], as_json: bool) -> None:
    """What photos say of place, direction, time and camera; nothing is stored.

    With --json one line a file. A bad file stops no other; exit code 2 if any was bad.
    """
    settings = settings_of(None)
    bad = 0
    for file in files:
        line = _line(file, settings)
        bad += not line["ok"]
        if as_json:
            print_json(line, indent=False)
        else:
            click.echo(_summary(line))
    if bad:
        raise InputError("cli.bad_photos", bad=bad, total=len(files))


def _line(file: str, settings: Settings) -> dict[str, Any]:
    from geo_app.photo.kind import check_name
    from geo_app.photo.metadata import read as read_facts

    line: dict[str, Any] = {"file": file, "sha256": None, "ok": False}
    try:
        data, name = read_file(file, settings.photos.file_bytes)
        line["sha256"] = hashlib.sha256(data).hexdigest()
        zone = ZoneInfo(settings.timezone)
        facts = read_facts(data, limits=settings.photos, zone=zone, now=datetime.now(UTC))
        check_name(name, facts.mime)
    except GeoAppError as error:
        told = {"code": error.code, "message": error.text(settings.language)}
        return line | {"error": told}
    return line | {"ok": True, "error": None} | _members(facts, settings.language)


def _members(facts: PhotoFacts, language: str) -> dict[str, Any]:
    lon, lat = facts.position or (None, None)
    return {
        "mime": facts.mime.value,
        "width": facts.width,
        "height": facts.height,
        "orientation": facts.orientation,
        "lon": lon,
        "lat": lat,
        "position_source": facts.sources.get("position"),
        "hpos_error_m": facts.hpos_error_m,
        "altitude_m": facts.altitude_m,
        "direction_deg": facts.direction_deg,
        "direction_ref": facts.direction_ref,
        "taken_at": facts.taken_at.isoformat() if facts.taken_at else None,
        "offset": facts.offset,
        "gps_time": facts.gps_time.isoformat() if facts.gps_time else None,
        "camera": facts.camera,
        "software": facts.software,
        "doubts": [{"code": doubt.code, "message": doubt.text(language)} for doubt in facts.doubts],
    }


def _summary(line: dict[str, Any]) -> str:
    if not line["ok"]:
        return f"{line['file']}: {line['error']['message']}"
    place = f"{line['lon']:.6f}, {line['lat']:.6f}" if line["lon"] is not None else "—"
    parts = (line["mime"], f"{line['width']}×{line['height']}", place, line["taken_at"] or "—")
    doubts = "".join(f"\n  {doubt['message']}" for doubt in line["doubts"])
    return f"{line['file']}: {'  '.join(parts)}{doubts}"
