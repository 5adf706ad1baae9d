"""What everybody sees, in a browser in which nobody has signed in."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import date
from threading import Thread
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from werkzeug.serving import make_server

from geo_app.domain.actor import Actor
from geo_app.settings import Public, Settings
from geo_app.store.models import Site
from geo_app.store.session import open_store
from geo_app.web import create_app
from geo_app.work import publication
from geo_app.work.first_start import first_start
from tests.browser.conftest import DESKTOP, PHONE, ready
from tests.signed_in import cookie_of, enter
from tests.visits import furnish, photo, picture, submit, told

SHOTS = os.environ.get("GEO_APP_TEST_SHOTS", "")
LIMITS = Public(
    is_on=True, takes_tips=True, tip_least_s=0.0, bureau="某市整改办", contact="0371-0000000"
)
HOSTILE = "<img src=x onerror=alert(1)>{{7*7}}"
DAY = date(2026, 11, 26)
OFFICE: dict[str, str] = {}
"""Of the server: a cookie of the operator, a site that is shown, a photo of it."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The installation of a first start, with all its sites shown; two have hostile names."""
    settings = Settings(data=tmp_path_factory.mktemp("public"), public=LIMITS)
    store = open_store(settings)
    first_start(store, settings)
    with store.session() as session:
        rows = session.scalars(select(Site).order_by(Site.code)).all()
        for n, site in enumerate(rows):
            name = HOSTILE if n % 9 == 0 else f"排口{n}"
            publication.show(session, Actor("test", "测试员"), site.id, name, LIMITS, DAY)
    app = create_app(settings, store)
    desk = furnish(app)
    shot = told(rows[1].id, [photo()])
    submit(store, desk, shot, picture(1))
    OFFICE.update(cookie=cookie_of(app), site=rows[1].id, photo=shot["photos"][0]["id"])
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    store.engine.dispose()


@pytest.fixture(params=[(DESKTOP, "dark"), (PHONE, "light")], ids=["desktop", "phone"])
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    (width, height), theme = request.param
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=theme, base_url=address
    )
    faults: list[str] = []
    opened = context.new_page()
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    opened.on("dialog", lambda dialog: faults.append(dialog.message))
    opened.on("request", lambda asked: None if asked.url.startswith((address, "data:", "blob:"))
              else faults.append(asked.url))  # fmt: skip
    yield opened
    assert context.cookies() == []
    assert faults == []
    context.close()


def grave(page: Page) -> list[str]:
    response = Axe().run(page, options={"preload": False}).response
    return [each["id"] for each in response["violations"] if each["impact"] in
            {"serious", "critical"}]  # fmt: skip


