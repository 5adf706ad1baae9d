"""Witnesses: who speaks for a photo, and do they contradict each other?"""

from __future__ import annotations

from typing import Any

from geo_app.domain.evidence.case import Case
from geo_app.domain.evidence.nouns import Aspect, Check, Outcome, Witness
from geo_app.domain.evidence.programs import Trade, program_of
from geo_app.domain.evidence.standpoints import widest_gap
from geo_app.domain.evidence.time import clocks_apart
from geo_app.domain.remark import Remark


def witnesses_of(case: Case) -> tuple[Witness, ...]:
    """Who spoke, in the order of ``Witness``; the server always did."""
    facts, spoke = case.sighting.facts, {Witness.SERVER}
    spoke |= {each.witness for each in case.standpoints()}
    if facts.taken_at is not None or facts.gps_time is not None:
        spoke.add(Witness.EXIF)
    return tuple(witness for witness in Witness if witness in spoke)


def check_witnesses(case: Case) -> Check:
    """Doubt where witnesses contradict each other or an editor's name stands in the file.

    A file without a word about its origin is unknown: chat programs take that away from every
    photo. The print of a watermark camera is part of the picture and no witness.
    """
    spoke, program = witnesses_of(case), program_of(case.sighting.facts)
    values: dict[str, Any] = {"who": ", ".join(spoke)}
    if found := widest_gap(case.standpoints(), case.ground):
        gap, one, other = found
        values |= {"gap": round(gap), "one": one.word, "other": other.word}
        return _check(Outcome.DOUBT, "evidence.witnesses_far", **values)
    if pair := clocks_apart(case):
        values |= {"one": pair[0].by.word, "other": pair[1].by.word}
        return _check(Outcome.DOUBT, "evidence.witnesses_late", **values)
    if program is not None and program[1] is Trade.EDITOR:
        return _check(Outcome.DOUBT, "evidence.edited", program=program[0], **values)
    if spoke == (Witness.SERVER,):
        return _check(Outcome.UNKNOWN, "evidence.server_only", **values)
    if not {Witness.EXIF, Witness.DEVICE} & set(spoke):
        return _check(Outcome.UNKNOWN, "evidence.hand_only", **values)
    if program is not None:
        code = _HARMLESS[program[1]]
        return _check(Outcome.PASS, code, program=program[0], **values)
    return _check(Outcome.PASS, "evidence.witnesses_agree", **values)


_HARMLESS = {Trade.STAMP: "evidence.stamped", Trade.CARRIER: "evidence.carried"}


def _check(outcome: Outcome, code: str, **values: Any) -> Check:
    return Check(Aspect.WITNESSES, outcome, Remark(code, values))
