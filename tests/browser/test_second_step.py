"""Somebody turns the second step on, loses the phone, and comes in; all of it accessible."""

from __future__ import annotations

import time

from playwright.sync_api import Page, expect
from pyotp import TOTP

from geo_app.domain.actor import Actor, Role
from geo_app.settings import Settings
from geo_app.store.session import open_store
from geo_app.work import reference
from geo_app.work.people import NewPerson, add, links
from tests.browser.conftest import PHONE, OpenPage, Server
from tests.browser.test_accessibility import faults

PASSWORD = "柳溪桥东 排口 150 米"  # noqa: S105
BOSS = Actor("test", "测试", None, Role.OPERATOR)


def invited(server: Server, login: str) -> str:
    """The address of a link for a new administrator."""
    settings = Settings(data=server.data)
    store = open_store(settings)
    with store.session() as session:
        told = NewPerson(login, "管理员", None, Role.ADMINISTRATOR)
        person = add(session, BOSS, told, reference.districts(settings), settings.accounts)
        session.flush()
        secret = links.make(session, BOSS, person.id, settings.accounts)
    store.engine.dispose()
    return f"{server.address}/link/{secret}"


def sign_in(page: Page, login: str) -> None:
    page.get_by_label("登录名").fill(login)
    page.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")


def test_the_second_step_from_turning_on_to_the_lost_phone(
    open_page: OpenPage, server: Server
) -> None:
    page = open_page("/about", PHONE)
    page.context.clear_cookies()  # nobody yet: the session of other tests stays
    page.goto(invited(server, "second-step"))
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_label("再输入一次").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#site-list")).to_be_attached()
    page.goto(f"{server.address}/me")
    assert faults(page) == []
    page.get_by_role("link", name="开启两步验证").click()
    assert faults(page) == []
    page.get_by_label("现在的密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    square = page.get_by_role("img", name="二维码")
    expect(square).to_be_visible()
    assert square.evaluate("image => image.complete && image.naturalWidth > 100")
    assert faults(page) == []
    app = TOTP(page.locator(".secret").inner_text())
    page.get_by_label("六位数字").fill(app.now())
    page.keyboard.press("Enter")
    paper = page.locator(".paper code")
    expect(paper).to_have_count(10)
    spare = paper.first.inner_text()
    assert faults(page) == []
    for path in ("/people", "/people/sessions", "/people/book"):
        page.goto(server.address + path)
        assert faults(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path

    page.goto(f"{server.address}/me")
    page.get_by_role("button", name="退出登录").click()
    sign_in(page, "second-step")
    expect(page.get_by_label("验证码")).to_be_focused()
    assert faults(page) == []
    page.keyboard.type(app.at(int(time.time()) + 30))
    page.keyboard.press("Enter")
    expect(page.locator("#site-list")).to_be_attached()

    page.goto(f"{server.address}/me")
    page.get_by_role("button", name="退出登录").click()
    sign_in(page, "second-step")
    page.get_by_label("验证码").fill(spare.upper())
    page.keyboard.press("Enter")
    expect(page.locator("#site-list")).to_be_attached()
