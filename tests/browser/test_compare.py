"""Before and after in a browser: registered, three ways of looking, by mouse, finger and key."""

from __future__ import annotations

import math
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, OpenPage, Server
from tests.browser.photo_site import Visited, visited
from tests.signed_in import enter

HANDLE = ".compare-handle"
VIEW = ".compare-view"


def opened(
    open_page: OpenPage,
    server: Server,
    size: tuple[int, int] = DESKTOP,
    query: str = "",
    **more: Any,
) -> tuple[Page, Visited]:
    """The page of the visited site when its first pair has been dealt with."""
    site = visited(server)
    page = open_page(f"/sites/{site.site}", size)
    page.wait_for_selector(".compare-alignment[data-state=aligned], [data-state=unaligned]")
    return page, site


def box(locator: Locator) -> dict[str, float]:
    found = locator.bounding_box()
    assert found
    return dict(found)


def border(page: Page) -> float:
    return float(page.locator(HANDLE).get_attribute("aria-valuenow") or "nan")


def transforms(page: Page) -> dict[str, list[float]]:
    """Computed matrices of both pictures and of their magnified worlds."""
    found: Any = page.evaluate(
        """() => Object.fromEntries(['before', 'after'].flatMap((side) => {
          const layer = document.querySelector(`.compare-layer[data-side=${side}]`);
          const read = (element) =>
            [...new DOMMatrix(getComputedStyle(element).transform).toFloat64Array()];
          const { firstElementChild: world } = layer;
          return [[side, read(world.firstElementChild)], [`${side}_world`, read(world)]];
        }))"""
    )
    return dict(found)


def test_the_slider_opens_aligned(open_page: OpenPage, server: Server) -> None:
    page, _ = opened(open_page, server)
    expect(page.locator(".compare-alignment")).to_contain_text("已自动对齐")
    expect(page.locator(VIEW)).to_have_attribute("data-mode", "slide")
    assert border(page) == 50
    before, after = transforms(page)["before"], transforms(page)["after"]
    assert before == pytest.approx(list(_identity()), abs=1e-6)
    assert after != pytest.approx(before, abs=1e-3)
    page.locator("[name=compare-aligned]").uncheck()
    assert transforms(page)["after"] == pytest.approx(list(_identity()), abs=1e-2)


def _identity() -> list[float]:
    return [float(i % 5 == 0) for i in range(16)]


def test_the_alignment_on_the_screen_is_that_of_the_server(
    open_page: OpenPage, server: Server
) -> None:
    page, site = opened(open_page, server)
    path = f"/api/sites/{site.site}/compare?before={site.before}&after={site.after}"
    m = server.json(path)["matrix"]
    frame = box(page.locator(".compare-layer[data-side=before]"))
    on_screen: Any = page.evaluate(
        """([u, v]) => {
          const image = document.querySelector('.compare-layer[data-side=after] img');
          const { offsetWidth: width, offsetHeight: height } = image;
          const matrix = new DOMMatrix(getComputedStyle(image).transform);
          const at = matrix.transformPoint(new DOMPoint(u * width, v * height));
          return [at.x / at.w, at.y / at.w];
        }""",
        [0.3, 0.7],
    )
    w = m[6] * 0.3 + m[7] * 0.7 + m[8]
    expected = [
        (m[0] * 0.3 + m[1] * 0.7 + m[2]) / w * frame["width"],
        (m[3] * 0.3 + m[4] * 0.7 + m[5]) / w * frame["height"],
    ]
    assert on_screen == pytest.approx(expected, abs=0.5)


def test_what_cannot_be_aligned_says_so_and_is_shown_as_it_is(
    open_page: OpenPage, server: Server
) -> None:
    page, site = opened(open_page, server)
    page.locator("[name=after]").select_option(site.bare)
    expect(page.locator(".compare-alignment")).to_contain_text("无法对齐")
    expect(page.locator(".compare-aligned")).to_be_hidden()
    expect(page.locator(".compare-between")).to_contain_text("距离不明")
    expect(page.locator(".compare-caption[data-side=after] .verdict")).to_contain_text("证明力弱")
    shown = page.locator(".compare-layer[data-side=after] img")
    expect(shown).to_have_attribute("src", f"/api/photos/{site.bare}/web")
    # the upright picture lies whole in the frame of the other
    frame, inner = box(page.locator(".compare-layer[data-side=before]")), box(shown)
    assert inner["height"] == pytest.approx(frame["height"], abs=1)
    assert inner["width"] < frame["width"]


