"""``geo-app phrase`` and ``geo-app locate``: words that say where, and where that is."""

from __future__ import annotations

from pathlib import Path

import click
import orjson

from geo_app.cli.options import (
    data_option,
    gazetteer_of,
    json_option,
    print_json,
    read_file,
    settings_of,
)
from geo_app.domain.place import Location, PlacePhrase
from geo_app.errors import InputError, UnresolvedError
from geo_app.geo.gazetteer import load_gazetteer
from geo_app.geo.locate import locate as locate_phrase
from geo_app.notice.phrases import read_phrase


@click.group()
def phrase() -> None:
    """Read place phrases."""


@phrase.command("read")
@click.argument("texts", nargs=-1)
@click.option(
    "--file", "file", help="One phrase a line, or JSON lines with a text field; - = stdin."
)
@json_option
@data_option
def phrase_read(texts: tuple[str, ...], file: str | None, as_json: bool, data: Path | None) -> None:
    """Say what a place phrase means, one answer per phrase and in the same order."""
    settings = settings_of(data)
    given = list(texts)
    if file is not None:
        content, name = read_file(file, settings.limits.import_bytes)
        given += _phrases(content, name)
    if not given:
        raise InputError("cli.no_phrase")
    for text in given:
        reading = read_phrase(text)
        if as_json:
            print_json(reading.to_json(), indent=False)
        else:
            click.echo(_in_words(reading))


def _phrases(content: bytes, name: str) -> list[str]:
    """The phrases of a file: each line is JSON with ``text``, a JSON string, or plain words."""
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise InputError("cli.not_utf8", file=name, reason=str(error)) from error
    phrases = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        if not line.lstrip().startswith(("{", '"')):
            phrases.append(line.strip())
            continue
        try:
            value = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise InputError("cli.bad_line", file=name, line=number, reason=str(error)) from error
        text = value.get("text") if isinstance(value, dict) else value
        if not isinstance(text, str):
            raise InputError("cli.line_without_text", file=name, line=number)
        phrases.append(text)
    return phrases


def _in_words(reading: PlacePhrase) -> str:
    shown = {
        name: value
        for name, value in reading.to_json().items()
        if value not in (None, [], False) and name not in {"text", "doubts", "fallback"}
    }
    lines = [reading.text, "  " + "  ".join(f"{name}={value}" for name, value in shown.items())]
    lines += [f"  ? {doubt.text()}" for doubt in reading.doubts]
    return "\n".join(lines)


@click.command()
@click.argument("text")
@click.option(
    "--gazetteer", "gazetteer_file", help="GeoJSON of anchors (default: the shipped one)."
)
@json_option
@data_option
def locate(text: str, gazetteer_file: str | None, as_json: bool, data: Path | None) -> None:
    """Turn a place phrase into a position with an honest radius.

    Exit code 3 where the words do not lead to a place; the reasons say why.
    """
    settings = settings_of(data)
    if gazetteer_file is None:
        gazetteer = gazetteer_of(settings)
    else:
        if not Path(gazetteer_file).is_file():
            raise InputError("cli.no_file", file=gazetteer_file)
        gazetteer = load_gazetteer(Path(gazetteer_file), settings.limits)
    reading = read_phrase(text)
    found = locate_phrase(reading, gazetteer, settings.vague)
    if isinstance(found, Location):
        if as_json:
            feature = found.to_feature()
            feature["properties"] = {"text": text, **feature["properties"]}
            print_json({**feature, **_top_level(feature["properties"])})
            return
        click.echo(f"{found.point.x:.6f}, {found.point.y:.6f}  ±{found.radius_m:.0f} m")
        for step in found.steps:
            click.echo(f"  · {step.text()}")
        for doubt in (*reading.doubts, *found.doubts):
            click.echo(f"  ? {doubt.text()}")
        return
    reasons = [reason.to_json() for reason in (*found.reasons, *reading.doubts)]
    if as_json:
        empty = {"radius_m": None, "steps": [step.to_json() for step in found.steps]}
        print_json(
            {
                "type": "Feature",
                "geometry": None,
                "properties": {"text": text, **empty, "doubts": reasons},
                **empty,
                "doubts": reasons,
            }
        )
    raise UnresolvedError(
        "locate.unresolved", text=text, reasons="；".join(reason.text() for reason in found.reasons)
    )


def _top_level(properties: dict[str, object]) -> dict[str, object]:
    """Radius, steps and doubts also beside the geometry: callers look in either place."""
    return {name: properties[name] for name in ("radius_m", "steps", "doubts")}
