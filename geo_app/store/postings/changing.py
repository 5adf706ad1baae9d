"""What a change of sites changes in the postings: the sets and pages that it touches, no others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from geo_app.store.postings import terms
from geo_app.store.postings.block import SIZE, pack, unpack
from geo_app.store.postings.making import PAGE
from geo_app.store.postings.tables import POSTING, SITE_WORDS
from geo_app.store.tiling import SITE

_READ = 500
_BY_ID = select(*terms.COLUMNS).where(SITE.c.id.in_(bindparam("ids", expanding=True)))
_KEPT = select(POSTING.c.term, POSTING.c.sites).where(
    POSTING.c.block == bindparam("number"), POSTING.c.term.in_(bindparam("terms", expanding=True))
)
_OF_POSTING = (POSTING.c.block == bindparam("number")) & (POSTING.c.term == bindparam("name"))
_ADD = insert(POSTING).values(
    block=bindparam("number"), term=bindparam("name"), sites=bindparam("packed")
)
_CHANGE = update(POSTING).where(_OF_POSTING).values(sites=bindparam("packed"))
_REMOVE = delete(POSTING).where(_OF_POSTING)
_LINES = select(SITE_WORDS.c.lines).where(SITE_WORDS.c.page == bindparam("number"))
_OF_PAGE = SITE_WORDS.c.page == bindparam("number")


class Indexed(NamedTuple):
    """A site as it is found.

    Attributes:
        line: What is searched of it.
        terms: All it is found by.
    """

    line: str
    terms: frozenset[str]


_NOTHING = Indexed("", frozenset())


def stored(connection: Connection, ids: list[str]) -> dict[int, Indexed]:
    """Sites as the database has them, by serial number."""
    found = {}
    for first in range(0, len(ids), _READ):
        for row in connection.execute(_BY_ID, {"ids": ids[first : first + _READ]}):
            if row[0] is not None:
                found[row[0]] = Indexed(terms.line(row), terms.of(row))
    return found


def apply(
    connection: Connection, before: Mapping[int, Indexed], after: Mapping[int, Indexed]
) -> None:
    """Bring the postings up to date.

    Args:
        connection: A transaction that holds the lock of the counts.
        before: Sites as they were, by serial number; a new one is not there.
        after: The same now; one that is gone is not there.
    """
    gains: dict[int, dict[str, list[tuple[int, bool]]]] = defaultdict(lambda: defaultdict(list))
    lines: dict[int, dict[int, str]] = defaultdict(dict)
    for serial in before.keys() | after.keys():
        was, now = before.get(serial, _NOTHING), after.get(serial, _NOTHING)
        block, place = divmod(serial, SIZE)
        for term in was.terms ^ now.terms:
            gains[block][term].append((place, term in now.terms))
        if was.line != now.line:
            page, row = divmod(serial, PAGE)
            lines[page][row] = now.line
    for block, gained in gains.items():
        for some in _parts(gained):
            _change(connection, block, some)
    for page, changed in lines.items():
        _write_lines(connection, page, changed)


def _parts(
    gained: Mapping[str, list[tuple[int, bool]]],
) -> Iterator[dict[str, list[tuple[int, bool]]]]:
    names = sorted(gained)
    for first in range(0, len(names), _READ):
        yield {name: gained[name] for name in names[first : first + _READ]}


def _change(
    connection: Connection, block: int, gained: Mapping[str, Iterable[tuple[int, bool]]]
) -> None:
    asked = {"number": block, "terms": list(gained)}
    kept: dict[str, bytes] = dict(map(tuple, connection.execute(_KEPT, asked)))
    new: list[dict[str, Any]] = []
    other: list[dict[str, Any]] = []
    gone: list[dict[str, Any]] = []
    for term, changes in gained.items():
        sites = np.zeros(SIZE, np.bool_)
        if term in kept:
            unpack(kept[term], sites)
        for place, is_in in changes:
            sites[place] = is_in
        key = {"number": block, "name": term}
        places = np.flatnonzero(sites).astype(np.uint16)
        if not len(places):
            gone.append(key)
        elif term in kept:
            other.append(key | {"packed": pack(places)})
        else:
            new.append(key | {"packed": pack(places)})
    for statement, rows in ((_REMOVE, gone), (_CHANGE, other), (_ADD, new)):
        if rows:
            connection.execute(statement, rows)


def _write_lines(connection: Connection, page: int, changed: Mapping[int, str]) -> None:
    kept = connection.scalar(_LINES, {"number": page})
    lines = [""] * PAGE if kept is None else kept.split("\n")
    for row, words in changed.items():
        lines[row] = words
    if not any(lines):
        connection.execute(delete(SITE_WORDS).where(_OF_PAGE), {"number": page})
    elif kept is None:
        connection.execute(insert(SITE_WORDS), {"page": page, "lines": "\n".join(lines)})
    else:
        change = update(SITE_WORDS).where(_OF_PAGE).values(lines=bindparam("text"))
        connection.execute(change, {"number": page, "text": "\n".join(lines)})
