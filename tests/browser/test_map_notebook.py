"""The layer on a map that folium made elsewhere, as in a notebook."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from wsgiref.types import StartResponse, WSGIEnvironment

import folium
import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from geo_app.web.maps import SiteTiles
from tests.browser.crowd_site import STACK, Crowded, Quiet, crowded
from tests.browser.map_page import CANVAS_IS_DRAWN

MAP = re.compile(r"var (map_\w+) = L\.map")


@dataclass
class Elsewhere:
    """A server of another origin that gives one page."""

    origin: str = ""
    html: str = ""

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [self.html.encode()]


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Elsewhere]:
    page = Elsewhere()
    server = make_server("127.0.0.1", 0, page, request_handler=Quiet)
    page.origin = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield page
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, elsewhere: Elsewhere) -> Iterator[Crowded]:
    with crowded(tmp_path_factory.mktemp("crowded"), map_origins=elsewhere.origin) as running:
        yield running


@pytest.fixture
def notebook(site: Crowded, elsewhere: Elsewhere, browser: Browser) -> Iterator[Page]:
    """A page of another origin that the settings name."""
    plain = folium.Map(location=STACK[::-1], zoom_start=10, tiles=None)
    SiteTiles(site.address, filters={"status": "open"}, key=site.key).add_to(plain)
    html = plain.get_root().render()
    # of folium's own files only Leaflet is needed; they come from the other end of the world
    html = re.sub(r'<script src="https:[^>]*></script>|<link rel="stylesheet"[^>]*>', "", html)
    vendor = f"{site.address}/static/vendor/leaflet/leaflet"
    html = html.replace(
        "<head>",
        f'<head><script crossorigin src="{vendor}.js"></script>'
        f'<link rel="stylesheet" crossorigin href="{vendor}.css">',
    )
    html = MAP.sub(r"var \1 = window.map_sheet = L.map", html)

    context = browser.new_context(viewport={"width": 900, "height": 700})
    page = context.new_page()
    elsewhere.html = html
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(elsewhere.origin)
    page.wait_for_selector("canvas.sheet-canvas")
    yield page
    context.close()
    assert faults == []


def test_a_notebook_shows_rings_and_marks(notebook: Page) -> None:
    notebook.wait_for_function(f"({CANVAS_IS_DRAWN})().at(-1) > 5")
    assert notebook.locator("#status-open").count() == 1


def test_a_click_on_a_mark_says_what_it_is_and_leads_to_its_page(
    notebook: Page, site: Crowded
) -> None:
    query = {"q": "散点", "status": "open", "limit": "1"}
    shown = {"Authorization": f"Bearer {site.key}"}
    answer = notebook.request.get(f"{site.address}/api/sites.geojson", params=query, headers=shown)
    found = answer.json()["features"][0]["properties"]
    place, name = [found["lat"], found["lon"]], found["name"]
    notebook.evaluate("(place) => window.map_sheet.setView(place, 16, { animate: false })", place)
    link = notebook.locator(".leaflet-popup a", has_text=name)
    for _ in range(20):  # until the tile is there
        notebook.mouse.click(450, 350)
        notebook.wait_for_timeout(150)
        if link.count():
            break
    expect(link).to_have_attribute("href", re.compile(f"^{site.address}/sites/"))
    expect(notebook.locator(".leaflet-popup-content")).to_contain_text("未整改")
