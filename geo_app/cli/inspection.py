"""``geo-app inspection``: record a visit from a file, as the interface does."""

from __future__ import annotations

from pathlib import Path

import click

from geo_app.cli.options import (
    data_option,
    json_option,
    opened_desk,
    operator,
    print_json,
    read_file,
    settings_of,
)
from geo_app.words import say


@click.group()
def inspection() -> None:
    """Record visits."""


@inspection.command("record")
@click.argument("file", metavar="FILE.json")
@click.argument("photos", nargs=-1, metavar="PHOTO…")
@json_option
@data_option
def inspection_record(file: str, photos: tuple[str, ...], as_json: bool, data: Path | None) -> None:
    """Record a visit (docs/api.md) with its photos, in the order in which the file lists them.

    The same visit again changes nothing.
    """
    from geo_app.work.draft import read_draft
    from geo_app.work.inspections import submit
    from geo_app.work.intake import Upload

    settings = settings_of(data)
    content, _ = read_file(file, settings.visits.draft_bytes)
    draft = read_draft(content, settings.visits)
    uploads = []
    for path in photos:
        photo, name = read_file(path, settings.photos.file_bytes)
        uploads.append(Upload.of(name, photo))
    with opened_desk(settings) as (store, desk):
        recorded = submit(store, operator(settings), draft, uploads, desk, "cli")
    row = recorded.inspection
    if as_json:
        print_json({"id": row.id, "site": row.site_id, "again": recorded.again})
    else:
        code = "inspection.again" if recorded.again else "inspection.recorded"
        values = {"site": recorded.site.code, "photos": len(draft.photos), "id": row.id}
        click.echo(say(code, values, settings.language))
