"""``geo-app sites``: take sites out to GeoJSON and back in."""

from __future__ import annotations

from pathlib import Path

import click

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


@click.group()
def sites() -> None:
    """Sites out of and into an installation."""


@sites.command("export")
@click.option("-o", "output", default="-", help="File to write (default: standard output).")
@data_option
def sites_export(output: str, data: Path | None) -> None:
    """Write all sites as GeoJSON (RFC 7946); the same sites give the same bytes."""
    from geo_app.work.exchange import export_sites

    with opened(settings_of(data)) as session:
        content = export_sites(session)
    write_whole(output, content)


@sites.command("import")
@click.argument("file")
@json_option
@data_option
def sites_import(file: str, as_json: bool, data: Path | None) -> None:
    """Read sites from GeoJSON: all or nothing; what is there already is left as it is."""
    from geo_app.work.exchange import import_sites

    settings = settings_of(data)
    content, name = read_file(file, settings.limits.import_bytes)
    with opened(settings, write=True) as session:
        report = import_sites(session, operator(settings), content, name, settings)
    if as_json:
        print_json({"added": report.added, "unchanged": report.unchanged})
    else:
        click.echo(f"新增 {report.added} 处点位，{report.unchanged} 处已在库中。")
