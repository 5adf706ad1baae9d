"""``geo-app inspection draw``: random re-checks that anybody can repeat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from geo_app.cli.options import (
    data_option,
    json_option,
    opened,
    operator,
    print_json,
    settings_of,
)
from geo_app.errors import ConflictError
from geo_app.words import say

if TYPE_CHECKING:
    from geo_app.settings import Settings
    from geo_app.work.draws import Asked, Record, Row


@click.command("draw")
@click.option("--sites", "count", type=click.IntRange(1), help="Sites to draw.")
@click.option("--share", type=click.IntRange(1, 100), help="The same as a share, percent.")
@click.option("--inspectors", "each", type=click.IntRange(1, 20), default=2, help="For each site.")
@click.option("--district", "districts", multiple=True, help="Only there. May be repeated.")
@click.option("--category", "categories", multiple=True, help="Only of it. May be repeated.")
@click.option("--status", "statuses", multiple=True, help="Only in it. May be repeated.")
@click.option("--unseen-days", type=click.IntRange(0, 36_500), help="Not visited for so long.")
@click.option("--by-doubts", is_flag=True, help="One ticket more for each doubt of a site.")
@click.option("--with-verifiers", is_flag=True, help="Also who has verified the site before.")
@click.option("--seed", help="As people have agreed on it; without one the program makes it.")
@click.option("--yes", is_flag=True, help="Draw; without it only the pool is shown.")
@click.option("--finish", "begun", metavar="ID", help="Draw what was written down, but not drawn.")
@click.option("--verify", "checked", metavar="ID", help="Repeat a draw from the log and compare.")
@json_option
@data_option
def draw(
    count: int | None,
    share: int | None,
    each: int,
    districts: tuple[str, ...],
    categories: tuple[str, ...],
    statuses: tuple[str, ...],
    unseen_days: int | None,
    by_doubts: bool,
    with_verifiers: bool,
    seed: str | None,
    yes: bool,
    begun: str | None,
    checked: str | None,
    as_json: bool,
    data: Path | None,
) -> None:
    """Draw sites and who looks at them (双随机); docs/draw.md states the rule.

    Pool and seed are in the log before the draw; the result becomes an assignment in the history of
    each site. Nobody of the responsible unit is drawn. Exit code 6 where --verify finds another
    result.
    """
    from geo_app.work.draws import Asked
    from geo_app.work.site_filter import SiteFilter

    settings = settings_of(data)
    if checked:
        _check(settings, checked, as_json)
        return
    if begun:
        _carry_out(settings, begun, {}, as_json=as_json)
        return
    where = SiteFilter(districts=districts, categories=categories, statuses=statuses)
    asked = Asked(where, unseen_days, count, share, each, by_doubts, not with_verifiers)
    _draw(settings, asked, seed, yes=yes, as_json=as_json)


def _draw(settings: Settings, asked: Asked, seed: str | None, *, yes: bool, as_json: bool) -> None:
    from geo_app.work import draws

    language, actor = settings.language, operator(settings)
    today = datetime.now(ZoneInfo(settings.timezone)).date()
    with opened(settings, write=yes) as session:
        pool = draws.pool_of(session, actor, asked, today, settings)
        draw_id = draws.announce(session, actor, pool, seed) if yes else None
    told = {
        "sites": len(pool.sites),
        "inspectors": len(pool.inspectors),
        "count": pool.count,
        "each": pool.each,
        "digest": pool.digest,
    }
    if not as_json:
        click.echo(say("draw.cli_pool", told, language))
    if draw_id is None:
        if as_json:
            print_json({**told, "id": None, "result": None})
        else:
            click.echo(say("draw.cli_preview", {}, language))
        return
    _carry_out(settings, draw_id, told, as_json=as_json)  # the pool is kept, whatever comes now


def _carry_out(
    settings: Settings, draw_id: str, told: Mapping[str, object], *, as_json: bool
) -> None:
    from geo_app.work import draws

    language, actor = settings.language, operator(settings)
    today = datetime.now(ZoneInfo(settings.timezone)).date()
    with opened(settings, write=True) as session:
        record = draws.carry_out(session, actor, draw_id, today)
        if as_json:
            print_json({**told, **_json(record)})
            return
        click.echo(say("draw.cli_announced", {"id": draw_id, "seed": record.seed}, language))
        for line in _lines(draws.in_words(session, record), record.pool.each, language):
            click.echo(line)


def _check(settings: Settings, draw_id: str, as_json: bool) -> None:
    from geo_app.work import draws

    with opened(settings) as session:
        record = draws.read(session, draw_id)
    if as_json:
        print_json({**_json(record), "digest": record.digest, "holds": record.holds})
    if not record.holds:
        raise ConflictError("draw.differs", id=draw_id)
    if not as_json:
        values = {"id": draw_id, "count": len(record.result or ())}
        click.echo(say("draw.cli_holds", values, settings.language))


def _json(record: Record) -> dict[str, object]:
    result = None if record.result is None else [asdict(each) for each in record.result]
    return {
        "id": record.id,
        "seed": record.seed,
        "seed_by_person": record.by_person,
        "result": result,
    }


def _lines(rows: Iterable[Row], each: int, language: str) -> Iterator[str]:
    for row in rows:
        missing = each - len(row.names)
        short = say("draw.cli_short", {"n": missing}, language) if missing else ""
        yield f"  {row.code}  {row.name}  {'、'.join(row.names) or '—'}{short}"
