"""Cells of a CSV: read back they are what they were, and none begins a formula."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_app.reports.spreadsheet import as_csv

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))


def read(rows: list[list[object]]) -> list[list[str]]:
    text = b"".join(as_csv(rows)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


@given(st.lists(st.lists(TEXT, min_size=2, max_size=4), max_size=4))
def test_what_is_read_back_is_what_was_written_but_for_an_apostrophe(rows: list[list[str]]) -> None:
    found = read([list(row) for row in rows])
    assert [[cell.removeprefix("'") for cell in row] for row in found] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]
    for row in found:
        for cell in row:
            assert not cell.lstrip(" \u3000").startswith(
                ("=", "+", "-", "@", "\t", "\r", "＝", "＋")
            )


@pytest.mark.parametrize(
    "typed", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1", "\u3000＋1", "\r=1", "\n=1"]
)
def test_a_formula_is_text(typed: str) -> None:
    assert read([[typed, "x"]]) == [["'" + typed, "x"]]


def test_numbers_and_other_text_stay() -> None:
    assert read([[-5, "a=b", "柳溪桥, 东\n排口", '"', ""]]) == [
        ["-5", "a=b", "柳溪桥, 东\n排口", '"', ""]
    ]
    assert b"".join(as_csv([["x"]])) == b"\xef\xbb\xbfx\r\n"
