"""Independence: the eyes that check are not the hands that had to act."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable
from typing import Any

from geo_app.domain.evidence.case import Case
from geo_app.domain.evidence.nouns import Aspect, Check, Outcome, Sighting, SiteInQuestion
from geo_app.domain.inspection import PhotoRole
from geo_app.domain.remark import Remark

_OWN_IS_NATURAL = frozenset({PhotoRole.BEFORE, PhotoRole.DURING})


def check_independence(case: Case) -> Check:
    """Pass where the photographer's unit is not the responsible one.

    That the responsible unit shows its own work under way is natural; that it alone shows the
    result is a doubt.
    """
    sighting, responsible = case.sighting, case.site.responsible_unit
    if not sighting.person_unit or not responsible:
        return _check(Outcome.UNKNOWN, "evidence.unit_unknown")
    if not _same(sighting.person_unit, responsible):
        return _check(Outcome.PASS, "evidence.other_unit", unit=sighting.person_unit)
    if sighting.role in _OWN_IS_NATURAL:
        return _check(Outcome.PASS, "evidence.own_work", unit=responsible)
    return _check(Outcome.DOUBT, "evidence.own_photo", unit=responsible)


def independent(
    verifier_ids: Collection[str],
    verifier_unit: str | None,
    sightings: Iterable[Sighting],
    site: SiteInQuestion,
) -> Check:
    """Whether a verifier is independent of the photos and of the responsible unit.

    Fail: took one of the photos, belongs to the responsible unit, or to the unit of a
    photographer. Doubt: every photo comes from the responsible unit itself. Unknown, never a
    pass: a unit that nobody told.

    Args:
        verifier_ids: Who is about to verify, by all ids that the photos may know.
        verifier_unit: Unit of that person, if known.
        sightings: The photos that the verification rests on.
        site: The site.
    """
    photos, responsible = tuple(sightings), site.responsible_unit
    if any(each.person_id in verifier_ids for each in photos):
        return _check(Outcome.FAIL, "evidence.verifier_took")
    if verifier_unit and responsible and _same(verifier_unit, responsible):
        return _check(Outcome.FAIL, "evidence.verifier_responsible", unit=responsible)
    units = [each.person_unit for each in photos]
    if verifier_unit and any(unit and _same(unit, verifier_unit) for unit in units):
        return _check(Outcome.FAIL, "evidence.verifier_same_unit", unit=verifier_unit)
    if not verifier_unit or not responsible or not all(units):
        return _check(Outcome.UNKNOWN, "evidence.verifier_unknown")
    if photos and all(unit and _same(unit, responsible) for unit in units):
        return _check(Outcome.DOUBT, "evidence.all_own_photos", unit=responsible)
    return _check(Outcome.PASS, "evidence.verifier_independent", unit=verifier_unit)


def _same(one: str, other: str) -> bool:
    """The same unit, but for width, case and blanks; an office is not its superior."""
    return _plain(one) == _plain(other)


def _plain(unit: str) -> str:
    return "".join(unicodedata.normalize("NFKC", unit).casefold().split())


def _check(outcome: Outcome, code: str, **values: Any) -> Check:
    return Check(Aspect.INDEPENDENCE, outcome, Remark(code, values))
