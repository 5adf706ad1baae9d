"""Reading sets of sites: those that have a term, and those in whose words a word stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import Connection, Select, Text, bindparam, cast, func, select

from geo_app.store.models import UNCHECKED
from geo_app.store.postings import grams
from geo_app.store.postings.block import SIZE, Sites, unpack
from geo_app.store.postings.making import PAGE, blocks
from geo_app.store.postings.tables import POSTING, SITE_WORDS
from geo_app.store.tiling import SITE

_AT_A_TIME = 500
_BLOCKS = POSTING.c.block.in_(bindparam("blocks", expanding=True))
_OF_TERMS = select(POSTING.c.block, POSTING.c.term, POSTING.c.sites).where(
    _BLOCKS, POSTING.c.term.in_(bindparam("terms", expanding=True))
)
# as one text: to fetch numbers row by row takes five times as long
_SERIALS = select(func.aggregate_strings(cast(SITE.c.serial, Text), ","))
_OF_STATUSES = _SERIALS.where(SITE.c.status.in_(bindparam("statuses", expanding=True)))
_OVERDUE = _SERIALS.where(UNCHECKED, SITE.c.deadline < bindparam("today"))
_PAGES = select(SITE_WORDS.c.page, SITE_WORDS.c.lines).where(
    SITE_WORDS.c.page.in_(bindparam("pages", expanding=True))
)
_EVERY_PAGE = select(SITE_WORDS.c.page, SITE_WORDS.c.lines).where(
    SITE_WORDS.c.page < bindparam("end")
)


class Postings:
    """The postings as a transaction sees them.

    Args:
        connection: Any transaction; the postings are made.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._blocks = range(blocks(connection))

    def none(self) -> Sites:
        """A set without a site."""
        return np.zeros(len(self._blocks) * SIZE, np.bool_)

    def having(self, *terms: str) -> Sites:
        """The sites that have one of some terms."""
        found = self.none()
        for block, _, packed in self._rows(terms):
            unpack(packed, _part(found, block))
        return found

    def standing(self, *statuses: str) -> Sites:
        """The sites that have one of some statuses, from an index of the sites."""
        return self._numbered(_OF_STATUSES, {"statuses": statuses})

    def overdue(self, today: date) -> Sites:
        """The sites that nobody has verified by their deadline, from an index of the sites."""
        return self._numbered(_OVERDUE, {"today": today})

    def numbers(self, terms: Sequence[str], sites: Sites) -> dict[str, int]:
        """How many of some sites have each of some terms; what none has is left out."""
        found: Counter[str] = Counter()
        having = np.zeros(SIZE, np.bool_)
        for block, term, packed in self._rows(terms):
            having[:] = False
            unpack(packed, having)
            found[term] += int(np.count_nonzero(having & _part(sites, block)))
        return dict(+found)

    def candidates(self, word: str) -> Sites:
        """The sites that have all terms of a word, and maybe others.

        Args:
            word: Folded (``grams.fold``).
        """
        terms = grams.of_word(word)
        sets = {term: self.none() for term in terms}
        for block, term, packed in self._rows(list(terms)):
            unpack(packed, _part(sets[term], block))
        found = ~self.none()
        for each in sets.values():
            found &= each
        return found

    def holding(self, word: str, among: Sites) -> Sites:
        """Those of some sites in whose line a word stands.

        Args:
            word: Folded, and without a space.
            among: The sites.
        """
        by_page = self.none().reshape(-1, PAGE)
        pages = np.flatnonzero(among.reshape(by_page.shape).any(axis=1))
        for some in self._pages(pages.tolist(), len(by_page)):
            numbers, texts = zip(*some, strict=True)
            stands = [word in line for line in "\n".join(texts).split("\n")]
            by_page[list(numbers)] = np.array(stands).reshape(-1, PAGE)
        return by_page.reshape(-1) & among

    def _numbered(self, query: Select[Any], asked: dict[str, Any]) -> Sites:
        found = self.none()
        told: str | None = self._connection.scalar(query, asked)
        serials = np.fromstring(told or "", np.int64, sep=",")
        found[serials[serials < len(found)]] = True  # who came since is not known yet
        return found

    def _pages(self, pages: Sequence[int], of: int) -> Iterator[Sequence[Any]]:
        if len(pages) > of // 2:  # sooner read all at once
            query = _EVERY_PAGE.execution_options(yield_per=_AT_A_TIME)
            yield from self._connection.execute(query, {"end": of}).partitions()
            return
        for first in range(0, len(pages), _AT_A_TIME):
            asked = {"pages": pages[first : first + _AT_A_TIME]}
            if rows := self._connection.execute(_PAGES, asked).all():
                yield rows

    def _rows(self, terms: Sequence[str]) -> Iterator[tuple[int, str, bytes]]:
        for first in range(0, len(terms), _AT_A_TIME):
            asked = {"blocks": self._blocks, "terms": terms[first : first + _AT_A_TIME]}
            yield from map(tuple, self._connection.execute(_OF_TERMS, asked))


def _part(sites: Sites, block: int) -> Sites:
    return sites[block * SIZE : (block + 1) * SIZE]
