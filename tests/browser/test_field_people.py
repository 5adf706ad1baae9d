"""Two tabs, two people, and what a person does not allow."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route

from geo_app.domain.actor import Actor, Role
from geo_app.settings import Settings
from tests.browser.conftest import OpenPage, Server, Watch
from tests.browser.field_page import OpenPhone, Phone, site_of
from tests.browser.test_field_pages import faults
from tests.photos import bare, scene
from tests.signed_in import enter, session_cookie

PICTURE = bare(scene(51, (640, 480)))


@pytest.fixture
def phone(open_phone: OpenPhone, watch: Watch) -> Phone:
    for words in ("Failed to load resource", "net::ERR_"):
        watch.expect(words)
    opened = open_phone(service_workers="block")
    opened.take_along()
    return opened


def another_tab(phone: Phone, place: str) -> Phone:
    page: Page = phone.context.new_page()
    page.goto(f"/field{place}")
    page.wait_for_selector("body[data-ready=yes]")
    return Phone(phone.context, page, phone.address, phone.site)


def test_two_tabs_that_send_at_once_make_one_visit(phone: Phone, server: Server) -> None:
    told: list[str] = []

    def note(route: Route) -> None:
        told.append(route.request.post_data or "")
        route.continue_()

    phone.context.set_offline(True)
    entry = phone.hand_over(PICTURE)
    phone.context.route("**/api/inspections", note)
    phone.context.set_offline(False)
    other = another_tab(phone, "#/outbox")
    phone.send()
    other.send()
    phone.until_sent(entry)
    assert len(server.json(f"/api/inspections/{entry}")["photos"]) == 1
    assert len(told) == 2  # told before its photo and after, by one tab
    other.page.get_by_text("已送达").wait_for()


def test_two_tabs_that_begin_a_visit_of_a_site_share_it(phone: Phone) -> None:
    other = another_tab(phone, "#/")
    entry = phone.begin()
    assert other.begin() == entry
    phone.page.get_by_label("没有排放").check()
    other.page.get_by_label("备注").fill("另一页写的")
    other.page.get_by_text("已存在手机里").wait_for()
    phone.page.get_by_label("0 无臭").check()
    phone.page.wait_for_timeout(600)
    kept = phone.until(entry, note="另一页写的")
    assert kept["answers"] == {"discharging": "no", "smell": 0}
    phone.page.get_by_role("button", name="完成，准备上传").click()
    phone.until_sent(entry)
    other.page.get_by_label("备注").fill("太晚了")
    other.page.get_by_text("这里的改动没有存下").wait_for()


def test_a_photo_is_not_put_into_a_visit_that_was_handed_over(phone: Phone, server: Server) -> None:
    entry = phone.begin()
    other = another_tab(phone, f"#/shoot/{entry}/-")
    phone.context.set_offline(True)
    phone.fill_in(entry)
    phone.finish()
    files = [{"name": "1.jpg", "mimeType": "image/jpeg", "buffer": PICTURE}]
    other.page.locator(".f-file input").set_input_files(files)  # type: ignore[arg-type]
    other.page.get_by_text("这次检查已交付上传").wait_for()
    assert phone.until(entry, state="ready")["photos"] == []
    phone.context.set_offline(False)
    phone.send()
    phone.until_sent(entry)
    assert server.json(f"/api/inspections/{entry}")["photos"] == []


def test_who_signs_in_next_neither_reads_nor_sends_what_is_of_another(
    phone: Phone, server: Server
) -> None:
    phone.context.set_offline(True)
    entry = phone.hand_over(PICTURE)
    somebody = Actor("", "赵六", "监测站", Role.INSPECTOR)
    enter(phone.context, phone.address, session_cookie(Settings(data=server.data), somebody))
    # only now: with a network, the page sends at once for whoever is signed in
    phone.context.set_offline(False)
    phone.page.reload()
    phone.page.wait_for_selector("body[data-ready=yes]")
    phone.page.get_by_text("还有另一位人员的 1 条没有传完").wait_for()
    assert phone.page.locator(".f-entry").count() == 0
    phone.go("#/")
    phone.page.get_by_text("手机里还没有点位").wait_for()
    for place in (f"#/visit/{entry}", f"#/shoot/{entry}/-"):
        phone.go(place)
        phone.page.get_by_text("属于另一位人员").wait_for()
        assert phone.page.locator("#content img, #content input").count() == 0
    phone.go("#/outbox")
    phone.send()
    phone.page.get_by_text("已连上服务器").wait_for()
    assert [each["id"] for each in phone.entries()] == [entry]
    enter(phone.context, phone.address, server.cookie)
    phone.page.reload()
    phone.until_sent(entry)
    assert server.json(f"/api/inspections/{entry}")["person"]["name"] != "赵六"


def test_a_session_that_has_ended_keeps_all_until_the_next_sign_in(
    phone: Phone, server: Server
) -> None:
    phone.context.clear_cookies()
    entry = phone.hand_over(PICTURE)
    phone.page.get_by_text("登录已失效").wait_for()
    assert phone.page.locator("#content a.button[href^='/sign-in']").count() == 1
    assert phone.until(entry, state="ready")["fault"] is None
    enter(phone.context, phone.address, server.cookie)
    phone.page.goto("/field")
    phone.until_sent(entry)


def test_without_leave_for_camera_and_position_the_gallery_still_serves(
    open_phone: OpenPhone, watch: Watch, server: Server
) -> None:
    phone = open_phone(service_workers="block", permissions=[])
    phone.take_along()
    entry = phone.begin()
    phone.page.get_by_text("浏览器不允许取位置").wait_for()
    phone.go(f"#/shoot/{entry}/-")
    phone.page.get_by_text("浏览器不允许用相机").wait_for()
    assert phone.page.get_by_role("button", name="拍下").is_disabled()
    phone.choose(entry, PICTURE)
    phone.fill_in(entry)
    phone.finish()
    phone.until_sent(entry)
    told = server.json(f"/api/inspections/{entry}")
    assert told["site"] == site_of(server)
    [photo] = told["photos"]
    assert (photo["external"], photo["fix"]) == (True, None)


def test_a_poor_position_is_said_and_kept_as_it_is(open_phone: OpenPhone, server: Server) -> None:
    poor = {"longitude": 114.31, "latitude": 34.45, "accuracy": 180}
    phone = open_phone(service_workers="block", geolocation=poor)
    phone.take_along()
    entry = phone.begin()
    phone.page.get_by_text("偏大").wait_for()
    phone.shoot(entry)
    phone.fill_in(entry)
    phone.finish()
    phone.until_sent(entry)
    [photo] = server.json(f"/api/inspections/{entry}")["photos"]
    assert photo["fix"]["accuracy_m"] == 180


def test_a_visit_that_was_carried_to_the_office_as_a_file_is_there_once(
    open_phone: OpenPhone, open_page: OpenPage, watch: Watch, server: Server, tmp_path: Path
) -> None:
    for words in ("Failed to load resource", "net::ERR_"):
        watch.expect(words)
    phone = open_phone()
    phone.take_along()
    phone.page.evaluate("navigator.serviceWorker.ready.then(() => {})")
    phone.context.set_offline(True)
    entry = phone.hand_over(PICTURE, bare(scene(52, (320, 240))))
    with phone.page.expect_download() as saved:
        phone.page.get_by_role("button", name="导出文件").click()
    file = tmp_path / saved.value.suggested_filename
    file.write_bytes(Path(saved.value.path()).read_bytes())
    office = open_page("/visits/take-in")
    office.get_by_label("手机导出的文件").set_input_files(file)
    office.get_by_role("button", name="上传并查看").click()
    office.get_by_text("照片 2 张：内容与拍摄时的 SHA-256 相符").wait_for()
    assert faults(office) == []
    office.get_by_role("button", name="记录这次检查").click()
    office.get_by_text("已记录这次检查").wait_for()
    command = [sys.executable, "-m", "geo_app", "inspection", "take-in", str(file)]
    for more, words in (([], "只是查看"), (["--yes"], "早已记录")):
        arguments = [*command, *more, "--data", str(server.data)]
        done = subprocess.run(arguments, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert words in done.stdout
    told = server.json(f"/api/inspections/{entry}")["photos"]
    phone.context.set_offline(False)
    phone.send()
    phone.until_sent(entry)
    assert server.json(f"/api/inspections/{entry}")["photos"] == told
    assert [each["fix"] for each in told] == [None, None]
