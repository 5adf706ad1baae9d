"""What was sent to whom: written down before it is sent, marked afterwards.

At least once: whoever is interrupted in between leaves an intention behind, which is sent again
under the same id, for a reminder that is lost costs more than one that comes twice. What was not
taken is let go, and told with what is new the next time.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from geo_app.domain.reminders import Reminder
from geo_app.store.reminders import DeliveredReminder, Delivery

_REASON_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Intended:
    """A message that is to be sent now.

    Attributes:
        id: The same when it is sent again after an interruption.
        reminders: What it is about; at least one.
    """

    id: str
    reminders: tuple[Reminder, ...]


def intend(
    session: Session, addressee: str, channel: str, found: Sequence[Reminder], now: datetime
) -> list[Intended]:
    """Write down what is to be sent to somebody: what was interrupted, and what is new.

    Args:
        session: A write transaction; nobody else sends meanwhile.
        addressee: Id of a person, or name of a robot.
        channel: By which way.
        found: The reminders that stand.
        now: The moment.
    """
    _let_go(session, addressee, channel)
    again = list(_interrupted(session, addressee, channel, found))
    told = set(
        session.scalars(
            select(DeliveredReminder.key).where(
                *_of(DeliveredReminder, addressee, channel),
                DeliveredReminder.key.in_([each.key for each in found]),
            )
        )
    )
    new = {each.key: each for each in found if each.key not in told}
    if not new:
        return again
    intended = Intended(str(uuid.uuid4()), tuple(new.values()))
    session.add(
        Delivery(
            id=intended.id,
            addressee=addressee,
            channel=channel,
            made_at=now,
            sent_at=None,
            dropped=False,
            error=None,
        )
    )
    session.flush()
    for key in new:
        session.add(
            DeliveredReminder(
                addressee=addressee, channel=channel, key=key, delivery_id=intended.id
            )
        )
    return [*again, intended]


def waiting(
    session: Session, addressee: str, channel: str, found: Sequence[Reminder]
) -> tuple[Reminder, ...]:
    """Those of the reminders that stand which a run would send now."""
    taken = (
        select(DeliveredReminder.key)
        .join(Delivery, Delivery.id == DeliveredReminder.delivery_id)
        .where(
            *_of(DeliveredReminder, addressee, channel),
            Delivery.sent_at.is_not(None),
            DeliveredReminder.key.in_([each.key for each in found]),
        )
    )
    told = set(session.scalars(taken))
    return tuple(each for each in found if each.key not in told)


def sent(session: Session, delivery_id: str, now: datetime) -> None:
    """It was taken."""
    session.get_one(Delivery, delivery_id).sent_at = now


def refused(session: Session, delivery_id: str, reason: str) -> None:
    """It was not taken; the next time it is told with what is new.

    Args:
        session: A write transaction.
        delivery_id: Of the message.
        reason: Why, without any secret.
    """
    session.get_one(Delivery, delivery_id).error = reason[:_REASON_CHARACTERS] or "?"


def _let_go(session: Session, addressee: str, channel: str) -> None:
    failed = select(Delivery.id).where(
        *_of(Delivery, addressee, channel), Delivery.sent_at.is_(None), Delivery.error.is_not(None)
    )
    ids = session.scalars(failed).all()
    session.execute(delete(DeliveredReminder).where(DeliveredReminder.delivery_id.in_(ids)))
    session.execute(delete(Delivery).where(Delivery.id.in_(ids)))


def _interrupted(
    session: Session, addressee: str, channel: str, found: Sequence[Reminder]
) -> list[Intended]:
    waiting = select(Delivery).where(
        *_of(Delivery, addressee, channel), Delivery.sent_at.is_(None), ~Delivery.dropped
    )
    by_key = {each.key: each for each in found}
    again = []
    for each in session.scalars(waiting.order_by(Delivery.made_at, Delivery.id)).all():
        keys = session.scalars(
            select(DeliveredReminder.key).where(DeliveredReminder.delivery_id == each.id)
        )
        standing = tuple(by_key[key] for key in sorted(keys) if key in by_key)
        if standing:
            again.append(Intended(each.id, standing))
        else:
            each.dropped = True
    return again


def _of(
    kind: type[Delivery | DeliveredReminder], addressee: str, channel: str
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return kind.addressee == addressee, kind.channel == channel
