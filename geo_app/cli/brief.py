"""``geo-app notice summary`` and ``geo-app districts brief``: what leaders read, as PDF or Word."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from geo_app.cli.options import data_option, opened_desk, operator, settings_of, write_whole
from geo_app.cli.paper import kind_of
from geo_app.errors import NotFoundError
from geo_app.reports.paper.kinds import KINDS
from geo_app.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from geo_app.reports.brief.sheet import Sheet
    from geo_app.settings import Settings
    from geo_app.work.desk import Desk

    Reading = Callable[[Session, Desk, date], Sheet]

_OUTPUT = "File to write (.pdf or .docx); - is standard output."
_KIND = "As the name of the file ends; or PDF."


@click.command("summary")
@click.argument("notice")
@click.option("-o", "output", required=True, help=_OUTPUT)
@click.option("--kind", type=click.Choice(list(KINDS)), help=_KIND)
@data_option
def summary(notice: str, output: str, kind: str | None, data: Path | None) -> None:
    """A notice with what became of it, problem by problem, with the evidence.

    NOTICE is its id, or the SHA-256 that ``sites export`` names.
    """
    from geo_app.reports.brief.notice import summary as read

    settings = settings_of(data)

    def reading(session: Session, desk: Desk, today: date) -> Sheet:
        return read(session, _id(session, notice), desk, today, settings.language)

    _write(settings, output, kind, "geo-app notice summary", reading)


@click.command("brief")
@click.option("-o", "output", required=True, help=_OUTPUT)
@click.option("--kind", type=click.Choice(list(KINDS)), help=_KIND)
@click.option(
    "--by",
    type=click.Choice(["district", "unit"]),
    default="district",
    show_default=True,
    help="Legal districts, or accounting units.",
)
@data_option
def brief(output: str, kind: str | None, by: str, data: Path | None) -> None:
    """Where the districts stand today: the leader's table, and the most urgent sites."""
    from geo_app.reports.brief.district import brief as read
    from geo_app.work.reference import districts
    from geo_app.work.standing import By

    settings = settings_of(data)

    def reading(session: Session, desk: Desk, today: date) -> Sheet:
        return read(session, districts(settings), desk, today, By(by), settings.language)

    _write(settings, output, kind, "geo-app districts brief", reading)


def _id(session: Session, name: str) -> str:
    from sqlalchemy import or_, select

    from geo_app.store.models import Notice

    asked = or_(Notice.id == name, Notice.sha256 == name)
    found = session.scalar(select(Notice.id).where(asked))
    if found is None:
        raise NotFoundError("job.no_notice", id=name)
    return found


def _write(
    settings: Settings, output: str, kind: str | None, command: str, reading: Reading
) -> None:
    from geo_app.reports.brief.write import write
    from geo_app.work.people import book

    today = datetime.now(ZoneInfo(settings.timezone)).date()
    with opened_desk(settings) as (store, desk):
        with store.session(read_only=True) as session:
            sheet = reading(session, desk, today)
        content = write(kind or kind_of(output), sheet, desk)
        with store.session() as session:
            book.exported(session, operator(settings), command)
        write_whole(output, content)
    if output != "-":
        values = {"file": output, "bytes": len(content)}
        click.echo(say("paper.written", values, settings.language))
