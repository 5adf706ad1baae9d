"""Whatever a person typed or a file carried is text on every page: nothing of it ever runs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from geo_app.domain.actor import Actor
from geo_app.geo.gazetteer import Gazetteer
from geo_app.notice.parser import parse_notice
from geo_app.settings import Settings
from geo_app.store.session import open_store
from geo_app.web import create_app
from geo_app.work import gazetteer, notices, places, reference
from geo_app.work.exchange import import_sites
from tests.browser import samples
from tests.browser.conftest import DESKTOP, PHONE
from tests.signed_in import cookie_of, enter

MALLORY = Actor("m", "<img src=x onerror=alert('actor')>")
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "'-alert(3)-'",
    "</script><svg onload=alert(4)>",
    "{{7*7}}${7*7}<%= 7*7 %>",
    "javascript:alert(5)",
    "<iframe srcdoc='<script>alert(6)</script>'>",
    "&lt;script&gt;alert(7)&lt;/script&gt;",
    "\u202ealert(8)\u202c",
    "<style>*{display:none}</style>",
    "`${alert(9)}`",
    "<a href=javascript:alert(10)>x</a>",
)


@dataclass
class House:
    """A served installation full of hostile text."""

    address: str
    cookie: str
    pages: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    settings = Settings(
        data=tmp_path_factory.mktemp("hostile"), operator=MALLORY.name, secret_key="k" * 48
    )
    store = open_store(settings)
    features = [
        samples.site(
            f"H{index}{text}",
            text,
            samples.point(114.2 + index * 0.05, 34.6) if index % 4 else None,
            place_text=text,
            responsible_unit=text,
            accounting_unit=text,
            notice=text,
            position_source=text if index % 4 else None,
        )
        for index, text in enumerate(HOSTILE)
    ]
    told = "\n".join(
        f"问题{index}：{text}。检查发现，清河路柳溪桥东侧{index}0米有一处排污口{text}。\n"
        f"整改情况：已整改。{text}已封堵。"
        for index, text in enumerate(HOSTILE, start=1)
    )
    draft = parse_notice(f"关于{HOSTILE[0]}整改情况的通报\n{told}\n{HOSTILE[1]}局\n2024年4月2日\n")
    with store.session() as session:
        content = samples.as_bytes({"type": "FeatureCollection", "features": features})
        import_sites(session, MALLORY, content, HOSTILE[1], settings)
        for index, text in enumerate(HOSTILE):
            gazetteer.add(
                session, MALLORY, name=f"清河路柳溪桥{text}", kind="bridge", radius_m=20.0,
                source=text, lon=114.3 + index * 0.01, lat=34.7, aliases=[text], settings=settings,
            )  # fmt: skip
        kept = notices.add(
            session,
            MALLORY,
            draft,
            source_name=HOSTILE[1],
            gazetteer=Gazetteer(()),
            districts=reference.districts(settings),
            settings=settings,
        )
        made = places.confirm_all(session, MALLORY, kept.id)
        first = [site.id for site in made[:2]]
    app = create_app(settings, store)
    listening = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    found = House(f"http://127.0.0.1:{listening.server_port}", cookie_of(app))
    answer = app.test_client().get("/api/sites.geojson").get_json()
    imported = [f["id"] for f in answer["features"] if f["properties"]["code"].startswith("H")]
    assert len(imported) == len(HOSTILE)
    assert first
    found.pages = [
        "/", "/ledger", "/notices", f"/notices/{kept.id}", "/gazetteer", "/about",
        *(f"/sites/{key}" for key in (*first, *imported)),
        f"/?q={HOSTILE[1]}", f"/ledger?q={HOSTILE[1]}", f"/{HOSTILE[1]}",
    ]  # fmt: skip
    yield found
    listening.shutdown()
    store.engine.dispose()


def watched(page: Page) -> list[str]:
    """What ran or was stopped from running on this page."""
    seen: list[str] = []
    page.on("dialog", lambda dialog: (seen.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("pageerror", lambda error: seen.append(f"error: {error}"))
    page.add_init_script(
        "addEventListener('securitypolicyviolation', (event) =>"
        " console.error('policy: ' + event.violatedDirective + ' ' + event.sample))"
    )
    page.on(
        "console",
        lambda said: (
            seen.append(said.text)
            if said.type == "error" and "the server responded with a status of 4" not in said.text
            else None
        ),
    )
    return seen


@pytest.mark.browser
@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_hostile_text_stays_text_on_every_page(
    house: House, browser: Browser, size: tuple[int, int], tmp_path: Path
) -> None:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    enter(context, house.address, house.cookie)
    page = context.new_page()
    seen = watched(page)
    for path in house.pages:
        page.goto(house.address + path)
        page.wait_for_load_state("networkidle")
        # open what opens: cards from the list, phrases of the review, folded doubts
        page.evaluate(
            "document.querySelectorAll('details').forEach((each) => { each.open = true })"
        )
        for row in page.locator("#site-list button, #site-list a, .phrase").all()[:6]:
            if row.is_visible():
                row.dispatch_event("click")
                page.wait_for_timeout(30)
                if not page.url.startswith(house.address + path.split("?")[0]):
                    page.goto(house.address + path)
                    page.wait_for_load_state("networkidle")
    context.close()
    assert seen == []


@pytest.mark.browser
def test_the_hostile_words_are_there_to_be_read(house: House, browser: Browser) -> None:
    """The walk above would prove nothing if the pages left the words out."""
    page = browser.new_page()
    enter(page.context, house.address, house.cookie)
    page.goto(house.address + "/ledger")
    text = page.locator("main").inner_text()
    page.close()
    assert all(words in text for words in HOSTILE[:4])
