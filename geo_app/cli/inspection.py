"""``geo-app inspection``: record a visit from a file, as the interface and the page do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from geo_app.work.inspections import Recorded


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
    _tell(recorded, len(draft.photos), as_json, settings.language)


@inspection.command("take-in")
@click.argument("file", metavar="FILE.zip")
@click.option("--yes", is_flag=True, help="Record it; without it the file is only looked at.")
@json_option
@data_option
def inspection_take_in(file: str, yes: bool, as_json: bool, data: Path | None) -> None:
    """Take in a visit that a phone exported (docs/field.md): a look, or the record with --yes.

    The same file again, or the phone itself later, changes nothing.
    """
    from geo_app.errors import InputError
    from geo_app.reports import parcel as parcels
    from geo_app.work.people import book

    settings = settings_of(data)
    path, actor = Path(file), operator(settings)
    if not path.is_file():
        raise InputError("cli.no_file", file=file)
    with (
        opened_desk(settings) as (store, desk),
        parcels.opened(path, path.name, settings) as parcel,
    ):
        draft = parcel.draft
        if not yes:
            found = parcels.look(store, actor, parcel, desk)
            who = [each for each in draft.person or () if each]
            held = {"id": draft.id, "site": found.site.id, "again": found.again}
            if as_json:
                print_json(held | {"inspector": who, "photos": len(draft.photos)})
                return
            values = {
                "site": found.site.code,
                "at": draft.visited_at.isoformat(timespec="minutes"),
                "who": " · ".join(who),
                "photos": len(draft.photos),
                "id": draft.id,
            }
            click.echo(say("parcel.holds", values, settings.language))
            click.echo(say("parcel.preview", {}, settings.language))
            return
        recorded = parcels.record(store, actor, parcel, desk)
        with store.session() as session:
            row = recorded.inspection
            told = {"visit": row.id, "said": row.actor_name}
            book.note(session, book.Kind.IMPORTED, actor, subject=path.name, **told)
    _tell(recorded, len(draft.photos), as_json, settings.language)


def _tell(recorded: Recorded, photos: int, as_json: bool, language: str) -> None:
    row = recorded.inspection
    if as_json:
        print_json({"id": row.id, "site": row.site_id, "again": recorded.again})
    else:
        code = "inspection.again" if recorded.again else "inspection.recorded"
        values = {"site": recorded.site.code, "photos": photos, "id": row.id}
        click.echo(say(code, values, language))
