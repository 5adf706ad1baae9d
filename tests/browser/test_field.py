"""The phone in the field: everything without a network, then what was made arrives."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Server, Watch
from tests.browser.field_page import OpenPhone, Phone, site_of
from tests.browser.photo_site import visited


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
