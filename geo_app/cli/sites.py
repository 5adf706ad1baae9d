"""``geo-app sites``: take sites out to GeoJSON, and in from GeoJSON and larger forms."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from geo_app.cli.bar import bar
from geo_app.cli.options import (
    data_option,
    json_option,
    opened,
    operator,
    print_json,
    read_file,
    settings_of,
    write_whole,
)
from geo_app.words import say


@click.group()
def sites() -> None:
    """Sites out of and into an installation."""


@sites.command("export")
@click.option("-o", "output", default="-", help="File to write (default: standard output).")
@data_option
def sites_export(output: str, data: Path | None) -> None:
    """Write all sites as GeoJSON (RFC 7946); the same sites give the same bytes."""
    from geo_app.work.exchange import export_sites
    from geo_app.work.people import book

    settings = settings_of(data)
    with opened(settings) as session:
        content = export_sites(session)
    # noted first: what cannot be noted does not leave; reading has held nobody up
    with opened(settings, write=True) as session:
        book.exported(session, operator(settings), "geo-app sites export")
    write_whole(output, content)


@sites.command("import")
@click.argument("file")
@click.option("--layer", help="Layer of a GeoPackage that has several.")
@json_option
@data_option
def sites_import(file: str, layer: str | None, as_json: bool, data: Path | None) -> None:
    """Read sites from GeoJSON, GeoPackage, FlatGeobuf or GeoParquet: all or nothing.

    What is there already is left as it is. Which columns count: docs/data.md.
    """
    from geo_app.work.bulk import BulkReport, import_file
    from geo_app.work.bulk.road import import_geojson, is_small_geojson

    settings = settings_of(data)
    actor, language = operator(settings), settings.language
    today = datetime.now(ZoneInfo(settings.timezone)).date()
    content = None
    if file == "-" or is_small_geojson(Path(file), settings):
        content, name = read_file(file, settings.limits.import_bytes)
    with (
        opened(settings, write=True) as session,
        bar(say("bulk.reading", {}, language), quiet=as_json) as progress,
    ):
        if content is not None:
            report = import_geojson(
                session, actor, content, name, settings, today, progress=progress
            )
        else:
            report = import_file(
                session, actor, Path(file), settings, today, layer=layer, progress=progress
            )
    if as_json:
        print_json({"added": report.added, "unchanged": report.unchanged})
    elif isinstance(report, BulkReport):
        values = {name: getattr(report, name) for name in ("added", "unchanged", "unlocated")}
        click.echo(say("bulk.done", values, language))
        if report.differing:
            click.echo(say("bulk.differing", {"count": report.differing}, language))
    else:
        click.echo(f"新增 {report.added} 处点位，{report.unchanged} 处已在库中。")
