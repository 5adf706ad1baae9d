"""The card of the map asks, when it opens, what was complained of after the claim."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete, update
from werkzeug.serving import make_server

from geo_app.store.complaints import Complaint
from geo_app.store.models import Site
from tests.browser.conftest import DESKTOP, PHONE, OpenPage, Watch, ready
from tests.browser.crowd_site import Quiet
from tests.browser.test_accessibility import faults
from tests.complaints import hear
from tests.papers import Filed, filed
from tests.signed_in import cookie_of

CLAIMED = date(2021, 8, 31)
SHOTS = os.environ.get("GEO_APP_TEST_SHOTS", "")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Filed, str]]:
    with filed(tmp_path_factory.mktemp("card")) as made:
        server = make_server("127.0.0.1", 0, made.house.app, True, 1, Quiet)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield made, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(("size", "theme"), [(DESKTOP, "light"), (PHONE, "dark")])
def test_the_card_tells_of_complaints_that_came_while_the_map_was_open(
    served: tuple[Filed, str],
    open_page: OpenPage,
    watch: Watch,
    size: tuple[int, int],
    theme: str,
) -> None:
    made, address = served
    with made.store.session() as session:
        session.execute(delete(Complaint))
        session.execute(update(Site).where(Site.id == made.site).values(claimed_on=CLAIMED))
    watch.address, watch.cookie = address, cookie_of(made.house.app)
    page = ready(open_page(f"{address}/", size, theme=theme))
    hear(made.store, made.house.settings)
    if size == PHONE:
        page.locator("[data-height=full]").click()
    page.locator("#site-list .site-link").first.click()
    card = page.locator("#site-card")
    doubt = card.locator(".override")
    expect(doubt).to_have_text("自报完成后又有 4 件投诉")
    expect(card).not_to_contain_text("有异味")
    assert faults(page) == []
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/card-{size[0]}.png")
    # a claim that fell has none, the next time that the card opens
    with made.store.session() as session:
        session.execute(update(Site).where(Site.id == made.site).values(claimed_on=None))
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    if size == PHONE:
        page.locator("[data-height=full]").click()
    page.locator("#site-list .site-link").first.click()
    expect(card.get_by_text("打开档案")).to_be_visible()
    expect(doubt).to_have_count(0)
