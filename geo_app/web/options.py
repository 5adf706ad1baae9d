"""Choices of the filter forms: every value with its word, whether it is chosen, how many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from geo_app.geo.districts import Districts
from geo_app.web.language import word
from geo_app.web.query import CATEGORIES, STATUSES
from geo_app.work.site_filter import SiteFilter


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a filter."""

    code: str
    word: str
    chosen: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """All values of all filters."""

    statuses: tuple[Option, ...]
    categories: tuple[Option, ...]
    districts: tuple[Option, ...]


def options(choice: SiteFilter, counts: Mapping[str, int], districts: Districts) -> Options:
    """The choices, with what is chosen now.

    Args:
        choice: The filter of this request.
        counts: Number of sites by status code, unfiltered.
        districts: All districts of the installation.
    """
    return Options(
        statuses=tuple(
            Option(code, word(code, "status"), code in choice.statuses, counts.get(code, 0))
            for code in STATUSES
        ),
        categories=tuple(
            Option(code, word(code, "category"), code in choice.categories) for code in CATEGORIES
        ),
        districts=tuple(
            Option(each.code, each.name, each.code in choice.districts)
            for each in districts.districts
        ),
    )
