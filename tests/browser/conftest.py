"""The real server on a free port, and a page that fails its test on anything that should not be."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    BrowserType,
    Page,
    Request,
    Route,
    sync_playwright,
)

from geo_app.settings import Settings
from tests.browser import samples
from tests.signed_in import access_key, enter, session_cookie

CHROMIUM = os.environ.get("GEO_APP_TEST_CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
DESKTOP = (1440, 900)
PHONE = (390, 844)
TILES = "/tiles-of-the-test/"
START_SECONDS = 60
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000000000500010d0a2db40000000049454e44ae426082"
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True)
class Server:
    """The running program."""

    address: str
    log: Path
    data: Path

    def json(self, path: str) -> Any:
        asked = urllib.request.Request(
            self.address + path, headers={"Cookie": f"geo_app={self.cookie}"}
        )
        with urllib.request.urlopen(asked, timeout=20) as answer:
            return json.load(answer)

    @cached_property
    def key(self) -> str:
        """Of a program of the operator."""
        return access_key(Settings(data=self.data))

    @cached_property
    def cookie(self) -> str:
        """Of a browser in which the operator has signed in."""
        return session_cookie(Settings(data=self.data))


@dataclass
class Tiles:
    """A tile server on another origin, as those of the base maps are; it knows who asked."""

    origin: str
    referers: list[str | None] = field(default_factory=list)


@pytest.fixture(scope="session")
def tiles() -> Iterator[Tiles]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.referers.append(self.headers.get("Referer"))
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.send_header("Content-Length", str(len(PIXEL)))
            self.end_headers()
            self.wfile.write(PIXEL)

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = Tiles(f"http://127.0.0.1:{listening.server_address[1]}")
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    yield found
    listening.shutdown()
    listening.server_close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, tiles: Tiles) -> Iterator[Server]:
    """One installation with the samples, served as a user would."""
    folder = tmp_path_factory.mktemp("served")
    data = folder / "data"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    here = f"http://127.0.0.1:{port}{TILES}{{z}}/{{x}}/{{y}}.png"
    environ = {key: value for key, value in os.environ.items() if not key.startswith("GEO_APP_")}
    environ |= {
        "GEO_APP_AMAP": "1",
        "GEO_APP_AMAP_URL": here,
        "GEO_APP_OSM": "1",
        "GEO_APP_OSM_URL": f"{tiles.origin}/{{z}}/{{x}}/{{y}}.png",
        "PYTHONUNBUFFERED": "1",
    }
    program = [sys.executable, "-m", "geo_app"]
    for group, content in (("sites", samples.sites()), ("gazetteer", samples.anchors())):
        file = folder / f"{group}.geojson"
        file.write_bytes(samples.as_bytes(content))
        command = [*program, group, "import", str(file), "--data", str(data)]
        done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    log = folder / "serve.log"
    arguments = ["serve", "--host", "127.0.0.1", "--port", str(port), "--data", str(data)]
    with log.open("w") as errors:
        process = subprocess.Popen(
            [*program, *arguments], env=environ, stdout=subprocess.PIPE, stderr=errors, text=True
        )
    assert process.stdout is not None
    try:
        address = process.stdout.readline().strip().rstrip("/")
        assert address.startswith("http://"), log.read_text()
        running = Server(address, log, data)
        _until_it_answers(running)
        yield running
    finally:
        process.terminate()
        process.wait(timeout=20)
        process.stdout.close()


def _until_it_answers(server: Server) -> None:
    # the port is open before the address is printed: the first request waits for the worker
    with urllib.request.urlopen(server.address + "/healthz", timeout=START_SECONDS) as answer:
        assert answer.status == 200


@pytest.fixture(scope="session")
def chromium() -> Iterator[BrowserType]:
    """Debian's Chromium, not started; there can be one Playwright only."""
    if not Path(CHROMIUM).exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"Chromium is not at {CHROMIUM}; under CI the browser tests must run")
        pytest.skip(f"Chromium is not at {CHROMIUM}; GEO_APP_TEST_CHROMIUM may name another")
    with sync_playwright() as playwright:
        yield playwright.chromium


@pytest.fixture(scope="session")
def browser(chromium: BrowserType) -> Iterator[Browser]:
    launched = chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield launched
    launched.close()


@dataclass
class Watch:
    """What went wrong on the pages of a test."""

    address: str
    tiles: str
    faults: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    cookie: str = ""
    """Of another server than that of the samples."""

    def expect(self, words: str) -> None:
        """This test provokes a message with these words."""
        self.expected.append(words)

    def note(self, fault: str) -> None:
        self.faults.append(fault)

    def request(self, request: Request) -> None:
        own = (self.address + "/", self.tiles + "/", "data:", "blob:")
        if not request.url.startswith(own):
            self.note(f"request to another host: {request.url}")

    def failure(self, request: Request) -> None:
        # an answer that a newer question overtook is dropped on purpose
        if request.failure != "net::ERR_ABORTED":
            self.note(f"failed: {request.url} {request.failure}")

    @property
    def surprises(self) -> list[str]:
        return [
            fault for fault in self.faults if not any(words in fault for words in self.expected)
        ]


OpenPage = Callable[..., Page]


@pytest.fixture
def watch(server: Server, tiles: Tiles) -> Watch:
    return Watch(server.address, tiles.origin)


@pytest.fixture
def open_page(server: Server, browser: Browser, watch: Watch) -> Iterator[OpenPage]:
    """Opens a path of the program; the test fails on any error that the browser reports."""
    contexts: list[BrowserContext] = []

    def opened(
        path: str, size: tuple[int, int] = DESKTOP, *, language: str = "zh", theme: str = "light"
    ) -> Page:
        width, height = size
        phone = width < 600
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale="en-GB" if language == "en" else "zh-CN",
            color_scheme="dark" if theme == "dark" else "light",
            has_touch=phone,
            is_mobile=phone,
            reduced_motion="reduce",
            base_url=server.address,
        )
        contexts.append(context)
        context.add_cookies([{"name": "language", "value": language, "url": server.address}])
        enter(context, server.address, watch.cookie or server.cookie)
        context.route(f"**{TILES}**", _tile)
        page = context.new_page()
        page.on("request", watch.request)
        page.on("pageerror", lambda error: watch.note(f"error: {error}"))
        page.on("requestfailed", watch.failure)
        page.on("console", lambda said: watch.note(said.text) if said.type == "error" else None)
        page.add_init_script(
            "addEventListener('securitypolicyviolation', (event) =>"
            " console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI))"
        )
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert watch.surprises == []


def _tile(route: Route) -> None:
    route.fulfill(status=200, content_type="image/png", body=PIXEL)


@pytest.fixture(scope="session")
def camera(browser: Browser) -> Iterator[Browser]:
    """A browser with a camera."""
    from tests.browser.field_page import CAMERA

    launched = browser.browser_type.launch(executable_path=CHROMIUM, args=[*FLAGS, *CAMERA])
    yield launched
    launched.close()


@pytest.fixture
def open_phone(camera: Browser, server: Server, watch: Watch) -> Iterator[Callable[..., Any]]:
    """Opens the field page on a phone; fails as ``open_page`` does."""
    from tests.browser.field_page import opener

    opened, contexts = opener(camera, server, watch)
    yield opened
    for context in contexts:
        context.close()
    assert watch.surprises == []


def ready(page: Page) -> Page:
    """Wait until the scripts of a map page have drawn what they draw first."""
    page.wait_for_selector("body[data-ready=yes]")
    return page


@pytest.fixture
def map_page(open_page: OpenPage) -> Page:
    return ready(open_page("/"))
