"""Demands: the evidence that a verification needs, by category, and what of it is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from geo_app.domain.evidence.nouns import Aspect, Assessment, Outcome, Sighting, Verdict
from geo_app.domain.inspection import PhotoRole
from geo_app.domain.remark import Remark
from geo_app.errors import InputError

_RANKS = (Verdict.NONE, Verdict.WEAK, Verdict.FAIR, Verdict.STRONG)
_OF_THE_RESULT = frozenset(PhotoRole) - {PhotoRole.BEFORE, PhotoRole.DURING}
_MOST = 100

Judged = tuple[Sighting, Assessment]
"""A photo with what it proves."""


@dataclass(frozen=True, slots=True)
class Demand:
    """What a category asks of the photos before a claim can be verified.

    Attributes:
        photos: Fewest photos by role.
        verdict: What a photo must prove to be counted under ``proofs``.
        proofs: Fewest photos of the result with that verdict or a better one.
        presence: The photos of one visit show that somebody walked about on the spot.
        independent: Somebody outside the responsible unit was there.
    """

    photos: Mapping[PhotoRole, int] = field(default_factory=lambda: MappingProxyType({}))
    verdict: Verdict = Verdict.FAIR
    proofs: int = 0
    presence: bool = False
    independent: bool = False

    def to_json(self) -> dict[str, Any]:
        """The members that ``from_json`` reads."""
        return {
            "photos": {role.value: count for role, count in self.photos.items()},
            "verdict": self.verdict.value,
            "proofs": self.proofs,
            "presence": self.presence,
            "independent": self.independent,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Demand:
        """A demand as the forms' data file states it; what is left out is not demanded.

        Raises:
            InputError: A member that is unknown or of the wrong kind; names it.
        """
        if unknown := sorted(set(data) - set(_MEMBERS)):
            raise InputError("demand.unknown_member", member=unknown[0], known=", ".join(_MEMBERS))
        photos = data.get("photos", {})
        if not isinstance(photos, Mapping):
            raise _bad("photos", photos)
        counts = {_role(role): _count(f"photos.{role}", each) for role, each in photos.items()}
        return cls(
            MappingProxyType(counts),
            _verdict(data.get("verdict", Verdict.FAIR.value)),
            _count("proofs", data.get("proofs", 0)),
            _flag("presence", data.get("presence", False)),
            _flag("independent", data.get("independent", False)),
        )


_MEMBERS = ("photos", "verdict", "proofs", "presence", "independent")


def missing(
    demand: Demand, photos: Sequence[Judged], *, since: datetime | None = None
) -> tuple[Remark, ...]:
    """What is still missing for a verification, one sentence each; empty = all is there.

    A photo counts where it proves anything at all, arrived after the last refusal, and shows
    another picture than those counted already.

    Args:
        demand: What the category asks.
        photos: The photos of the site with what they prove.
        since: When the last claim was refused, if one was: what came before is used up.
    """
    counted = _counted(photos, since)
    result = [each for each in counted if each[0].role in _OF_THE_RESULT]
    lacks = []
    for role, need in demand.photos.items():
        have = sum(sighting.role is role for sighting, _ in counted)
        if have < need:
            values = {"role": f"@photo_role.{role.value}", "have": have, "need": need}
            lacks.append(Remark("demand.photos", values))
    rank = _RANKS.index(demand.verdict)
    have = sum(_RANKS.index(judged.verdict) >= rank for _, judged in result)
    if have < demand.proofs:
        verdict = f"@verdict.{demand.verdict.value}"
        values = {"verdict": verdict, "have": have, "need": demand.proofs}
        lacks.append(Remark("demand.proofs", values))
    if demand.independent:
        result = [each for each in result if _passes(each, Aspect.INDEPENDENCE)]
        if not result:
            lacks.append(Remark("demand.independent"))
    if demand.presence and not any(_passes(each, Aspect.PRESENCE) for each in result):
        lacks.append(Remark("demand.presence"))
    return tuple(lacks)


def _counted(photos: Iterable[Judged], since: datetime | None) -> list[Judged]:
    """Each picture once, in the order of arrival."""
    counted: list[Judged] = []
    seen: set[str] = set()
    for sighting, judged in sorted(
        photos, key=lambda each: (each[0].received_at, each[0].photo_id)
    ):
        if judged.verdict is Verdict.NONE or (since and sighting.received_at <= since):
            continue
        if seen.isdisjoint({sighting.photo_id, *(twin.photo_id for twin in sighting.twins)}):
            counted.append((sighting, judged))
            seen.add(sighting.photo_id)
    return counted


def _passes(photo: Judged, aspect: Aspect) -> bool:
    return any(check.outcome is Outcome.PASS for check in photo[1].checks if check.aspect is aspect)


def _bad(member: str, value: object) -> InputError:
    return InputError("demand.bad_member", member=member, value=str(value)[:40])


def _role(name: object) -> PhotoRole:
    try:
        return PhotoRole(str(name))
    except ValueError as error:
        raise _bad("photos", name) from error


def _verdict(value: object) -> Verdict:
    try:
        return Verdict(str(value))
    except ValueError as error:
        raise _bad("verdict", value) from error


def _count(member: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _MOST:
        raise _bad(member, value)
    return value


def _flag(member: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise _bad(member, value)
    return value
