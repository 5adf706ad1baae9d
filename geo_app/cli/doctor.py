"""``geo-app doctor``: whether the installation is in order, a line for each thing."""

from __future__ import annotations

from pathlib import Path

import click

from geo_app.cli.options import data_option, json_option, print_json, settings_of
from geo_app.errors import GeoAppError

SIGNS = {"good": "✓", "warning": "!", "fault": "✗"}


@click.command()
@click.option(
    "--thorough", is_flag=True, help="Also the whole log, what is public, the counts, every photo."
)
@json_option
@data_option
def doctor(thorough: bool, as_json: bool, data: Path | None) -> None:
    """Look whether the installation is in order; changes nothing.

    Exit code 1 when something is broken; a warning alone is no failure.
    """
    from geo_app.work.doctor import Level, examine

    settings = settings_of(data)
    found = list(examine(settings, thorough=thorough))
    if as_json:
        print_json([{"level": each.level, **each.remark.to_json()} for each in found])
    else:
        for each in found:
            click.echo(f"{SIGNS[each.level]} {each.remark.text(settings.language)}")
    faults = sum(each.level is Level.FAULT for each in found)
    if faults:
        raise GeoAppError("cli.doctor", count=faults)
