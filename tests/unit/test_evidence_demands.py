"""Demands: what a verification still lacks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from geo_app.domain.evidence.demands import Demand, missing
from geo_app.domain.evidence.nouns import Aspect, Assessment, Sighting, Verdict
from geo_app.domain.inspection import PhotoRole
from geo_app.errors import InputError
from tests.unit.sightings import (
    BARE,
    GOOD,
    RECEIVED,
    RESPONSIBLE,
    SITE,
    facts,
    fix,
    judged,
    twin,
)

FULL = Demand.from_json(
    {
        "photos": {"after": 2, "sign": 1},
        "verdict": "strong",
        "proofs": 2,
        "presence": True,
        "independent": True,
    }
)
SECOND = replace(GOOD, photo_id="photo-2", facts=facts(), fix=fix(9))
SIGN = replace(GOOD, photo_id="photo-3", role=PhotoRole.SIGN)


def weighed(*photos: Sighting) -> list[tuple[Sighting, Assessment]]:
    return [(photo, judged(photo, SITE, *photos)[0]) for photo in photos]


def lacks(demand: Demand, *photos: Sighting, **more: Any) -> list[str]:
    return [lack.code.removeprefix("demand.") for lack in missing(demand, weighed(*photos), **more)]


def test_a_full_set_lacks_nothing() -> None:
    assert lacks(FULL, GOOD, SECOND, SIGN) == []
    assert lacks(Demand()) == []


def test_nothing_lacks_everything() -> None:
    assert lacks(FULL) == ["photos", "photos", "proofs", "independent", "presence"]


@pytest.mark.parametrize(
    ("photos", "lack"),
    [
        ((GOOD, SECOND), ["photos"]),
        ((GOOD, SIGN), ["photos", "presence"]),
        ((GOOD, replace(SECOND, fix=fix(900)), SIGN), ["photos", "presence"]),
        (
            tuple(replace(each, person_unit=RESPONSIBLE) for each in (GOOD, SECOND, SIGN)),
            ["proofs", "independent", "presence"],
        ),
        (
            tuple(replace(each, facts=facts(), fix=None) for each in (GOOD, SECOND, SIGN)),
            ["proofs", "presence"],
        ),
        ((GOOD, replace(SECOND, twins=(twin(),)), SIGN), ["photos"]),
    ],
)
def test_each_condition_removed_alone_is_named(
    photos: tuple[Sighting, ...], lack: list[str]
) -> None:
    assert lacks(FULL, *photos) == lack


def test_the_sentence_says_how_many_of_how_many() -> None:
    (lack,) = missing(Demand.from_json({"photos": {"after": 3}}), weighed(GOOD, SECOND))
    assert lack.values == {"role": "@photo_role.after", "have": 2, "need": 3}


def test_one_picture_counts_once_however_often_it_was_sent() -> None:
    again = replace(
        GOOD,
        photo_id="photo-9",
        twins=(
            twin(
                photo_id=GOOD.photo_id,
                site_id=SITE.id,
                inspection_id=GOOD.inspection_id,
                received_at=RECEIVED,
            ),
        ),
    )
    assert lacks(Demand.from_json({"photos": {"after": 2}}), GOOD, again) == ["photos"]


def test_what_came_before_the_refusal_is_used_up() -> None:
    demand = Demand.from_json({"photos": {"after": 2}})
    assert lacks(demand, GOOD, SECOND, since=RECEIVED - timedelta(days=1)) == []
    assert lacks(demand, GOOD, SECOND, since=RECEIVED) == ["photos"]


def test_presence_of_the_responsible_unit_is_not_that_of_an_independent_person() -> None:
    demand = Demand(presence=True, independent=True)
    own = [
        replace(each, photo_id=f"own-{n}", inspection_id="own", person_unit=RESPONSIBLE)
        for n, each in enumerate((GOOD, SECOND))
    ]
    assert lacks(demand, GOOD, *own) == ["presence"]
    assert lacks(Demand(presence=True), GOOD, *own) == []


def test_a_weak_photo_is_a_photo_and_no_proof() -> None:
    demand = Demand.from_json({"photos": {"after": 1}, "verdict": "fair", "proofs": 1})
    assert lacks(demand, BARE) == ["proofs"]
    assert lacks(Demand(verdict=Verdict.WEAK, proofs=1), BARE) == []


def test_a_demand_is_written_as_it_is_read() -> None:
    assert Demand.from_json(FULL.to_json()) == FULL
    assert Demand.from_json({}) == Demand()


@pytest.mark.parametrize(
    ("data", "code", "member"),
    [
        ({"photo": {}}, "demand.unknown_member", "photo"),
        ({"photos": 2}, "demand.bad_member", "photos"),
        ({"photos": {"aerial": 2}}, "demand.bad_member", "photos"),
        ({"photos": {"after": -1}}, "demand.bad_member", "photos.after"),
        ({"photos": {"after": 10**9}}, "demand.bad_member", "photos.after"),
        ({"photos": {"after": True}}, "demand.bad_member", "photos.after"),
        ({"verdict": "great"}, "demand.bad_member", "verdict"),
        ({"verdict": None}, "demand.bad_member", "verdict"),
        ({"proofs": "2"}, "demand.bad_member", "proofs"),
        ({"presence": 1}, "demand.bad_member", "presence"),
        ({"independent": "yes"}, "demand.bad_member", "independent"),
    ],
)
def test_a_malformed_demand_is_refused_by_name(
    data: dict[str, Any], code: str, member: str
) -> None:
    with pytest.raises(InputError) as error:
        Demand.from_json(data)
    assert (error.value.code, error.value.values["member"]) == (code, member)


def test_an_assessment_speaks_of_every_aspect_in_order() -> None:
    made, _ = judged(GOOD)
    assert [check.aspect for check in made.checks] == list(Aspect)
    told = made.to_json()
    assert (told["verdict"], told["witnesses"]) == ("strong", ["E", "D", "S"])
    assert told["checks"][0]["values"]["distance"] == 0
