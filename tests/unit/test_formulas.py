"""The worked examples of the georeferencing literature, number by number."""

from __future__ import annotations

import pytest

from geo_app.geo import formulas


def test_distance_at_heading_10_km_north_east():
    assert formulas.distance_at_heading(10, 22.5, 0) == pytest.approx(3.90, abs=0.005)
    assert formulas.distance_at_heading(10, 22.5, 4.119) == pytest.approx(6.202, abs=0.001)


@pytest.mark.parametrize(("angle", "radius"), [(45, 132), (22.5, 74), (0, 35)])
def test_150_m_east_by_air_with_35_m_of_errors(angle, radius):
    assert formulas.distance_at_heading(150, angle, 35) == pytest.approx(radius, abs=0.5)


def test_along_a_path_the_heading_does_not_count():
    assert formulas.distance_along_path(b=20, p=5, m=10) == 35


@pytest.mark.parametrize(
    ("angle", "share"), [(45, 0.7071), (22.5, 0.5412), (11.25, 0.5098), (5.625, 0.5024)]
)
def test_smallest_circle_round_a_sector(angle, share):
    centre, radius = formulas.sector(1.0, angle)
    assert centre == pytest.approx(share, abs=5e-5)
    assert radius == pytest.approx(share, abs=5e-5)


def test_a_wide_sector_is_held_by_its_chord():
    centre, radius = formulas.sector(1.0, 60)
    assert (centre, radius) == (pytest.approx(0.5), pytest.approx(0.8660, abs=5e-5))


@pytest.mark.parametrize(
    ("direction", "angle"), [("N", 45), ("E", 45), ("NE", 22.5), ("SSW", 11.25)]
)
def test_half_angle_of_a_compass_word(direction, angle):
    assert formulas.half_angle(direction) == angle


def test_heading_only_north_east_of_a_bridge():
    assert formulas.heading_only(100, 22.5, b=20, m=10) == pytest.approx(84, abs=0.2)


def test_at_near_and_distance_only_add_their_errors():
    assert formulas.at_feature(b=20, m=10, c=3) == 33
    assert formulas.near_feature(b=20, buffer=100, m=10) == 130
    assert formulas.distance_only(50, b=100, p=5, m=10) == 165


def test_two_hops_are_square_to_each_other():
    assert formulas.two_hops(30, 40) == 50


@pytest.mark.parametrize(
    ("metres", "precision"),
    [(89_000, 500), (89_200, 50), (12_347, 0.5), (12_340, 5), (0, 500), (100_000, 500), (0.5, 0.5)],
)
def test_a_stake_is_as_precise_as_its_last_digit(metres, precision):
    assert formulas.stake_precision(metres) == precision


def test_calibration_of_a_line_drawn_too_straight():
    k = formulas.calibration(stakes=1000, length=800)
    assert k == pytest.approx(0.25)
    assert formulas.calibration_error(k, -200) == pytest.approx(50)
    assert formulas.calibration(stakes=1000, length=0) == 0


def test_equal_area_circle_of_a_park():
    assert formulas.equal_area_radius(9.34) == pytest.approx(1724, abs=1)
