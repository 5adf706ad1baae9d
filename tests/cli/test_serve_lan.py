"""``serve --lan``: what it refuses, before any port is open."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from geo_app.errors import GeoAppError, InputError
from geo_app.serving.lan import open_lan
from geo_app.settings import Network, Settings


@pytest.mark.parametrize("host", ["8.8.8.8", "map.example.cn", "2001:4860::1"])
def test_a_public_address_is_refused_and_nothing_is_made(tmp_path: Path, host: str) -> None:
    with pytest.raises(InputError):
        open_lan(Settings(data=tmp_path / "data"), host, 0)
    assert not (tmp_path / "data").exists()


def test_a_taken_greeting_port_closes_the_other_one(tmp_path: Path) -> None:
    with socket.socket() as taken, socket.socket() as probe:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        network = Network(greeting_port=taken.getsockname()[1])
        with pytest.raises(GeoAppError, match=str(network.greeting_port)):
            open_lan(Settings(data=tmp_path, network=network), "127.0.0.1", port)
    with socket.socket() as again:
        again.bind(("127.0.0.1", port))
