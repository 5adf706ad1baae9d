"""A million fingerprints, and how long a search among them takes.

Pictures are made of what made-up photos have: the marks of many, each with one or two of its signs
changed at random, and the relief of one. So two marks have the same word about as often as there:
once in 700,000 pairs, a hundred times as often as if words were spread evenly.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import text

from geo_app.photo.fingerprint import Fingerprint, fingerprint
from geo_app.store import fingerprints
from geo_app.store.fingerprints import COMMON
from geo_app.store.session import Store
from tests.copies import COPIES
from tests.scenery import photo

SOURCES = 1000
"""Photos that marks and reliefs are taken from."""

ASKED = 60
"""Photos that are kept beside the million and asked for by their copies."""

FIRST_SITE = 500_000
SIGNS = 26
BATCH = 20_000

Rows = Iterable[tuple[object, ...]]


class Statements(NamedTuple):
    """How rows get into a table in bulk: on PostgreSQL, on SQLite."""

    copy: str
    insert: str


PICTURES = Statements(
    "COPY picture (sha256, fingerprint) FROM STDIN",
    "INSERT INTO picture (sha256, fingerprint) VALUES (?, ?)",
)
MARKS = Statements(
    "COPY picture_mark (word, picture_seq) FROM STDIN",
    "INSERT INTO picture_mark (word, picture_seq) VALUES (?, ?)",
)


def measure(store: Store, count: int) -> None:
    """Fills an empty archive and asks it."""
    sources = [fingerprint(photo(FIRST_SITE + number, 0)) for number in range(SOURCES)]
    started = time.perf_counter()
    fill(store, [each for each in sources if not each.too_plain], count)
    print(f"{count} pictures kept in {time.perf_counter() - started:.0f} s", flush=True)
    print(f"on disk: {size_of(store) / 1e9:.2f} GB")
    known = [photo(FIRST_SITE + SOURCES + number, 0) for number in range(ASKED)]
    with store.session() as session:
        for number, image in enumerate(known):
            fingerprints.add(session, f"known {number}", fingerprint(image))
    random = np.random.default_rng(2)
    copies = [fingerprint(copy(image, random)) for image in known for copy in COPIES.values()]
    others = [
        fingerprint(photo(FIRST_SITE + SOURCES + ASKED + number, 0))
        for number in range(len(copies))
    ]
    ask(store, copies + others)
    for what, asked in (("copies of kept pictures", copies), ("pictures not kept", others)):
        times, found = ask(store, asked)
        print(f"{what}: {found} of {len(asked)} found")
        for clock, each in zip(("passed", "of this process"), times.T, strict=True):
            middle, worst = np.quantile(each, [0.5, 0.99])
            print(f"  time {clock}: p50 {middle:.2f} ms, p99 {worst:.2f} ms", flush=True)


def ask(store: Store, asked: list[Fingerprint]) -> tuple[NDArray[np.float64], int]:
    """Milliseconds of each search, comparisons included, and how many found something.

    Returns:
        Shape (searches, 2): time that passed, computing time of this process.
    """
    times, found = [], 0
    with store.session(read_only=True) as session:
        for each in asked:
            started = time.perf_counter(), time.process_time()
            found += bool(fingerprints.find(session, each))
            times.append((time.perf_counter() - started[0], time.process_time() - started[1]))
    return np.array(times) * 1000, found


def fill(store: Store, sources: list[Fingerprint], count: int) -> None:
    """Pictures and marks in bulk; the marks in the order of their table."""
    random = np.random.default_rng(1)
    marks = np.concatenate([each.marks for each in sources])
    pairs = []
    for first in range(1, count + 1, BATCH):
        rows = []
        for seq in range(first, min(first + BATCH, count + 1)):
            source = sources[seq % len(sources)]
            own = marks[random.integers(0, len(marks), len(source.marks))]
            signs = np.uint32(1) << random.integers(0, SIGNS, (2, len(own)), np.uint32)
            own["word"] ^= signs[0] ^ np.where(random.random(len(own)) < 0.5, signs[1], 0)
            rows.append((f"made {seq}", replace(source, marks=own).to_bytes()))
            pairs.append(np.unique(own["word"]).astype(np.int64) << 32 | seq)
        load(store, PICTURES, rows)
    ordered = np.sort(np.concatenate(pairs))
    words = ordered >> 32
    place = np.arange(len(words)) - np.searchsorted(words, words)
    kept = ordered[place < COMMON]
    print(f"{len(kept)} words kept, {len(ordered) - len(kept)} too common", flush=True)
    for batch in np.array_split(kept, max(1, len(kept) // (50 * BATCH))):
        load(store, MARKS, split(batch))


def split(pairs: NDArray[np.int64]) -> Rows:
    """Words and numbers of pictures."""
    return zip((pairs >> 32).tolist(), (pairs & 0xFFFFFFFF).tolist(), strict=True)


def load(store: Store, into: Statements, rows: Rows) -> None:
    """The quickest way into a table that each database has."""
    with closing(store.engine.raw_connection()) as connection:
        cursor = connection.cursor()
        if store.engine.dialect.name == "postgresql":
            with cursor.copy(into.copy) as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            cursor.execute("BEGIN")
            cursor.executemany(into.insert, rows)
        connection.commit()


def size_of(store: Store) -> int:
    """Bytes of both tables and their indexes."""
    alone = store.engine.execution_options(isolation_level="AUTOCOMMIT")
    with alone.connect() as connection:
        if store.engine.dialect.name == "postgresql":
            # what its own housekeeping does in the hour after
            connection.execute(text("VACUUM ANALYZE picture, picture_mark"))
            size = (
                "SELECT pg_total_relation_size('picture') + pg_total_relation_size('picture_mark')"
            )
        else:
            size = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
        return int(connection.scalar(text(size)) or 0)
