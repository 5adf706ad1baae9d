"""Recording a visit in a browser: on a phone first, with and without scripts, nothing lost."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import scenery
from tests.browser.conftest import DESKTOP, PHONE, OpenPage, Server, Watch, ready
from tests.browser.map_page import click_place
from tests.browser.test_accessibility import LOOKS, faults
from tests.photos import jpeg
from tests.signed_in import enter

CODE = "T1-0"
SPOT = {"latitude": 34.62004, "longitude": 114.20005, "accuracy": 11}


def path(server: Server, code: str = CODE) -> str:
    found = server.json("/api/sites.geojson")["features"]
    return f"/sites/{next(e['id'] for e in found if e['properties']['code'] == code)}/inspect"


@pytest.fixture
def form(open_page: OpenPage, server: Server) -> Page:
    return ready(open_page(path(server), PHONE))


@pytest.fixture(scope="module")
def shots(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("shots")
    made = []
    for day in range(3):
        file = folder / f"IMG_{day}.jpg"
        file.write_bytes(jpeg(scenery.photo(4, day), lon=114.2, lat=34.62))
        made.append(file)
    return made


def answer(page: Page) -> None:
    page.locator('[name="answer.discharging"][value=no]').check()
    page.locator('[name="answer.smell"][value="0"]').check()


def test_the_form_fits_a_phone_and_its_targets_a_thumb(form: Page) -> None:
    assert form.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    small = form.locator(".choice, #send, #locate, .question input:not([type=radio])").evaluate_all(
        """(all) => all.map((one) => one.getBoundingClientRect().height)
             .filter((height) => height > 0 && height < 56)"""
    )
    assert small == []


@pytest.mark.parametrize(("size", "theme"), LOOKS)
def test_the_page_is_accessible(
    open_page: OpenPage, server: Server, size: tuple[int, int], theme: str
) -> None:
    page = ready(open_page(path(server), size, theme=theme))
    page.locator("details").evaluate_all("(all) => all.forEach((fold) => (fold.open = true))")
    assert faults(page) == []


def test_a_question_is_asked_only_where_it_is_called_for(form: Page) -> None:
    colour = form.locator("#question-colour")
    expect(colour).to_be_hidden()
    form.locator('[name="answer.discharging"][value=yes]').check()
    expect(colour).to_be_visible()
    form.locator('[name="answer.colour"][value=grey]').check()
    form.locator('[name="answer.discharging"][value=no]').check()
    expect(colour).to_be_hidden()
    sent = form.evaluate(
        "[...new FormData(document.getElementById('inspect')).keys()].includes('answer.colour')"
    )
    assert sent is False


def test_a_visit_with_photos_and_the_position_of_the_device(form: Page, shots: list[Path]) -> None:
    form.context.grant_permissions(["geolocation"])
    form.context.set_geolocation(SPOT)
    form.locator("#locate").click()
    expect(form.locator("#position-words")).to_contain_text("设备定位 114.20005, 34.62004")
    expect(form.locator("#position-words")).to_contain_text("约 11 米")
    form.locator('[name="photo.after"]').set_input_files(shots[0])
    form.locator('[name="photo.near"]').set_input_files(shots[1])
    form.locator('[name="photo.near"]').set_input_files(shots[2])  # one after the other, as taken
    expect(form.locator("[data-role=near] .shot")).to_have_count(2)
    expect(form.locator("[data-role=near] .shot").first).to_contain_text("IMG_1.jpg")
    form.locator("[data-role=near] .shot button").first.click()
    expect(form.locator("[data-role=near] .shot")).to_have_count(1)
    answer(form)
    form.locator("#note").fill("现场已封堵")
    form.locator("#send").click()
    form.wait_for_url(re.compile(r"/sites/[^/]+#visit-"))
    visit = form.locator(f"[id='{form.url.split('#')[1]}']")
    expect(visit).to_contain_text("现场已封堵")
    expect(visit).to_contain_text("没有排放")
    assert visit.locator(".photo").count() == 2
    expect(form.locator(".note").first).to_contain_text("已经记下")


def test_what_is_wrong_is_said_at_its_field_and_photos_stay(
    form: Page, watch: Watch, shots: list[Path]
) -> None:
    watch.expect("422")
    form.locator('[name="photo.after"]').set_input_files(shots[0])
    form.locator("#note").fill("不要丢掉")
    form.locator("#send").click()
    expect(form.locator("#faults")).to_be_focused()
    expect(form.locator("#fault-discharging")).to_have_text("请填写「是否正在排放」")
    assert faults(form) == []
    expect(form.locator(".shot")).to_have_count(1)
    expect(form.locator("#note")).to_have_value("不要丢掉")
    form.locator("#faults a").first.click()
    expect(form.locator("#question-discharging")).to_be_in_viewport()
    answer(form)
    form.locator("#send").click()
    form.wait_for_url(re.compile("#visit-"))


def test_a_file_that_is_no_photo_is_named(form: Page, watch: Watch, tmp_path: Path) -> None:
    watch.expect("415")
    wrong = tmp_path / "假照片.jpg"
    wrong.write_bytes(b"%PDF-1.7")
    form.locator('[name="photo.after"]').set_input_files(wrong)
    expect(form.locator(".shot .no-preview")).to_be_visible()
    answer(form)
    form.locator("#send").click()
    expect(form.locator("#fault-photos")).to_contain_text("假照片.jpg")
    expect(form.locator("#fault-photos")).to_contain_text("不是照片")


def test_too_many_photos_are_refused_before_they_are_sent(form: Page, shots: list[Path]) -> None:
    form.locator('[name="photo.near"]').set_input_files([shots[0]] * 21)
    expect(form.locator(".shot")).to_have_count(20)
    expect(form.locator("#fault-photos")).to_contain_text("最多 20 张")


def test_without_a_network_nothing_is_lost(form: Page, watch: Watch, shots: list[Path]) -> None:
    watch.expect("ERR_INTERNET_DISCONNECTED")
    form.locator('[name="photo.after"]').set_input_files(shots[0])
    answer(form)
    form.context.set_offline(True)
    form.locator("#send").click()
    expect(form.locator("#faults")).to_contain_text("网络不通")
    expect(form.locator(".shot")).to_have_count(1)
    form.context.set_offline(False)
    form.locator("#send").click()
    form.wait_for_url(re.compile("#visit-"))


def test_a_place_is_set_by_hand_on_the_map(open_page: OpenPage, server: Server) -> None:
    page = ready(open_page(path(server), DESKTOP))
    page.locator("#map").scroll_into_view_if_needed()
    click_place(page, 114.2001, 34.6202)
    expect(page.locator("#position-words")).to_contain_text("手工指定 114.20")
    lon = float(page.locator("#lon").input_value())
    assert lon == pytest.approx(114.2001, abs=2e-5)
    page.locator("details.by-hand summary").click()
    page.locator("#lat").fill("34.6203")
    expect(page.locator("#position-words")).to_contain_text("34.62030")


def test_a_refused_position_says_what_to_do(form: Page) -> None:
    form.locator("#locate").click()
    expect(form.locator("#position-words")).to_contain_text("在图上点一下")


def test_without_scripts_the_same_form_is_sent(
    server: Server, browser: Browser, shots: list[Path]
) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=server.address)
    enter(context, server.address, server.cookie)
    page: Any = context.new_page()
    page.goto(path(server))
    expect(page.locator("#question-colour")).to_be_visible()
    expect(page.locator("#question-colour")).to_contain_text("仅当")
    page.locator('[name="photo.after"]').set_input_files(shots[0])
    page.locator("details.by-hand summary").click()
    page.locator("#lon").fill("114.2")
    page.locator("#send").click()
    expect(page.locator("#faults")).to_contain_text("以度为单位")
    expect(page.locator("#faults")).to_contain_text("请重新选择")
    page.locator("#lat").fill("34.62")
    page.locator('[name="photo.after"]').set_input_files(shots[0])
    answer(page)
    page.locator("#send").click()
    page.wait_for_url(re.compile("#visit-"))
    expect(page.locator(".visit").last).to_contain_text("手工指定")
    context.close()
