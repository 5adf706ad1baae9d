"""``geo-app photo``: what photos say, without storing anything."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from geo_app.cli.options import json_option, print_json, read_file, settings_of
from geo_app.domain.photo import PhotoFacts
from geo_app.errors import GeoAppError, InputError
from geo_app.settings import Settings
from geo_app.words import say, term

if TYPE_CHECKING:
    from geo_app.photo.workshop import Workshop


@click.group()
def photo() -> None:
    """Read photos."""


@photo.command("read")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@json_option
def read(files: tuple[str, ...], as_json: bool) -> None:
    """What photos say of place, direction, time and camera; nothing is stored.

    With --json one line a file; - is standard input. A bad file stops no other; exit code 2 if any
    was bad.
    """
    from geo_app.photo.workshop import Workshop

    settings = settings_of(None)
    bad = 0
    with Workshop(settings.photos, ZoneInfo(settings.timezone)) as workshop:
        for file in files:
            line = _line(file, settings, workshop)
            bad += not line["ok"]
            if as_json:
                print_json(line, indent=False)
            else:
                click.echo(_summary(line, settings.language))
    if bad:
        raise InputError("cli.bad_photos", bad=bad, total=len(files))


def _line(file: str, settings: Settings, workshop: Workshop) -> dict[str, Any]:
    from geo_app.photo.kind import check_name, kind_of

    shown = file.encode("utf-8", "replace").decode("utf-8")
    line: dict[str, Any] = {"file": shown, "sha256": None, "ok": False}
    try:
        data, name = read_file(file, settings.photos.file_bytes)
        line["sha256"] = hashlib.sha256(data).hexdigest()
        check_name(name, kind_of(data))
        facts = workshop.examine(data).facts
    except GeoAppError as error:
        return line | {"error": _told(error.code, error.text(settings.language))}
    except OSError as error:
        values = {"file": shown, "reason": error.strerror or str(error)}
        return line | {"error": _told("cli.os_error", say("cli.os_error", values))}
    return line | {"ok": True, "error": None} | _members(facts, settings.language)


def _told(code: str, message: str) -> dict[str, str]:
    return {"code": code, "message": message}


def _members(facts: PhotoFacts, language: str) -> dict[str, Any]:
    lon, lat = facts.position or (None, None)
    doubts = (facts.damaged, *facts.doubts) if facts.damaged else facts.doubts
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
        "doubts": [_told(doubt.code, doubt.text(language)) for doubt in doubts],
    }


def _summary(line: dict[str, Any], language: str) -> str:
    """A few lines for a reader: what is there, then what is doubtful."""
    if not line["ok"]:
        return f"{line['file']}\n  ✗ {line['error']['message']}"
    direction, metres = line["direction_deg"], line["hpos_error_m"]
    place = "" if line["lon"] is None else f"{line['lon']:.6f}, {line['lat']:.6f}"
    told = {
        "position": place + (f" (±{metres:g} m)" if place and metres else ""),
        "direction_deg": ""
        if direction is None
        else f"{direction:g}° {line['direction_ref'] or ''}",
        "taken_at": line["taken_at"],
        "gps_time": line["gps_time"],
        "camera": line["camera"],
        "software": line["software"],
    }
    lines = [f"{line['file']}  {line['mime']}  {line['width']}×{line['height']}"]
    lines += [
        f"  {term('fact', name, language)}: {value or '—'}".rstrip() for name, value in told.items()
    ]
    return "\n".join([*lines, *(f"  ! {doubt['message']}" for doubt in line["doubts"])])
