"""The map in one file in the real browser: from a disk, with the network off."""

from __future__ import annotations

import io
import os
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from shapely.geometry import Point
from sqlalchemy import insert

from geo_app.domain.status import Status
from geo_app.geo.districts import Districts
from geo_app.reports.map_file.choice import chosen
from geo_app.resources import resource
from geo_app.settings import Settings
from geo_app.store.inspections import Inspection, Photo
from geo_app.store.session import open_store
from geo_app.work.desk import Desk, open_desk
from tests import scenery
from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.test_accessibility import faults
from tests.complaints import HEAD, hear, line
from tests.map_files import OFFICE, made
from tests.papers import filed
from tests.storage.map_sites import TODAY, Placed, put

SITES = 500
MOST_BYTES = 3_000_000
NAMES = ("<img src=x onerror=alert(1)>", "</script><script>alert(2)</script>", "甲\u202e乙")
SHOTS = os.environ.get("GEO_APP_TEST_SHOTS", "")
Opened = Callable[..., Page]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Five hundred sites all over the districts, each with a photo of its own."""
    settings = Settings(data=tmp_path_factory.mktemp("map-file"))
    store = open_store(settings)
    areas = Districts.load(resource("data", "districts.geojson")).districts
    placed = []
    for n in range(SITES):
        area = areas[n % len(areas)]
        at = None if n % 25 == 24 else _within(area.label_point, n)
        status = list(Status)[n % len(Status)]
        name = NAMES[n] if n < len(NAMES) else f"第{n}号排口"
        placed.append(
            Placed(
                at, status, "river_outlet", area.code, deadline=TODAY if n % 3 else None, name=name
            )
        )
    ids = put(store, placed)
    with open_desk(settings) as opened:
        _photograph(opened, store, ids)
        yield opened
    store.engine.dispose()


def _within(middle: Point, n: int) -> Point:
    return Point(middle.x + (n % 7 - 3) * 0.011, middle.y + (n // 7 % 7 - 3) * 0.009)


def _photograph(desk: Desk, store: object, ids: list[str]) -> None:
    visits, photos = [], []
    now = datetime(2024, 4, 2, 2, tzinfo=UTC)
    for n, site_id in enumerate(ids):
        out = io.BytesIO()
        # forty pictures are drawn; each site has one of other bytes
        scenery.photo(n % 40, n // 40).resize((320, 240)).save(out, "JPEG", quality=80)
        sha256 = f"{n:064x}"
        desk.files.put_rendition(sha256, "thumb", out.getvalue())
        visit = str(uuid.UUID(int=n + 1))
        visits.append(
            {"id": visit, "site_id": site_id, "digest": sha256, "visited_at": now, "answers": {},
             "actor_id": "i", "actor_name": "李巡", "source": "web", "received_at": now}
        )  # fmt: skip
        photos.append(
            {"id": visit, "inspection_id": visit, "site_id": site_id, "ordinal": 1,
             "sha256": sha256, "role": "after", "name": "x.jpg", "size": 1, "facts": {},
             "external": False, "received_at": now}
        )  # fmt: skip
    with store.session() as session:  # type: ignore[attr-defined]
        session.connection().execute(insert(Inspection.__table__), visits)
        session.connection().execute(insert(Photo.__table__), photos)


@pytest.fixture(scope="module")
def file(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = open_store(desk.settings)
    made_file = tmp_path_factory.mktemp("out") / "地图 #1.html"
    made_file.write_bytes(made(store, desk, TODAY))
    store.engine.dispose()
    return made_file


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opened]:
    """Opens a file as a double click does; the test fails on any request and any error."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def at(file: Path, size: tuple[int, int] = DESKTOP, theme: str = "light") -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if theme == "dark" else "light",
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.set_offline(True)
        page = context.new_page()
        own = file.as_uri()
        page.on("request", lambda asked: asked.url in (own, f"{own}#") or _note(asked.url))
        page.on("pageerror", lambda error: faults.append(f"error: {error}"))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.on("dialog", lambda shown: faults.append(f"dialog: {shown.message}"))
        page.goto(own)
        page.wait_for_selector("body[data-ready=yes]")
        return page

    def _note(url: str) -> None:
        if not url.startswith("data:"):
            faults.append(f"request: {url}")

    yield at
    for context in contexts:
        context.close()
    assert faults == []


def test_five_hundred_sites_with_photos_stay_below_three_megabytes(file: Path) -> None:
    text = file.read_bytes()
    assert len(text) <= MOST_BYTES
    assert text.count(b"data:image/webp") == SITES