def test_the_handle_is_dragged_and_a_click_brings_it(open_page: OpenPage, server: Server) -> None:
    page, _ = opened(open_page, server)
    view, handle = box(page.locator(VIEW)), box(page.locator(f"{HANDLE} span"))
    assert min(handle["width"], handle["height"]) >= 44
    middle = handle["y"] + handle["height"] / 2
    page.mouse.move(handle["x"] + handle["width"] / 2, middle)
    page.mouse.down()
    page.mouse.move(view["x"] + view["width"] * 0.2, middle, steps=4)
    page.mouse.up()
    assert border(page) == pytest.approx(20, abs=1)
    page.mouse.click(view["x"] + view["width"] * 0.8, view["y"] + 30)
    assert border(page) == pytest.approx(80, abs=1)


def test_the_handle_obeys_the_keyboard(open_page: OpenPage, server: Server) -> None:
    page, _ = opened(open_page, server)
    handle = page.locator(HANDLE)
    handle.focus()
    for key, value in (
        ("ArrowLeft", 48), ("ArrowRight", 50), ("PageUp", 60), ("Home", 0), ("ArrowLeft", 0),
        ("End", 100),
    ):  # fmt: skip
        handle.press(key)
        assert border(page) == value, key
    assert handle.get_attribute("role") == "slider"


def test_a_finger_moves_the_border(open_page: OpenPage, server: Server) -> None:
    page, _ = opened(open_page, server, PHONE)
    page.locator(VIEW).scroll_into_view_if_needed()
    view = box(page.locator(VIEW))
    page.touchscreen.tap(view["x"] + view["width"] * 0.25, view["y"] + view["height"] / 3)
    assert border(page) == pytest.approx(25, abs=2)


def test_both_pictures_are_magnified_in_step(open_page: OpenPage, server: Server) -> None:
    page, _ = opened(open_page, server)
    page.locator("[name=compare-mode][value=side]").check(force=True)
    page.locator("[data-act=in]").click()
    page.locator(VIEW).focus()
    page.keyboard.press("ArrowRight")
    seen = transforms(page)
    assert seen["before_world"] == pytest.approx(seen["after_world"], abs=1e-6)
    assert seen["before_world"][0] == pytest.approx(1.5)
    expect(page.locator(".compare-scale")).to_have_text("150%")
    page.keyboard.press("0")
    assert transforms(page)["before_world"] == pytest.approx(_identity(), abs=1e-6)


def test_a_magnified_picture_is_dragged(open_page: OpenPage, server: Server) -> None:
    page, _ = opened(open_page, server)
    view = box(page.locator(VIEW))
    x, y = view["x"] + view["width"] * 0.3, view["y"] + view["height"] / 2
    page.mouse.dblclick(x, y)
    before = transforms(page)["before_world"]
    assert before[0] == pytest.approx(2)
    x = view["x"] + view["width"] * 0.7  # beside the handle
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 60, y - 40, steps=3)
    page.mouse.up()
    after = transforms(page)["before_world"]
    assert (after[12] - before[12], after[13] - before[13]) == pytest.approx((-60, -40), abs=1)
    page.locator("[data-act=whole]").click()
    assert transforms(page)["before_world"] == pytest.approx(_identity(), abs=1e-6)


def test_side_by_side_and_blended(open_page: OpenPage, server: Server) -> None:
    page, _ = opened(open_page, server)
    page.locator("[name=compare-mode][value=side]").check(force=True)
    left = box(page.locator(".compare-layer[data-side=before]"))
    right = box(page.locator(".compare-layer[data-side=after]"))
    assert right["x"] >= left["x"] + left["width"]
    assert (right["y"], right["height"]) == pytest.approx((left["y"], left["height"]), abs=1)
    page.locator("[name=compare-mode][value=blend]").check(force=True)
    page.locator("[name=compare-blend]").fill("25")
    opacity = page.locator(".compare-layer[data-side=after]").evaluate(
        "(layer) => getComputedStyle(layer).opacity"
    )
    assert float(opacity) == pytest.approx(0.25)
    expect(page.locator(HANDLE)).to_be_hidden()


