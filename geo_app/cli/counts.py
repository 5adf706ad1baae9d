"""``geo-app counts``: what is kept beside the sites for the map and the search."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from geo_app.cli.options import data_option, json_option, opened, print_json, settings_of
from geo_app.errors import StoreError
from geo_app.words import say


@click.group()
def counts() -> None:
    """The counts that the map is drawn from, and the index of words; kept with every change."""


@counts.command("rebuild")
@json_option
@data_option
def counts_rebuild(as_json: bool, data: Path | None) -> None:
    """Count all sites anew, for today, and index their words; other writers wait.

    Takes up a changed crowd setting.
    """
    from geo_app.store.counts import rebuild

    settings = settings_of(data)
    today = datetime.now(ZoneInfo(settings.timezone)).date()
    with opened(settings, write=True) as session:
        count = rebuild(session, today, settings.tiles.crowd)
    told = {"count": count, "day": today.isoformat(), "crowd": settings.tiles.crowd}
    if as_json:
        print_json(told)
    else:
        click.echo(say("counts.rebuilt", told, settings.language))


@counts.command("check")
@json_option
@data_option
def counts_check(as_json: bool, data: Path | None) -> None:
    """Count all sites from scratch and compare; nothing is altered.

    Exit code 7 names what is not as the sites say.
    """
    from geo_app.store.counts import basis, check, total

    settings = settings_of(data)
    with opened(settings) as session:
        wrong = list(check(session))
        made_with, count = basis(session), total(session).n
    day = made_with.day.isoformat() if made_with else None
    if as_json:
        print_json({"count": count, "day": day, "wrong": [each.to_json() for each in wrong]})
    else:
        for remark in wrong:
            click.echo(remark.text(settings.language))
    if wrong:
        raise StoreError("counts.not_kept", count=len(wrong))
    if not as_json:
        click.echo(say("counts.whole", {"count": count, "day": day}, settings.language))
