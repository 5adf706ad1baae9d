"""The phone in the field: everything without a network, then what was made arrives."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from werkzeug.serving import make_server

from geo_app.settings import Field, Settings
from geo_app.store.session import open_store
from geo_app.web import create_app
from tests.browser.conftest import OpenPage, Server, Watch
from tests.browser.field_page import OpenPhone, Phone, site_of
from tests.browser.line import Line
from tests.browser.photo_site import visited
from tests.visits import furnish

VERSION = "JSON.parse(document.getElementById('page-data').textContent).version"

WALKS = """() => {
  const found = [];
  window.map_sheet.eachLayer((layer) => {
    if (layer.options?.className === "walk" && layer.options.dashArray)
      found.push(layer.getLatLngs().length);
  });
  return found;
}"""
"""How many points each walk has that the map draws."""


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


def test_a_walk_is_recorded_when_asked_for_and_shown_at_the_site(
    phone: Phone, server: Server, open_page: OpenPage
) -> None:
    entry = phone.begin()
    switch = phone.page.get_by_role("button", name="记录行走轨迹")
    assert switch.get_attribute("aria-pressed") == "false"
    phone.context.set_geolocation({"longitude": 114.3001, "latitude": 34.4502, "accuracy": 9})
    phone.page.wait_for_timeout(300)
    assert "track" not in phone.until(entry, state="draft")
    switch.click()
    for step in range(1, 5):
        moved = {"longitude": 114.3001 + step / 5000, "latitude": 34.4502, "accuracy": 8 + step}
        phone.context.set_geolocation(moved)  # type: ignore[arg-type]
        phone.page.wait_for_timeout(700)
    phone.page.get_by_text("正在记录：已存").wait_for()
    # it is on the phone, not in the page
    phone.page.wait_for_function("() => !document.body.textContent.includes('已存 0 个点')")
    phone.page.close(run_before_unload=False)
    page = phone.context.new_page()
    page.goto(f"/field#/visit/{entry}")
    page.wait_for_selector("body[data-ready=yes]")
    again = Phone(phone.context, page, phone.address, phone.site)
    page.get_by_text("个点随这次检查上传").wait_for()
    kept = again.until(entry, state="draft")["track"]
    assert len(kept) >= 3
    again.fill_in(entry)
    again.finish()
    again.until_sent(entry)
    told = server.json(f"/api/inspections/{entry}")
    assert [each["lon"] for each in told["track"]] == [each["lon"] for each in kept]
    assert told["track"][-1]["accuracy_m"] > told["track"][0]["accuracy_m"]
    office = open_page(f"/sites/{phone.site}")
    office.wait_for_selector("body[data-ready=yes]")
    office.get_by_text("轨迹：在点位范围内约").first.wait_for()
    assert office.evaluate(WALKS) == [len(kept)]


def test_a_long_walk_is_thinned_and_keeps_its_ends(phone: Phone) -> None:
    found = phone.page.evaluate(
        """async () => {
          const links = [...document.querySelectorAll("link[rel=modulepreload]")];
          const { href } = links.find((each) => /field.track/.test(each.href));
          const { addPoint } = await import(href);
          const points = [];
          for (let n = 0; n < 5000; n++)
            addPoint(points, { lon: 114, lat: 34 + n / 1e4, accuracy_m: 5,
              at: new Date(1e12 + n * 1000).toISOString() }, 500);
          const still = [];
          for (let n = 0; n < 100; n++)
            addPoint(still, { lon: 114, lat: 34, accuracy_m: 5,
              at: new Date(1e12 + n * 1000).toISOString() }, 500);
          const sorted = points.every((each, i) => !i || each.at > points[i - 1].at);
          return [points.length, points[0].lat, points.at(-1).lat, sorted, still.length];
        }"""
    )
    assert found[0] <= 500
    assert found[1:] == [34, 34 + 4999 / 1e4, True, 5]


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
