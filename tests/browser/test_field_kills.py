"""Tab or browser killed in mid-capture and mid-upload: nothing lost, nothing there twice.

``GEO_APP_TEST_KILLS=60 pytest tests/browser/test_field_kills.py`` runs more (docs/field.md).
"""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page
from sqlalchemy import func, select

from geo_app.settings import Settings
from geo_app.store.inspections import Inspection
from geo_app.store.session import as_it_is
from tests.browser.conftest import CHROMIUM, FLAGS, Server
from tests.browser.field_page import CAMERA, HERE, MAY, PHONE, Phone, site_of
from tests.browser.line import Line
from tests.photos import jpeg, scene
from tests.signed_in import enter

RUNS = int(os.environ.get("GEO_APP_TEST_KILLS", "4"))
LARGE = jpeg(scene(61, (2400, 1800)), quality=95)
SLOW = 400_000
"""Bytes a second while an upload is to be killed: two photos take some seconds."""

BYTES = """(ids) => new Promise((done) => {
  const asked = indexedDB.open("geo-app-field");
  asked.onsuccess = async () => {
    const store = asked.result.transaction("shots").objectStore("shots");
    const found = {};
    for (const id of ids)
      await new Promise((next) => { store.get(id).onsuccess = ({ target }) => {
        found[id] = target.result?.blob.size ?? null; next(); }; });
    asked.result.close();
    done(found);
  };
})"""


@dataclass
class Handset:
    """A phone whose browser may be killed, with all that it keeps."""

    browser: Browser
    profile: Path
    server: Server
    line: Line
    context: BrowserContext | None = None

    def start(self) -> Phone:
        """Switch the browser on, with the page open."""
        self.context = self.browser.browser_type.launch_persistent_context(
            self.profile,
            executable_path=CHROMIUM,
            args=[*FLAGS, *CAMERA],
            viewport=PHONE,  # type: ignore[arg-type]
            is_mobile=True,
            has_touch=True,
            locale="zh-CN",
            geolocation=HERE,  # type: ignore[arg-type]
            permissions=MAY,
            base_url=self.line.address,
        )
        enter(self.context, self.line.address, self.server.cookie)
        return self.page()

    def page(self) -> Phone:
        """The page in a new tab."""
        assert self.context is not None
        page: Page = self.context.new_page()
        page.goto("/field#/")
        page.wait_for_selector("body[data-ready=yes]")
        return Phone(self.context, page, self.line.address, site_of(self.server))

    def kill_browser(self) -> None:
        """SIGKILL to all processes of this profile, and of no other."""
        for process in self._processes():
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        assert self.context is not None
        with suppress(Error):
            self.context.close()
        for lock in self.profile.glob("Singleton*"):
            lock.unlink()

    def kill_tab(self, phone: Phone) -> None:
        """SIGKILL to what draws the page and runs its scripts."""
        for process in self._processes():
            with suppress(OSError):
                if b"--type=renderer" in _command(process):
                    os.kill(process, signal.SIGKILL)
        with suppress(Error):
            phone.page.close()

    def _processes(self) -> set[int]:
        """The browser of this profile, and all that it has started."""
        parents: dict[int, int] = {}
        found: set[int] = set()
        for folder in Path("/proc").iterdir():
            with suppress(OSError, ValueError):
                process = int(folder.name)
                parents[process] = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
                if f"--user-data-dir={self.profile}".encode() in _command(process):
                    found.add(process)
        while more := {one for one, parent in parents.items() if parent in found} - found:
            found |= more
        return found


def _command(process: int) -> list[bytes]:
    return Path("/proc", str(process), "cmdline").read_bytes().split(b"\0")


@pytest.fixture(scope="module")
def handset(
    browser: Browser, server: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Handset]:
    line = Line(int(server.address.rsplit(":", 1)[1]))
    made = Handset(browser, tmp_path_factory.mktemp("profile"), server, line)
    made.start().take_along()
    yield made
    if made.context is not None:
        made.context.close()
    line.close()


def recorded(server: Server) -> int:
    """Visits that the server has."""
    store = as_it_is(Settings(data=server.data))
    try:
        with store.session(read_only=True) as session:
            return session.scalar(select(func.count()).select_from(Inspection)) or 0
    finally:
        store.engine.dispose()


def kept(phone: Phone) -> dict[str, Any]:
    return {each["id"]: each for each in phone.entries()}


def capture(phone: Phone, chance: random.Random) -> tuple[str, dict[str, Any]]:
    """Photos one after the other; killed while another one is being taken."""
    entry = phone.begin()
    phone.shoot(entry, chance.randint(1, 3))
    before = kept(phone)
    phone.page.locator(".f-shutter").click()
    phone.page.wait_for_timeout(chance.uniform(0, 250))
    return entry, before


def upload(phone: Phone, line: Line, chance: random.Random) -> tuple[str, dict[str, Any]]:
    """Photos that take some seconds to go up; killed on their way."""
    entry = phone.begin()
    phone.choose(entry, LARGE + bytes(chance.randint(1, 9)), LARGE + bytes(chance.randint(10, 19)))
    phone.fill_in(entry)
    before = kept(phone)
    line.bytes_per_second = SLOW
    phone.finish()
    phone.page.wait_for_timeout(chance.uniform(0, 3500))
    return entry, before


@pytest.mark.parametrize("run", range(RUNS))
def test_a_kill_loses_nothing_and_doubles_nothing(handset: Handset, run: int) -> None:
    chance = random.Random(run)  # noqa: S311 # the same moments in each run of the tests
    phone = handset.page()
    visits = recorded(handset.server)
    if run % 2:
        entry, before = upload(phone, handset.line, chance)
    else:
        entry, before = capture(phone, chance)
    shots = {shot["id"]: shot for shot in before[entry]["photos"]}
    assert shots
    if run % 4 < 2:
        handset.kill_tab(phone)
        phone = handset.page()
    else:
        handset.kill_browser()
        phone = handset.start()
    handset.line.bytes_per_second = None
    now = kept(phone).get(entry)
    if now is not None:
        assert shots.keys() <= {shot["id"] for shot in now["photos"]}
        sizes = phone.page.evaluate(BYTES, [shot["id"] for shot in now["photos"]])
        assert sizes == {shot["id"]: shot["size"] for shot in now["photos"]}
        if now["state"] == "draft":
            phone.fill_in(entry)
            phone.finish()
        phone.send()
        phone.until_sent(entry, 60_000)
    told = handset.server.json(f"/api/inspections/{entry}")["photos"]
    assert len({photo["id"] for photo in told}) == len(told)
    assert {(shot["id"], shot["sha256"]) for shot in shots.values()} <= {
        (photo["id"], photo["sha256"]) for photo in told
    }
    assert recorded(handset.server) == visits + 1
    phone.page.close()
