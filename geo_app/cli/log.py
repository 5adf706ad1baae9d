"""``geo-app log``: is the history what was written?"""

from __future__ import annotations

from pathlib import Path

import click

from geo_app.cli.options import (
    data_option,
    json_option,
    opened,
    print_json,
    read_file,
    settings_of,
    write_whole,
)
from geo_app.errors import StoreError
from geo_app.words import say

_HEAD_BYTES = 64 * 1024


@click.group()
def log() -> None:
    """The chained log of events."""


@log.command("verify")
@click.option("--head", help="Head of the log that was kept earlier (geo-app log head).")
@json_option
@data_option
def log_verify(head: str | None, as_json: bool, data: Path | None) -> None:
    """Walk the whole chain of events; then see whether visits, photos and forms fit it.

    Exit code 7 names the first event that does not fit, and each row that was altered. Only a
    head that was kept elsewhere shows that the whole log was written anew.
    """
    from geo_app.store.audit import audit
    from geo_app.store.checkpoint import Checkpoint
    from geo_app.store.keys import signing_key
    from geo_app.store.log import continues, verify

    settings = settings_of(data)
    earlier = None
    if head is not None:
        note = read_file(head, _HEAD_BYTES)[0].decode(errors="replace")
        earlier = Checkpoint.open(note, signing_key(settings.data).public)
    with opened(settings) as session:
        report = verify(session)
        whole = report.broken_at is None
        kept = earlier is None or (whole and continues(session, earlier))
        rows = list(audit(session)) if whole else []
    if as_json:
        print_json(
            {
                "events": report.events,
                "head": report.head,
                "broken_at": report.broken_at,
                "continues_head": None if earlier is None else kept,
                "altered": [remark.to_json() for remark in rows],
            }
        )
    else:
        for remark in rows:
            click.echo(remark.text(settings.language))
    if report.broken_at is not None:
        raise StoreError("log.broken", seq=report.broken_at)
    if earlier is not None and not kept:
        raise StoreError("log.rewritten", size=earlier.size)
    if rows:
        raise StoreError("log.rows_altered", count=len(rows))
    if not as_json:
        values = {"events": report.events, "head": report.head}
        click.echo(say("log.whole", values, settings.language))


@log.command("head")
@click.option("-o", "output", default="-", help="File to write (default: standard output).")
@data_option
def log_head(output: str, data: Path | None) -> None:
    """The head of the log, signed: keep it elsewhere, so that a rewritten log is found out."""
    from geo_app.store.keys import signing_key
    from geo_app.store.log import prove

    settings = settings_of(data)
    signer = signing_key(settings.data)
    with opened(settings) as session:
        head = prove(session, signer.name).head
    write_whole(output, head.sign(signer).encode())
