"""``geo-app serve``: the pages, on this computer or for the phones of the network."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geo_app.cli.options import data_option, opened, settings_of
from geo_app.settings import Settings
from geo_app.words import say

if TYPE_CHECKING:
    from geo_app.serving.lan import Lan

LAN_PORT = 8443


@click.command()
@click.option("--host", help="Address to listen on (default: 127.0.0.1).")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help=f"Port (default: 8000, with --lan {LAN_PORT}; 0 = any free).",
)
@click.option(
    "--lan",
    is_flag=True,
    help="HTTPS for the phones of this network, certified by an authority of our own.",
)
@data_option
def serve(host: str | None, port: int | None, lan: bool, data: Path | None) -> None:
    """Serve the pages; creates and fills the data folder at the first start."""
    from geo_app.serving.server import address_of, listen, run
    from geo_app.store.keys import signing_key

    settings = settings_of(data, host=host, port=port)
    with opened(settings):
        pass  # creates, migrates and fills; a broken store is said here, before the port opens
    signing_key(settings.data)  # made at the first start, so that every head is signed by one key
    if lan:
        _serve_network(settings, host, LAN_PORT if port is None else port)
        return
    listener = listen(settings.host, settings.port)
    address = address_of(listener, settings.host)
    click.echo(address)
    _invite(settings, address)
    run(settings, listener)


def _serve_network(settings: Settings, host: str | None, port: int) -> None:
    from geo_app.serving.lan import open_lan
    from geo_app.serving.server import run

    served = open_lan(settings, host, port)
    network = replace(settings.network, https=True, hosts=",".join(served.names))
    settings = replace(settings, host=served.names[0], network=network)
    click.echo(served.address)
    _invite(settings, served.address)
    _tell_phones(served, settings.language)
    run(
        settings,
        served.pages,
        certificate=served.certificate,
        beside=served.greeter(settings.language),
    )


def _tell_phones(served: Lan, language: str) -> None:
    """A square to be scanned where a person reads this, and what is to be compared."""
    import segno

    click.echo(say("lan.scan", {"address": served.greeting_address}, language))
    if sys.stdout.isatty():
        segno.make_qr(served.greeting_address).terminal(compact=True)
    fingerprint = served.authority.fingerprint
    click.echo(say("lan.fingerprint", {"fingerprint": fingerprint}, language))


def _invite(settings: Settings, address: str) -> None:
    """Say how the first administrator comes in, where nobody can yet."""
    from geo_app.work.people import links

    with opened(settings, write=True) as session:
        secret = links.make_first(session, settings.accounts)
    if secret is not None:
        hours = round(settings.accounts.link_hours)
        click.echo(say("people.setup", {"hours": hours}, settings.language))
        click.echo(f"{address}link/{secret}")
