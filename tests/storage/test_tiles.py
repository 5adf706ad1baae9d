"""What a square of the map holds, compared with looking at every site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import mapbox_vector_tile
import pytest
from shapely.geometry import LineString, Point, box, shape
from sqlalchemy import select

from geo_app.domain.status import Status
from geo_app.geo.tilekey import Tile, cell, column_row, point
from geo_app.settings import Settings, Tiles
from geo_app.store.models import Site
from geo_app.store.session import Store
from geo_app.store.tiling import SITE
from geo_app.work import tiles
from geo_app.work.site_filter import SiteFilter
from geo_app.work.tiles import MapTile, Mode
from tests.storage.map_sites import FEW, TODAY, Placed, put, scattered

WORLD = Tile(0, 0, 0)
HERE = Point(114.3, 34.8)
EVERY = SiteFilter()


def made(store: Store, tile: Tile, where: SiteFilter = EVERY, limits: Tiles = FEW) -> MapTile:
    with store.session(read_only=True) as session:
        return tiles.make(session, tile, where, TODAY, limits)


def features(tile: MapTile, layer: str) -> list[dict[str, Any]]:
    decoded = mapbox_vector_tile.decode(tile.content, default_options={"y_coord_down": True})
    found: list[dict[str, Any]] = decoded.get(layer, {}).get("features", [])
    return found


def told(tile: MapTile, layer: str) -> list[dict[str, Any]]:
    return [feature["properties"] for feature in features(tile, layer)]


def holding(z: int, where: Point = HERE) -> Tile:
    return Tile.of(point(where.x, where.y), z)


def walk(store: Store, where: SiteFilter, deepest: int, limits: Tiles = FEW) -> Iterator[Any]:
    """Every tile with something in it, from the world down."""
    level = [WORLD]
    while level:
        here = [(tile, made(store, tile, where, limits)) for tile in level]
        yield from here
        level = [
            child
            for tile, content in here
            if content.content and tile.z < deepest
            for child in tile.children
        ]


def tally(content: MapTile) -> Counter[str]:
    """Sites by status, and how many of them are overdue, of either picture."""
    if content.mode is Mode.CELLS:
        total: Counter[str] = Counter()
        for each in told(content, "cells"):
            assert sum(each.get(status.value, 0) for status in Status) == each.pop("n")
            total.update(each)
        return total
    seen = told(content, "sites")
    counted = Counter(each["status"] for each in seen)
    counted["overdue"] = sum(each["overdue"] for each in seen)
    return +counted


def expected(placed: list[Placed], tile: Tile, where: SiteFilter = EVERY) -> Counter[str]:
    counted: Counter[str] = Counter()
    for each in placed:
        if each.geometry is None or not answers(each, where):
            continue
        key = point(each.geometry.x, each.geometry.y)
        if cell(key, tile.z) == tile.cell:
            counted.update([each.status, *(["overdue"] if each.overdue else [])])
    return counted


def answers(each: Placed, where: SiteFilter) -> bool:
    areas = {each.district_code, each.accounting_unit}
    return (
        (not where.districts or bool(areas & set(where.districts)))
        and (not where.categories or each.category in where.categories)
        and (not where.statuses or each.status in where.statuses)
        and (where.overdue is None or each.overdue is where.overdue)
    )


FILTERS = {
    "everything": EVERY,
    "status": SiteFilter(statuses=(Status.OPEN.value, Status.CLAIMED.value)),
    "overdue": SiteFilter(overdue=True),
    "not overdue": SiteFilter(overdue=False),
    "overdue of a status": SiteFilter(overdue=True, statuses=(Status.IN_WORK.value,)),
    "district": SiteFilter(districts=("990101",)),
    "unit": SiteFilter(districts=("示范区",)),
    "district and unit": SiteFilter(districts=("990102", "示范区")),
    "category": SiteFilter(categories=("other",)),
    "categories": SiteFilter(categories=("other", "river_outlet")),
    "all at once": SiteFilter(
        districts=("990101", "示范区"),
        categories=("other", "sewage_station"),
        statuses=(Status.OPEN.value, Status.VERIFIED.value, Status.RELAPSED.value),
        overdue=False,
    ),
    "none": SiteFilter(districts=("990103",)),
}


@pytest.mark.parametrize("name", FILTERS)
def test_a_tile_holds_just_the_sites_that_answer(store: Store, name: str) -> None:
    placed = scattered(90)
    put(store, placed)
    modes = set()
    for tile, content in walk(store, FILTERS[name], deepest=6):
        assert tally(content) == expected(placed, tile, FILTERS[name]), tile
        modes.add(content.mode)
    if name == "everything":
        assert modes == {Mode.CELLS, Mode.SITES}


def test_sites_at_one_spot_stay_cells_down_to_the_last_zoom(store: Store) -> None:
    put(store, [Placed(HERE) for _ in range(8)])
    for z in (0, 7, 18):
        content = made(store, holding(z))
        assert content.mode is Mode.CELLS
        assert [each["n"] for each in told(content, "cells")] == [8]


@pytest.mark.parametrize("z", [0, 9, 14, 15, 18])
def test_a_crowd_is_more_than_the_setting_says(store: Store, z: int) -> None:
    put(store, [Placed(HERE, category="other") for _ in range(FEW.crowd)])
    content = made(store, holding(z))
    assert (content.mode, len(told(content, "sites"))) == (Mode.SITES, FEW.crowd)
    with store.session() as session:
        one = session.get_one(Site, session.scalars(select(Site.id).limit(1)).one())
        session.add(copied(one))
    content = made(store, holding(z))
    assert (content.mode, tally(content)["open"]) == (Mode.CELLS, FEW.crowd + 1)
    # of what is asked for, not of all that stand there
    some = made(store, holding(z), SiteFilter(categories=("sewage_station",)))
    assert (some.mode, len(told(some, "sites"))) == (Mode.SITES, 1)
    rest = made(store, holding(z), SiteFilter(categories=("other",)))
    assert (rest.mode, len(told(rest, "sites"))) == (Mode.SITES, FEW.crowd)


def copied(site: Site) -> Site:
    """One more at the same place, of another category."""
    values = {column.name: getattr(site, column.name) for column in SITE.c}
    other = {"id": "another", "code": "another", "serial": None, "category": "sewage_station"}
    return Site(**values | other)


def test_a_cell_stands_at_the_mean_of_its_sites_and_is_numbered(store: Store) -> None:
    tile = holding(10)
    size = 1 << 31 - tile.z
    put(store, [Placed(Point(114.3 + n / 1e5, 34.8)) for n in range(9)])
    [feature] = features(made(store, tile), "cells")
    left, top = column_row(point(114.3 + 4 / 1e5, 34.8))
    x, y = feature["geometry"]["coordinates"]
    assert x == pytest.approx((left - tile.x * size) * 4096 / size, abs=1.5)
    assert y == pytest.approx((top - tile.y * size) * 4096 / size, abs=1.5)
    assert feature["id"] == cell(point(114.3, 34.8), 13)


def test_a_site_stands_where_it_is(store: Store) -> None:
    put(store, [Placed(HERE, name="桥", deadline=date(2024, 5, 31), district_code="990101")])
    tile = holding(18)
    [feature] = features(made(store, tile), "sites")
    size = 1 << 31 - tile.z
    left, top = column_row(point(HERE.x, HERE.y))
    assert feature["geometry"]["coordinates"] == [
        (left - tile.x * size) * 4096 // size,
        (top - tile.y * size) * 4096 // size,
    ]
    assert feature["properties"] == {
        "id": "00000000-0000-0000-0000-000000000001",
        "code": "S-1",
        "name": "桥",
        "category": "other",
        "status": "open",
        "district": "区990101",
        "overdue": True,
        "schematic": False,
        "radius_m": 30.0,
        "deadline": "2024-05-31",
    }


def test_a_site_that_lies_nowhere_is_in_no_tile(store: Store) -> None:
    put(store, [Placed(None) for _ in range(9)])
    content = made(store, WORLD)
    assert (content.content, content.mode, content.left_out) == (b"", Mode.SITES, 0)


def test_a_line_is_drawn_where_it_runs_and_an_area_also_around_the_tile(store: Store) -> None:
    line = LineString([(114.30, 34.80), (114.50, 34.80)])
    area = box(110, 30, 120, 40)
    put(store, [Placed(line), Placed(area, status=Status.CLOSED), Placed(HERE)])
    middle = made(store, holding(14, Point(114.45, 34.80)))
    assert told(middle, "sites") == []
    kinds = {
        each["properties"]["status"]: each["geometry"]["type"]
        for each in features(middle, "shapes")
    }
    assert kinds == {"open": "LineString", "closed": "Polygon"}
    away = made(store, holding(14, Point(114.45, 35.80)))
    assert [each["status"] for each in told(away, "shapes")] == ["closed"]
    assert [shape(each["geometry"]).area for each in features(away, "shapes")] == [4224**2]
    asked = SiteFilter(statuses=(Status.OPEN.value,))
    assert len(told(made(store, holding(14, Point(114.45, 34.80)), asked), "shapes")) == 1
    assert set(told(away, "shapes")[0]) == {"id", "category", "status", "overdue", "schematic"}


def test_long_names_are_shortened_before_anything_is_left_out(store: Store) -> None:
    tight = replace(FEW, crowd=400, tile_bytes=30_000)
    put(
        store,
        [Placed(Point(114.3 + n / 1e4, 34.8), name=f"{n:03}" + "长" * 60) for n in range(200)],
        400,
    )
    roomy = made(store, holding(8), limits=replace(tight, tile_bytes=60_000))
    content = made(store, holding(8), limits=tight)
    assert {len(each["name"]) for each in told(roomy, "sites")} == {40}
    assert len(content.content) <= 30_000
    assert len(told(content, "sites")) == 200
    assert {len(each["name"]) for each in told(content, "sites")} <= {8, 16}
    assert content.left_out == 0


def test_what_finds_no_room_is_counted(store: Store) -> None:
    put(store, [Placed(Point(114.3 + n / 1e4, 34.8)) for n in range(200)], 400)
    content = made(store, holding(8), limits=Tiles(tile_bytes=6000))
    assert len(content.content) <= 6000
    assert len(told(content, "sites")) + content.left_out == 200
    nothing = made(store, holding(8), limits=Tiles(tile_bytes=10))
    assert (nothing.content, nothing.left_out) == (b"", 200)


def test_only_so_many_shapes_are_read(store: Store) -> None:
    lines = [LineString([(114.3, 34.8), (114.4, 34.7 + n / 100)]) for n in range(30)]
    put(store, [Placed(line) for line in lines], 400)
    few = made(store, holding(8), limits=Tiles(shapes=7))
    assert (len(told(few, "shapes")), few.left_out) == (7, 7)
    short = made(store, holding(8), limits=Tiles(shape_characters=500))
    assert 0 < len(told(short, "shapes")) < 30
    assert len(told(short, "shapes")) + short.left_out == 30


def test_cells_are_for_the_day_of_the_counts_and_sites_for_today(store: Store) -> None:
    put(store, [Placed(HERE, deadline=date(2024, 6, 2)) for _ in range(8)])
    later = date(2024, 6, 3)
    with store.session(read_only=True) as session:
        crowded = tiles.make(session, WORLD, EVERY, later, FEW)
        single = tiles.make(session, WORLD, SiteFilter(categories=("study",)), later, FEW)
    assert (crowded.mode, crowded.day) == (Mode.CELLS, TODAY)
    assert (single.mode, single.day) == (Mode.SITES, later)
    assert "overdue" not in told(crowded, "cells")[0]


def test_the_same_sites_give_the_same_bytes(store: Store, settings: Settings) -> None:
    put(store, [Placed(HERE, name=f"点{n}") for n in range(5)])
    assert made(store, WORLD).content == made(store, WORLD).content


def test_the_bounds_hold_everything(store: Store) -> None:
    with store.session(read_only=True) as session:
        assert tiles.bounds(session) == WORLD.bbox
    put(store, [Placed(Point(114 + n / 100, 34)) for n in range(4)])
    with store.session(read_only=True) as session:
        assert tiles.bounds(session) == (114, 34, 114.03, 34)
