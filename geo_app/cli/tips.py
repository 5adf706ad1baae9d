"""``geo-app tips``: what people have told the bureau."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from geo_app.cli.options import data_option, json_option, opened, operator, print_json, settings_of
from geo_app.words import say


@click.group()
def tips() -> None:
    """Tips of the public."""


@tips.command("forget")
@json_option
@data_option
def tips_forget(as_json: bool, data: Path | None) -> None:
    """Remove the contacts of tips that were answered long ago (setting contact_days).

    The server does so with each tip and each answer; this is for a timer. It is written into the
    record of sign-ins and rights.
    """
    from geo_app.work.tip_contacts import forget

    settings = settings_of(data)
    with opened(settings, write=True) as session:
        count = forget(session, settings.public, datetime.now(UTC), operator(settings))
    if as_json:
        print_json({"removed": count})
    else:
        values = {"count": count, "days": settings.public.contact_days}
        click.echo(say("tip.forgotten", values, settings.language))
