"""``geo-app indicators``: ranks and figures that belong to no site, from a CSV."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from geo_app.cli.options import data_option, opened, operator, read_file, settings_of
from geo_app.words import say


@click.group()
def indicators() -> None:
    """Ranks, counts and measured values that belong to no site."""


@indicators.command("import")
@click.argument("file")
@click.option("--yes", is_flag=True, help="Keep it; without it changes are only shown.")
@data_option
def indicators_import(file: str, yes: bool, data: Path | None) -> None:
    """Read a CSV of indicators (docs/leader.md): a preview, or all of it with --yes.

    Exit code 2 when a cell is refused; then nothing is kept.
    """
    from geo_app.work.indicators.book import preview, require_clean, take_over, wait

    settings = settings_of(data)
    language, actor = settings.language, operator(settings)
    content, name = read_file(file, settings.limits.indicator_bytes)
    today = datetime.now(ZoneInfo(settings.timezone)).date()
    with opened(settings, write=yes) as session:
        if yes:
            wait(session)
        found = preview(session, actor, content, name=name, limits=settings.limits, today=today)
        if yes and not found.refusals:
            take_over(session, actor, found, name=name)
    for each in found.corrected:
        point = each.row.point
        click.echo(
            f"  {each.row.line}  {each.row.name.name} {point.begin}–{point.end}："
            f"{each.before.value:g} → {point.value:g}"
        )
    for refusal in found.refusals:
        click.echo(f"× {refusal.text(language)}")
    told = {
        "rows": found.rows,
        "added": len(found.added),
        "corrected": len(found.corrected),
        "same": found.same,
        "bad": len(found.refusals),
    }
    click.echo(say("indicator.cli_found", told, language))
    require_clean(found, name)
    click.echo(say("indicator.cli_done" if yes else "indicator.cli_preview", {}, language))
