"""Linear referencing: stakes, broken chains, sides; in metres of a made-up line."""

from __future__ import annotations

import pytest
from shapely.geometry import LineString, Point

from geo_app.domain.remark import Remark
from geo_app.geo.anchor import Anchor, Stake
from geo_app.geo.lines import Mark, StakeHit, Track, crossings, stake_text, tracks
from geo_app.geo.measure import Frame

EAST = LineString([(0, 0), (1000, 0)])
ANCHOR = Anchor("d", "柏河大堤", "dike")


def track(*marks: tuple[float, float], line: LineString = EAST) -> Track:
    return Track(ANCHOR, line, tuple(Mark(s, m, 0.0) for s, m in marks))


def stake(on: Track, m: float) -> StakeHit:
    hit = on.stake(m, 0.1)
    assert isinstance(hit, StakeHit), hit
    return hit


def codes(hit: StakeHit) -> list[str]:
    return [doubt.code for doubt in hit.doubts]


def test_a_stake_between_two_known_ones():
    hit = stake(track((0, 5000), (1000, 6000)), 5300)
    assert (hit.s, hit.error, hit.doubts) == (300, 0, ())


def test_calibration_error_grows_with_the_distance_from_the_nearer_stake():
    # 1,200 m by the stakes on 1,000 m of line: k = 0.2
    on = track((0, 5000), (1000, 6200))
    assert stake(on, 5300).error == pytest.approx(60)
    assert stake(on, 5900).error == pytest.approx(60)
    assert stake(on, 5300).s == pytest.approx(250)


def test_stakes_may_count_against_the_stream():
    assert stake(track((0, 6000), (1000, 5000)), 5300).s == 700


def test_a_long_chain_has_a_stake_twice_and_both_are_in_the_radius():
    on = track((0, 1000), (100, 1100), (100, 1080), (1000, 1980))
    hit = stake(on, 1090)
    assert codes(hit) == ["place.stake_twice"]
    assert hit.s == pytest.approx(100)
    assert hit.error >= 10
    assert stake(on, 1050).s == pytest.approx(50)
    assert stake(on, 1180).s == pytest.approx(200)


def test_a_short_chain_leaves_numbers_out_and_they_are_at_the_break():
    on = track((0, 1000), (100, 1100), (100, 1120), (1000, 2020))
    hit = stake(on, 1110)
    assert (hit.s, codes(hit)) == (100, ["place.stake_gap"])


def test_beyond_the_last_stake_is_bounded_and_doubted():
    on = track((200, 5000), (600, 5400))
    hit = stake(on, 5600)
    assert (hit.s, codes(hit)) == (800, ["place.stake_beyond"])
    assert hit.error == pytest.approx(20)  # a tenth of the 200 m beyond
    beyond_span = on.stake(5900, 0.1)
    off_line = track((500, 5000), (900, 5400)).stake(5550, 0.1)
    assert isinstance(beyond_span, Remark)
    assert isinstance(off_line, Remark)
    assert beyond_span.code == off_line.code == "place.stake_outside"


def test_one_stake_or_none():
    hit = stake(track((400, 5000)), 5100)
    assert (hit.s, codes(hit)) == (500, ["place.one_stake"])
    assert stake(track((400, 5000)), 5000).s == 400
    none = track().stake(5100, 0.1)
    assert isinstance(none, Remark)
    assert none.code == "place.no_stakes"


def test_left_is_left_when_looking_downstream():
    on = track()
    assert on.aside(500, 10).equals_exact(Point(500, 10), 1e-9)
    assert on.aside(500, -10).equals_exact(Point(500, -10), 1e-9)
    assert on.hand(500, 0) == 1  # north of an eastward line
    assert on.hand(500, 180) == -1
    assert on.hand(500, 90) == 0
    assert on.hand_of(Point(300, -4)) == -1


def test_a_walk_takes_the_end_that_fits_the_direction_and_ends_with_the_line():
    on = track()
    assert on.walk(500, 90, 150) == (650, pytest.approx(0))
    assert on.walk(500, 270, 150) == (350, pytest.approx(0))
    assert on.walk(500, 45, 150) == (650, pytest.approx(45))
    assert on.walk(500, 90, 1500) is None


def test_dikes_run_with_their_stakes_and_rivers_as_drawn_or_told():
    frame = Frame(114.05, 34.0)
    line = LineString([(114.0, 34.0), (114.1, 34.0)])
    shrinking = (Stake(9000, 114.0, 34.0), Stake(0, 114.1, 34.0))
    [dike] = tracks(Anchor("d", "甲堤", "dike", line, stakes=shrinking), frame)
    [river] = tracks(Anchor("r", "甲河", "river", line, stakes=shrinking), frame)
    [told] = tracks(Anchor("t", "甲河", "river", line, flow="upstream"), frame)
    assert dike.heading(500) == pytest.approx(270, abs=0.1)
    assert [mark.m for mark in dike.marks] == [0, 9000]
    assert river.heading(500) == pytest.approx(90, abs=0.1)
    assert [mark.m for mark in river.marks] == [9000, 0]
    assert told.heading(500) == pytest.approx(270, abs=0.1)


def test_stakes_are_snapped_to_the_line_and_the_gap_counts_as_error():
    frame = Frame(114.05, 34.0)
    line = LineString([(114.0, 34.0), (114.1, 34.0)])
    stakes = (Stake(0, 114.0, 34.0005), Stake(9000, 114.1, 34.0))
    [dike] = tracks(Anchor("d", "甲堤", "dike", line, stakes=stakes), frame)
    assert dike.marks[0].off == pytest.approx(55, abs=1)
    assert stake(dike, 10.0).error >= 55


def test_where_two_lines_meet():
    other = LineString([(100, -50), (100, 50), (200, 50), (200, -50)])
    assert {(p.x, p.y) for p in crossings(EAST, other)} == {(100, 0), (200, 0)}
    assert crossings(EAST, LineString([(0, 9), (9, 9)])) == []
    [shared] = crossings(EAST, LineString([(100, 0), (300, 0)]))
    assert (shared.x, shared.y) == (200, 0)


@pytest.mark.parametrize(
    ("m", "text"), [(83263, "83+263"), (0, "0+000"), (12347.5, "12+347.5"), (850, "0+850")]
)
def test_a_stake_as_written(m, text):
    assert stake_text(m) == text
