"""Whether the postings are what the rows of the sites say."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from sqlalchemy import Connection, func, select

from geo_app.domain.remark import Remark
from geo_app.store.postings.block import SIZE, unpack
from geo_app.store.postings.making import PAGE, Pages, Postings, are_made, blocks, of_block
from geo_app.store.postings.tables import POSTING, SITE_WORDS
from geo_app.store.tiling import SITE


def check(connection: Connection) -> Iterator[Remark]:
    """Every site that is not found as its row says, or is found without being there.

    Args:
        connection: A transaction that sees sites and postings of one moment.
    """
    if not are_made(connection):
        yield Remark("counts.never_indexed")
        return
    for (site,) in connection.execute(select(SITE.c.id).where(SITE.c.serial.is_(None))):
        yield Remark("counts.wrong_words", {"site": site})
    last = connection.scalar(select(func.max(POSTING.c.block)))
    for block in range(max(blocks(connection), 0 if last is None else last + 1)):
        right = of_block(connection, block)
        wrong = _differing(right.postings, _kept(connection, block))
        wrong |= _other_lines(right.pages, _pages(connection, block))
        for serial in sorted(block * SIZE + place for place in wrong):
            site = connection.scalar(select(SITE.c.id).where(SITE.c.serial == serial))
            yield Remark("counts.wrong_words", {"site": site or f"№ {serial}"})


def _kept(connection: Connection, block: int) -> Postings:
    query = select(POSTING.c.term, POSTING.c.sites).where(POSTING.c.block == block)
    return {term: bytes(packed) for term, packed in connection.execute(query)}


def _pages(connection: Connection, block: int) -> Pages:
    first = block * SIZE // PAGE
    query = select(SITE_WORDS.c.page, SITE_WORDS.c.lines).where(
        SITE_WORDS.c.page >= first, SITE_WORDS.c.page < first + SIZE // PAGE
    )
    return dict(map(tuple, connection.execute(query)))


def _differing(right: Postings, kept: Postings) -> set[int]:
    """Places in the block that some term has too many or too few."""
    wrong: set[int] = set()
    for term in right.keys() | kept.keys():
        if right.get(term) != kept.get(term):
            sets = [np.zeros(SIZE, np.bool_) for _ in range(2)]
            for one, into in zip((right, kept), sets, strict=True):
                if term in one:
                    unpack(one[term], into)
            wrong |= set(np.flatnonzero(sets[0] ^ sets[1]).tolist())
    return wrong


def _other_lines(right: Pages, kept: Pages) -> set[int]:
    wrong: set[int] = set()
    nothing = "\n" * (PAGE - 1)
    for page in right.keys() | kept.keys():
        both = (one.get(page, nothing).split("\n") for one in (right, kept))
        lines = enumerate(zip(*both, strict=True))
        wrong |= {page * PAGE % SIZE + row for row, (a, b) in lines if a != b}
    return wrong
