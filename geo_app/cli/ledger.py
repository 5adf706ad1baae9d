"""``geo-app ledger``: the ledger as an Excel file, out and back in."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from geo_app.cli.options import (
    data_option,
    json_option,
    opened,
    operator,
    print_json,
    read_file,
    settings_of,
)
from geo_app.words import say

if TYPE_CHECKING:
    from geo_app.reports.ledger.compare import Preview, Refusal


@click.group()
def ledger() -> None:
    """The ledger (台账) out to Excel, and edits of it back in."""


@ledger.command("export")
@click.option("-o", "output", required=True, help="File to write (.xlsx).")
@json_option
@data_option
def ledger_export(output: str, as_json: bool, data: Path | None) -> None:
    """Write every problem and site, with its history and the figures, as xlsx.

    The same content on the same day gives the same bytes; memory does not grow with the ledger.
    """
    from geo_app.domain.deadlines import in_working_days
    from geo_app.reports.ledger.write import Head, write_file
    from geo_app.work.people import book

    settings = settings_of(data)
    zone = ZoneInfo(settings.timezone)
    counted = in_working_days(settings.deadlines.working_days_for)
    head = Head(settings.operator_unit or None, datetime.now(zone).date(), zone, counted)
    with opened(settings, write=True) as session:
        count = write_file(session, Path(output), head, settings.complaints)
        book.note(
            session, book.Kind.EXPORTED, operator(settings), subject="ledger.xlsx", rows=count
        )
    if as_json:
        print_json({"file": output, "rows": count})
    else:
        click.echo(say("ledger.cli_written", {"file": output, "count": count}, settings.language))


@ledger.command("import")
@click.argument("file")
@click.option("--yes", is_flag=True, help="Make the changes; without it they are only shown.")
@json_option
@data_option
def ledger_import(file: str, yes: bool, as_json: bool, data: Path | None) -> None:
    """Take over what was edited in an exported ledger: a preview, or all of it with --yes.

    Exit code 0 when all of it can be taken over, 2 when cells are refused, 6 when something was
    changed here since the export; then nothing is kept.
    """
    from geo_app.reports.ledger.compare import preview, require_clean, take_over

    settings = settings_of(data)
    actor, language = operator(settings), settings.language
    content, name = read_file(file, settings.ledger.file_bytes)
    with opened(settings, write=yes) as session:
        found = preview(session, actor, content, name=name, limits=settings.ledger)
        count = 0
        if yes and found.is_clean:
            count = take_over(session, actor, found, settings.ledger, source=name)
    if as_json:
        print_json({**_json(found, language), "applied": count})
    else:
        for line in _lines(found, language):
            click.echo(line)
    require_clean(found)
    if not as_json:
        made = say("ledger.cli_done", {"count": count}, language)
        click.echo(made if yes else say("ledger.cli_preview", {}, language))


def _json(found: Preview, language: str) -> dict[str, Any]:
    return {
        "rows": found.rows,
        "absent": found.absent,
        "changes": [
            {
                "cell": each.edit.cell,
                "id": each.edit.subject_id,
                "field": each.edit.name.value,
                "before": each.edit.before,
                "after": each.edit.after,
            }
            for each in found.changes
        ],
        "conflicts": [_refusal(each, language) for each in found.conflicts],
        "refusals": [_refusal(each, language) for each in found.refusals],
    }


def _refusal(each: Refusal, language: str) -> dict[str, str]:
    return {"cell": each.cell, "code": each.reason.code, "message": each.reason.text(language)}


def _lines(found: Preview, language: str) -> list[str]:
    lines = [
        f"  {each.edit.cell}  {say(f'ledger.{each.edit.name}', {}, language)}："
        f"{_one_line(each.edit.before)} → {_one_line(each.edit.after)}"
        for each in found.changes
    ]
    lines += [
        f"{sign} {each.cell}  {each.reason.text(language)}"
        for sign, group in (("≠", found.conflicts), ("×", found.refusals))
        for each in group
    ]
    told = {
        "rows": found.rows,
        "changes": len(found.changes),
        "conflicts": len(found.conflicts),
        "refusals": len(found.refusals),
    }
    return [*lines, say("ledger.cli_found", told, language)]


def _one_line(text: str) -> str:
    return " ".join(text.split()) or "—"
