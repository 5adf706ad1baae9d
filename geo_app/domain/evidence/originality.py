"""Originality: has this picture been seen before, and has it been worked over?"""

from __future__ import annotations

from typing import Any

from geo_app.domain.evidence.case import Case
from geo_app.domain.evidence.nouns import Aspect, Check, Outcome, Twin
from geo_app.domain.inspection import PhotoRole
from geo_app.domain.remark import Remark


def check_originality(case: Case) -> Check:
    """Pass where the archive has no other photo with this picture.

    Who came first is not accused of what others did later: only the later of two twins fails.
    At the same site an earlier photo may stand again as "before"; as anything else it is old.
    The same photo twice in one visit is a slip of the finger: it passes, and counts once.
    """
    sighting, site = case.sighting, case.site
    twins = sighting.twins
    elsewhere = [twin for twin in twins if twin.site_id != site.id]
    here = [twin for twin in twins if twin.site_id == site.id]
    before = [twin for twin in here if twin.role is PhotoRole.BEFORE]
    if reused := _first(case, [twin for twin in elsewhere if _is_earlier(case, twin)]):
        return _check(Outcome.FAIL, "evidence.reused_elsewhere", **reused)
    if sighting.role is PhotoRole.AFTER and (same := _first(case, before)):
        return _check(Outcome.FAIL, "evidence.after_is_before", **same)
    earlier = [twin for twin in here if _is_other_visit(case, twin) and _is_earlier(case, twin)]
    if sighting.role is not PhotoRole.BEFORE and (reused := _first(case, earlier)):
        return _check(Outcome.FAIL, "evidence.reused_here", **reused)
    if later := _first(case, elsewhere):
        return _check(Outcome.DOUBT, "evidence.used_elsewhere_later", **later)
    if double := _first(case, here):
        return _check(Outcome.PASS, "evidence.twin_here", **double)
    if not sighting.is_compared:
        return _check(Outcome.UNKNOWN, "evidence.not_compared")
    return _check(Outcome.PASS, "evidence.original")


def check_thumbnail(case: Case) -> Check:
    """Pass where the thumbnail inside the file shows the same picture as the file."""
    sighting = case.sighting
    if sighting.thumbnail_alike is None:
        code = "evidence.thumbnail_unclear" if sighting.facts.has_thumbnail else _NO_THUMBNAIL
        return Check(Aspect.THUMBNAIL, Outcome.UNKNOWN, Remark(code))
    score = sighting.thumbnail_score
    values = {"score": round(score, 2) if score is not None else "…"}
    if sighting.thumbnail_alike:
        return Check(Aspect.THUMBNAIL, Outcome.PASS, Remark("evidence.thumbnail_alike", values))
    return Check(Aspect.THUMBNAIL, Outcome.DOUBT, Remark("evidence.thumbnail_differs", values))


_NO_THUMBNAIL = "evidence.no_thumbnail"


def _is_earlier(case: Case, twin: Twin) -> bool:
    return twin.received_at <= case.sighting.received_at


def _is_other_visit(case: Case, twin: Twin) -> bool:
    return twin.inspection_id != case.sighting.inspection_id


def _first(case: Case, twins: list[Twin]) -> dict[str, Any] | None:
    """The earliest of them, as a sentence names it."""
    if not twins:
        return None
    twin = min(twins, key=lambda each: (each.received_at, each.photo_id))
    return {
        "likeness": f"@likeness.{_likeness(twin)}",
        "site": twin.site_name,
        "received": case.told(twin.received_at),
        "person": twin.person,
        "photo": twin.photo_id,
    }


def _likeness(twin: Twin) -> str:
    if twin.same_bytes:
        return "same_bytes"
    return "mirrored" if twin.mirrored else "same_picture"


def _check(outcome: Outcome, code: str, **values: Any) -> Check:
    return Check(Aspect.ORIGINALITY, outcome, Remark(code, values))
