"""``geo-app backup``: all of an installation in one file, and back again."""

from __future__ import annotations

from pathlib import Path

import click

from geo_app.cli.options import (
    data_option,
    json_option,
    operator,
    print_json,
    read_file,
    settings_of,
)
from geo_app.errors import InputError, StoreError
from geo_app.settings import Settings
from geo_app.words import say

_PASSPHRASE_BYTES = 4096

passphrase_option = click.option(
    "--passphrase-file", help="File whose first line is the passphrase; - for standard input."
)
ask_option = click.option("--ask", is_flag=True, help="Ask for the passphrase of a sealed backup.")


@click.group()
def backup() -> None:
    """All of an installation in one file, and back again."""


@backup.command("write")
@click.argument("file")
@click.option("--encrypt", is_flag=True, help="Seal it with a passphrase, which is asked for.")
@passphrase_option
@json_option
@data_option
def backup_write(
    file: str, encrypt: bool, passphrase_file: str | None, as_json: bool, data: Path | None
) -> None:
    """Write a backup while people work: the database as of one moment, then the photos.

    The file appears whole or not at all. Exit code 7, after it was written, when original photos
    are missing or altered or the log is broken: then look before the last good backup is deleted.
    """
    from geo_app.work.backup import write

    settings = settings_of(data)
    passphrase = _passphrase(passphrase_file, settings, ask=encrypt, new=True)
    written = write(settings, Path(file), operator(settings), passphrase)
    end = written.end
    told = {
        "file": file,
        "size": written.size,
        "sha256": written.sha256,
        "sealed": passphrase is not None,
        "made_at": written.head.made_at,
        "events": end.events,
        "originals": end.originals,
        "faults": end.faults,
        "broken_at": end.broken_at,
    }
    if as_json:
        print_json(told)
    else:
        click.echo(say("backup.written", told, settings.language))
        if passphrase is None:
            click.echo(say("backup.readable", {}, settings.language), err=True)
    if end.broken_at is not None:
        raise StoreError("log.broken", seq=end.broken_at)
    if end.faults:
        raise StoreError("backup.photos_lost", faults=end.faults)


@backup.command("verify")
@click.argument("file")
@passphrase_option
@ask_option
@json_option
def backup_verify(file: str, passphrase_file: str | None, ask: bool, as_json: bool) -> None:
    """Read a backup to its end: every byte, and the chain of the log; needs no database.

    Exit code 2 names what is damaged.
    """
    from geo_app.work.backup import verify

    settings = settings_of(None)
    passphrase = _passphrase(passphrase_file, settings, ask=ask)
    head, end = verify(Path(file), passphrase, settings.backups)
    told = {
        "made_at": head.made_at,
        "program": head.program,
        "revision": head.revision,
        "events": end.events,
        "originals": end.originals,
        "faults": end.faults,
        "broken_at": end.broken_at,
        "rows": end.rows,
    }
    if as_json:
        print_json(told)
    else:
        click.echo(say("backup.whole", told, settings.language))


@backup.command("restore")
@click.argument("file")
@passphrase_option
@ask_option
@click.option(
    "--as-it-is", is_flag=True, help="Also a backup whose log or rows did not fit when written."
)
@json_option
@data_option
def backup_restore(
    file: str,
    passphrase_file: str | None,
    ask: bool,
    as_it_is: bool,
    as_json: bool,
    data: Path | None,
) -> None:
    """Restore a backup into an empty data folder, on the database that DATABASE_URL names.

    So it is also the way from SQLite to PostgreSQL and back. Sessions, one-time links and access
    keys end. All is restored and checked, or nothing.
    """
    from geo_app.work.backup import restore

    settings = settings_of(data)
    passphrase = _passphrase(passphrase_file, settings, ask=ask)
    restored = restore(settings, Path(file), operator(settings), passphrase, as_it_is=as_it_is)
    end = restored.end
    told = {
        "made_at": restored.head.made_at,
        "events": end.events,
        "originals": end.originals,
        "broken_at": end.broken_at,
        "altered": [remark.to_json() for remark in restored.altered],
    }
    if as_json:
        print_json(told)
        return
    sound = end.broken_at is None and not restored.altered
    click.echo(
        say("backup.restored" if sound else "backup.restored_as_it_is", told, settings.language)
    )


def _passphrase(
    file: str | None, settings: Settings, *, ask: bool, new: bool = False
) -> str | None:
    """The passphrase of a file or, where asked for, of the person at the screen."""
    if file is None and not ask:
        return None
    if file is None:
        question = say("backup.ask", {}, settings.language)
        told: str = click.prompt(question, hide_input=True, confirmation_prompt=new, err=True)
    else:
        try:
            told = read_file(file, _PASSPHRASE_BYTES)[0].decode().splitlines()[0]
        except (UnicodeDecodeError, IndexError):
            told = ""
    least = settings.backups.passphrase_characters
    if new and len(told) < least:
        raise InputError("backup.passphrase_short", limit=least)
    return told
