"""The end of the log, and the lock on it: writers take turns there.

One lock for events and for all that is kept beside them, held until the transaction ends: two
writers never wait for each other. On SQLite the transaction itself is that lock.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_app.store.models import LogHead

_HELD = "geo_app.store.head"
_HEAD = LogHead.__table__.c
_LOCK = select(_HEAD.seq, _HEAD.hash).where(_HEAD.id == 1).with_for_update()


def hold(session: Session) -> None:
    """Wait for other writers and let them wait: what is read from here on is so when it is written.

    Args:
        session: A write transaction.
    """
    if session.get_bind().dialect.name == "sqlite":
        return
    # a savepoint that is rolled back lets go of what was locked since
    now = session.get_transaction(), session.get_nested_transaction()
    if session.info.get(_HELD) not in [each for each in now if each]:
        read(session)


def read(session: Session) -> tuple[int, str]:
    """Number and hash of the last event, held as by ``hold``."""
    seq, digest = session.connection().execute(_LOCK).one()
    session.info[_HELD] = session.get_nested_transaction() or session.get_transaction()
    return seq, digest
