"""``geo-app files``: the bytes of the photos."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from geo_app.cli.options import data_option, json_option, opened, print_json, settings_of
from geo_app.errors import StoreError
from geo_app.words import say


@click.group()
def files() -> None:
    """The files that hold the photos."""


@files.command("check")
@click.option("--repair", is_flag=True, help="Make damaged renditions again; never an original.")
@json_option
@data_option
def files_check(repair: bool, as_json: bool, data: Path | None) -> None:
    """Read every original: which are missing, extra or altered, which renditions are damaged.

    Exit code 7 when an original is missing or altered.
    """
    from geo_app.photo.workshop import Workshop
    from geo_app.store.files import open_files
    from geo_app.work.files import check, named, renditions_by

    settings = settings_of(data)
    kept = open_files(settings)
    with opened(settings) as session:
        wanted = named(session)
    with Workshop(settings.photos, ZoneInfo(settings.timezone)) as workshop:
        report = check(
            kept,
            wanted,
            now=datetime.now(UTC),
            orphan_hours=settings.files.orphan_hours,
            make=renditions_by(workshop) if repair else None,
        )
    if as_json:
        print_json(asdict(report) | {"whole": report.is_whole})
    else:
        for remark in report.remarks():
            click.echo(remark.text(settings.language))
        if report.is_whole:
            click.echo(say("files.whole", {"count": report.originals}, settings.language))
    if not report.is_whole:
        raise StoreError(
            "files.not_whole", missing=len(report.missing), altered=len(report.altered)
        )
