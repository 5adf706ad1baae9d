"""Making all postings anew, a block of sites at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, bindparam, delete, func, select, text, update
from sqlalchemy.orm import Session

from geo_app.store import bulk
from geo_app.store.postings import grams, terms
from geo_app.store.postings.block import SIZE, pack
from geo_app.store.postings.tables import POSTING, SITE_WORDS
from geo_app.store.tiling import SITE

PAGE = 64
"""Sites whose words are stored, read and written together."""

_SERIAL = SITE.c.serial
_OF_BLOCK = (
    select(*terms.COLUMNS)
    .where(_SERIAL.between(bindparam("first"), bindparam("last")))
    .order_by(_SERIAL)
)
_ANY_POSTING = select(POSTING.c.block).limit(1)
_ANY_SITE = select(SITE.c.id).limit(1)
_LAST = select(func.max(_SERIAL))
_SIGN = 21
"""Bits of a sign of Unicode."""

Postings = dict[str, bytes]
Pages = dict[int, str]


class Made(NamedTuple):
    """What is stored of the sites of a block.

    Attributes:
        block: Its number.
        postings: Sets by term.
        pages: What is searched, by the number of the page.
    """

    block: int
    postings: Postings
    pages: Pages


def are_made(connection: Connection) -> bool:
    """Whether the postings are kept; not so in a database of an earlier program."""
    if connection.execute(_ANY_POSTING).first():
        return True
    return connection.execute(_ANY_SITE).first() is None


def make_anew(session: Session, made: Iterable[Made] | None = None) -> None:
    """Number sites that have no serial number yet, and make the postings of all.

    Args:
        session: A write transaction under the lock of the counts.
        made: What ``gathering`` made of all sites; by default they are read.
    """
    connection = session.connection()
    if made is None:
        _number(connection)
        made = (of_block(connection, block) for block in range(blocks(connection)))
    connection.execute(delete(POSTING))
    connection.execute(delete(SITE_WORDS))
    for block, postings, pages in made:
        if not postings:
            continue
        names = sorted(postings)  # in the order of the key
        rows: dict[str, list[Any]] = {
            "block": [block] * len(names),
            "term": names,
            "sites": [postings[name] for name in names],
        }
        bulk.insert(session, POSTING, rows)
        bulk.insert(session, SITE_WORDS, {"page": list(pages), "lines": list(pages.values())})
    if connection.dialect.name == "postgresql":
        # the sites too: many of them may have come in this very transaction
        connection.execute(text("ANALYZE posting, site_words, site"))


def blocks(connection: Connection) -> int:
    """How many blocks the sites take."""
    last = connection.scalar(_LAST)
    return 0 if last is None else last // SIZE + 1


def _number(connection: Connection) -> None:
    rows = connection.execute(
        select(SITE.c.id)
        .where(_SERIAL.is_(None))
        .order_by(SITE.c.problem_id, SITE.c.ordinal, SITE.c.code)
    ).all()
    if rows:
        first = next_serial(connection)
        numbered = [{"site": site, "number": n} for n, (site,) in enumerate(rows, first)]
        give = update(SITE).where(SITE.c.id == bindparam("site"))
        connection.execute(give.values(serial=bindparam("number")), numbered)


def next_serial(connection: Connection) -> int:
    """The serial number of a site to come.

    Args:
        connection: A transaction that holds the lock of the counts.
    """
    last = connection.scalar(_LAST)
    return 0 if last is None else last + 1


def of_block(connection: Connection, block: int) -> Made:
    """The postings and pages of the sites of a block, from their rows."""
    first = block * SIZE
    rows = connection.execute(_OF_BLOCK, {"first": first, "last": first + SIZE - 1}).all()
    return of_columns(block, list(zip(*rows, strict=True)))


def of_columns(block: int, columns: Sequence[Sequence[Any]]) -> Made:
    """The postings and pages of the sites of a block.

    Args:
        block: Its number.
        columns: Of the sites in the order of their serial numbers, as ``terms.COLUMNS`` names
            them; none where there are no sites.
    """
    if not columns:
        return Made(block, {}, {})
    first = block * SIZE
    places = np.array(columns[0], np.int64) - first
    count = 1 + len(terms.WORDS)
    lines = [grams.line(texts) for texts in zip(*columns[1:count], strict=True)]
    found = dict(_of_words(lines, places))
    for term, sites in _of_columns(columns, count):
        found[term] = pack(places[sites].astype(np.uint16))
    return Made(block, found, _pages(lines, places, first // PAGE))


def _of_words(lines: Sequence[str], places: NDArray[np.int64]) -> Iterator[tuple[str, bytes]]:
    """Postings of the signs, and of each two side by side: all of them in one sort."""
    raw = "\n".join(lines).encode("utf-32-le", "surrogatepass")
    signs = np.frombuffer(raw, "<u4").astype(np.uint64)
    place = places[np.cumsum(signs == ord("\n"))].astype(np.uint64)
    is_sign = (signs != ord("\n")) & (signs != ord(" "))
    for here, key in (
        (is_sign, signs),
        (is_sign[:-1] & is_sign[1:], signs[:-1] << np.uint64(_SIGN) | signs[1:]),
    ):
        both = key[here] * np.uint64(SIZE) + place[: len(key)][here]
        # each once, in order: ``np.unique`` would hash them first, and take five times as long
        both.sort()
        both = both[np.diff(both, prepend=np.uint64(2**63)) != 0]
        keys = both // np.uint64(SIZE)
        offsets = (both % np.uint64(SIZE)).astype("<u2")
        starts = np.flatnonzero(np.diff(keys, prepend=np.uint64(2**63)))
        ends = [*starts[1:].tolist(), len(keys)][: len(starts)]
        for number, start, end in zip(keys[starts].tolist(), starts.tolist(), ends, strict=True):
            yield _named(number), pack(offsets[start:end])


def _named(key: int) -> str:
    first, second = key >> _SIGN, key & ((1 << _SIGN) - 1)
    return chr(first) + chr(second) if first else chr(second)


def _of_columns(columns: Sequence[Sequence[Any]], count: int) -> Iterator[tuple[str, list[int]]]:
    numbers = range(len(columns[0]))
    yield terms.EVERY, list(numbers)
    if located := [n for n, key in enumerate(columns[count]) if key is not None]:
        yield terms.LOCATED, located
    texts = columns[1:count]
    if not all(grams.is_plain("\n".join(each)) for each in texts):  # seldom
        joined = map(" ".join, zip(*texts, strict=True))
        yield terms.CASED, [n for n, words in enumerate(joined) if not grams.is_plain(words)]
    for name, values in zip(terms.VALUES, columns[count + 1 :], strict=True):
        groups: dict[Any, list[int]] = defaultdict(list)
        for n, value in enumerate(values):
            groups[value].append(n)
        for value, sites in groups.items():
            yield terms.having(name, value), sites


def _pages(lines: Sequence[str], places: NDArray[np.int64], first: int) -> Pages:
    by_place = [""] * SIZE
    for place, words in zip(places.tolist(), lines, strict=True):
        by_place[place] = words
    pages = {
        first + page: "\n".join(by_place[page * PAGE : (page + 1) * PAGE])
        for page in np.unique(places // PAGE).tolist()
    }
    return {page: text for page, text in pages.items() if text.strip("\n")}
