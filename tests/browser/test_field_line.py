"""The outbox on a bad line: what is in it stays until the server names it, and arrives once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Route

from tests.browser.conftest import Server, Watch
from tests.browser.field_page import OpenPhone, Phone
from tests.browser.line import Line
from tests.photos import bare, jpeg, scene

LARGE = jpeg(scene(41, (3200, 2400)), quality=98)
SMALL = bare(scene(42, (640, 480)))


@pytest.fixture
def line(server: Server) -> Iterator[Line]:
    made = Line(int(server.address.rsplit(":", 1)[1]))
    yield made
    made.close()


@pytest.fixture
def phone(open_phone: OpenPhone, watch: Watch, line: Line) -> Phone:
    """Behind the line, without the worker, so that a test can answer in the server's place."""
    for words in ("Failed to load resource", "net::ERR_"):
        watch.expect(words)
    opened = open_phone(line.address, service_workers="block")
    opened.take_along()
    return opened


def arrived(server: Server, entry: str) -> list[str]:
    told = server.json(f"/api/inspections/{entry}")
    return [each["sha256"] for each in told["photos"]]


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_a_line_cut_at_each_quarter_goes_on_where_it_was(
    phone: Phone, server: Server, line: Line
) -> None:
    quarter = len(LARGE) // 4
    assert quarter > 300_000
    line.cut_after = [quarter] * 3
    before = line.up
    entry = phone.hand_over(LARGE)
    while line.cuts < 3:
        phone.page.wait_for_timeout(200)
        phone.send()
    phone.until_sent(entry)
    assert arrived(server, entry) == [digest(LARGE)]
    # what was up did not go again: at most a piece for each cut, and the words around it
    assert line.up - before < len(LARGE) + 3 * 256 * 1024 + 100_000


Answer = Callable[[Route], None]


def portal(route: Route) -> None:
    route.fulfill(status=200, content_type="text/html", body="<h1>请先登录无线网</h1>")


def portal_of_json(route: Route) -> None:
    route.fulfill(status=200, content_type="application/json", body='{"id": "ok", "photos": []}')


def broken(route: Route) -> None:
    route.fulfill(status=500, content_type="text/html", body="oops")


def lost(route: Route) -> None:
    route.abort("connectionreset")


@pytest.mark.parametrize(
    ("where", "answer", "code"),
    [
        ("**/api/inspections", broken, "http_500"),
        ("**/api/inspections", portal, "portal"),
        ("**/api/inspections", portal_of_json, "portal"),
        ("**/api/inspections", lost, "offline"),
        ("**/api/uploads/*", broken, "http_500"),
        ("**/api/uploads/*", portal, "portal"),
        ("**/api/uploads", portal, "portal"),
    ],
)
def test_what_is_no_answer_of_ours_is_tried_again(
    phone: Phone, server: Server, where: str, answer: Answer, code: str
) -> None:
    phone.context.route(where, answer)
    entry = phone.hand_over(SMALL)
    kept = phone.until_fault(entry, code)
    assert kept["state"] == "ready"
    phone.context.unroute(where)
    phone.page.get_by_role("button", name="现在上传").click()
    phone.until_sent(entry)
    assert arrived(server, entry) == [digest(SMALL)]


def refused(status: int, code: str, message: str) -> Answer:
    body = json.dumps({"code": code, "message": message})
    return lambda route: route.fulfill(status=status, content_type="application/json", body=body)


def too_large(route: Route) -> None:
    route.fulfill(status=413, content_type="text/html", body="nginx")


@pytest.mark.parametrize(
    ("where", "answer", "words"),
    [
        ("**/api/inspections", refused(409, "inspection.photo_id_taken", "已用过"), "已用过"),
        ("**/api/inspections", refused(422, "form.required", "请填写臭味"), "请填写臭味"),
        ("**/api/uploads/*", too_large, "中间的网络设备不收这么大的内容"),
    ],
)  # fmt: skip
def test_what_the_server_refuses_waits_for_a_person_and_can_be_changed(
    phone: Phone, server: Server, where: str, answer: Answer, words: str
) -> None:
    phone.context.route(where, answer)
    entry = phone.hand_over(SMALL)
    phone.until(entry, state="attention")
    item = phone.page.locator(f"[data-entry='{entry}']")
    item.get_by_text(words).wait_for()
    phone.context.unroute(where)
    item.get_by_role("button", name="修改").click()
    phone.page.get_by_label("备注").fill("改好了")
    phone.finish()
    phone.until_sent(entry)
    assert server.json(f"/api/inspections/{entry}")["note"] == "改好了"


def test_an_answer_that_never_comes_is_given_up_and_tried_again(
    phone: Phone, server: Server
) -> None:
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    phone.context.route("**/api/inspections", hold)
    phone.page.clock.install()
    entry = phone.hand_over(SMALL)
    while not waiting:
        phone.page.wait_for_timeout(50)
    phone.page.clock.fast_forward(60_000)
    assert phone.until_fault(entry, "hangs")["state"] == "ready"
    phone.context.unroute("**/api/inspections")
    phone.page.clock.fast_forward(10_000)  # by itself
    phone.until_sent(entry)
    assert arrived(server, entry) == [digest(SMALL)]


def test_a_receipt_that_is_lost_makes_no_second_visit(phone: Phone, server: Server) -> None:
    recorded: list[int] = []

    def swallow(route: Route) -> None:
        if recorded:
            route.continue_()
            return
        recorded.append(route.fetch().status)
        route.abort("connectionreset")

    phone.context.route("**/api/inspections", swallow)
    entry = phone.hand_over()
    phone.until_fault(entry, "offline")
    assert recorded == [201]
    phone.send()
    phone.until_sent(entry)
    assert server.json(f"/api/inspections/{entry}")["id"] == entry


def test_one_entry_does_not_block_the_others(phone: Phone, server: Server) -> None:
    held = phone.begin()
    phone.fill_in(held)

    def refuse_one(route: Route) -> None:
        if held in (route.request.post_data or ""):
            broken(route)
        else:
            route.continue_()

    phone.context.route("**/api/inspections", refuse_one)
    phone.finish()
    phone.until_fault(held, "http_500")
    other = phone.hand_over(bare(scene(43, (320, 240))))
    phone.until_sent(other)
    assert [each["id"] for each in phone.entries()] == [held]
    assert arrived(server, other)
