"""Passkeys in the real Chromium, with a device of its own making (virtual authenticator of CDP)."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import CDPSession, Page, expect

from tests.browser.conftest import PHONE, OpenPage, Server, Watch
from tests.browser.test_accessibility import faults
from tests.browser.test_second_step import PASSWORD, invited

KIND = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


ELSEWHERE = "http://localhost:1"
"""Another page on this computer: browsers let it ask for the same passkey."""

ASK = """async () => {
  const body = new FormData(document.querySelector("form[action='/sign-in']"));
  return (await fetch("/sign-in/passkey/ask", { method: "POST", body })).json();
}"""

SIGN = """async (options) => {
  const bytes = (text) => Uint8Array.from(
    atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
  const challenge = bytes(options.challenge);
  const credential = await navigator.credentials.get({
    publicKey: { ...options, challenge, allowCredentials: [] } });
  return JSON.stringify(credential);
}"""

SEND = """(credential) => {
  const form = document.querySelector("form[action='/sign-in']");
  form.action = "/sign-in/passkey";
  form.insertAdjacentElement("beforeend",
    Object.assign(document.createElement("textarea"), { name: "credential", value: credential }));
  HTMLFormElement.prototype.submit.call(form);
}"""


def hand_over(page: Page, address: str, credential: str) -> None:
    """Send an answer, whoever made it."""
    page.goto(f"{address}/sign-in")
    with page.expect_navigation():
        page.evaluate(SEND, credential)


def leave(page: Page, address: str) -> None:
    page.goto(f"{address}/me")
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_label("登录名")).to_be_visible()


def device(page: Page) -> tuple[CDPSession, str]:
    """A device that says yes by itself."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    added: dict[str, Any] = cdp.send("WebAuthn.addVirtualAuthenticator", {"options": KIND})
    return cdp, added["authenticatorId"]


def enter(page: Page, address: str) -> None:
    page.goto(f"{address}/sign-in")
    page.get_by_role("button", name="用通行密钥登录").click()


def test_a_passkey_from_making_to_taking_back(
    open_page: OpenPage, server: Server, watch: Watch
) -> None:
    page = open_page("/about", PHONE)
    page.context.clear_cookies()
    link = invited(server, "passkey")
    page.goto(link)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_label("再输入一次").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#site-list")).to_be_attached()
    page.goto(f"{server.address}/me/passkeys")
    expect(page.get_by_text("这个地址是数字")).to_be_visible()
    assert faults(page) == []

    # the same server by its name
    named = watch.address = server.address.replace("127.0.0.1", "localhost")
    cdp, machine = device(page)
    page.goto(f"{named}/sign-in")
    page.get_by_label("登录名").fill("passkey")
    page.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#site-list")).to_be_attached()
    page.goto(f"{named}/me")
    page.get_by_role("link", name="添加通行密钥").click()
    page.get_by_label("名称").fill("我的手机")
    page.get_by_label("现在的密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="在这台设备上创建")).to_be_visible()
    assert faults(page) == []
    # first a device that cannot know its owner
    cdp.send("WebAuthn.setUserVerified", {"authenticatorId": machine, "isUserVerified": False})
    page.get_by_role("button", name="在这台设备上创建").click()
    expect(page.get_by_role("alert")).to_contain_text("没有完成")
    cdp.send("WebAuthn.setUserVerified", {"authenticatorId": machine, "isUserVerified": True})
    page.get_by_role("button", name="在这台设备上创建").click()
    expect(page.get_by_text("通行密钥已添加")).to_be_visible()
    expect(page.locator(".key-name")).to_have_text("我的手机")
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    leave(page, named)
    enter(page, named)
    expect(page.locator("#site-list")).to_be_attached()
    [kept] = cdp.send("WebAuthn.getCredentials", {"authenticatorId": machine})["credentials"]
    assert (kept["rpId"], kept["isResidentCredential"], kept["signCount"]) == ("localhost", True, 2)

    leave(page, named)
    # a page elsewhere that hands our challenge on to the device, and its answer on to us
    watch.expect("401")
    watch.expect(ELSEWHERE)
    page.route(
        f"{ELSEWHERE}/",
        lambda route: route.fulfill(body="<title>x</title>", content_type="text/html"),
    )
    options = page.evaluate(ASK)
    page.goto(f"{ELSEWHERE}/")
    stolen = page.evaluate(SIGN, options)
    hand_over(page, named, stolen)
    expect(page.get_by_role("alert").first).to_contain_text("没有用通行密钥登录成功")
    # the same by our own page opens the door, once
    own = page.evaluate(SIGN, page.evaluate(ASK))
    cookies = page.context.cookies()
    hand_over(page, named, own)
    expect(page.locator("#site-list")).to_be_attached()
    leave(page, named)
    page.context.add_cookies(cookies)
    hand_over(page, named, own)
    expect(page.get_by_role("alert").first).to_contain_text("没有用通行密钥登录成功")

    enter(page, named)
    expect(page.locator("#site-list")).to_be_attached()
    page.goto(f"{named}/me/passkeys")
    page.locator("#remove-password").fill(PASSWORD)
    page.get_by_role("button", name="删除").click()
    expect(page.get_by_text("通行密钥已删除")).to_be_visible()

    leave(page, named)
    expect(page.get_by_role("button", name="用通行密钥登录")).to_have_count(0)
    hand_over(page, named, own)
    expect(page.get_by_role("alert").first).to_contain_text("没有用通行密钥登录成功")
