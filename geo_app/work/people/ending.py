"""What nobody keeps when all is restored from a backup: it may have been taken back since."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from geo_app.store.people import (
    AccessKey,
    BrowserSession,
    FailedSignIn,
    OneTimeLink,
    Person,
    SpentChallenge,
)
from geo_app.store.reminders import CalendarAddress
from geo_app.work.people.accounts import new_mark


def end_all(session: Session) -> None:
    """End all sessions, links, access keys and addresses of calendars; passwords and passkeys stay.

    Args:
        session: A write transaction.
    """
    for person_id in session.scalars(select(Person.id)).all():
        session.execute(
            update(Person).where(Person.id == person_id).values(session_mark=new_mark())
        )
    now = datetime.now(UTC)
    session.execute(update(AccessKey).where(AccessKey.revoked_at.is_(None)).values(revoked_at=now))
    session.execute(delete(BrowserSession))
    session.execute(delete(OneTimeLink))
    session.execute(delete(CalendarAddress))
    session.execute(delete(FailedSignIn))
    session.execute(delete(SpentChallenge))
