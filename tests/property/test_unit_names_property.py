"""Names of units: nobody gets rid of an earlier one by a new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_app.domain.actor import Actor, Role
from geo_app.domain.persona import folded, ids_of, said
from geo_app.domain.status import EventKind
from geo_app.domain.unit_names import UnitNames, accepted, named_in, names_of, renamed
from geo_app.errors import InputError

NAMES = st.sampled_from(["甲局", "甲 局", "乙局", "丙局", "丁局"])


@dataclass(frozen=True)
class Told:
    kind: str
    data: Mapping[str, Any]
    id: str = ""
    as_of: date | None = None
    at: datetime = field(default_factory=lambda: datetime.now(UTC))


def rename(name: str, to: str) -> Told:
    return Told(EventKind.RENAMED, {"name": name, "to": to})


def others(name: str) -> Told:
    return Told(EventKind.REMOVED, {"name": name})


def decide(steps: list[tuple[str, str]]) -> tuple[UnitNames, list[tuple[str, str]]]:
    """Renamings as the job lets them happen: never onto a name that another unit has given up."""
    done: list[tuple[str, str]] = []
    for name, to in steps:
        former = names_of(rename(*each) for each in done).former
        gone, taken = former.get(folded(name)), former.get(folded(to))
        if name != to and gone in (None, to) and taken in (None, name):
            done.append((name, to))
    return names_of(rename(*each) for each in done), done


@given(st.lists(st.tuples(NAMES, NAMES), max_size=8))
def test_a_former_name_leads_to_what_all_its_renamings_led_to(steps: list[tuple[str, str]]) -> None:
    names, done = decide(steps)
    for first, _ in done:
        today = names.today(first)
        assert today is not None
        assert names.today(today) == today, "today's name is no former one"
    for name in ("甲局", "乙局", "丙局", "丁局"):
        expected = name
        for before, to in done:
            if folded(expected) == folded(before):
                expected = to
        assert folded(names.today(name) or "") == folded(expected)


@given(st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=6), NAMES)
def test_who_was_only_named_is_the_same_person_under_the_unit_of_today(
    steps: list[tuple[str, str]], unit: str
) -> None:
    names, _ = decide(steps)
    then = said("王某", unit, Role.INSPECTOR)
    now = Actor("person:1", "王某", names.today(unit), Role.VERIFIER)
    assert names.person_id(then.id, then.name, then.unit) in ids_of(now)
    assert names.person_id("person:2", "王某", unit) == "person:2"


@given(st.lists(NAMES, max_size=5), st.sampled_from("、,；;"), NAMES, NAMES)
def test_in_a_list_only_the_one_has_another_name(
    units: list[str], sign: str, name: str, to: str
) -> None:
    text = sign.join(units)
    made = renamed(text, name, to)
    if name not in units:
        assert made == text
    else:
        assert name == to or name not in named_in(made)
        wanted = dict.fromkeys(to if each == name else each for each in units)
        assert named_in(made) == tuple(wanted)


def test_a_retired_unit_comes_back_by_being_added_or_renamed_to() -> None:
    added = Told(EventKind.ADDED, {"name": "甲局"})
    assert names_of([added, others("甲局")]).retired == {"甲局"}
    assert names_of([others("甲局"), added]) == UnitNames({}, ("甲局",), frozenset())
    assert names_of([others("乙局"), rename("甲局", "乙局")]).retired == frozenset()


@pytest.mark.parametrize(
    "text", ["", " \u200b\n", "410204", "４１０２０４", "甲局、乙局", "词" * 61]
)
def test_what_is_no_name_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        accepted(text, 60)
