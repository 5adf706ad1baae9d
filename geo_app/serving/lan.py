"""Serving phones of a local network: HTTPS by our own authority, and the page that says how."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from geo_app.serving.addresses import names_of, on_network
from geo_app.serving.authority import Authority, authority, issue
from geo_app.serving.server import address_of, listen
from geo_app.settings import Settings

EVERYWHERE = "0.0.0.0"  # noqa: S104 # the command is for other computers to reach us
THREADS = 2
"""Of the page that hands out the certificate; slow callers wait in its loop, not in a thread."""


@dataclass(frozen=True, slots=True)
class Lan:
    """What is served where.

    Attributes:
        names: How browsers call the server; the first is its address on the network.
        pages: Port of the program, HTTPS.
        address: Of the program.
        greeting: Port of the page that hands out the certificate, HTTP.
        greeting_address: Of that page.
        authority: Who certifies.
        certificate: PEM file of the server.
    """

    names: tuple[str, ...]
    pages: socket.socket
    address: str
    greeting: socket.socket
    greeting_address: str
    authority: Authority
    certificate: Path

    def greeter(self, language: str) -> Callable[[], None]:
        """What starts that page beside the program, in a thread that ends with the process."""

        def start() -> None:
            from waitress.server import create_server

            from geo_app.web.greeting import Greeting, create_greeting

            page = create_greeting(
                Greeting(
                    here=self.greeting_address,
                    pages=self.address,
                    certificate=self.authority.der,
                    fingerprint=self.authority.fingerprint,
                    language=language,
                )
            )
            server = create_server(page, sockets=[self.greeting], threads=THREADS, ident=None)
            threading.Thread(target=server.run, name="greeting", daemon=True).start()

        return start


def open_lan(settings: Settings, host: str | None, port: int) -> Lan:
    """Open both ports, with a certificate for the addresses that this computer has now.

    Args:
        settings: Of the installation.
        host: Address on the network; None = found out.
        port: Of the program.

    Raises:
        InputError: No network, or a public address.
        GeoAppError: A port is taken.
        StoreError: The key cannot be kept or read.
    """
    address = on_network(host)
    names = names_of(address)
    trusted = authority(settings.data)
    certificate = issue(trusted, settings.data, names)
    # who names an address means that card; else the loopback is served too
    card = host or EVERYWHERE
    pages = listen(card, port)
    try:
        greeting = listen(card, settings.network.greeting_port)
    except Exception:
        pages.close()
        raise
    return Lan(
        names=names,
        pages=pages,
        address=address_of(pages, address, "https"),
        greeting=greeting,
        greeting_address=address_of(greeting, address),
        authority=trusted,
        certificate=certificate,
    )
