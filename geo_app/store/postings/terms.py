"""What of a site is found by the search: the terms of its words, and of some of its columns.

What changes from day to day is no term: sets of sites by status and deadline are read from indexes
(``reading``), so that a change of status writes none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from geo_app.store.postings import grams
from geo_app.store.tiling import SITE

WORDS = ("name", "code", "place_text")
"""Columns whose words are searched."""

VALUES = (
    *("category", "district_code", "district", "accounting_unit"),
    *("responsible_unit", "problem_id"),
)
"""Columns that a search by words may ask for as well; each value of them is a term."""

COLUMNS = tuple(SITE.c[name] for name in ("serial", *WORDS, "tile_key", *VALUES))
"""What the terms of a site are made of."""

EVERY = "every"
LOCATED = "located"
CASED = "cased"
"""Its words have letters that databases may take for one another (``grams.is_plain``)."""


def having(column: str, value: str | None) -> str:
    """The term of the sites that have a value in one of ``VALUES``; longer than any of words."""
    return f"{column}:" if value is None else f"{column}={value}"


def line(row: Sequence[Any]) -> str:
    """What is searched of a row of ``COLUMNS``."""
    return grams.line(row[1 : 1 + len(WORDS)])


def of(row: Sequence[Any]) -> frozenset[str]:
    """The terms of a row of ``COLUMNS``."""
    texts, key, values = row[1 : 1 + len(WORDS)], row[1 + len(WORDS)], row[2 + len(WORDS) :]
    terms = {having(name, value) for name, value in zip(VALUES, values, strict=True)}
    terms.add(EVERY)
    if key is not None:
        terms.add(LOCATED)
    if not grams.is_plain(" ".join(texts)):
        terms.add(CASED)
    return grams.of_line(grams.line(texts)) | terms
