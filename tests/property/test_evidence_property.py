"""What holds for every photo."""

from __future__ import annotations

import math
import string
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from geo_app.domain.evidence.assess import DECISIVE, weigh
from geo_app.domain.evidence.nouns import (
    Aspect,
    Assessment,
    Bracket,
    Outcome,
    Sighting,
    SiteInQuestion,
    Verdict,
)
from geo_app.domain.evidence.place import check_place
from geo_app.domain.evidence.sun import sun_height_deg
from geo_app.domain.inspection import Fix, PhotoRole
from geo_app.domain.photo import Clock, Exposure, Mime, PhotoFacts
from geo_app.words import evidence, evidence_terms
from tests.unit.sightings import (
    BARE,
    FOUND,
    GOOD,
    HERE,
    INSPECTORS,
    RECEIVED,
    REFUSED,
    RESPONSIBLE,
    SITE,
    case,
    facts,
    judged,
    spot,
    twin,
)

WORDS = evidence.TABLE | evidence_terms.TABLE
_RANKS = [Verdict.NONE, Verdict.WEAK, Verdict.FAIR, Verdict.STRONG]
_WORSE = [Outcome.PASS, Outcome.UNKNOWN, Outcome.DOUBT, Outcome.FAIL]

moments = st.integers(-90, 90).map(lambda days: RECEIVED + timedelta(days=days, minutes=7 * days))
points = st.tuples(st.floats(-5000, 5000), st.floats(-5000, 5000)).map(lambda xy: spot(*xy))
maybe_metres = st.none() | st.floats(0.5, 500)
degrees = st.floats(0, 359.9)
exposures = st.builds(
    Exposure,
    st.none() | st.floats(1e-4, 30),
    st.none() | st.floats(1, 32),
    st.none() | st.floats(25, 25600),
    st.none() | st.floats(-10, 15),
)
files = st.builds(
    PhotoFacts,
    st.just(Mime.JPEG),
    st.just(400),
    st.just(300),
    position=st.none() | points,
    other_position=st.none() | points,
    hpos_error_m=maybe_metres,
    direction_deg=st.none() | degrees,
    direction_ref=st.sampled_from([None, "T", "M"]),
    taken_at=st.none() | moments,
    gps_time=st.none() | moments,
    clock=st.sampled_from(Clock),
    software=st.sampled_from([None, "GIMP", "ODK", "水印相机"]),
    exposure=st.none() | exposures,
)
fixes = st.builds(
    lambda point, accuracy, at, heading, by_hand: Fix(*point, accuracy, at, heading, by_hand),
    points,
    maybe_metres,
    st.none() | moments,
    st.none() | degrees,
    st.booleans(),
)
twins = st.builds(
    lambda site, visit, role, at, **more: twin(
        site_id=site, inspection_id=visit, role=role, received_at=at, **more
    ),
    st.sampled_from([SITE.id, "site-2"]),
    st.sampled_from([BARE.inspection_id, "visit-0"]),
    st.sampled_from(PhotoRole),
    moments,
    same_bytes=st.booleans(),
    mirrored=st.booleans(),
)
photos = st.builds(
    Sighting,
    photo_id=st.uuids().map(str),
    inspection_id=st.sampled_from([BARE.inspection_id, "visit-0"]),
    role=st.sampled_from(PhotoRole),
    facts=files,
    fix=st.none() | fixes,
    external=st.booleans(),
    received_at=moments,
    sent_at=st.none() | moments,
    bracket=st.builds(Bracket, st.none() | moments),
    person_id=st.just("li"),
    person_unit=st.sampled_from([None, INSPECTORS, RESPONSIBLE]),
    thumbnail_alike=st.none() | st.booleans(),
    thumbnail_score=st.none() | st.floats(0, 1),
    twins=st.lists(twins, max_size=2).map(tuple),
    is_compared=st.booleans(),
)
sites = st.builds(
    SiteInQuestion,
    st.just(SITE.id),
    st.none() | st.just(HERE),
    st.none() | st.floats(1, 5000),
    st.sampled_from([None, FOUND]),
    st.sampled_from([None, REFUSED]),
    st.sampled_from([None, RESPONSIBLE]),
)


