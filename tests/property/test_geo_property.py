"""What holds for every phrase and every gazetteer."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import orjson
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, Point, Polygon

from geo_app.domain.place import Location, PlacePhrase, Unresolved
from geo_app.errors import InputError
from geo_app.geo import datum, formulas
from geo_app.geo.anchor import Anchor, Stake
from geo_app.geo.gazetteer import Gazetteer
from geo_app.geo.geojson import read_features
from geo_app.geo.locate import locate
from geo_app.geo.measure import Frame, distance_m
from geo_app.geo.names import kind_of
from geo_app.settings import Limits, Vague

VAGUE = Vague()
NAMES = [
    "安宁路小沙河桥",
    "小沙河",
    "小沙河北堤",
    "安宁路",
    "柏庄村",
    "柏庄镇",
    "宏远化工厂",
    "柏园区",
]
MORE_NAMES = [
    *NAMES,
    "柏河",
    "安宁路与小沙河交叉口",
    "小沙河入河口",
    "柏庄村段大堤",
    "该村",
    "",
    "无名",
]
RELATIONS = [
    *("at", "near", "side_of", "offset_dir", "offset_path", "distance_only", "chainage"),
    *("chainage_range", "corner", "between", "along", "inside", "outside", "opposite", "boundary"),
    *("address", "coordinate", "none", "unheard_of"),
]
KINDS = [
    *("bridge", "river", "dike", "road", "railway", "road_junction", "village", "township"),
    *("enterprise", "park", "plant", "poi", "none", "river_mouth", "confluence", "address"),
]
SIDES = [
    *("north", "south", "east", "west", "left_bank", "right_bank", "both_banks", "river_side"),
    *("land_side", "inner", "outer", "under", "top", "foot", "nowhere"),
]
DIRECTIONS = ["N", "E", "SW", "NNE", "N,S", "upstream", "downstream", "Q", ""]

metres = st.floats(0, 20_000, allow_nan=False)
degrees = st.tuples(st.floats(110.0, 116.0), st.floats(32.0, 36.0))
words = st.text("安宁路小沙河以北南中段岸正东高德0+", max_size=12)


@st.composite
def geometries(draw, lines=False):
    lon, lat = draw(st.floats(114.25, 114.35)), draw(st.floats(34.65, 34.75))
    steps = st.tuples(st.floats(-0.02, 0.02), st.floats(-0.02, 0.02))
    points = [(lon, lat)]
    for east, north in draw(st.lists(steps, min_size=1, max_size=5)):
        points.append((points[-1][0] + east, points[-1][1] + north))
    shapes = ["line"] * 5 + ["area"] if lines else ["point", "point", "line", "area", "none"]
    match draw(st.sampled_from(shapes)):
        case "point":
            return Point(lon, lat)
        case "line":
            return LineString(points) if len(set(points)) > 1 else Point(lon, lat)
        case "area":
            hull = shapely.convex_hull(shapely.MultiPoint(points))
            return hull if isinstance(hull, Polygon) else Point(lon, lat)
        case _:
            return None


@st.composite
def anchors(draw, name=None):
    name = name or draw(st.sampled_from(NAMES))
    stakes = st.builds(Stake, metres, st.floats(114.25, 114.35), st.floats(34.65, 34.75))
    return Anchor(
        id="",
        name=name,
        kind=draw(st.just(kind_of(name)) | st.sampled_from(KINDS)),
        geometry=draw(geometries(lines=kind_of(name) in {"river", "dike", "road"})),
        aliases=tuple(draw(st.lists(st.sampled_from(["旧名", "又名", "柏庄村"]), max_size=1))),
        radius_m=draw(st.none() | metres),
        stakes=tuple(draw(st.lists(stakes, max_size=4))),
        area_km2=draw(st.none() | st.floats(0, 50)),
        within=tuple(draw(st.lists(st.sampled_from(["柏庄镇", "安宁县"]), max_size=2))),
        flow=draw(st.sampled_from(["downstream", "upstream"])),
        river_side=draw(st.sampled_from([None, "left", "right"])),
        width_m=draw(st.none() | st.floats(0, 200)),
    )


def _numbered(known: list[Anchor]) -> Gazetteer:
    return Gazetteer(dataclasses.replace(each, id=str(i)) for i, each in enumerate(known))


gazetteers = (
    st.tuples(*(anchors(name) for name in NAMES)).map(list) | st.lists(anchors(), max_size=6)
).map(_numbered)


@st.composite
def phrases(draw, depth=1):
    stake = metres | st.tuples(metres, metres) | st.none()
    return PlacePhrase(
        text=draw(words),
        anchor=draw(st.sampled_from([*MORE_NAMES, None])),
        anchor_kind=draw(st.sampled_from(KINDS)),
        relation=draw(st.sampled_from([*RELATIONS, "offset_dir", "offset_path", "along"])),
        direction=draw(st.none() | st.sampled_from(DIRECTIONS)),
        distance_m=draw(st.none() | metres),
        side=draw(st.none() | st.sampled_from(SIDES)),
        chainage_m=draw(stake),
        path=draw(st.none() | st.sampled_from(["河堤", "河道", "路", "小沙河", "铁路", ""])),
        containers=tuple(
            draw(st.lists(st.sampled_from(["柏庄镇", "柏庄村", "示范区"]), max_size=2))
        ),
        distance_precision_m=draw(st.none() | metres),
        coordinate=draw(st.none() | degrees | st.tuples(metres, metres)),
        coordinate_precision_m=draw(st.none() | metres),
        fallback=draw(st.none() | phrases(depth=depth - 1)) if depth else None,
        ends=tuple(draw(st.lists(st.sampled_from(MORE_NAMES), max_size=2))),
    )


@settings(max_examples=400, deadline=None)
@given(phrases(), gazetteers)
def test_every_phrase_has_an_honest_answer_or_reasons(phrase, gazetteer):
    found = locate(phrase, gazetteer, VAGUE)
    assert found == locate(phrase, gazetteer, VAGUE)
    if isinstance(found, Unresolved):
        assert found.reasons
        return
    assert isinstance(found, Location)
    assert math.isfinite(found.radius_m)
    assert found.radius_m > 0
    assert found.geometry.is_valid
    assert not found.geometry.is_empty
    assert found.steps
    for remark in (*found.steps, *found.doubts):
        assert remark.text("zh") != remark.code
    # the circle round the point holds the whole geometry, but for what was drawn in doubt of it
    frame = Frame(found.point.x, found.point.y)
    ends = shapely.get_coordinates(frame.to_metres(found.geometry))
    assert np.hypot(ends[:, 0], ends[:, 1]).max() <= found.radius_m * 1.01 + 1.0
    orjson.dumps(found.to_feature())


@settings(max_examples=150, deadline=None)
@given(phrases(depth=0), gazetteers, st.floats(1, 3000))
def test_a_coarser_anchor_never_gives_a_smaller_radius(phrase, gazetteer, more):
    found = locate(phrase, gazetteer, VAGUE)
    coarser = Gazetteer(
        dataclasses.replace(each, radius_m=each.radius_m + more) if each.radius_m else each
        for each in gazetteer.anchors
    )
    again = locate(phrase, coarser, VAGUE)
    # only of like answers: a coarser anchor may let another line pass it
    if isinstance(found, Location) and isinstance(again, Location):
        same_way = [s.code for s in found.steps] == [s.code for s in again.steps]
        if same_way and found.anchors == again.anchors and len(found.anchors) == 1:
            assert again.radius_m >= found.radius_m - 0.01


BRIDGE = (114.3, 34.7)


def _scene(lon: float, lat: float) -> Gazetteer:
    """A bridge, a levee and a river, the same in metres wherever it stands."""
    frame = Frame(lon, lat)

    def line(*xy):
        return frame.to_degrees(LineString(xy))

    return Gazetteer(
        [
            Anchor("b", "柏庄桥", "bridge", Point(lon, lat), radius_m=20.0),
            Anchor("d", "柏河大堤", "dike", line((-900, 5), (0, 10), (900, 300))),
            Anchor("r", "柏河", "river", line((-900, -40), (900, -30))),
        ]
    )


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from(["offset_dir", "side_of", "offset_path", "near", "opposite"]),
    st.sampled_from(["E", "NW", "upstream", "downstream"]),
    st.floats(1, 500),
    st.sampled_from([None, "north", "left_bank", "river_side"]),
    st.floats(-3, 3),
    st.floats(-3, 3),
)
def test_the_same_scene_elsewhere_gives_the_same_offset(relation, direction, d, side, east, north):
    phrase = PlacePhrase(
        "柏庄桥旁", "柏庄桥", "bridge", relation, direction=direction, distance_m=d, side=side
    )
    results = []
    for lon, lat in (BRIDGE, (BRIDGE[0] + east, BRIDGE[1] + north)):
        found = locate(phrase, _scene(lon, lat), VAGUE)
        assert isinstance(found, Location)
        point = Frame(lon, lat).to_metres(found.point)
        results.append((point.x, point.y, found.radius_m))
    assert results[0] == pytest.approx(results[1], abs=0.05)


@given(st.floats(0, 5000), st.floats(0, 90), st.floats(0, 500), st.floats(0, 500))
def test_a_heading_never_makes_a_distance_surer(d, angle, errors, more):
    due = formulas.distance_at_heading(d, 0, errors)
    assert formulas.distance_at_heading(d, angle, errors) >= due - 1e-6
    assert formulas.distance_at_heading(d, angle, errors + more) >= due - 1e-6


@given(st.floats(1, 10_000), st.floats(0.1, 90))
def test_the_sector_lies_inside_its_circle(reach, angle):
    centre, radius = formulas.sector(reach, angle)
    for turn in np.linspace(-angle, angle, 9):
        x, y = reach * math.cos(math.radians(turn)), reach * math.sin(math.radians(turn))
        assert math.hypot(x - centre, y) <= radius * (1 + 1e-9)
    assert centre <= radius * (1 + 1e-9)


@given(st.floats(73, 135), st.floats(18, 53))
def test_datums_come_back(lon, lat):
    for there, back in (
        (datum.wgs84_to_gcj02, datum.gcj02_to_wgs84),
        (datum.wgs84_to_bd09, datum.bd09_to_wgs84),
    ):
        again = back(*there(lon, lat))
        assert distance_m(Point(*again), Point(lon, lat)) < 1e-3


json_values = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["type", "features", "geometry", "coordinates", "properties", "id", "crs"]
            ),
            inner
            | st.sampled_from(["FeatureCollection", "Feature", "Point", "Polygon", "LineString"]),
            max_size=5,
        )
    ),
    max_leaves=25,
)


@settings(max_examples=300, deadline=None)
@given(json_values | st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_with_a_sentence(value):
    data = value if isinstance(value, bytes) else _dump(value)
    refusal = None
    try:
        features = read_features(data, name="f.geojson", limits=Limits())
    except InputError as error:
        features, refusal = [], error
    assert all(f.geometry is None or f.geometry.is_valid for f in features)
    assert refusal is None or refusal.text("zh") != refusal.code != refusal.text("en")


def _dump(value: object) -> bytes:
    try:
        return orjson.dumps(value)
    except TypeError:  # integers of more than 64 bits
        return b"{}"
