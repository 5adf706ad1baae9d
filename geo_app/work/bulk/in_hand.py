"""All sites of a database as they come in: counts and postings are made without reading them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from geo_app.store import counts, postings
from geo_app.store.counts.entry import Counted


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

    def made(self) -> tuple[list[list[Counted]], list[postings.Made]]:
        """What ``counts.rebuild`` keeps of all of them; needs no database, may run beside one.

        Returns:
            Rows of the map, level by level; postings of the search, block by block.
        """
        counted = counts.count(self._counts.columns(), counts.CROWD)
        return list(counted), list(self._postings.made())
