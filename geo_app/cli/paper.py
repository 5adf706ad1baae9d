"""``geo-app site paper``: all that is known of one site, as PDF or Word; ``site template``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
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
from geo_app.reports.paper.kinds import KINDS, PDF, made_as
from geo_app.words import say


@click.command("paper")
@click.argument("site", metavar="SITE")
@click.option(
    "-o", "output", required=True, help="File to write (.pdf or .docx); - is standard output."
)
@click.option(
    "--kind", type=click.Choice(list(KINDS)), help="As the name of the file ends; or PDF."
)
@json_option
@data_option
def paper(site: str, output: str, kind: str | None, as_json: bool, data: Path | None) -> None:
    """One site, one file (一点一档): finding, place, claims, verifications, photos, doubts.

    SITE is an id or a code. The same content on the same day gives the same bytes.
    """
    from geo_app.reports.paper.content import gather
    from geo_app.work.people import book
    from geo_app.work.reference import districts

    settings = settings_of(data)
    today = datetime.now(ZoneInfo(settings.timezone)).date()
    with opened_desk(settings) as (store, desk):
        with store.session(read_only=True) as session:
            made = gather(session, site, desk, districts(settings), today, settings.language)
        content = made_as(kind or _kind(output), made, desk)
        with store.session() as session:
            book.exported(session, operator(settings), "geo-app site paper", site=made.code)
        write_whole(output, content)
    if output == "-":
        return
    if as_json:
        print_json({"file": output, "site": made.code, "bytes": len(content)})
    else:
        values = {"file": output, "bytes": len(content)}
        click.echo(say("paper.written", values, settings.language))


@click.command("template")
@click.option("-o", "output", required=True, help="File to write (.docx); - is standard output.")
@data_option
def template(output: str, data: Path | None) -> None:
    """The Word template of papers, to be edited: placeholders in docs/papers.md."""
    from geo_app.reports.paper.template import shipped

    settings = settings_of(data)
    write_whole(output, shipped())
    if output != "-":
        click.echo(say("paper.template_written", {"file": output}, settings.language))


def _kind(output: str) -> str:
    ending = Path(output).suffix.lower().removeprefix(".")
    return ending if ending in KINDS else PDF
