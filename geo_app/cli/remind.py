"""``geo-app remind``: deadlines to those whom they concern; for cron or a systemd timer."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from geo_app.cli.options import data_option, json_option, print_json, settings_of
from geo_app.errors import GeoAppError
from geo_app.words import say, term


@click.command()
@click.option("--dry-run", is_flag=True, help="Say how much would be sent, and send nothing.")
@json_option
@data_option
def remind(dry_run: bool, as_json: bool, data: Path | None) -> None:
    """Send reminders of deadlines by mail, WeCom and DingTalk, each once; run it daily.

    A message that was not taken is tried again next time, and the exit code is 1. What was
    interrupted between sending and noting it down is sent once more.
    """
    from geo_app.reports.reminder import run as job
    from geo_app.store.session import open_store
    from geo_app.work import reference
    from geo_app.work.first_start import first_start

    settings = settings_of(data)
    today = datetime.now(ZoneInfo(settings.timezone)).date()
    tongue = settings.language
    store = open_store(settings)
    try:
        first_start(store, settings)
        ways = job.ways(store, settings, reference.districts(settings))
        if dry_run:
            _would(job.counts(store, settings, ways, today), tongue, as_json)
            return
        outcome = job.run(store, settings, ways, today)
    finally:
        store.engine.dispose()
    told = {"sent": outcome.sent, "reminders": outcome.reminders}
    if as_json:
        troubles = [
            {"channel": each.channel, "addressee": each.addressee, "reason": each.reason}
            for each in outcome.troubles
        ]
        print_json({**told, "troubles": troubles})
    else:
        click.echo(say("remind.done", told, tongue))
        for each in outcome.troubles:
            values = {
                "channel": term("channel", each.channel, tongue),
                "addressee": each.addressee or say("reminder.group", {}, tongue),
                "reason": each.reason,
            }
            click.echo(say("remind.refused", values, tongue), err=True)
    if outcome.troubles:
        raise GeoAppError("remind.failed", count=len(outcome.troubles))


def _would(found: list[tuple[str, str, int]], tongue: str, as_json: bool) -> None:
    names = ("channel", "addressee", "reminders")
    if as_json:
        print_json([dict(zip(names, each, strict=True)) for each in found])
        return
    for channel, addressee, count in found:
        values = {
            "channel": term("channel", channel, tongue),
            "addressee": addressee or say("reminder.group", {}, tongue),
            "reminders": count,
        }
        click.echo(say("remind.would", values, tongue))
