"""Light: can it have been so bright, or so dark, at that hour in that place?"""

from __future__ import annotations

from typing import Any

from geo_app.domain.evidence.case import Case
from geo_app.domain.evidence.nouns import Aspect, Check, Outcome, Point
from geo_app.domain.evidence.sun import sun_height_deg
from geo_app.domain.photo import Exposure
from geo_app.domain.remark import Remark

_SPEED_VALUE_AT_ISO_100 = 5.0
"""APEX: Ev = Bv + Sv, and Sv = log2(ISO / 3.125) is 5 at ISO 100 (Exif 2.32, annex C)."""


def check_light(case: Case) -> Check:
    """Doubt where a bright day is dark or a night is bright; never a fail.

    Lamps, flash, a pump house at noon and the moon are honest reasons for either: a person looks.
    """
    exposure = case.sighting.facts.exposure
    ev100 = brightness_ev100(exposure) if exposure is not None else None
    if ev100 is None:
        return _check(Outcome.UNKNOWN, "evidence.no_exposure")
    found, point = case.captures(), _whereabouts(case)
    if not found or point is None:
        return _check(Outcome.UNKNOWN, "evidence.no_sun")
    limits, taken = case.thresholds, found[0]
    height = sun_height_deg(point, taken.at)
    values = {"sun": round(height, 1), "ev": round(ev100, 1), "taken": case.told(taken.at)}
    if height > limits.day_sun_deg and ev100 < limits.dark_ev100:
        return _check(Outcome.DOUBT, "evidence.dark_day", **values)
    if height < limits.night_sun_deg and ev100 > limits.bright_ev100:
        return _check(Outcome.DOUBT, "evidence.bright_night", **values)
    return _check(Outcome.PASS, "evidence.light_fits", **values)


def brightness_ev100(exposure: Exposure) -> float | None:
    """Brightness of the scene as exposure value at ISO 100; None where the file does not say.

    From time, aperture and ISO; else from BrightnessValue, which is that value less 5.
    """
    if exposure.ev100 is not None:
        return exposure.ev100
    value = exposure.brightness_value
    return value + _SPEED_VALUE_AT_ISO_100 if value is not None else None


def _whereabouts(case: Case) -> Point | None:
    """Where the sun is asked for: any witness will do, a degree is 100 km; else the site."""
    found = case.standpoints()
    return found[0].point if found else case.site.position


def _check(outcome: Outcome, code: str, **values: Any) -> Check:
    return Check(Aspect.LIGHT, outcome, Remark(code, values))
