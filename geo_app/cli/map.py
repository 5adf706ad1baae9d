"""``geo-app map``: the map in one file, which opens with no network."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from geo_app.cli.options import (
    data_option,
    json_option,
    opened_desk,
    operator,
    print_json,
    settings_of,
    write_whole,
)
from geo_app.words import say

if TYPE_CHECKING:
    from geo_app.geo.districts import Districts
    from geo_app.work.site_filter import SiteFilter


@click.group("map")
def map_command() -> None:
    """The map as a file."""


@map_command.command("write")
@click.option("-o", "output", required=True, help="File to write (.html); - is standard output.")
@click.option("--public", is_flag=True, help="For everybody: no persons, photos, words, spots.")
@click.option("--positions", help="exact (not with --public), coarse or none.")
@click.option("--no-photos", is_flag=True, help="Without photos.")
@click.option("--names", is_flag=True, help="With --public: with the names of sites.")
@click.option("--district", multiple=True, help="Only this district or accounting unit.")
@click.option("--status", multiple=True, help="Only this status.")
@json_option
@data_option
def map_write(
    output: str, public: bool, positions: str | None, no_photos: bool, names: bool,
    district: tuple[str, ...], status: tuple[str, ...], as_json: bool, data: Path | None,
) -> None:  # fmt: skip
    """Write one self-contained HTML file: map, list, search and a card for each site.

    It asks nobody for anything. The same sites on the same day give the same bytes.
    """
    from geo_app.reports.map_file.choice import chosen
    from geo_app.reports.map_file.content import gather
    from geo_app.reports.map_file.write import write
    from geo_app.web.maps import shell_of_file
    from geo_app.work.people import book
    from geo_app.work.reference import districts

    settings = settings_of(data)
    choice = chosen(
        public=public, positions=positions, photos=False if no_photos else None, names=names
    )
    outlines = districts(settings)
    where = _filter(district, status, outlines)
    today = datetime.now(ZoneInfo(settings.timezone)).date()
    with opened_desk(settings) as (store, desk):
        with store.session(read_only=True) as session:
            found = gather(session, where, choice, desk, outlines, today, settings.language)
        content = write(found, desk, shell_of_file)
        with store.session() as session:
            book.exported(
                session,
                operator(settings),
                "geo-app map write",
                sites=len(found.features),
                positions=choice.positions,
                public=choice.public,
            )
        write_whole(output, content)
    if output == "-":
        return
    values = {
        "file": output,
        "sites": len(found.features),
        "photos": len(found.shots),
        "bytes": len(content),
    }
    if as_json:
        print_json(values)
    else:
        click.echo(say("map_file.written", values, settings.language))


def _filter(district: tuple[str, ...], status: tuple[str, ...], outlines: Districts) -> SiteFilter:
    from geo_app.domain.status import Status
    from geo_app.errors import UsageError
    from geo_app.work.site_filter import SiteFilter

    areas = {each: outlines.area(each) for each in district}
    known = frozenset(Status)
    wrong = [("district", each) for each, area in areas.items() if area is None]
    wrong += [("status", each) for each in status if each not in known]
    for name, value in wrong:
        raise UsageError("query.unknown_value", name=name, value=value[:40])
    found = tuple(area for area in areas.values() if area is not None)
    return SiteFilter(districts=found, statuses=status)
