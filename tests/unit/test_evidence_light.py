"""Light: the sun's height against the exposure."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from geo_app.domain.evidence.light import brightness_ev100, check_light
from geo_app.domain.evidence.nouns import Point
from geo_app.domain.evidence.sun import sun_height_deg
from geo_app.domain.photo import Exposure
from tests.unit.sightings import BARE, HERE, SITE, ZONE, case, facts, said

DAYLIGHT = Exposure(1 / 500, 1.9, 50)
LAMPLIGHT = Exposure(1 / 10, 1.9, 1600)
NOON = datetime(2024, 5, 6, 12, 10, tzinfo=ZONE)
NIGHT = datetime(2024, 5, 6, 22, 30, tzinfo=ZONE)
DUSK = datetime(2024, 5, 6, 19, 0, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("point", "at", "height"),
    [
        # Reda & Andreas, NREL/TP-560-34302, appendix A.5: 90 − 50.11162, less 0.016 of refraction
        ((-105.1786, 39.742476), datetime(2003, 10, 17, 19, 30, 30, tzinfo=UTC), 39.872),
        # Meeus, Astronomical Algorithms, example 25.a: the declination, which is seen at the pole
        ((0.0, 90.0), datetime(1992, 10, 13, 0, 0, tzinfo=UTC), -7.785),
        # The Astronomical Almanac 1996, page C24: declination of 7 August 1997, 11 h
        ((0.0, 90.0), datetime(1997, 8, 7, 11, 0, tzinfo=UTC), 16.34),
        # astral 3.2, without refraction
        ((114.35, 34.80), datetime(2024, 6, 21, 4, 20, tzinfo=UTC), 78.597),
        ((114.35, 34.80), datetime(2024, 12, 21, 4, 20, tzinfo=UTC), 31.761),
        ((114.35, 34.80), datetime(2024, 3, 20, 22, 30, tzinfo=UTC), 0.232),
        ((114.35, 34.80), datetime(2024, 9, 1, 16, 0, tzinfo=UTC), -46.942),
        ((-68.3, -54.8), datetime(2024, 6, 21, 16, 36, tzinfo=UTC), 11.764),
        ((179.99, 65.0), datetime(2010, 7, 1, 12, 0, tzinfo=UTC), -1.903),
        ((-180.0, 65.0), datetime(2010, 7, 1, 12, 0, tzinfo=UTC), -1.903),
    ],
)
def test_the_sun_stands_where_the_tables_have_it(point: Point, at: datetime, height: float) -> None:
    assert sun_height_deg(point, at) == pytest.approx(height, abs=0.02)


@pytest.mark.parametrize(
    ("taken", "exposure", "answer"),
    [
        (NOON, DAYLIGHT, ("pass", "light_fits")),
        (NOON, LAMPLIGHT, ("doubt", "dark_day")),
        (NIGHT, DAYLIGHT, ("doubt", "bright_night")),
        (NIGHT, LAMPLIGHT, ("pass", "light_fits")),
        (DUSK, DAYLIGHT, ("pass", "light_fits")),
        (DUSK, LAMPLIGHT, ("pass", "light_fits")),
        (NOON, Exposure(brightness_value=-2.0), ("doubt", "dark_day")),
        (NIGHT, Exposure(brightness_value=8.0), ("doubt", "bright_night")),
        (NOON, Exposure(time_s=0.01), ("unknown", "no_exposure")),
        (NOON, None, ("unknown", "no_exposure")),
        (None, DAYLIGHT, ("unknown", "no_sun")),
    ],
)
def test_noon_is_not_dark_and_midnight_is_not_bright(
    taken: datetime | None, exposure: Exposure | None, answer: tuple[str, str]
) -> None:
    told = {"taken_at": taken} if taken else {}
    photo = replace(BARE, facts=facts(position=HERE, exposure=exposure, **told))
    assert said(check_light(case(photo))) == answer


def test_the_site_will_do_where_the_photo_has_no_position() -> None:
    photo = replace(BARE, facts=facts(taken_at=NIGHT, exposure=DAYLIGHT))
    assert said(check_light(case(photo))) == ("doubt", "bright_night")
    nowhere = replace(SITE, position=None, radius_m=None)
    assert said(check_light(case(photo, nowhere))) == ("unknown", "no_sun")


def test_brightness_value_and_exposure_value_agree() -> None:
    """APEX: Ev = Bv + Sv, and Sv is 5 at ISO 100; 1/125 s at f/16 is Ev 15."""
    assert brightness_ev100(Exposure(1 / 125, 16, 100)) == pytest.approx(15, abs=0.05)
    assert brightness_ev100(Exposure(brightness_value=10.0)) == 15
