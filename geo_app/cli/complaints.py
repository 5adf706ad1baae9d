"""``geo-app complaints``: complaints of citizens (12369) from a CSV file."""

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
    from geo_app.work.complaints.taking_in import Preview


@click.group()
def complaints() -> None:
    """Complaints of citizens (12369) beside what is claimed."""


@complaints.command("import")
@click.argument("file")
@click.option("--yes", is_flag=True, help="Keep them; without it they are only looked at.")
@json_option
@data_option
def complaints_import(file: str, yes: bool, as_json: bool, data: Path | None) -> None:
    """Read complaints from a CSV file (UTF-8, GBK): a preview, or all of them with --yes.

    Columns are told by their titles: 时间 and 地点 or 经度, 纬度; 类型, 内容, 编号 where there are
    any. No other column is kept, so no name and no telephone. Exit code 2 when a row cannot be
    read; then nothing is kept.
    """
    from geo_app.work.complaints.taking_in import preview, require_clean, take_in

    settings = settings_of(data)
    actor, language = operator(settings), settings.language
    content, name = read_file(file, settings.complaints.file_bytes)
    today = datetime.now(ZoneInfo(settings.timezone)).date()
    with opened(settings, write=yes) as session:
        found = preview(session, actor, content, name=name, settings=settings, today=today)
        kept = take_in(session, actor, found) if yes and not found.reading.flaws else 0
    if as_json:
        print_json({**_json(found, language), "kept": kept})
    else:
        for line in _lines(found, language):
            click.echo(line)
    require_clean(found)
    if not as_json:
        done = say("complaint.cli_done", {"count": kept}, language)
        click.echo(done if yes else say("complaint.cli_preview", {}, language))


def _json(found: Preview, language: str) -> dict[str, Any]:
    reading = found.reading
    return {
        "rows": reading.rows,
        "repeated": reading.repeated,
        "known": found.known,
        "fresh": len(found.fresh),
        "placed": found.placed,
        "unplaced": found.unplaced,
        "sources": found.sources(),
        "radii_m": [round(each, 1) for each in found.radii_m() or ()],
        "dropped": list(reading.dropped),
        "hidden": reading.hidden,
        "flaw_count": reading.flaw_count,
        "flaws": [
            {
                "line": each.line,
                "column": each.column,
                "code": each.reason.code,
                "message": each.reason.text(language),
            }
            for each in reading.flaws
        ],
    }


def _lines(found: Preview, language: str) -> list[str]:
    reading = found.reading
    lines = [say("complaint.cell", _flaw(each), language) for each in reading.flaws]
    lines += [each.text(language) for each in found.sentences()]
    return [" ".join(line.split()) for line in lines]


def _flaw(each: Any) -> dict[str, object]:
    return {"line": each.line, "column": each.column or "—", "reason": each.reason}
