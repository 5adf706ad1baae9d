"""Columns of a file of very many sites: what is read of them, and which value is named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import numpy as np
import pytest

from geo_app.domain.status import Status
from geo_app.errors import InputError
from geo_app.geo.vectors import Batch
from geo_app.work.bulk.columns import Columns


def batch(**columns: list[Any]) -> Batch:
    count = len(next(iter(columns.values())))
    return Batch(101, list(range(count)), columns, np.full(count, None, dtype=object))


def columns() -> Columns:
    return Columns("a.gpkg", 20)


def test_text_may_be_a_whole_number_and_blank_is_nothing() -> None:
    read = columns().texts(batch(code=["A-1", 17, "", "  ", None]), "code")
    assert read == ["A-1", "17", None, None, None]


def test_a_column_that_is_not_there_says_nothing() -> None:
    one = batch(code=["A-1", "A-2"])
    read = columns()
    assert read.texts(one, "name") == [None, None]
    assert read.days(one, "deadline") == [None, None]
    assert read.statuses(one) == [Status.OPEN] * 2
    assert read.categories(one) == ["other"] * 2
    assert read.flags(one, "schematic") == [False, False]
    assert read.wholes(one, "problem_number", 1) == [1, 1]


def test_days_are_dates_or_written_as_one() -> None:
    given = [date(2024, 2, 29), datetime(2024, 3, 1, 8), "2024-03-02", "", None]  # noqa: DTZ001
    expected = [date(2024, 2, 29), date(2024, 3, 1), date(2024, 3, 2), None, None]
    assert columns().days(batch(deadline=given), "deadline") == expected


def test_statuses_and_categories_by_code_or_word() -> None:
    read = columns()
    assert read.statuses(batch(status=["closed", "已销号", "Closed", None])) == [
        Status.CLOSED, Status.CLOSED, Status.CLOSED, Status.OPEN,
    ]  # fmt: skip
    assert read.categories(batch(category=["odour", "异味扰民", "Odour", ""])) == [
        "odour", "odour", "odour", "other",
    ]  # fmt: skip


Reading = Callable[[Columns, Batch], object]
BAD: dict[str, tuple[str, Any, Reading]] = {
    "nul": ("name", "a\0b", lambda read, one: read.texts(one, "name")),
    "long": ("name", "长" * 21, lambda read, one: read.texts(one, "name")),
    "float": ("name", 1.5, lambda read, one: read.texts(one, "name")),
    "flag-as-text": ("name", True, lambda read, one: read.texts(one, "name")),
    "bytes": ("name", b"x", lambda read, one: read.texts(one, "name")),
    "day": ("deadline", "2024-02-30", lambda read, one: read.days(one, "deadline")),
    "day-words": ("deadline", "明天", lambda read, one: read.days(one, "deadline")),
    "day-digits": ("deadline", "２０２４-01-01", lambda read, one: read.days(one, "deadline")),
    "day-number": ("deadline", 20240101, lambda read, one: read.days(one, "deadline")),
    "status": ("status", "done", lambda read, one: read.statuses(one)),
    "status-computed": ("status", "超期", lambda read, one: read.statuses(one)),
    "status-list": ("status", [], lambda read, one: read.statuses(one)),
    "category": ("category", "noise", lambda read, one: read.categories(one)),
    "radius-below": ("radius_m", -1, lambda read, one: read.radii(one)),
    "radius-nan": ("radius_m", float("nan"), lambda read, one: read.radii(one)),
    "radius-inf": ("radius_m", float("inf"), lambda read, one: read.radii(one)),
    "radius-huge": ("radius_m", 10**400, lambda read, one: read.radii(one)),
    "radius-text": ("radius_m", "30", lambda read, one: read.radii(one)),
    "radius-flag": ("radius_m", True, lambda read, one: read.radii(one)),
    "flag": ("schematic", "yes", lambda read, one: read.flags(one, "schematic")),
    "layer": ("position_layer", "guessed", lambda read, one: read.layers(one)),
    "whole": ("problem_number", 0, lambda read, one: read.wholes(one, "problem_number", 1)),
    "hash": ("notice_sha256", "abc", lambda read, one: read.hashes(one, "notice_sha256", "")),
    "phrase": ("phrase", "{]", lambda read, one: read.special(one, "phrase")),
    "doubts": ("doubts", '{"code": 1}', lambda read, one: read.special(one, "doubts")),
    "overridden": ("overridden", '[{"c": 1}]', lambda read, one: read.special(one, "overridden")),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_bad_value_is_named_with_row_and_column(case: str) -> None:
    name, value, read = BAD[case]
    with pytest.raises(InputError) as caught:
        read(columns(), batch(**{name: [None, None, value]}))
    assert caught.value.code == "import.property_type"
    told = caught.value.values
    assert (told["file"], told["index"], told["name"]) == ("a.gpkg", 103, name)
    assert name in caught.value.text("en")


def test_true_is_no_number_though_one_was_read_before() -> None:
    """1 == True in a table of what was read: a flag must not pass as the number."""
    read = columns()
    assert read.radii(batch(radius_m=[1, 0, None])) == [1.0, 0.0, None]
    with pytest.raises(InputError):
        read.radii(batch(radius_m=[True]))