def test_marks_list_card_search_and_legend_work_with_the_network_off(
    file: Path, opened: Opened
) -> None:
    page = opened(file)
    expect(page.locator("h1")).to_contain_text(f"{SITES} 处点位")
    expect(page.locator("#shown")).to_have_text("480")
    expect(page.locator("#unlocated-count")).to_have_text("20")
    # what a person typed is text in the list, the card and on the map
    page.get_by_label("按名称、编号或区县搜索").fill("onerror")
    row = page.locator("#site-list .site-link")
    expect(row).to_have_count(1)
    expect(row).to_contain_text(NAMES[0])
    row.click()
    card = page.locator("#site-card")
    expect(card.get_by_role("heading")).to_have_text(NAMES[0])
    expect(card.locator("dl")).to_contain_text("尚未核实")
    assert card.locator("img").evaluate("(img) => img.naturalWidth") >= 96
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(row).to_be_focused()
    page.get_by_label("按名称、编号或区县搜索").fill("")
    verified = page.locator("#status-filter label", has_text="已核实")
    count = int(verified.locator(".chip-count").inner_text())
    verified.click()
    listed = int(page.locator("#shown").inner_text())
    assert listed + int(page.locator("#unlocated-count").inner_text()) == count < SITES
    page.get_by_label("按名称、编号或区县搜索").fill("没有这样的点位")
    expect(page.locator("#site-list .empty")).to_have_text("没有符合条件的点位。")
    assert _is_drawn(page)


def test_complaints_after_a_claim_stand_in_list_and_card(tmp_path: Path, opened: Opened) -> None:
    with filed(tmp_path / "house") as house:
        many = "".join(
            line(20 + n, f"2021-10-{1 + n % 30:02} 08:{n % 60:02}") for n in range(2_000)
        )
        hear(house.store, house.house.settings, HEAD + many)
        for choice, name in ((OFFICE, "青石桥东排口"), (chosen(public=True), "入河排污口 P2-1")):
            file = tmp_path / f"{choice.public}.html"
            file.write_bytes(made(house.store, house.desk, TODAY, choice))
            for size, theme in ((DESKTOP, "light"), (PHONE, "dark")):
                page = opened(file, size, theme)
                row = page.locator("#site-list .site-link", has_text=name)
                expect(row.locator(".site-complaints")).to_have_text("自报完成后又有 2000 件投诉")
                if size == PHONE:
                    page.locator("#sheet-handle button").last.click()
                row.click()
                expect(page.locator("#site-card .override")).to_have_text(
                    "自报完成后又有 2000 件投诉"
                )
                assert faults(page) == []
                if SHOTS:
                    page.screenshot(path=f"{SHOTS}/complained-{choice.public}-{size[0]}.png")


def _is_drawn(page: Page) -> bool:
    """Something stands on the canvas of the base."""
    drawn = page.locator(".leaflet-base-pane canvas").evaluate(
        "(c) => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some((x) => x > 0)"
    )
    assert isinstance(drawn, bool)
    return drawn


@pytest.mark.parametrize(
    ("positions", "size", "theme"),
    [("exact", DESKTOP, "light"), ("coarse", PHONE, "dark"), ("none", DESKTOP, "dark")],
)
def test_each_version_is_accessible_and_fits_its_window(
    desk: Desk, tmp_path: Path, opened: Opened, positions: str, size: tuple[int, int], theme: str
) -> None:
    store = open_store(desk.settings)
    choice = OFFICE if positions == "exact" else chosen(public=True, positions=positions)
    file = tmp_path / f"{positions}.html"
    file.write_bytes(made(store, desk, TODAY, choice))
    store.engine.dispose()
    page = opened(file, size, theme)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert faults(page) == []
    if size == PHONE:
        page.locator("#sheet-handle button").last.click()
    page.locator("#site-list .site-link").first.click()
    expect(page.locator("#site-card")).to_be_visible()
    assert faults(page) == []
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/map-file-{positions}-{size[0]}.png")


def test_without_positions_a_ring_lists_its_district(
    desk: Desk, tmp_path: Path, opened: Opened
) -> None:
    store = open_store(desk.settings)
    file = tmp_path / "none.html"
    file.write_bytes(made(store, desk, TODAY, chosen(public=True, positions="none")))
    store.engine.dispose()
    page = opened(file)
    expect(page.locator("#shown")).to_have_text("480")
    assert page.locator("#site-list [data-status=unlocated]").count() == 0
    # Leaflet's map of the page; a ring stands where the name of its district does
    label = "page.outlines.find((each) => each.properties.name === '兰考县').properties.label"
    x, y = page.evaluate(
        "() => { const page = JSON.parse(document.getElementById('page-data').textContent);"
        f" const at = {label}; const point = map_sheet.latLngToContainerPoint([at[1], at[0]]);"
        " return [point.x, point.y]; }"
    )
    page.locator("#map").click(position={"x": x, "y": y})
    note = page.locator("#list-note")
    expect(note).to_contain_text("兰考县的")
    assert 0 < int(page.locator("#shown").inner_text()) < 100
    note.get_by_role("button", name="显示全部").click()
    expect(page.locator("#shown")).to_have_text("480")


def test_from_the_page_of_the_map_to_the_file(open_page: OpenPage) -> None:
    page = open_page("/")
    page.get_by_role("button", name="单文件地图（离线打开）").click()
    page.get_by_role("heading", name="单文件地图").wait_for()
    assert faults(page) == []
    with page.expect_download() as arriving:
        page.get_by_role("button", name="下载公开版").click()
    assert arriving.value.suggested_filename.startswith("整改点位地图-")
    assert b"<!doctype html>" in Path(arriving.value.path()).read_bytes()[:100]
