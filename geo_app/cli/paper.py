"""``geo-app site paper``: all that is known of one site; ``site papers``: of many, as one zip."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from geo_app.cli.bar import bar
from geo_app.cli.options import (
    data_option,
    json_option,
    opened_desk,
    operator,
    print_json,
    settings_of,
    write_whole,
)
from geo_app.errors import NotFoundError
from geo_app.reports.paper.kinds import KINDS, PDF, made_as
from geo_app.words import say

if TYPE_CHECKING:
    from geo_app.store.session import Store
    from geo_app.work.site_filter import SiteFilter

_ALL = 1_000_000


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
        content = made_as(kind or kind_of(output), made, desk)
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


@click.command("papers")
@click.argument("sites", metavar="[SITE]...", nargs=-1)
@click.option("-o", "output", required=True, help="File to write (.zip).")
@click.option("--kind", type=click.Choice(list(KINDS)), default=PDF, show_default=True)
@click.option("--district", multiple=True, help="Only of this district (code or name); repeatable.")
@click.option("--category", multiple=True, help="Only of this category; repeatable.")
@click.option("--status", multiple=True, help="Only of this status; repeatable.")
@json_option
@data_option
def papers(
    sites: tuple[str, ...],
    output: str,
    kind: str,
    district: tuple[str, ...],
    category: tuple[str, ...],
    status: tuple[str, ...],
    as_json: bool,
    data: Path | None,
) -> None:
    """The papers of many sites as one zip: those named (ids or codes), or all that fit.

    Ctrl-C stops it and leaves no file; a file of that name from before stays.
    """
    from geo_app.reports.batch.archive import Wanted, write
    from geo_app.work.people import book
    from geo_app.work.reference import districts
    from geo_app.work.site_filter import SiteFilter

    settings = settings_of(data)
    today = datetime.now(ZoneInfo(settings.timezone)).date()
    with opened_desk(settings) as (store, desk):
        outlines = districts(settings)
        chosen = sites or _found(
            store, SiteFilter(districts=district, categories=category, statuses=status), today
        )
        wanted = Wanted(chosen, kind, today, settings.language)
        with bar(say("batch.making", {}, settings.language), quiet=as_json) as tell:
            count = write(store, desk, outlines, wanted, Path(output), tell=tell)
        with store.session() as session:
            book.exported(
                session, operator(settings), "geo-app site papers", sites=count, format=kind
            )
    if as_json:
        print_json({"file": output, "sites": count})
    else:
        click.echo(say("batch.written", {"file": output, "count": count}, settings.language))


def _found(store: Store, where: SiteFilter, today: date) -> tuple[str, ...]:
    """Ids of what a filter selects.

    Raises:
        NotFoundError: Nothing.
    """
    from geo_app.work.sites import find

    with store.session(read_only=True) as session:
        page = find(session, where, _ALL, today=today)
        ids = tuple(site.id for site in page.sites)
    if not ids:
        raise NotFoundError("batch.no_sites")
    return ids


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


def kind_of(output: str) -> str:
    """The kind that the name of a file asks for; PDF where it asks for none of ours."""
    ending = Path(output).suffix.lower().removeprefix(".")
    return ending if ending in KINDS else PDF
