"""A phone that is full: it is said before a photo is taken, and what was taken is not lost."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import CHROMIUM, FLAGS, Server
from tests.browser.field_page import CAMERA, HERE, MAY, PHONE, Phone, site_of
from tests.browser.test_field_pages import faults
from tests.photos import bare, jpeg, scene
from tests.signed_in import enter

SMALL = bare(scene(51, (640, 480)))
LARGE = jpeg(scene(71, (3200, 2400)), quality=97) + random.Random(1).randbytes(4_000_000)  # noqa: S311
LARGER = LARGE + random.Random(2).randbytes(14_000_000)  # noqa: S311
QUOTA = 20_000_000
"""The room that the page holds back and one small photo fit; two large ones do not."""


@pytest.fixture
def phone(browser: Browser, server: Server, tmp_path: Path) -> Iterator[Phone]:
    """With a disk: a window that remembers nothing counts its bytes in another way."""
    context = browser.browser_type.launch_persistent_context(
        tmp_path / "profile",
        executable_path=CHROMIUM,
        args=[*FLAGS, *CAMERA],
        viewport=PHONE,  # type: ignore[arg-type]
        is_mobile=True,
        has_touch=True,
        locale="zh-CN",
        geolocation=HERE,  # type: ignore[arg-type]
        permissions=MAY,
        base_url=server.address,
        service_workers="block",
    )
    enter(context, server.address, server.cookie)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    made = Phone(context, page, server.address, site_of(server))
    give(made, QUOTA)  # early: the browser remembers for half a minute how much room there was
    page.goto("/field")
    page.wait_for_selector("body[data-ready=yes]")
    made.take_along()
    yield made
    context.close()
    assert errors == []


def give(phone: Phone, quota: int | None) -> None:
    """Let the browser keep so many bytes of this site in all; None: as many as there are."""
    debugger = phone.context.new_cdp_session(phone.page)
    told = {} if quota is None else {"quotaSize": quota}
    debugger.send("Storage.overrideQuotaForOrigin", {"origin": phone.address, **told})


def pick(phone: Phone, data: bytes) -> None:
    files = [{"name": "2.jpg", "mimeType": "image/jpeg", "buffer": data}]
    phone.page.locator(".f-file input").set_input_files(files)  # type: ignore[arg-type]


def test_a_full_phone_says_so_first_and_holds_what_it_cannot_keep(
    phone: Phone, server: Server
) -> None:
    entry = phone.begin()
    phone.choose(entry, SMALL)
    assert phone.page.locator(".f-room").is_hidden()
    # the room that was held back takes one more, and then it is said before anything is taken
    pick(phone, LARGE)
    phone.page.locator(".f-strip li:nth-child(2)").wait_for()
    before = phone.until(entry, state="draft")["photos"]
    assert len(before) == 2
    phone.page.locator(".f-room").get_by_text("下一张照片可能存不下").wait_for()
    pick(phone, LARGER)
    item = phone.page.locator(".f-unkept li")
    item.get_by_text("没有存进手机：空间不足").wait_for()
    item.locator("img").wait_for()
    assert faults(phone.page, "color-contrast-enhanced") == []
    assert phone.until(entry, state="draft")["photos"] == before
    item.get_by_role("button", name="再存一次").click()
    item.get_by_text("没有存进手机：空间不足").wait_for()
    # out as a file, and on another screen of the page it is still there
    with phone.page.expect_download() as saved:
        item.get_by_role("button", name="下载照片").click()
    assert Path(saved.value.path()).read_bytes() == LARGER
    phone.go(f"#/visit/{entry}")
    phone.page.locator(".f-unkept li").wait_for()
    phone.page.locator(".f-room").get_by_text("下一张照片可能存不下").wait_for()
    give(phone, None)
    phone.fill_in(entry)
    phone.page.get_by_role("button", name="完成，准备上传").click()
    phone.page.get_by_text("有照片还没有存进手机").wait_for()
    phone.page.get_by_role("button", name="再存一次").click()
    phone.page.locator(".f-unkept li").wait_for(state="detached")
    phone.finish()
    phone.until_sent(entry)
    told = server.json(f"/api/inspections/{entry}")["photos"]
    assert [each["sha256"] for each in told] == [
        hashlib.sha256(data).hexdigest() for data in (SMALL, LARGE, LARGER)
    ]


def test_answers_that_find_no_room_stay_on_the_page(phone: Phone) -> None:
    entry = phone.begin()
    phone.page.get_by_label("备注").fill("写在前面")
    phone.page.get_by_text("已存在手机里").wait_for()
    refuse = "throw new DOMException('full', 'QuotaExceededError')"
    phone.page.evaluate(f"() => {{ IDBObjectStore.prototype.put = () => {{ {refuse}; }}; }}")
    phone.page.get_by_label("备注").fill("写在后面")
    phone.page.get_by_text("手机空间不足，没有存下").wait_for()
    phone.page.get_by_role("button", name="完成，准备上传").click()
    phone.page.locator(".f-faults").get_by_text("手机空间不足").wait_for()
    assert phone.page.get_by_label("备注").input_value() == "写在后面"
    assert phone.until(entry, state="draft")["note"] == "写在前面"


def test_earlier_photos_make_room_and_the_outbox_stays(phone: Phone) -> None:
    phone.context.set_offline(True)
    entry = phone.hand_over(SMALL)
    phone.go("#/more")
    phone.page.get_by_role("button", name="删去旧照片").click()
    phone.page.get_by_text("的旧照片，有网络时可再下载").wait_for()
    phone.go(f"#/site/{phone.site}")
    phone.page.get_by_text("无预览").first.wait_for()
    assert len(phone.until(entry, state="ready")["photos"]) == 1
