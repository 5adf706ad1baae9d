"""How long it is known how the sender of a tip can be reached: some days after it was answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_app.domain.actor import SYSTEM, Actor
from geo_app.domain.tip import CLOSED
from geo_app.settings import Public
from geo_app.store.tips import Tip
from geo_app.work.people import book


def forget(session: Session, limits: Public, now: datetime, actor: Actor = SYSTEM) -> int:
    """Remove the contacts of tips that were answered long ago; written down, without them.

    Asked for before each tip that comes in and after each answer, and by ``geo-app tips forget``.

    Args:
        session: A write transaction.
        limits: How many days they are kept.
        now: This moment.
        actor: Who asks for it.

    Returns:
        How many were removed.
    """
    before = now - timedelta(days=limits.contact_days)
    query = select(Tip).where(Tip.contact.is_not(None), Tip.decided_at <= before)
    old = list(session.scalars(query.where(Tip.state.in_([state.value for state in CLOSED]))))
    for tip in old:
        tip.contact, tip.contact_removed_at = None, now.astimezone(UTC)
    if old:
        days = limits.contact_days
        book.note(session, book.Kind.FORGOTTEN, actor, subject="tips", contacts=len(old), days=days)
    session.flush()
    return len(old)