def test_the_small_map_shows_both_positions_and_views(open_page: OpenPage, server: Server) -> None:
    page, site = opened(open_page, server)
    plot = page.locator(".compare-plot svg")
    expect(plot).to_have_attribute("role", "img")
    assert "朝向" in (plot.get_attribute("aria-label") or "")
    assert plot.locator(".plot-point").count() == 2
    assert plot.locator(".plot-accuracy").count() == 2
    assert plot.locator(".plot-cone[data-north=magnetic]").count() == 1
    dash = plot.locator("[data-north=magnetic]").evaluate(
        "(cone) => getComputedStyle(cone).strokeDasharray"
    )
    assert dash != "none"
    assert plot.locator(".plot-badge").count() == 2
    page.locator("[name=after]").select_option(site.bare)
    expect(plot.locator(".plot-point")).to_have_count(1)


def test_the_cone_looks_where_the_camera_looked(open_page: OpenPage, server: Server) -> None:
    page, _ = opened(open_page, server)
    path = page.locator(".plot-cone[data-side=before]").get_attribute("d") or ""
    start, left, arc = path[1:].replace("Z", "").replace("A", "L").split("L")
    x, y = map(float, start.split())
    ends = [tuple(map(float, left.split())), tuple(map(float, arc.split()[-2:]))]
    middle = [(ends[0][i] + ends[1][i]) / 2 for i in (0, 1)]
    bearing = math.degrees(math.atan2(middle[0] - x, y - middle[1])) % 360
    assert bearing == pytest.approx(40, abs=0.5)


def test_swapping_asks_anew(open_page: OpenPage, server: Server) -> None:
    page, site = opened(open_page, server)
    page.locator("[data-act=swap]").click()
    expect(page.locator("[name=before]")).to_have_value(site.after)
    expect(page.locator(".compare-alignment[data-state=aligned]")).to_be_visible()
    expect(page.locator(".compare-caption[data-side=before]")).to_contain_text("2023年7月5日")


def test_the_whole_screen(open_page: OpenPage, server: Server) -> None:
    page, _ = opened(open_page, server)
    before = box(page.locator(VIEW))
    page.locator("[data-act=full]").click()
    page.wait_for_function("document.fullscreenElement?.id === 'compare'")
    after = box(page.locator(VIEW))
    assert after["width"] > before["width"]
    assert after["y"] + after["height"] <= (page.viewport_size or {"height": 0})["height"]


def test_the_frame_does_not_jump_when_the_scripts_come(open_page: OpenPage, server: Server) -> None:
    page, _ = opened(open_page, server)
    moved: Any = page.evaluate(
        """() => new Promise((done) => new PerformanceObserver((list) =>
             done(list.getEntries().filter((each) => !each.hadRecentInput && each.sources.some(
               ({ node }) => node?.closest?.('.compare-view'))).length)
           ).observe({ type: 'layout-shift', buffered: true }) ?? setTimeout(() => done(0), 500))"""
    )
    assert moved == 0


def test_without_scripts_two_pictures_stand_side_by_side(server: Server, browser: Any) -> None:
    site = visited(server)
    context = browser.new_context(java_script_enabled=False, base_url=server.address)
    enter(context, server.address, server.cookie)
    page = context.new_page()
    page.goto(f"/sites/{site.site}")
    left = box(page.locator(".compare-layer[data-side=before] img"))
    right = box(page.locator(".compare-layer[data-side=after] img"))
    assert right["x"] >= left["x"] + left["width"]
    assert right["width"] == pytest.approx(left["width"], abs=1)
    expect(page.locator(".compare-bar")).to_be_hidden()
    page.locator("[name=after]").select_option(site.bare)
    page.locator(".compare-choice button").click()
    expect(page.locator(".compare-layer[data-side=after] img")).to_have_attribute(
        "src", f"/api/photos/{site.bare}/web"
    )
    context.close()
