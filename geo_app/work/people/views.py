"""Filters of the ledger that a person keeps under a name; everybody has only their own."""

from __future__ import annotations

import uuid

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor, Right
from geo_app.domain.text import clean_line
from geo_app.errors import InputError, NotFoundError, TooLargeError
from geo_app.settings import LedgerLimits
from geo_app.store.people import Person, SavedView
from geo_app.work.people.accounts import person_id

LONGEST_NAME = 40


def of(session: Session, actor: Actor) -> list[SavedView]:
    """Those of a person, by name."""
    query = (
        select(SavedView).where(SavedView.person_id == person_id(actor)).order_by(SavedView.name)
    )
    return list(session.scalars(query))


def keep(session: Session, actor: Actor, name: str, query: str, limits: LedgerLimits) -> None:
    """Keep a filter; one of the same name is replaced.

    Args:
        session: A write transaction.
        actor: Whose.
        name: 1 to ``LONGEST_NAME`` characters.
        query: The filter as it stands in an address, read by whoever made it.
        limits: How many a person keeps.

    Raises:
        ForbiddenError: The actor may not see the ledger.
        InputError: No name, or a long one.
        TooLargeError: The person keeps as many as anybody may.
        NotFoundError: The actor is nobody who signs in.
    """
    actor.must(Right.VIEW)
    name = clean_line(name)
    if not 0 < len(name) <= LONGEST_NAME:
        raise InputError("ledger.view_name", limit=LONGEST_NAME)
    # two browsers of one person: the second waits, and then counts what the first has kept
    owner = select(Person.id).where(Person.id == person_id(actor)).with_for_update()
    if session.scalar(owner) is None:
        raise NotFoundError("ledger.no_view")
    mine = SavedView.person_id == person_id(actor)
    kept = session.scalar(select(SavedView).where(mine, SavedView.name == name))
    if kept is not None:
        kept.query = query
        return
    if (session.scalar(select(func.count()).where(mine)) or 0) >= limits.views:
        raise TooLargeError("ledger.many_views", limit=limits.views)
    session.add(SavedView(id=str(uuid.uuid4()), person_id=person_id(actor), name=name, query=query))


def forget(session: Session, actor: Actor, view_id: str) -> None:
    """Remove one of the own.

    Raises:
        NotFoundError: There is none of this id, or it is another person's.
    """
    view = session.get(SavedView, view_id)
    if view is None or view.person_id != person_id(actor):
        raise NotFoundError("ledger.no_view")
    session.delete(view)
