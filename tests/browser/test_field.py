"""The phone in the field: everything without a network, then what was made arrives."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from werkzeug.serving import make_server

from geo_app.settings import Field, Settings
from geo_app.store.session import open_store
from geo_app.web import create_app
from tests.browser.conftest import Server, Watch
from tests.browser.field_page import OpenPhone, Phone, site_of
from tests.browser.line import Line
from tests.browser.photo_site import visited
from tests.visits import furnish

VERSION = "JSON.parse(document.getElementById('page-data').textContent).version"


def _port(address: str) -> int:
    return int(address.rsplit(":", 1)[1])


@pytest.fixture
def newer_server(server: Server) -> Iterator[str]:
    """The same installation after an update: the page it gives is another one."""
    settings = Settings(data=server.data, in_the_field=Field(stale_hours=19))
    store = open_store(settings)
    app = create_app(settings, store)
    furnish(app)
    serving = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=serving.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{serving.server_port}"
    serving.shutdown()
    thread.join()
    serving.server_close()
    store.engine.dispose()


@pytest.fixture
def phone(open_phone: OpenPhone, watch: Watch) -> Phone:
    """With everything taken along."""
    watch.expect("ERR_INTERNET_DISCONNECTED")
    opened = open_phone()
    opened.take_along()
    return opened


def test_from_the_capture_without_a_network_to_the_visit_on_the_server(
    phone: Phone, server: Server
) -> None:
    site = site_of(server)
    earlier = visited(server).before
    phone.page.evaluate("navigator.serviceWorker.ready.then(() => {})")
    phone.context.set_offline(True)
    phone.page.goto("/field")
    phone.page.wait_for_selector("body[data-ready=yes]")
    assert phone.page.locator(".f-row").count() > 3
    entry = phone.begin()
    phone.shoot(entry, 2, picture=earlier)
    assert "米" in (phone.page.locator(".f-guide").text_content() or "")
    phone.fill_in(entry)
    phone.finish()
    [kept] = phone.entries()
    assert (kept["state"], len(kept["photos"])) == ("ready", 2)
    phone.context.set_offline(False)
    phone.page.evaluate("dispatchEvent(new Event('online'))")
    phone.until_sent(entry)
    told = server.json(f"/api/inspections/{entry}")
    assert told["site"] == site
    assert [each["sha256"] for each in told["photos"]] == [
        each["sha256"] for each in kept["photos"]
    ]
    assert [each["chain"] for each in told["photos"]] == [
        {"fits": True, "follows": "token"},
        {"fits": True, "follows": "photo"},
    ]
    assert told["photos"][0]["fix"]["accuracy_m"] == 8
    assert not told["photos"][0]["external"]
    phone.page.get_by_text("已送达").wait_for()


def test_the_page_opens_again_without_a_network_and_says_how_old_it_is(phone: Phone) -> None:
    phone.page.evaluate("navigator.serviceWorker.ready.then(() => {})")
    phone.context.set_offline(True)
    phone.page.close()
    page = phone.context.new_page()
    page.goto("/field")
    page.wait_for_selector("body[data-ready=yes]")
    page.get_by_text("数据截至").wait_for()
    page.get_by_text("没有网络").first.wait_for()
    assert page.locator(".f-row").count() > 3


def test_a_photo_is_kept_the_moment_it_is_on_the_strip(phone: Phone, server: Server) -> None:
    entry = phone.begin()
    phone.shoot(entry, 2)
    phone.page.close(run_before_unload=False)
    page = phone.context.new_page()
    page.goto(f"/field#/visit/{entry}")
    page.wait_for_selector("body[data-ready=yes]")
    again = Phone(phone.context, page, phone.address, phone.site)
    assert page.locator(".f-pictures img").count() == 2
    again.fill_in(entry)
    again.finish()
    again.until_sent(entry)
    assert len(server.json(f"/api/inspections/{entry}")["photos"]) == 2


def test_a_newer_version_comes_with_a_full_outbox_and_loses_nothing(
    open_phone: OpenPhone, watch: Watch, server: Server, newer_server: str
) -> None:
    for words in ("Failed to load resource", "net::ERR_"):
        watch.expect(words)
    line = Line(_port(server.address))
    try:
        phone = open_phone(line.address)
        phone.take_along()
        phone.page.evaluate("navigator.serviceWorker.ready.then(() => {})")
        before = phone.page.evaluate(VERSION)
        phone.context.set_offline(True)
        entry = phone.begin()
        phone.shoot(entry, 1)
        phone.fill_in(entry)
        phone.page.get_by_label("备注").fill("写到一半")
        phone.page.get_by_text("已存在手机里").wait_for()
        line.upstream = _port(newer_server)
        line.cut()
        phone.context.set_offline(False)
        phone.page.evaluate(
            "navigator.serviceWorker.getRegistration().then((each) => each.update())"
        )
        phone.page.get_by_role("button", name="现在更新").click()
        phone.page.wait_for_function(f"(before) => {VERSION} !== before", arg=before)
        phone.page.wait_for_selector("body[data-ready=yes]")
        assert phone.page.get_by_label("备注").input_value() == "写到一半"
        phone.finish()
        phone.until_sent(entry)
        told = server.json(f"/api/inspections/{entry}")
        assert (told["note"], len(told["photos"])) == ("写到一半", 1)
    finally:
        line.close()
