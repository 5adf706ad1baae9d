"""Time: is it newer than what it is to prove, and do the clocks agree?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

from geo_app.domain.evidence.captures import Capture, Timepiece, clock_error
from geo_app.domain.evidence.case import Case
from geo_app.domain.evidence.nouns import Aspect, Check, Outcome
from geo_app.domain.inspection import PhotoRole
from geo_app.domain.remark import Remark


def check_time(case: Case) -> Check:
    """Pass where the photo is newer than the finding and the last refusal, and clocks agree.

    A photo of the state before has no earliest time; one of the work under way must be newer than
    the finding; one of the state after newer than the last refusal too. It takes the device's
    clock, or every clock of the file, for a fail: one stale time among others is a doubt.
    """
    found = case.captures()
    for rule in (_too_old, _in_future, _shown_before_refusal, _near_the_limit, _clock_off, _apart):
        if check := rule(case, found):
            return check
    if not found:
        received = case.told(case.sighting.received_at)
        return _check(Outcome.UNKNOWN, "evidence.no_time", received=received)
    best = found[0]
    code = "evidence.time_zoneless" if best.by is Timepiece.ZONELESS else "evidence.time_fits"
    return _check(Outcome.PASS, code, **_values(case, best))


def _limit(case: Case) -> tuple[datetime, str] | None:
    """What the photo must be newer than, with its word; None where anything will do."""
    role, site = case.sighting.role, case.site
    limits = []
    if site.found_at is not None and role is not PhotoRole.BEFORE:
        limits.append((site.found_at, "@limit.found"))
    if site.refused_at is not None and role is PhotoRole.AFTER:
        limits.append((site.refused_at, "@limit.refused"))
    return max(limits, default=None)


def _too_old(case: Case, found: tuple[Capture, ...]) -> Check | None:
    if (asked := _limit(case)) is None:
        return None
    limit, what = asked
    values = {"limit": case.told(limit), "what": what}
    if old := _proven(found, lambda each: each.latest < limit):
        return _check(Outcome.FAIL, "evidence.too_old", **_values(case, old), **values)
    if case.sighting.received_at < limit:
        received = case.told(case.sighting.received_at)
        return _check(Outcome.FAIL, "evidence.received_before", received=received, **values)
    return None


def _in_future(case: Case, found: tuple[Capture, ...]) -> Check | None:
    received = case.sighting.received_at
    if late := _proven(found, lambda each: each.earliest > received):
        return _check(Outcome.FAIL, "evidence.in_future", **_values(case, late))
    return None


def _proven(found: tuple[Capture, ...], holds: Callable[[Capture], bool]) -> Capture | None:
    """The clock by which something is certain: the device's, or all that the file carries."""
    device = [each for each in found if each.by is Timepiece.DEVICE]
    filed = [each for each in found if each.by is not Timepiece.DEVICE]
    for clocks in (device, filed):
        if clocks and all(holds(each) for each in clocks):
            return clocks[0]
    return None


def _shown_before_refusal(case: Case, found: tuple[Capture, ...]) -> Check | None:
    """A view (near, sign, far) may be older than the refusal: it shows how things were then."""
    refused, role = case.site.refused_at, case.sighting.role
    if refused is None or role in (PhotoRole.BEFORE, PhotoRole.DURING, PhotoRole.AFTER):
        return None
    taken = found[0].at if found else case.sighting.received_at
    if taken >= refused:
        return None
    values = {"taken": case.told(taken), "limit": case.told(refused)}
    return _check(Outcome.DOUBT, "evidence.before_refusal", **values)


def _near_the_limit(case: Case, found: tuple[Capture, ...]) -> Check | None:
    """By its own words too old, yet within what its clock may be off."""
    if not found or (asked := _limit(case)) is None:
        return None
    limit, what = asked
    if not found[0].at < limit <= found[0].latest:
        return None
    values = {"limit": case.told(limit), "what": what}
    return _check(Outcome.DOUBT, "evidence.perhaps_too_old", **_values(case, found[0]), **values)


def _clock_off(case: Case, found: tuple[Capture, ...]) -> Check | None:
    """Only of photos that this very device took; another camera has a clock of its own."""
    error = clock_error(case.sighting, case.thresholds)
    if not error or not found or case.sighting.external:
        return None
    side = "@clock.ahead" if error > timedelta(0) else "@clock.behind"
    values = {**_values(case, found[0]), **_span(error), "side": side}
    return _check(Outcome.DOUBT, "evidence.clock_off", **values)


def _apart(case: Case, found: tuple[Capture, ...]) -> Check | None:
    if pair := clocks_apart(case):
        one, other = pair
        values = {
            "one": one.by.word,
            "other": other.by.word,
            "taken": case.told(one.at),
            "otherwise": case.told(other.at),
            **_span(one.at - other.at),
        }
        return _check(Outcome.DOUBT, "evidence.clocks_apart", **values)
    return None


def clocks_apart(case: Case) -> tuple[Capture, Capture] | None:
    """The two clocks that contradict each other most; None where all agree."""
    apart = [
        (one, other)
        for one, other in combinations(case.captures(), 2)
        if abs(one.at - other.at) > max(one.slack, other.slack)
    ]
    return max(apart, key=lambda pair: abs(pair[0].at - pair[1].at), default=None)


def _span(span: timedelta) -> dict[str, Any]:
    """A span of time in the unit in which people would say it."""
    minutes = abs(span).total_seconds() / 60
    for size, unit in ((1440, "@span.days"), (60, "@span.hours")):
        if minutes >= 2 * size:
            return {"span": round(minutes / size), "unit": unit}
    return {"span": round(minutes), "unit": "@span.minutes"}


def _values(case: Case, capture: Capture) -> dict[str, Any]:
    return {
        "taken": case.told(capture.at),
        "clock": capture.by.word,
        "received": case.told(case.sighting.received_at),
    }


def _check(outcome: Outcome, code: str, **values: Any) -> Check:
    return Check(Aspect.TIME, outcome, Remark(code, values))
