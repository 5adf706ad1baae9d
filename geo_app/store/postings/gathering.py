"""Postings of sites that come in very many at once: made of what is written, not read again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

import orjson

from geo_app.store.postings import terms
from geo_app.store.postings.block import SIZE
from geo_app.store.postings.making import Made, of_columns

_OTHERS = [column.name for column in terms.COLUMNS[1 + len(terms.WORDS) :]]


class _Part(NamedTuple):
    """Sites of one block, one after the other.

    Attributes:
        serials: Their numbers.
        words: JSON, a third of what the texts take by themselves.
        others: The columns that follow these in ``terms.COLUMNS``.
    """

    serials: Sequence[int]
    words: bytes
    others: list[Sequence[Any]]

    def columns(self) -> list[Sequence[Any]]:
        """As ``terms.COLUMNS`` names them."""
        return [self.serials, *orjson.loads(self.words), *self.others]


class Gathered:
    """Sites whose postings are to be made, taken up part by part."""

    def __init__(self) -> None:
        self._blocks: dict[int, list[_Part]] = defaultdict(list)

    def take(self, rows: Mapping[str, Sequence[Any]]) -> None:
        """Take up new sites.

        Args:
            rows: Column by column as ``store.bulk.insert`` takes them; serial numbers follow one
                another, and those of the sites before.
        """
        serials, start = rows["serial"], 0
        while start < len(serials):
            block, place = divmod(serials[start], SIZE)
            some = slice(start, start + SIZE - place)
            words = orjson.dumps([rows[name][some] for name in terms.WORDS])
            others = [rows[name][some] for name in _OTHERS]
            self._blocks[block].append(_Part(serials[some], words, others))
            start = some.stop

    def made(self) -> Iterator[Made]:
        """The postings of all of them, block by block; what was taken up is let go."""
        while self._blocks:
            block = min(self._blocks)
            parts = zip(*(each.columns() for each in self._blocks.pop(block)), strict=True)
            yield of_columns(block, [list(chain.from_iterable(each)) for each in parts])