def test_from_the_map_to_a_site_and_back(page: Page) -> None:
    page.goto("/public")
    ready(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator(".public-mark").first.focus()
    page.keyboard.press("Enter")
    card = page.locator("#square-card")
    expect(card.get_by_role("link").first).to_be_visible()
    assert grave(page) == []
    card.get_by_role("link").first.click()
    ready(page)
    expect(page.get_by_text("尚未核实", exact=True)).to_be_visible()
    assert grave(page) == []
    page.get_by_role("link", name="EN").click()
    expect(page.get_by_role("heading", level=2, name="Contact")).to_be_visible()
    page.get_by_role("link", name="All sites").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_a_hostile_name_is_text(page: Page) -> None:
    page.goto("/public")
    ready(page)
    expect(page.get_by_role("link", name=HOSTILE).first).to_be_visible()
    for mark in page.locator(".public-mark").all():
        mark.dispatch_event("click")
    page.get_by_role("link", name=HOSTILE).first.click()
    ready(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(HOSTILE)


def test_without_scripts_the_list_is_there(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=address)
    opened = context.new_page()
    opened.goto("/public?status=claimed")
    rows = opened.locator(".public-list > li")
    assert rows.count() > 5
    assert set(opened.locator(".public-list .status-word").all_text_contents()) == {"自报完成"}
    context.close()


@pytest.mark.parametrize("by", ["mouse", "fields"])
def test_the_office_draws_a_cover_and_shows_the_photo(
    browser: Browser, address: str, by: str
) -> None:
    context = browser.new_context(base_url=address, reduced_motion="reduce")
    enter(context, address, OFFICE["cookie"])
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.goto(f"/sites/{OFFICE['site']}/public/photos/{OFFICE['photo']}")
    ready(page)
    while page.locator(".cover-remove:visible").count():
        page.locator(".cover-remove:visible").first.click()
    if by == "mouse":
        sheet = page.locator("#cover-sheet").bounding_box()
        assert sheet
        x, y, width, height = (sheet[each] for each in ("x", "y", "width", "height"))
        page.mouse.move(x + width * 0.5, y + height * 0.6)
        page.mouse.down()
        page.mouse.move(x + width * 0.25, y + height * 0.2, steps=4)  # up and to the left
        page.mouse.up()
    else:
        page.locator("[name=left]").last.focus()
        for value in ("25", "20", "25", "40"):
            page.keyboard.type(value)
            page.keyboard.press("Tab")
    rect = page.locator("#cover-sheet rect")
    expect(rect).to_have_count(1)
    assert float(rect.get_attribute("x") or 0) == pytest.approx(25, abs=0.5)
    assert float(rect.get_attribute("height") or 0) == pytest.approx(40, abs=0.5)
    assert grave(page) == []
    page.locator("button[value=show]").click()
    expect(page.get_by_text("所有人都能看到这张照片。")).to_be_visible()
    address_of = "p => (p.querySelector('.public-photos img') || {}).src"
    page.goto(f"/sites/{OFFICE['site']}")
    page.locator("#public a").first.click()
    page.wait_for_load_state("networkidle")
    assert "/public/photos/" in page.locator("body").evaluate(address_of)
    assert page.locator(".public-photos img").first.evaluate("each => each.naturalWidth") > 100
    assert grave(page) == []
    assert faults == []
    context.close()


def test_a_tip_from_the_map_to_the_queue(page: Page, browser: Browser, address: str) -> None:
    page.goto("/public")
    page.get_by_role("link", name="举报").click()
    ready(page)
    assert grave(page) == []
    page.locator("#map").click(position={"x": 120, "y": 150})
    expect(page.get_by_label("经度")).to_have_value(re.compile(r"11\d\.\d{5}"))
    page.get_by_label("看到了什么").fill(HOSTILE)
    file = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture(3)}
    page.locator("[name=photos]").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="提交").click()
    number = page.locator(".tip-number").inner_text()
    page.get_by_role("link", name="查询").click()
    page.get_by_label("举报编号").fill(number)
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_text("待看")).to_be_visible()
    assert grave(page) == []
    context = browser.new_context(base_url=address, reduced_motion="reduce")
    enter(context, address, OFFICE["cookie"])
    office = context.new_page()
    office.on("dialog", lambda _: pytest.fail("a script of a tip ran"))
    office.goto("/tips")
    row = office.locator(".tip-list > li").filter(has_text=number)
    expect(row.locator("blockquote")).to_have_text(HOSTILE)
    assert grave(office) == []
    row.get_by_label("不采纳的理由").fill("不属实")
    row.get_by_role("button", name="不采纳").click()
    expect(office.get_by_text("已答复，未采纳。")).to_be_visible()
    context.close()


@pytest.mark.parametrize(("size", "theme"), [(DESKTOP, "dark"), (PHONE, "light")])
def test_the_office_takes_many_away_from_the_ledger_and_shows_them_again(
    browser: Browser, address: str, size: tuple[int, int], theme: Literal["dark", "light"]
) -> None:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=theme,
        base_url=address,
        reduced_motion="reduce",
    )
    enter(context, address, OFFICE["cookie"])
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    for step, words in (
        ("撤下", "将撤下 2 处，0 处没有公开。"),
        ("公开", "将公开 2 处，0 处已经公开。"),
    ):
        page.goto("/ledger")
        for number in (-1, -2):
            page.locator(".what-sites input[name=row]").nth(number).check()
        page.get_by_role("button", name=f"{step}点位").click()
        expect(page.get_by_text(words)).to_be_visible()
        assert grave(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/many-{size[0]}-{step}.png", full_page=True)
        page.get_by_role("button", name=f"{step}这 2 处点位").click()
        expect(page.get_by_text(f"已{step} 2 处点位")).to_be_visible()
    assert faults == []
    context.close()
