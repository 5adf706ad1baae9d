"""``serve --lan`` as a phone meets it: a browser that trusts this installation's authority only."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, BrowserType, Error, Page

from tests.browser.conftest import CHROMIUM, FLAGS, PHONE

SECURE = (
    "isSecureContext && Boolean(navigator.serviceWorker && crypto.subtle && navigator.mediaDevices)"
)


@dataclass(frozen=True)
class Network:
    """A server of phones."""

    address: str
    greeting: str
    printed: str
    authority: bytes


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    folder = tmp_path_factory.mktemp("lan")
    greeting = free_port()
    environ = {key: value for key, value in os.environ.items() if not key.startswith("GEO_APP_")}
    environ |= {"PYTHONUNBUFFERED": "1", "GEO_APP_GREETING_PORT": str(greeting)}
    command = [sys.executable, "-m", "geo_app", "serve", "--lan", "--host", "127.0.0.1"]
    log = folder / "log"
    with log.open("w") as errors:
        process = subprocess.Popen(
            [*command, "--port", "0", "--data", str(folder / "data")],
            env=environ, stdout=subprocess.PIPE, stderr=errors, text=True,
        )  # fmt: skip
    assert process.stdout is not None
    try:
        printed = ""
        while "SHA-256" not in printed:
            line = process.stdout.readline()
            assert line, log.read_text()
            printed += line
        address = f"http://127.0.0.1:{greeting}"
        with urllib.request.urlopen(f"{address}/geo-app-authority.crt", timeout=60) as answer:
            assert answer.headers["Content-Type"] == "application/x-x509-ca-cert"
            authority = answer.read()
        yield Network(printed.splitlines()[0].rstrip("/"), address, printed, authority)
    finally:
        process.terminate()
        process.wait(timeout=20)
        process.stdout.close()


def opened(chromium: BrowserType, home: Path) -> BrowserContext:
    """A browser with a home of its own, which holds its list of trusted authorities."""
    return chromium.launch_persistent_context(
        str(home / "profile"),
        executable_path=CHROMIUM,
        args=FLAGS,
        env={**os.environ, "HOME": str(home)},
        viewport={"width": PHONE[0], "height": PHONE[1]},
        locale="zh-CN",
    )


@pytest.fixture
def page(chromium: BrowserType, tmp_path: Path) -> Iterator[Page]:
    """Of a browser that trusts no authority of ours."""
    context = opened(chromium, tmp_path)
    yield context.pages[0]
    context.close()


def trust(home: Path, certificate: bytes) -> None:
    """What the settings of a phone do with the file that was downloaded."""
    store = home / ".pki" / "nssdb"
    store.mkdir(parents=True)
    file = home / "authority.crt"
    file.write_bytes(certificate)
    at = ["-d", f"sql:{store}"]
    subprocess.run(["certutil", "-N", "--empty-password", *at], check=True)
    subprocess.run(
        ["certutil", "-A", "-t", "C,,", "-n", "authority", "-i", str(file), *at], check=True
    )


def test_a_browser_that_trusts_only_this_authority_gets_all_that_the_field_needs(
    network: Network, chromium: BrowserType, tmp_path: Path
) -> None:
    trust(tmp_path, network.authority)
    context = opened(chromium, tmp_path)
    try:
        page = context.pages[0]
        page.goto(f"{network.address}/sign-in")

        assert page.evaluate(SECURE)
        cookies = {each["name"]: each for each in context.cookies()}
        assert cookies["__Host-geo_app"]["secure"]
    finally:
        context.close()


def test_one_that_does_not_trust_it_is_warned(network: Network, page: Page) -> None:
    with pytest.raises(Error, match="ERR_CERT_AUTHORITY_INVALID"):
        page.goto(f"{network.address}/sign-in")


def test_the_page_that_hands_out_the_certificate(network: Network, page: Page) -> None:
    page.goto(network.greeting)
    shown = page.locator(".greeting-print").get_attribute("aria-label")
    told = re.search(r"(?:[0-9A-F]{2}:){31}[0-9A-F]{2}", network.printed)

    assert told is not None
    assert shown == told[0]
    assert page.locator(".greeting-print span").all_text_contents() == shown.split(":")
    assert page.get_by_role("link", name=network.address).get_attribute("href") is not None
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    assert not Axe().run(page).response["violations"]
    page.get_by_role("link", name="English").click()
    assert page.get_by_role("heading", level=1).text_content() == (
        "Let this phone trust the inspection map"
    )
