"""The list of security requirements cannot drift: what it names is there."""

from __future__ import annotations

from collections import Counter

from tests.project.asvs import names_in, requirements


def test_every_test_that_is_named_is_there() -> None:
    gone = [
        f"row {each.row}: {named}"
        for each in requirements()
        for named in each.tests
        if named.partition("::")[2] not in names_in(named.partition("::")[0])
    ]
    assert gone == []


def test_every_row_has_tests_or_a_reason() -> None:
    rows = requirements()
    assert [each.row for each in rows if bool(each.tests) == bool(each.why_not)] == []
    assert [each.row for each in rows if each.why_not and each.limit] == []
    assert [each.row for each in rows if not (each.ids and each.level and each.what)] == []


def test_no_row_is_lost_and_no_requirement_stands_twice() -> None:
    rows = requirements()
    assert [each.row for each in rows] == list(range(1, 78))
    ids = Counter(requirement for each in rows for requirement in each.ids)
    assert [requirement for requirement, times in ids.items() if times > 1] == []
