"""``geo-app photos``: photos of a camera or a chat become visits; fingerprints are renewed."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from geo_app.cli.options import (
    data_option,
    json_option,
    opened_desk,
    operator,
    print_json,
    settings_of,
)
from geo_app.domain.inspection import PhotoRole
from geo_app.errors import InputError, StoreError
from geo_app.settings import Settings
from geo_app.words import say, term

if TYPE_CHECKING:
    from geo_app.store.session import Store
    from geo_app.work.desk import Desk
    from geo_app.work.photo_import import Outcome
    from geo_app.work.photo_plan import Placed, Plan

Item = TypeVar("Item")


@click.group()
def photos() -> None:
    """Take photos in; renew what they are known again by."""


@photos.command("import")
@click.argument("source", metavar="DIR|ZIP", type=click.Path(exists=True, path_type=Path))
@click.option("--site", "code", help="Code or id of the site of all photos.")
@click.option(
    "--role",
    type=click.Choice([role.value for role in PhotoRole]),
    help="What all photos are for (default: before or after, by the day of the claim).",
)
@click.option(
    "--at", help="When the visit was, for photos that do not say: 2026-08-21T10:00+08:00."
)
@click.option("--by", "name", help="Who took the photos.")
@click.option("--unit", help="The unit of who took them.")
@click.option("--yes", is_flag=True, help="Record without asking.")
@json_option
@data_option
def photos_import(
    source: Path,
    code: str | None,
    role: str | None,
    at: str | None,
    name: str | None,
    unit: str | None,
    yes: bool,
    as_json: bool,
    data: Path | None,
) -> None:
    """Suggest a site and a visit for each photo of a folder or zip; record after a yes.

    A bad file stops no other. The same import again changes nothing. With --json and without
    --yes nothing is recorded.
    """
    from geo_app.work.inspections import site_of
    from geo_app.work.photo_import import survey
    from geo_app.work.photo_plan import Told, suggest
    from geo_app.work.photo_source import open_source

    settings = settings_of(data)
    moment = _moment(at)
    with opened_desk(settings) as (store, desk), open_source(source, settings) as uploads:
        label = say("photos.reading", {}, settings.language)
        seen = _watched(survey(desk, uploads), len(uploads), label, quiet=as_json)
        with store.session(read_only=True) as session:
            told = Told(
                site=site_of(session, code) if code else None,
                role=PhotoRole(role) if role else None,
                at=moment,
                person=(name, unit) if name else None,
            )
            plan = suggest(session, desk, seen, told)
        _import(store, desk, settings, plan, yes=yes, as_json=as_json)


@photos.command("fingerprints")
@json_option
@data_option
def photos_fingerprints(as_json: bool, data: Path | None) -> None:
    """Make again what an earlier version of the program kept to know a reused photo.

    New photos are compared with no others until this is done. May be broken off and run again;
    people go on working. Exit code 7 names the photos whose originals cannot be read.
    """
    from geo_app.store import fingerprints
    from geo_app.work.fingerprinting import renew

    settings = settings_of(data)
    with opened_desk(settings) as (store, desk):
        with store.session(read_only=True) as session:
            old = fingerprints.outdated(session)
        label = say("photos.renewing", {}, settings.language)
        done = _watched(renew(store, desk, old), len(old), label, quiet=as_json)
    left = {each.sha256: each.refusal for each in done if each.refusal}
    if as_json:
        refused = [
            {"sha256": sha256, "message": reason.text(settings.language)}
            for sha256, reason in left.items()
        ]
        print_json({"renewed": len(done) - len(left), "refused": refused})
    else:
        for sha256, reason in left.items():
            told = {"sha256": sha256, "reason": reason}
            click.echo(say("photos.not_renewed", told, settings.language))
        click.echo(say("photos.renewed", {"count": len(done) - len(left)}, settings.language))
    if left:
        raise StoreError("photos.left_old", count=len(left))


def _import(
    store: Store, desk: Desk, settings: Settings, plan: Plan, *, yes: bool, as_json: bool
) -> None:
    from geo_app.work.photo_import import carry_out

    if not as_json:
        for line in _table(plan, settings.language):
            click.echo(line)
    wanted = yes or (
        not as_json
        and bool(plan.drafts)
        and click.confirm(
            say("photos.ask", {"visits": len(plan.drafts)}, settings.language), err=True
        )
    )
    outcomes: list[Outcome] = []
    if wanted:
        recording = carry_out(store, operator(settings), desk, plan)
        label = say("photos.recording", {}, settings.language)
        outcomes = _watched(recording, len(plan.drafts), label, quiet=as_json)
    _report(plan, outcomes, settings.language, as_json=as_json)


def _watched(work: Iterable[Item], length: int, label: str, *, quiet: bool) -> list[Item]:
    """Do all of it under a bar on standard error, which hides itself where nobody looks."""
    with click.progressbar(work, length, label, file=sys.stderr, hidden=quiet) as bar:
        return list(bar)


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise InputError("photos.bad_moment", value=text[:40])
    return moment


def _table(plan: Plan, language: str) -> list[str]:
    """One line a file: name, site, time, role, why."""
    rows = [_cells(placed, language) for placed in plan.photos]
    if not rows:
        return []
    widths = [max(_width(row[column]) for row in rows) for column in range(4)]
    return [
        "  ".join([*(_padded(row[column], widths[column]) for column in range(4)), row[4]]).rstrip()
        for row in rows
    ]


def _cells(placed: Placed, language: str) -> tuple[str, str, str, str, str]:
    from geo_app.work.intake import shown_name

    mark = "+" if placed.visit_id else "-"
    return (
        f"{mark} {shown_name(placed.seen.upload.name, 60)}",
        placed.site.code if placed.site else "—",
        f"{placed.at:%Y-%m-%d %H:%M}" if placed.at else "—",
        term("photo_role", placed.role, language) or "—",
        placed.why.text(language),
    )


def _width(text: str) -> int:
    """Columns of a terminal: Chinese characters take two."""
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _report(plan: Plan, outcomes: list[Outcome], language: str, *, as_json: bool) -> None:
    refused = [each for each in outcomes if each.refusal]
    new = [each for each in outcomes if not each.refusal and not each.again]
    recorded = {each.draft.id for each in outcomes if not each.refusal}
    if as_json:
        print_json(
            {
                "photos": [_line(each, language) for each in plan.photos],
                "visits": len(plan.drafts),
                "recorded": len(new),
                "again": len(outcomes) - len(new) - len(refused),
                "refused": [
                    {"visit": each.draft.id, "message": each.refusal.text(language)}
                    for each in refused
                    if each.refusal
                ],
            }
        )
    else:
        kept = sum(each.visit_id in recorded for each in plan.photos)
        values = {"visits": len(new), "photos": kept, "left": len(plan.photos) - kept}
        click.echo(say("photos.done", values, language))
    if refused and refused[0].refusal:
        raise refused[0].refusal


def _line(placed: Placed, language: str) -> dict[str, Any]:
    photo = placed.seen.photo
    return {
        "file": placed.seen.upload.name,
        "sha256": photo.sha256 if photo else None,
        "site": placed.site.code if placed.site else None,
        "taken_at": placed.at.isoformat() if placed.at else None,
        "role": placed.role.value if placed.role else None,
        "visit": placed.visit_id,
        "why": {"code": placed.why.code, "message": placed.why.text(language)},
    }
