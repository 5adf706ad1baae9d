"""``geo-app bundle``: evidence that a stranger can check; ``geo-app key``: what signs it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

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
from geo_app.errors import StoreError
from geo_app.settings import Settings
from geo_app.words import say

_NOTE_BYTES = 64 * 1024


@click.group()
def bundle() -> None:
    """Evidence bundles: write them, check them."""


@bundle.command("write")
@click.argument("sites", nargs=-1, required=True, metavar="SITE…")
@click.option("-o", "output", required=True, help="ZIP file to write.")
@click.option("--since", help="Head of the log that the reader has: prove that it only grew.")
@json_option
@data_option
def bundle_write(
    sites: tuple[str, ...], output: str, since: str | None, as_json: bool, data: Path | None
) -> None:
    """All evidence of some sites (ids or codes) in one signed file.

    The same history gives the same bytes. A head of the log comes from `geo-app log head`, or is
    checkpoint.txt of an earlier bundle.
    """
    from geo_app.reports.bundle.content import gather
    from geo_app.reports.bundle.write import write
    from geo_app.store.checkpoint import Checkpoint
    from geo_app.store.keys import signing_key
    from geo_app.work.desk import open_desk
    from geo_app.work.evidence import of_site
    from geo_app.work.people import book

    settings = settings_of(data)
    signer = signing_key(settings.data)
    earlier = Checkpoint.open(_text(since), signer.public) if since else None
    with open_desk(settings) as desk:

        def assess(session: Any, site: Any) -> list[dict[str, Any]]:
            found = of_site(session, site, desk).photos
            return [{"photo": each.photo.id} | each.assessment.to_json() for each in found]

        with opened(settings) as session:
            content = gather(session, sites, signer.name, assess, settings.complaints, earlier)
        with opened(settings, write=True) as session:
            book.exported(
                session, operator(settings), "geo-app bundle write", sites=",".join(sites)
            )
        written = write(Path(output), content, desk=desk, signer=signer)
    if as_json:
        print_json({"file": output} | asdict(written))
    else:
        click.echo(say("bundle.written", {"file": output} | asdict(written), settings.language))


@bundle.command("verify")
@click.argument("file")
@click.option("--key", help="Fingerprint of the key that must have signed it, or a file with it.")
@click.option("--since", help="File with an earlier head of the log, which this must continue.")
@json_option
def bundle_verify(file: str, key: str | None, since: str | None, as_json: bool) -> None:
    """Check a bundle; needs no installation, no database and no network.

    Exit code 0 when all of it is as it was signed, 7 when not, 2 when it is no bundle at all.
    """
    from geo_app.reports.bundle.verify import verify

    settings = settings_of(None)
    report = verify(
        Path(file), settings.bundles, key=_key(key), since=_text(since) if since else None
    )
    if as_json:
        print_json(
            {
                "good": report.is_good,
                "sites": report.sites,
                "events": report.events,
                "photos": report.photos,
                "fingerprint": report.fingerprint,
                "key_known": report.key_known,
                "faults": [fault.to_json(settings.language) for fault in report.faults],
            }
        )
    else:
        for sentence in report.sentences(settings.language):
            click.echo(sentence)
    if not report.is_good:
        raise StoreError("bundle.bad", count=len(report.faults))


def _key(told: str | None) -> str | None:
    """What ``--key`` says: a file of that name, else the words themselves."""
    if told is None or not Path(told).is_file():
        return told
    return _text(told)


def _text(file: str) -> str:
    return read_file(file, _NOTE_BYTES)[0].decode(errors="replace")


@click.group()
def key() -> None:
    """The key that signs bundles and heads of the log."""


@key.command("show")
@json_option
@data_option
def key_show(as_json: bool, data: Path | None) -> None:
    """Fingerprint and public key of this installation, to be told to others.

    The key is made at first use, in the data folder; keep a copy of signing.key in a safe place.
    """
    from geo_app.store.keys import signing_key

    settings: Settings = settings_of(data)
    public = signing_key(settings.data).public
    if as_json:
        print_json({"name": public.name, "fingerprint": public.fingerprint, "key": str(public)})
    else:
        click.echo(f"{public.fingerprint}\n{public}")
