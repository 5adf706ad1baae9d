"""Witnesses, programs and independence: who speaks, through whose hands it went, who checks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from geo_app.domain.evidence.independence import check_independence, independent
from geo_app.domain.evidence.nouns import Sighting, Witness
from geo_app.domain.evidence.witnesses import check_witnesses, witnesses_of
from geo_app.domain.inspection import PhotoRole
from tests.unit.sightings import (
    BARE,
    GOOD,
    INSPECTORS,
    RESPONSIBLE,
    SITE,
    TAKEN,
    VERIFIERS,
    case,
    facts,
    fix,
    phone,
    said,
    spot,
)

E, D, S, M = Witness.EXIF, Witness.DEVICE, Witness.SERVER, Witness.HAND


@pytest.mark.parametrize(
    ("photo", "spoke", "answer"),
    [
        (GOOD, (E, D, S), ("pass", "witnesses_agree")),
        (BARE, (S,), ("unknown", "server_only")),
        (replace(BARE, fix=fix(by_hand=True)), (S, M), ("unknown", "hand_only")),
        (replace(GOOD, facts=facts()), (D, S), ("pass", "witnesses_agree")),
        (replace(BARE, facts=facts(taken_at=TAKEN)), (E, S), ("pass", "witnesses_agree")),
        (replace(GOOD, fix=fix(3000)), (E, D, S), ("doubt", "witnesses_far")),
        (
            replace(GOOD, fix=fix(at=TAKEN + timedelta(hours=1))),
            (E, D, S),
            ("doubt", "witnesses_late"),
        ),
        (replace(BARE, facts=phone(other_position=spot(900))), (E, S), ("doubt", "witnesses_far")),
    ],
)
def test_who_spoke_and_whether_they_agree(
    photo: Sighting, spoke: tuple[Witness, ...], answer: tuple[str, str]
) -> None:
    check = check_witnesses(case(photo))
    assert (witnesses_of(case(photo)), said(check)) == (spoke, answer)
    assert check.reason.values["who"] == ", ".join(spoke)


@pytest.mark.parametrize(
    ("software", "camera", "answer", "program"),
    [
        ("Adobe Photoshop 25.0 (Windows)", None, ("doubt", "edited"), "Photoshop"),
        ("Adobe Lightroom 7", None, ("doubt", "edited"), "Lightroom"),
        ("GIMP 2.10.34", None, ("doubt", "edited"), "GIMP"),
        ("Snapseed 2.0", None, ("doubt", "edited"), "Snapseed"),
        ("美图秀秀 9.8", None, ("doubt", "edited"), "美图秀秀"),
        ("ＰＨＯＴＯＳＨＯＰ", None, ("doubt", "edited"), "Photoshop"),
        ("今日水印相机", None, ("pass", "stamped"), "水印相机"),
        ("ODK Collect v2024.1", None, ("pass", "carried"), "ODK Collect"),
        (None, "QField Android", ("pass", "carried"), "QField"),
        ("MicroMessenger", None, ("pass", "carried"), "微信"),
        ("17.4.1", "Apple iPhone 13", ("pass", "witnesses_agree"), None),
    ],
)
def test_a_program_is_named_and_only_an_editor_is_a_doubt(
    software: str | None, camera: str | None, answer: tuple[str, str], program: str | None
) -> None:
    made = facts(taken_at=TAKEN, software=software, camera=camera)
    check = check_witnesses(case(replace(BARE, facts=made)))
    assert said(check) == answer
    assert check.reason.values.get("program") == program


@pytest.mark.parametrize(
    ("unit", "role", "answer"),
    [
        (INSPECTORS, PhotoRole.AFTER, ("pass", "other_unit")),
        (RESPONSIBLE, PhotoRole.AFTER, ("doubt", "own_photo")),
        (f" {RESPONSIBLE}　", PhotoRole.AFTER, ("doubt", "own_photo")),
        (RESPONSIBLE, PhotoRole.NEAR, ("doubt", "own_photo")),
        (RESPONSIBLE, PhotoRole.BEFORE, ("pass", "own_work")),
        (RESPONSIBLE, PhotoRole.DURING, ("pass", "own_work")),
        (None, PhotoRole.AFTER, ("unknown", "unit_unknown")),
    ],
)
def test_the_responsible_unit_alone_is_a_doubt(
    unit: str | None, role: PhotoRole, answer: tuple[str, str]
) -> None:
    assert said(check_independence(case(replace(GOOD, person_unit=unit, role=role)))) == answer


OWN = replace(GOOD, photo_id="photo-2", person_id="zhao", person_unit=RESPONSIBLE)
UNSAID = replace(GOOD, photo_id="photo-3", person_id="sun", person_unit=None)


@pytest.mark.parametrize(
    ("verifier", "unit", "photos", "answer"),
    [
        ("qian", VERIFIERS, [GOOD], ("pass", "verifier_independent")),
        ("qian", VERIFIERS, [GOOD, OWN], ("pass", "verifier_independent")),
        ("qian", VERIFIERS, [OWN], ("doubt", "all_own_photos")),
        ("qian", VERIFIERS, [], ("pass", "verifier_independent")),
        ("li", VERIFIERS, [GOOD], ("fail", "verifier_took")),
        ("li", None, [GOOD], ("fail", "verifier_took")),
        ("qian", RESPONSIBLE, [GOOD], ("fail", "verifier_responsible")),
        ("qian", RESPONSIBLE, [], ("fail", "verifier_responsible")),
        ("qian", INSPECTORS, [GOOD], ("fail", "verifier_same_unit")),
        ("qian", INSPECTORS, [UNSAID, GOOD], ("fail", "verifier_same_unit")),
        ("qian", None, [GOOD], ("unknown", "verifier_unknown")),
        ("qian", VERIFIERS, [GOOD, UNSAID], ("unknown", "verifier_unknown")),
    ],
)
def test_the_verifier_is_none_of_those_who_acted(
    verifier: str, unit: str | None, photos: list[Sighting], answer: tuple[str, str]
) -> None:
    assert said(independent({verifier}, unit, photos, SITE)) == answer


def test_without_a_responsible_unit_nobody_is_known_to_be_independent() -> None:
    nobody = replace(SITE, responsible_unit=None)
    assert said(independent({"qian"}, VERIFIERS, [GOOD], nobody)) == ("unknown", "verifier_unknown")
    assert said(check_independence(case(GOOD, nobody))) == ("unknown", "unit_unknown")
