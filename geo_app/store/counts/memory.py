"""What was read of the counts is kept in the memory of the process until they change."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Pool

from geo_app.store.counts.editions import Moment
from geo_app.store.schema import READ_ONLY

Answer = TypeVar("Answer")

_MOST = 64
# by the pool of connections, which stands for the database
_READ: WeakKeyDictionary[Pool, dict[Hashable, tuple[int, Any]]] = WeakKeyDictionary()


def remembered(
    connection: Connection, question: Hashable, read: Callable[[Connection], Answer]
) -> Answer:
    """As ``renewed``, where nothing of an older answer helps."""
    return renewed(connection, question, lambda moment, _: read(moment.connection))


def renewed(
    connection: Connection,
    question: Hashable,
    read: Callable[[Moment, Answer | None], Answer],
) -> Answer:
    """The answer to a question about all sites; read once for each edition of the counts.

    Args:
        connection: Of any transaction.
        question: What is asked, the kind of question included.
        read: Reads the answer, which nobody changes afterwards: it is shared. It is given the
            answer of another edition, if there is one, for what has stayed the same; an older or,
            in a transaction that began before, a newer one. The moment knows what has changed.
    """
    # who writes may see counts that will never be true for anybody else
    only_reads = bool(connection.get_execution_options().get(READ_ONLY))
    known = _READ.setdefault(connection.engine.pool, {}) if only_reads else {}
    number, former = known.get(question, (None, None))
    moment = Moment(connection, number)
    if former is not None and moment.edition == number:
        answer: Answer = former
        return answer
    found = read(moment, former)
    if moment.edition is not None:
        if len(known) >= _MOST:
            known.clear()
        known[question] = moment.edition, found
    return found
