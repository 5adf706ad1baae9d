"""What no client of Flask can send: broken HTTP at the socket of the real server."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from geo_app.settings import Settings
from tests.server import Server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(Settings(data=tmp_path_factory.mktemp("raw"))) as running:
        yield running


def answer(server: Server, *lines: str, body: str = "") -> tuple[int, str]:
    """Status and body of what comes back until the server hangs up."""
    address = urlsplit(server.url)
    assert address.hostname is not None
    with socket.create_connection((address.hostname, address.port or 0), timeout=20) as line:
        head = [*lines, f"Host: 127.0.0.1:{address.port}", "Connection: close"]
        line.sendall(("\r\n".join(head) + "\r\n\r\n" + body).encode())
        pieces = list(iter(lambda: line.recv(65536), b""))
    whole = b"".join(pieces).decode("utf-8", "replace")
    return int(whole.split(" ", 2)[1]), whole.partition("\r\n\r\n")[2]


SMUGGLED = "0\r\n\r\nGET /me HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


@pytest.mark.parametrize(
    "headers",
    [
        ("Content-Length: 4", "Transfer-Encoding: chunked"),
        ("Transfer-Encoding: xchunked",),
        ("Transfer-Encoding: chunked", "Transfer-Encoding: identity"),
        ("Content-Length: 4", "Content-Length: 60"),
        ("Content-Length: +4",),
        ("Content-Length: 4, 60",),
        ("Content Length: 4",),
    ],
    ids=" + ".join,
)
def test_a_request_of_two_readings_is_refused(server: Server, headers: tuple[str, ...]) -> None:
    status, text = answer(server, "POST /sign-in HTTP/1.1", *headers, body=SMUGGLED)
    assert status in (400, 501)
    assert "Traceback" not in text


@pytest.mark.parametrize(
    "path",
    [
        *("/.git/HEAD", "/.env", "/secret.key", "/geo-app.db", "/console", "/server-status"),
        *("/static/", "/static/../pyproject.toml", "/static/..%2f..%2fpyproject.toml"),
        *("/static/%252e%252e/pyproject.toml", "/static/js/", "//etc/passwd", "/files/originals/"),
    ],
)
def test_nothing_but_what_is_meant_is_served(server: Server, path: str) -> None:
    status, text = answer(server, f"GET {path} HTTP/1.1")
    assert status in (303, 308, 404)
    assert "[project]" not in text
    assert "root:" not in text


def test_the_server_answers_after_all_that_and_repeats_no_request(server: Server) -> None:
    assert answer(server, "TRACE / HTTP/1.1", "Cookie: geo_app=secret")[0] == 405
    assert answer(server, "GET /about HTTP/1.1")[0] == 200
