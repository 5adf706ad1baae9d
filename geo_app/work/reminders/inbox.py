"""The inbox of a person: the reminders that stand, and which of them were read."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from geo_app.domain import reminders
from geo_app.domain.actor import Actor
from geo_app.domain.reminders import Reminder
from geo_app.store.people import Person
from geo_app.store.reminders import ReadReminder
from geo_app.work.people.accounts import person_id


def has_one(actor: Actor) -> bool:
    """Whether somebody is reminded of anything at all."""
    return reminders.audience(actor) is not None


def read_of(session: Session, actor: Actor, found: Collection[Reminder]) -> frozenset[str]:
    """Keys of the reminders that the person has read."""
    return read_keys(session, actor, [each.key for each in found])


def read_keys(session: Session, actor: Actor, keys: Collection[str]) -> frozenset[str]:
    """Those of some keys of reminders that the person has read."""
    query = select(ReadReminder.key).where(
        ReadReminder.person_id == person_id(actor), ReadReminder.key.in_(keys)
    )
    return frozenset(session.scalars(query))


def mark(
    session: Session,
    actor: Actor,
    found: Collection[Reminder],
    keys: Collection[str] | None,
    *,
    read: bool,
) -> None:
    """Say that reminders were read, or not; of keys that stand for none nothing is kept.

    Args:
        session: A write transaction.
        actor: Whose inbox.
        found: All that stand in it.
        keys: Which; None = all.
        read: Or unread again.
    """
    meant = {each.key for each in found if keys is None or each.key in keys}
    owner = select(Person.id).where(Person.id == person_id(actor)).with_for_update()
    if not meant or session.scalar(owner) is None:
        return
    of_owner = ReadReminder.person_id == person_id(actor)
    if not read:
        session.execute(delete(ReadReminder).where(of_owner, ReadReminder.key.in_(meant)))
        return
    now = datetime.now(UTC)
    for key in sorted(meant - read_of(session, actor, found)):
        session.add(ReadReminder(person_id=person_id(actor), key=key, read_at=now))
