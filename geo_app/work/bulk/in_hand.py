"""All sites of a database as they come in: counts and postings are made without reading them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from geo_app.store import counts, postings
from geo_app.store.counts.entry import Counted


class Made(NamedTuple):
    """What ``counts.rebuild`` keeps of all sites.

    Attributes:
        counted: Rows of the map, level by level.
        indexed: Postings of the search, block by block.
    """

    counted: list[list[Counted]]
    indexed: list[postings.Made]


class InHand:
    """Takes up the sites that are written into an empty database."""

    def __init__(self, today: date) -> None:
        """See ``made``.

        Args:
            today: The day that the counts are for.
        """
        self._counts = counts.Gathered(today)
        self._postings = postings.Gathered()

    def take(self, rows: Mapping[str, Sequence[Any]]) -> None:
        """Take up new sites, column by column as ``store.bulk.insert`` takes them."""
        self._counts.take(rows)
        self._postings.take(rows)

    def made(self) -> Made:
        """Counts and postings of all of them; needs no database, so it may run beside one."""
        counted = list(counts.count(self._counts.columns(), counts.CROWD))
        return Made(counted, list(self._postings.made()))
