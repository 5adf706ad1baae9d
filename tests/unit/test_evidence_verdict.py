"""The verdict: the table of docs/evidence.md."""

from __future__ import annotations

import pytest

from geo_app.domain.evidence.assess import weigh
from geo_app.domain.evidence.nouns import Aspect, Outcome, Verdict

PASS, DOUBT, FAIL, UNKNOWN = Outcome.PASS, Outcome.DOUBT, Outcome.FAIL, Outcome.UNKNOWN
A = Aspect


@pytest.mark.parametrize(
    ("changes", "is_exact", "verdict"),
    [
        ({}, True, Verdict.STRONG),
        ({}, False, Verdict.FAIR),
        ({A.VIEWPOINT: UNKNOWN, A.LIGHT: UNKNOWN, A.BRACKET: UNKNOWN}, True, Verdict.STRONG),
        ({A.ORIGINALITY: UNKNOWN}, True, Verdict.FAIR),
        ({A.LIGHT: DOUBT}, True, Verdict.FAIR),
        ({A.LIGHT: DOUBT, A.THUMBNAIL: DOUBT}, True, Verdict.WEAK),
        ({A.PRESENCE: DOUBT}, True, Verdict.STRONG),
        ({A.PLACE: UNKNOWN}, True, Verdict.WEAK),
        ({A.TIME: DOUBT}, True, Verdict.WEAK),
        ({A.INDEPENDENCE: FAIL}, True, Verdict.WEAK),
        ({A.PLACE: FAIL}, True, Verdict.NONE),
        ({A.TIME: FAIL}, True, Verdict.NONE),
        ({A.ORIGINALITY: FAIL}, True, Verdict.NONE),
        ({A.BRACKET: FAIL}, True, Verdict.NONE),
        (dict.fromkeys(A, UNKNOWN), False, Verdict.WEAK),
        (dict.fromkeys(A, DOUBT), True, Verdict.WEAK),
    ],
)
def test_outcomes_come_to_a_verdict(
    changes: dict[Aspect, Outcome], is_exact: bool, verdict: Verdict
) -> None:
    outcomes = dict.fromkeys(A, PASS) | changes
    assert weigh(outcomes, is_exact=is_exact, fair_doubts=1) == verdict


def test_how_many_doubts_are_still_fair_is_a_setting() -> None:
    two = dict.fromkeys(A, PASS) | {A.LIGHT: DOUBT, A.THUMBNAIL: DOUBT}
    assert weigh(two, is_exact=True, fair_doubts=2) == Verdict.FAIR
