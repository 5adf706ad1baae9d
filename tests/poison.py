"""Hostile words in every text column of a database, also in columns that are yet to come.

Which columns there are is asked of the tables themselves. What a program cannot read without
(keys, references, digests, words of our own) is left as it is and named by ``KEPT``: a new column
of such a kind breaks a page until somebody decides about it, any other new one is covered.
"""

from __future__ import annotations

import re
from typing import Any

import orjson
from sqlalchemy import JSON, Column, Connection, String, select, text, update

from geo_app.store.models import Base

KEPT = frozenset(
    {
        *("subject_kind", "kind", "role", "state", "status", "claimed_status", "verdict"),
        *("category", "period", "layer", "position_layer", "district_code", "geometry"),
        *("password", "sealed", "session_mark", "mark", "key"),
        "areas",  # here everybody sees everything
    }
)
"""Columns whose values are words, shapes and secrets of our own."""

NARROW = {"form.content": "\"'><x-pwned>{{7*7}}"}
"""Where what is longer, or has line breaks, is refused by who reads it."""

_IS_KEY = re.compile(r"(^|_)(id|sha256|hash|digest)$")
_MAY_BE_A_CODE = re.compile(r"[A-Za-z0-9_.:+/=-]*")
"""Strings inside JSON that a program may need as they are: codes, dates, numbers, ids."""


def hostile(where: str, number: int) -> str:
    """What breaks out of an attribute, a script, a comment, a template, a cell, a line.

    Args:
        where: A column; it stands in the words, so that who meets them knows whence they came.
        number: Odd ones begin as an address, even ones as a formula.
    """
    call = f"pwned(&#39;{where}&#39;)"
    start = f"javascript:pwned('{where}')//" if number % 2 else "=1+cmd|'/C calc'!A1"
    return (
        f"{start}\"'`></script></title></textarea></style></template>--><x-pwned></x-pwned>"
        f"<script>pwned('{where}')</script><img src=x onerror={call}><svg/onload={call}>"
        f"<a href=javascript:{call}>x</a><style>*{{display:none}}</style>"
        f"{{{{7*7}}}}${{7*7}}<%=7*7%>\r\nX-Pwned: 1\r\n\u202e⟦{where}⟧\u202c{number}"
    )


def poison(connection: Connection) -> set[str]:
    """Fill the columns of all rows; gives the columns, as ``table.column``.

    The triggers that keep the history as it was written are dropped first.
    """
    for (name,) in connection.execute(
        text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    ).all():
        connection.execute(text(f'DROP TRIGGER "{name}"'))
    filled: set[str] = set()
    number = 0
    for table in Base.metadata.sorted_tables:
        keys = list(table.primary_key)
        for column in filter(holds_words, table.columns):
            where = f"{table.name}.{column.name}"
            # columns of one row begin differently, and so do the rows of one column
            for row in connection.execute(select(*keys, column)).all():
                number += 1
                words = NARROW.get(where) or hostile(where, number)
                value = _poisoned(row[-1], column, words)
                if value == row[-1]:
                    continue
                same = [key == known for key, known in zip(keys, row, strict=False)]
                connection.execute(update(table).where(*same).values({column: value}))
                filled.add(where)
            number += 1
    return filled


def holds_words(column: Column[Any]) -> bool:
    """Whether what stands there is written by people, files or programs of others."""
    is_text = isinstance(column.type, String | JSON)
    is_key = column.primary_key or column.foreign_keys or _IS_KEY.search(column.name)
    return is_text and not is_key and column.name not in KEPT


def _poisoned(value: Any, column: Column[Any], words: str) -> Any:
    if isinstance(column.type, JSON):
        return _leaves(value, words)
    if value and value.startswith(("{", "[")):  # JSON that is kept as it was written
        return orjson.dumps(_leaves(orjson.loads(value), words)).decode()
    # as long as it was at least: what is cut out of it by place cuts the words in pieces
    return words * (1 + len(value or "") // len(words))


def _leaves(value: Any, words: str) -> Any:
    if isinstance(value, dict):
        return {_leaves(name, words): _leaves(each, words) for name, each in value.items()}
    if isinstance(value, list):
        return [_leaves(each, words) for each in value]
    if isinstance(value, str) and not _MAY_BE_A_CODE.fullmatch(value):
        return words
    return value
