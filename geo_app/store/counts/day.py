"""A new day: who has become overdue since."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo_app.store import head, postings
from geo_app.store.counts.base import CROWD, Basis, basis, set_basis
from geo_app.store.counts.change import COLUMNS, gain
from geo_app.store.counts.entry import Entry, Row, Sums, plus
from geo_app.store.counts.reading import total
from geo_app.store.counts.recount import count_anew, rebuild
from geo_app.store.counts.rows import raise_by
from geo_app.store.models import UNCHECKED
from geo_app.store.tiling import SITE

_AT_A_TIME = 1_000
_MANY = 20_000  # sites: then counting all of them anew is quicker


def turn(session: Session, today: date, crowd: int = CROWD) -> int:
    """Count as overdue who is so today; the first time, count everything.

    Args:
        session: A write transaction.
        today: The new day; an earlier one is turned back to.
        crowd: Sites that a tile may hold before its cells are kept; another one than before has
            everything counted anew.

    Returns:
        How many sites are counted otherwise than before.
    """
    session.flush()
    head.hold(session)
    made_with = basis(session)
    if made_with is None or not postings.are_made(session.connection()):
        return rebuild(session, today, crowd)
    if made_with.crowd != crowd:
        return _count(session, today, crowd)
    first, last = sorted((made_with.day, today))
    turned = UNCHECKED, SITE.c.deadline >= first, SITE.c.deadline < last
    number = session.scalar(select(func.count()).select_from(SITE).where(*turned)) or 0
    if number > _MANY:
        return _count(session, today, crowd)
    query = select(*COLUMNS).where(*turned).execution_options(yield_per=_AT_A_TIME)
    for sites in session.connection().execute(query).partitions():
        gains: dict[Row, Sums] = {}
        for site in sites:
            entry = Entry(*site)
            gain(gains, entry, plus(entry.sums(today), entry.sums(made_with.day), -1))
        raise_by(session.connection(), gains)
    set_basis(session, Basis(today, crowd))
    return number


def _count(session: Session, today: date, crowd: int) -> int:
    count_anew(session, today, crowd)
    session.expire_all()
    return total(session).n
