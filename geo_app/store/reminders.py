"""Tables of reminders: what a person has read, what was sent to whom, addresses of calendars.

The reminders themselves are in no table: they follow from deadlines and statuses as they are.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from geo_app.store.models import Base
from geo_app.store.people import Person


class ReadReminder(Base):
    """A person has read a reminder (``Reminder.key``)."""

    __tablename__ = "read_reminder"

    person_id: Mapped[str] = mapped_column(ForeignKey(Person.id), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    read_at: Mapped[datetime]


class Delivery(Base):
    """A message to somebody, written down before it is sent.

    ``addressee`` is the id of a person or the name of a robot. ``sent_at`` null and ``error`` null:
    whoever sent it was interrupted. ``error`` says why it was not taken; ``dropped`` that nothing
    of it was true any more.
    """

    __tablename__ = "delivery"

    id: Mapped[str] = mapped_column(primary_key=True)
    addressee: Mapped[str]
    channel: Mapped[str]
    made_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    dropped: Mapped[bool]
    error: Mapped[str | None]


class DeliveredReminder(Base):
    """A reminder that a message tells: for one addressee and channel it stands in one only."""

    __tablename__ = "delivered_reminder"

    addressee: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    delivery_id: Mapped[str] = mapped_column(ForeignKey(Delivery.id), index=True)


class CalendarAddress(Base):
    """The secret address of a person's calendar; of the secret only the SHA-256 is kept."""

    __tablename__ = "calendar_address"

    digest: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey(Person.id), unique=True)
    made_at: Mapped[datetime]
