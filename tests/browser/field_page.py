"""A phone in front of the field page: its browser, its camera, where it stands."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import Server, Watch
from tests.browser.photo_site import CODE, visited
from tests.signed_in import enter

PHONE = {"width": 390, "height": 844}
HERE = {"longitude": 114.3002, "latitude": 34.4503, "accuracy": 8}
"""Some 20 m from the site that was visited before."""

CAMERA = ["--use-fake-device-for-media-stream"]
"""A camera that shows a moving test picture."""

MAY = ["geolocation", "camera"]


def context_of(browser: Browser, address: str, **more: Any) -> BrowserContext:
    """A phone that may take photos and its position, at the site."""
    given = {
        "viewport": PHONE,
        "device_scale_factor": 2,
        "is_mobile": True,
        "has_touch": True,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "reduced_motion": "reduce",
        "geolocation": HERE,
        "permissions": MAY,
        "base_url": address,
        "accept_downloads": True,
    }
    return browser.new_context(**{**given, **more})


@dataclass
class Phone:
    """One phone with the page open."""

    context: BrowserContext
    page: Page
    address: str
    site: str

    def go(self, place: str) -> None:
        """To a screen of the page, by its address."""
        self.page.evaluate("(place) => { location.hash = place; }", place)
        name = place.split("/")[1] or "today"
        self.page.wait_for_selector(f"body[data-screen={name}]")

    def take_along(self) -> None:
        """Load what there is to load."""
        self.go("#/more")
        self.page.get_by_role("button", name="看看要下载多少").click()
        self.page.get_by_role("button", name="下载 ").click()
        self.page.get_by_text("没有网络也能打开").wait_for()

    def begin(self) -> str:
        """A visit to the site; gives its id."""
        self.go(f"#/site/{self.site}")
        self.page.get_by_role("button", name="开始检查").click()
        self.page.wait_for_selector("body[data-screen=visit]")
        return self.page.url.rsplit("/", 1)[1]

    def shoot(self, entry: str, times: int = 1, picture: str = "-") -> None:
        """Take photos with the camera of the page."""
        self.go(f"#/shoot/{entry}/{picture}")
        shutter = self.page.get_by_role("button", name="拍下")
        for n in range(times):
            self.page.wait_for_function("() => !document.querySelector('.f-shutter').disabled")
            shutter.click()
            self.page.locator(f".f-strip li:nth-child({n + 1})").wait_for()

    def choose(self, entry: str, *pictures: bytes) -> None:
        """Take photos from the gallery."""
        self.go(f"#/shoot/{entry}/-")
        files = [
            {"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": data}
            for n, data in enumerate(pictures)
        ]
        self.page.locator(".f-file input").set_input_files(files)  # type: ignore[arg-type]
        self.page.locator(f".f-strip li:nth-child({len(pictures)})").wait_for()

    def hand_over(self, *pictures: bytes) -> str:
        """A whole visit with these photos from the gallery; gives its id."""
        entry = self.begin()
        if pictures:
            self.choose(entry, *pictures)
        self.fill_in(entry)
        self.finish()
        return entry

    def send(self) -> None:
        """Send what waits now, as the network coming back does."""
        self.page.evaluate("dispatchEvent(new Event('online'))")

    def fill_in(self, entry: str) -> None:
        """Answer what must be answered."""
        self.go(f"#/visit/{entry}")
        self.page.get_by_label("没有排放").check()
        self.page.get_by_label("0 无臭").check()

    def finish(self) -> None:
        """Hand it over to the outbox."""
        self.page.get_by_role("button", name="完成，准备上传").click()
        self.page.wait_for_selector("body[data-screen=outbox]")

    def entries(self) -> list[dict[str, Any]]:
        """What is in the outbox, as it is stored."""
        found: list[dict[str, Any]] = self.page.evaluate(STORED)
        return found

    def until(self, entry: str, **members: Any) -> dict[str, Any]:
        """Wait until an entry of the outbox is so."""
        until = time.monotonic() + 20
        while True:
            found = next((each for each in self.entries() if each["id"] == entry), {})
            if found and all(found[name] == value for name, value in members.items()):
                return found
            assert time.monotonic() < until, (members, found)
            self.page.wait_for_timeout(50)

    def until_fault(self, entry: str, code: str) -> dict[str, Any]:
        """Wait until an entry says that it was not sent, and why."""
        until = time.monotonic() + 20
        while True:
            found = next((each for each in self.entries() if each["id"] == entry), {})
            if found.get("fault") and found["fault"]["code"] == code:
                return found
            assert time.monotonic() < until, found
            self.page.wait_for_timeout(50)

    def until_sent(self, entry: str, timeout: float = 30_000) -> None:
        """Wait until the outbox has let an entry go."""
        until = time.monotonic() + timeout / 1000
        while any(each["id"] == entry for each in self.entries()):
            assert time.monotonic() < until, self.entries()
            self.page.wait_for_timeout(100)


STORED = """() => new Promise((done, fail) => {
  const asked = indexedDB.open("geo-app-field");
  asked.onerror = () => fail(asked.error);
  asked.onsuccess = () => {
    const db = asked.result;
    const all = db.transaction("entries").objectStore("entries").getAll();
    all.onsuccess = () => { db.close(); done(all.result); };
  };
})"""


def site_of(server: Server) -> str:
    """The site that was visited twice before."""
    assert CODE
    return visited(server).site


OpenPhone = Callable[..., Phone]


def opener(
    browser: Browser, server: Server, watch: Watch
) -> tuple[OpenPhone, list[BrowserContext]]:
    """Opens phones on which all that should not be is noted."""
    contexts: list[BrowserContext] = []

    def opened(address: str = "", *, cookie: str = "", path: str = "/field", **more: Any) -> Phone:
        at = address or server.address
        context = context_of(browser, at, **more)
        contexts.append(context)
        enter(context, at, cookie or server.cookie)
        page = context.new_page()
        page.on("pageerror", lambda error: watch.note(f"error: {error}"))
        page.on("console", lambda said: watch.note(said.text) if said.type == "error" else None)
        page.add_init_script(
            "addEventListener('securitypolicyviolation', (event) =>"
            " console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI))"
        )
        page.goto(path)
        page.wait_for_selector("body[data-ready=yes]")
        return Phone(context, page, at, site_of(server))

    return opened, contexts
