"""Keeping the postings: what a flush changes about sites, it changes in them as well.

Called by ``counts.keeping`` under its lock: a set is read, changed and written back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from geo_app.store.models import Site
from geo_app.store.postings import changing, terms
from geo_app.store.postings.changing import Indexed
from geo_app.store.postings.making import are_made, make_anew, next_serial

# the key is set after the place by the keeper of the counts
_WATCHED = (*terms.WORDS, *terms.VALUES, "lon", "lat")


@dataclass(frozen=True, slots=True)
class Before:
    """What a flush will change.

    Attributes:
        sites: Those that change or go, as they are found now, by serial number.
        ids: Of those that will be there afterwards.
    """

    sites: Mapping[int, Indexed]
    ids: list[str]


def before(
    session: Session, new: Sequence[Site], altered: Sequence[Site], gone: Sequence[Site]
) -> Before | None:
    """Before a flush: give new sites their serial numbers, and remember how others are found.

    Returns:
        For ``after``; None = nothing that is searched changes.
    """
    connection = session.connection()
    changed = [each for each in altered if _is_altered(each)]
    if not (new or changed or gone):
        return None
    if not are_made(connection):
        make_anew(session)
    if new:
        for serial, site in enumerate(new, next_serial(connection)):
            site.serial = serial
    there = changing.stored(connection, [each.id for each in (*changed, *gone)])
    return Before(there, [each.id for each in (*new, *changed)])


def after(session: Session, known: Before) -> None:
    """After the flush: bring the postings up to date."""
    connection = session.connection()
    changing.apply(connection, known.sites, changing.stored(connection, known.ids))


def _is_altered(site: Site) -> bool:
    state = inspect(site).attrs
    return any(state[name].history.has_changes() for name in _WATCHED)
