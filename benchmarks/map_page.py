"""A first look at the map in headless Chromium, beside pages that folium writes of its sites."""

from __future__ import annotations

import gzip
import mimetypes
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version
from pathlib import Path
from typing import Any

import folium
import numpy as np
from folium.plugins import FastMarkerCluster
from playwright.sync_api import Browser, Page, TimeoutError, ViewportSize, sync_playwright

from geo_app.settings import Settings
from tests.signed_in import enter, session_cookie

CHROMIUM = os.environ.get("GEO_APP_TEST_CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
WINDOW: ViewportSize = {"width": 1440, "height": 900}
LOADS = 3
GEOJSON = 100_000
"""Of more sites folium's ``GeoJson`` is a page that hardly opens: these are drawn by lot."""

PATIENCE_MS = 100_000
SETTLE_MS = 800
DRAG_S = 10.0
"""A page that takes longer for a drag has shown by then how it goes."""

SLOW_S = 30.0
"""A page whose first load and drag take longer than that is loaded once."""

PACKAGES = (
    "leaflet@1.9.3", "leaflet.markercluster@1.1.0", "leaflet.awesome-markers@2.0.5",
    "jquery@3.7.1", "bootstrap@5.2.2",
)  # fmt: skip
"""What a page of folium loads from elsewhere, of its versions; its icon fonts are left out."""

SCRIPTS = (
    "leaflet/dist/leaflet.js",
    "jquery/dist/jquery.min.js",
    "bootstrap/dist/js/bootstrap.bundle.min.js",
    "leaflet.awesome-markers/dist/leaflet.awesome-markers.js",
)
STYLES = (
    "leaflet/dist/leaflet.css",
    "bootstrap/dist/css/bootstrap.min.css",
    "leaflet.awesome-markers/dist/leaflet.awesome-markers.css",
)
CLUSTER_SCRIPTS = ("leaflet.markercluster/dist/leaflet.markercluster.js",)
CLUSTER_STYLES = (
    "leaflet.markercluster/dist/MarkerCluster.css",
    "leaflet.markercluster/dist/MarkerCluster.Default.css",
)

# told by the page itself, so that no message from here to there is counted
FIRST_DRAW = """
window.firstDraw = new Promise((resolve) => {
  const frame = () => new Promise(requestAnimationFrame);
  new MutationObserver((_, observer) => {
    if (!document.querySelector(%r)) return;
    observer.disconnect();
    frame().then(frame).then(() => resolve(performance.now()));
  }).observe(document, {
    subtree: true, childList: true, attributes: true, attributeFilter: ["data-ready"],
  });
});
"""
FRAMES = """
() => {
  window.frames_ms = [];
  let last = performance.now();
  const tick = (now) => {
    window.frames_ms.push(now - last);
    last = now;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}
"""
OURS = "body[data-ready=yes]"
FOLIUM = ".marker-cluster, .leaflet-marker-icon"


@dataclass(frozen=True, slots=True)
class Look:
    """What one load of a page cost.

    Attributes:
        megabytes: Over the wire, with headers.
        requests: How many were answered.
        draw: Seconds from the start of the navigation until the frame after the first mark.
        heap: JavaScript heap in use after a garbage collection, MB.
        frames: Times between frames while the map was dragged, ms.
    """

    megabytes: float
    requests: int
    draw: float
    heap: float
    frames: Sequence[float]


def compare(data: Path, lons: Sequence[float], lats: Sequence[float]) -> None:
    """Print the table.

    Args:
        data: Folder of an installation, which is served as a user would.
        lons: Of the marks of its sites, degrees.
        lats: Of the same.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        print(f"Chromium {browser.version}, folium {version('folium')}, {', '.join(PACKAGES)}\n")
        heads = [
            *("page", "over the wire, MB", "requests", "first draw, s", "loads", "heap, MB"),
            *("frame, p50 ms", "p95", "longest"),
        ]
        print(f"| {' | '.join(heads)} |\n{'|---' * len(heads)}|")
        with _served(data) as address:
            _row("ours", browser, address, OURS, session_cookie(Settings(data=data)))
        with _packages() as folder:
            _row_of_folium("`FastMarkerCluster`", browser, _clusters(lons, lats), folder)
            some = random.Random(1).sample(range(len(lons)), min(GEOJSON, len(lons)))  # noqa: S311
            name = f"`GeoJson`, {len(some):,} sites"
            few_lons, few_lats = [lons[n] for n in some], [lats[n] for n in some]
            _row_of_folium(name, browser, _geojson(few_lons, few_lats), folder)
        browser.close()


def _row_of_folium(name: str, browser: Browser, html: bytes, packages: Path) -> None:
    with _listening(html, packages) as address:
        _row(name, browser, address, FOLIUM)


def _row(name: str, browser: Browser, address: str, drawn: str, cookie: str = "") -> None:
    looks: list[Look] = []
    started = time.monotonic()
    try:
        while len(looks) < LOADS and (not looks or time.monotonic() - started < SLOW_S):
            looks.append(_look(browser, address, drawn, cookie))
    except TimeoutError:
        print(f"| {name} | nothing drawn after {PATIENCE_MS // 1000} s | | | | | | | |", flush=True)
        return
    last = looks[-1]
    draw = statistics.median(look.draw for look in looks)
    heap = statistics.median(look.heap for look in looks)
    half, most = np.percentile(last.frames, (50, 95))
    print(
        f"| {name} | {last.megabytes:.2f} | {last.requests} | {draw:.2f} | {len(looks)} "
        f"| {heap:.1f} | {half:.1f} | {most:.1f} | {max(last.frames):.0f} |",
        flush=True,
    )


def _look(browser: Browser, address: str, drawn: str, cookie: str = "") -> Look:
    """One load with an empty cache, and a drag across the map."""
    context = browser.new_context(viewport=WINDOW, locale="zh-CN")
    context.set_default_timeout(PATIENCE_MS)
    if cookie:
        enter(context, address, cookie)
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    sizes: list[float] = []
    devtools.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))
    devtools.send("Network.enable")
    page.add_init_script(FIRST_DRAW % drawn)
    page.goto(address, wait_until="commit")
    page.wait_for_selector(drawn, state="attached")
    draw = page.evaluate("window.firstDraw") / 1000
    page.wait_for_timeout(SETTLE_MS)
    megabytes, requests = sum(sizes) / 1e6, len(sizes)
    devtools.send("HeapProfiler.collectGarbage")
    heap = devtools.send("Runtime.getHeapUsage")["usedSize"] / 1e6
    frames = _drag(page)
    context.close()
    return Look(megabytes, requests, draw, heap, frames)


def _drag(page: Page) -> list[float]:
    page.evaluate(FRAMES)
    x, y = 900, 450
    page.mouse.move(x, y)
    page.mouse.down()
    started = time.monotonic()
    for step in range(120):
        if time.monotonic() - started > DRAG_S:
            break
        page.mouse.move(x - 6 * step, y + 3 * (step % 40))
        page.wait_for_timeout(14)
    page.mouse.up()
    page.wait_for_timeout(SETTLE_MS)
    frames: list[float] = page.evaluate("window.frames_ms.slice(1)")
    return frames


def _clusters(lons: Sequence[float], lats: Sequence[float]) -> bytes:
    rows = list(zip(lats, lons, strict=True))
    cluster = FastMarkerCluster(rows)  # type: ignore[no-untyped-call]
    cluster.default_js = _links(CLUSTER_SCRIPTS)
    cluster.default_css = _links(CLUSTER_STYLES)
    return _html(cluster, lons, lats)


def _geojson(lons: Sequence[float], lats: Sequence[float]) -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": {},
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
        }
        for lon, lat in zip(lons, lats, strict=True)
    ]
    layer = folium.GeoJson({"type": "FeatureCollection", "features": features})
    return _html(layer, lons, lats)


def _html(layer: Any, lons: Sequence[float], lats: Sequence[float]) -> bytes:
    """One page with the layer and no base map, its first view on all of it, as on ours."""
    sheet = folium.Map(tiles=None)
    sheet.options["max_zoom"] = 18  # which a base map would have told
    sheet.default_js, sheet.default_css = _links(SCRIPTS), _links(STYLES)
    sheet.fit_bounds([[min(lats), min(lons)], [max(lats), max(lons)]])
    layer.add_to(sheet)
    page: str = sheet.get_root().render()
    return page.encode()


def _links(paths: Sequence[str]) -> list[tuple[str, str]]:
    return [(path, f"/{path}") for path in paths]


@contextmanager
def _packages() -> Iterator[Path]:
    """A folder with folium's scripts, which its pages load from hosts elsewhere."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is needed to fetch the scripts of folium's pages")
    with tempfile.TemporaryDirectory() as folder:
        options = ["--ignore-scripts", "--no-audit", "--no-fund", "--silent", "--legacy-peer-deps"]
        subprocess.run([npm, "install", "--prefix", folder, *options, *PACKAGES], check=True)
        yield Path(folder) / "node_modules"


@contextmanager
def _listening(html: bytes, packages: Path) -> Iterator[str]:
    """The page, and what it loads, packed once as a web server would."""
    kept: dict[str, bytes] = {"/": gzip.compress(html, 6)}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            file = packages / path.lstrip("/")
            if path not in kept and file.is_file():
                kept[path] = gzip.compress(file.read_bytes(), 6)
            body = kept.get(path)
            self.send_response(200 if body else 404)
            kind = mimetypes.guess_type(path)[0] if path != "/" else "text/html; charset=utf-8"
            self.send_header("Content-Type", kind or "application/octet-stream")
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


@contextmanager
def _served(data: Path) -> Iterator[str]:
    """The running program on any free port, without a base map."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("GEO_APP_")}
    environ |= {"DATABASE_URL": "", "PYTHONUNBUFFERED": "1"}
    words = [sys.executable, "-m", "geo_app", "serve", "--port", "0", "--data", str(data)]
    with subprocess.Popen(words, env=environ, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None  # noqa: S101 # it is a pipe
        try:
            address = process.stdout.readline().strip()
            with urllib.request.urlopen(f"{address}healthz", timeout=60) as answer:  # noqa: S310
                answer.read()
            time.sleep(1)
            yield address
        finally:
            process.terminate()
