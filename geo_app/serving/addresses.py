"""By which addresses and names other computers call this one."""

from __future__ import annotations

import ipaddress
import socket
from contextlib import suppress

from geo_app.errors import InputError
from geo_app.serving.authority import may_speak_for

_ELSEWHERE = ("10.255.255.255", 9)
"""An address of a private network; asking for the way there sends nothing."""


def on_network(host: str | None) -> str:
    """Address by which phones on the network reach this computer.

    Args:
        host: The one that was named; None = that of the card that leads to the network.

    Raises:
        InputError: None is there, or the one that was named is not of a private network.
    """
    address = host or _of_the_card()
    if address is None:
        raise InputError("lan.no_network")
    try:
        found = ipaddress.ip_address(address)
    except ValueError as error:
        raise InputError("lan.no_address", host=address) from error
    if found.is_unspecified or not may_speak_for(address):
        raise InputError("lan.public_address", host=address)
    return address


def names_of(address: str) -> tuple[str, ...]:
    """All that the certificate is for: the address, this computer's own names, the loopback."""
    name = f"{socket.gethostname().split('.')[0].lower()}.local"
    named = (name,) if _is_host_name(name) else ()
    return tuple(dict.fromkeys((address, *named, "localhost", "127.0.0.1")))


def _of_the_card() -> str | None:
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(_ELSEWHERE)
        address: str = probe.getsockname()[0]
        return address
    return None


def _is_host_name(name: str) -> bool:
    return all(part.isascii() and part.replace("-", "a").isalnum() for part in name.split("."))
