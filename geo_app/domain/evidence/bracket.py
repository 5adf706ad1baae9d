"""Bracket: between a token that the phone fetched and the upload, whatever its clock says."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from geo_app.domain.evidence.case import Case
from geo_app.domain.evidence.nouns import Aspect, Check, Outcome
from geo_app.domain.remark import Remark


def check_bracket(case: Case) -> Check:
    """Pass where the photo says that it was taken between the token and the upload.

    A photo from outside may be older than the token of the visit that brings it: nothing is
    asked of it here.
    """
    sighting, bracket = case.sighting, case.sighting.bracket
    if bracket.problem is not None:
        return Check(Aspect.BRACKET, Outcome.DOUBT, bracket.problem)
    if bracket.issued_at is None:
        return _check(Outcome.UNKNOWN, "evidence.no_token")
    if sighting.external:
        return _check(Outcome.UNKNOWN, "evidence.token_external")
    issued, received, found = bracket.issued_at, sighting.received_at, case.captures()
    values: dict[str, Any] = {"issued": case.told(issued), "received": case.told(received)}
    if not found:
        return _check(Outcome.UNKNOWN, "evidence.bracket_silent", **values)
    best = found[0]
    values["taken"] = case.told(best.at)
    if best.latest < issued or best.earliest > received:
        return _check(Outcome.FAIL, "evidence.outside_bracket", **values)
    room = timedelta(minutes=case.thresholds.clock_minutes)
    if not issued - room <= best.at <= received + room:
        return _check(Outcome.DOUBT, "evidence.perhaps_outside_bracket", **values)
    if best.at - issued > timedelta(hours=case.thresholds.token_hours):
        hours = round((best.at - issued).total_seconds() / 3600)
        return _check(Outcome.DOUBT, "evidence.old_token", **values, hours=hours)
    return _check(Outcome.PASS, "evidence.in_bracket", **values)


def _check(outcome: Outcome, code: str, **values: Any) -> Check:
    return Check(Aspect.BRACKET, outcome, Remark(code, values))
