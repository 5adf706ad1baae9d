"""The pure modules under the map's layer, against the server's own arithmetic."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from geo_app.geo.tilekey import Tile, cell, column_row, point
from tests.browser.conftest import OpenPage, Server

Run = Callable[[str, Any], Any]
AREA = (113.9, 34.2, 115.1, 35.0)


@pytest.fixture
def run(open_page: OpenPage, server: Server) -> Run:
    """Calls a function of our modules in a page that is otherwise empty."""
    page: Page = open_page("/about")
    imports = page.locator("script[type=importmap]").text_content()
    blank = f"<!doctype html><link rel=icon href=data:,><script type=importmap>{imports}</script>"
    page.route("**/blank", lambda route: route.fulfill(content_type="text/html", body=blank))
    page.goto("/blank")

    def called(script: str, given: Any) -> Any:
        return page.evaluate(
            f"""async (given) => {{
              const grid = await import("/static/js/tiles/grid.js");
              const {{ cover }} = await import("/static/js/tiles/cover.js");
              const {{ crowded }} = await import("/static/js/tiles/crowds.js");
              const {{ spread }} = await import("/static/js/sheet/spread.js");
              return ({script})(given);
            }}""",
            given,
        )

    return called


def places(n: int) -> list[tuple[float, float]]:
    west, south, east, north = AREA
    dice = random.Random(4)  # noqa: S311 # always the same
    return [(dice.uniform(west, east), dice.uniform(south, north)) for _ in range(n)]


def sites(n: int) -> list[dict[str, Any]]:
    statuses = ("open", "claimed", "verified")
    return [
        {"id": str(i), "geometry": None,
         "properties": {"lon": lon, "lat": lat, "status": statuses[i % 3], "overdue": i % 5 == 0}}
        for i, (lon, lat) in enumerate(places(n))
    ]  # fmt: skip


def test_a_place_has_the_tile_that_the_server_gives_it(run: Run) -> None:
    found = run(
        "(places) => places.map(([lon, lat]) => [3, 11, 18].map((z) => grid.tileAt(lon, lat, z)))",
        places(200),
    )
    for (lon, lat), tiles in zip(places(200), found, strict=True):
        for tile in tiles:
            assert Tile(tile["z"], tile["x"], tile["y"]) == Tile.of(point(lon, lat), tile["z"])


def test_the_number_of_a_cell_is_read_as_the_server_writes_it(run: Run) -> None:
    numbers = [cell(point(lon, lat), 21) for lon, lat in places(100)]
    found = run("(numbers) => numbers.map((number) => grid.onCurve(number, 21))", numbers)
    assert [(each["x"], each["y"]) for each in found] == [column_row(number) for number in numbers]


def test_a_window_asks_for_every_tile_that_it_shows_and_no_other(run: Run) -> None:
    found = {(t["x"], t["y"]) for t in run("(box) => grid.tilesIn(box, 10)", AREA)}
    low = Tile.of(point(AREA[0], AREA[3]), 10)
    high = Tile.of(point(AREA[2], AREA[1]), 10)
    columns, rows = range(low.x, high.x + 1), range(low.y, high.y + 1)
    assert found == {(x, y) for x in columns for y in rows}


def test_beyond_the_edges_of_the_world_there_are_no_tiles(run: Run) -> None:
    found = run("(box) => grid.tilesIn(box, 1)", [-300, -89, 300, 89])
    assert sorted((t["x"], t["y"]) for t in found) == [(0, 0), (0, 1), (1, 0), (1, 1)]


@pytest.mark.parametrize("held", ["above", "below", "own"])
def test_what_stands_in_for_a_tile_shows_each_of_its_sites_once(run: Run, held: str) -> None:
    """Four tiles of zoom 10 are wanted; there are that above, those below, or themselves."""
    shown = run(
        """({ sites, held }) => {
          const z = { above: 9, own: 10, below: 11 }[held];
          const holding = new Map();
          for (const site of sites) {
            const { lon, lat } = site.properties;
            const name = grid.nameOf(grid.tileAt(lon, lat, z));
            if (!holding.has(name)) holding.set(name, { sites: [], cells: [], shapes: [] });
            holding.get(name).sites.push(site);
          }
          const wanted = grid.children(grid.tileAt(114.5, 34.6, 9));
          return wanted.map((tile) => [
            tile,
            cover(tile, (each) => holding.get(grid.nameOf(each)))
              .flatMap(({ sites }) => sites.map(({ id }) => id)),
          ]);
        }""",
        {"sites": sites(400), "held": held},
    )
    inside: dict[tuple[int, int], list[str]] = {}
    for site in sites(400):
        tile = Tile.of(point(site["properties"]["lon"], site["properties"]["lat"]), 10)
        inside.setdefault((tile.x, tile.y), []).append(site["id"])
    assert any(ids for _, ids in shown)
    for tile, ids in shown:
        assert sorted(ids) == sorted(inside.get((tile["x"], tile["y"]), []))


@pytest.mark.parametrize("zoom", [8.0, 10.6, 14.0])
def test_gathering_loses_no_site_and_changes_no_status(run: Run, zoom: float) -> None:
    given = sites(600)
    made = run(
        """({ sites, zoom }) => {
          const { sites: few, cells } = crowded([{ sites, cells: [], shapes: [] }], zoom);
          return {
            ids: [...few, ...cells.flatMap((cell) => cell.sites)].map(({ id }) => id),
            open: few.filter(({ properties }) => properties.status === "open").length +
              cells.reduce((sum, { counts }) => sum + (counts.get("open") ?? 0), 0),
            overdue: few.filter(({ properties }) => properties.overdue).length +
              cells.reduce((sum, { overdue }) => sum + overdue, 0),
            n: few.length + cells.reduce((sum, { n }) => sum + n, 0),
            inside: cells.every(({ lon, lat, box }) =>
              lon >= box[0] && lon <= box[2] && lat >= box[1] && lat <= box[3]),
            crowds: cells.length,
          };
        }""",
        {"sites": given, "zoom": zoom},
    )
    assert sorted(made["ids"]) == sorted(site["id"] for site in given)
    assert made["n"] == len(given)
    assert made["open"] == sum(site["properties"]["status"] == "open" for site in given)
    assert made["overdue"] == sum(site["properties"]["overdue"] for site in given)
    assert made["inside"]
    assert bool(made["crowds"]) is (zoom < 14), "close by, every mark has room of its own"


def test_few_marks_of_a_tile_stay_marks(run: Run) -> None:
    found = run(
        "({ sites, zoom }) => crowded([{ sites, cells: [], shapes: [] }], zoom).cells.length",
        {"sites": sites(20), "zoom": 8},
    )
    assert found == 0


def test_marks_give_way_to_rings_and_rings_stay(run: Run) -> None:
    ring = {"at": {"x": 0, "y": 0}, "true": {"x": 0, "y": 0}, "room": 20, "members": [],
            "fixed": True}  # fmt: skip
    mark, stays = run(
        "({ points, ring }) => spread(points, [ring])", {"points": [{"x": 3, "y": 4}], "ring": ring}
    )
    assert (stays["at"]["x"], stays["at"]["y"]) == (0, 0)
    assert (mark["at"]["x"] ** 2 + mark["at"]["y"] ** 2) ** 0.5 > 31
    assert (mark["true"]["x"], mark["true"]["y"]) == (3, 4)
