"""What a person does on the map page, for the tests."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

CANVAS_IS_DRAWN = """
() => [...document.querySelectorAll('canvas.sheet-canvas')].map((canvas) => {
  const pen = canvas.getContext('2d');
  const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
  const colours = new Set();
  for (let i = 0; i < data.length; i += 4 * 37) {
    if (data[i + 3] > 200) colours.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
  }
  return colours.size;
})
"""


def names(page: Page, which: str = "#site-list") -> list[str]:
    """Names in a list, in the order in which they stand."""
    return page.locator(f"{which} .site-name").all_text_contents()


def figures(page: Page) -> list[int]:
    """In view, claimed, verified."""
    return [int(text) for text in page.locator("#figures b").all_text_contents()]


def spot(page: Page, lon: float, lat: float) -> tuple[float, float]:
    """Where a place of the offline sheet is in the window, pixels."""
    found: Any = page.evaluate(
        """([lon, lat]) => {
          const map = window.map_sheet;
          const { x, y } = map.latLngToContainerPoint([lat, lon]);
          const frame = map.getContainer().getBoundingClientRect();
          return [x + frame.left, y + frame.top];
        }""",
        [lon, lat],
    )
    return found[0], found[1]


def click_place(page: Page, lon: float, lat: float, dx: float = 0, dy: float = 0) -> None:
    x, y = spot(page, lon, lat)
    page.mouse.click(x + dx, y + dy)


def view(page: Page, lon: float, lat: float, zoom: float) -> None:
    page.evaluate(
        "([lon, lat, zoom]) => window.map_sheet.setView([lat, lon], zoom, {animate: false})",
        [lon, lat, zoom],
    )