@given(photos, sites, st.lists(photos, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_the_others_does_not_matter(
    photo: Sighting, site: SiteInQuestion, others: list[Sighting], random: Any
) -> None:
    made, _ = judged(photo, site, *others)
    random.shuffle(others)
    assert judged(photo, site, *others)[0] == made


@given(photos, sites, st.lists(photos, max_size=3))
def test_every_reason_is_a_whole_sentence_and_json(
    photo: Sighting, site: SiteInQuestion, others: list[Sighting]
) -> None:
    made, _ = judged(photo, site, *others)
    assert [check.aspect for check in made.checks] == list(Aspect)
    for check in made.checks:
        values = check.reason.values
        for sentence in WORDS[check.reason.code]:
            asked = {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
            assert asked <= set(values)
        for value in values.values():
            assert isinstance(value, str | int | float)
            assert not isinstance(value, float) or math.isfinite(value)
            assert not str(value).startswith("@") or str(value)[1:] in WORDS


@given(photos, sites, st.lists(photos, max_size=2))
def test_what_nobody_said_is_never_a_fail(
    photo: Sighting, site: SiteInQuestion, others: list[Sighting]
) -> None:
    """A photo that lost everything on the way accuses nobody; it is weak, and never worse."""
    bare = replace(
        photo, facts=facts(), fix=None, twins=(), bracket=Bracket(), thumbnail_alike=None
    )
    patient = replace(site, found_at=None, refused_at=None)
    made, _ = judged(bare, patient, *others)
    assert Outcome.FAIL not in {check.outcome for check in made.checks}
    assert made.verdict is Verdict.WEAK


def outcomes_of(made: Assessment) -> dict[Aspect, Outcome]:
    return {check.aspect: check.outcome for check in made.checks}


@given(photos, sites)
def test_a_decisive_fail_leaves_nothing(photo: Sighting, site: SiteInQuestion) -> None:
    made, _ = judged(photo, site)
    failed = any(outcomes_of(made)[aspect] is Outcome.FAIL for aspect in DECISIVE)
    assert failed == (made.verdict is Verdict.NONE)


@given(
    st.fixed_dictionaries({aspect: st.sampled_from(Outcome) for aspect in Aspect}),
    st.sampled_from(Aspect),
    st.sampled_from(Outcome),
    st.booleans(),
    st.integers(0, 3),
)
def test_a_verdict_never_gets_better_when_a_check_gets_worse(
    outcomes: dict[Aspect, Outcome], aspect: Aspect, other: Outcome, exact: bool, doubts: int
) -> None:
    better, worse = sorted([outcomes[aspect], other], key=_WORSE.index)
    ranks = [
        _RANKS.index(weigh(outcomes | {aspect: each}, is_exact=exact, fair_doubts=doubts))
        for each in (better, worse)
    ]
    assert ranks[0] >= ranks[1]
    exact_too = weigh(outcomes, is_exact=True, fair_doubts=doubts)
    assert _RANKS.index(exact_too) >= _RANKS.index(
        weigh(outcomes, is_exact=False, fair_doubts=doubts)
    )


@given(points, st.floats(0.5, 5000), st.floats(1, 1000), st.floats(0, 5000))
def test_a_larger_error_never_turns_into_an_accusation(
    point: tuple[float, float], accuracy: float, radius: float, more: float
) -> None:
    site = replace(SITE, radius_m=radius)

    def outcome(accuracy_m: float) -> Outcome:
        fix = Fix(*point, accuracy_m, GOOD.received_at)
        return check_place(case(replace(GOOD, facts=facts(), fix=fix), site)).outcome

    if outcome(accuracy) is not Outcome.FAIL:
        assert outcome(accuracy + more) is not Outcome.FAIL


@given(st.floats(-180, 180), st.floats(-90, 90), moments)
def test_the_sun_is_as_high_here_as_it_is_low_at_the_antipodes(
    lon: float, lat: float, at: Any
) -> None:
    height = sun_height_deg((lon, lat), at)
    assert -90 <= height <= 90
    assert math.isclose(sun_height_deg((lon + 180, -lat), at), -height, abs_tol=1e-6)
