"""``geo-app remind``: whoever is to hear of something new hears of it once, by each way."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from sqlalchemy import select

from geo_app.domain.actor import Actor, Role
from geo_app.domain.reminders import Reminder, audience
from geo_app.errors import ConflictError, InputError
from geo_app.geo.districts import Districts
from geo_app.reports.reminder.channel import Channel, SendError
from geo_app.reports.reminder.mail import Mail
from geo_app.reports.reminder.robot import DingTalk, WeCom
from geo_app.settings import Settings
from geo_app.store.people import Person
from geo_app.store.session import Store
from geo_app.work.people.accounts import actor_of, areas_told
from geo_app.work.reminders import deliveries, find
from geo_app.work.reminders.message import Message, compose

LOCK = "remind.lock"
_FURTHEST_DAY = 3650


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who is told.

    Attributes:
        id: Of a person, or the name of a robot.
        actor: Whose rights and areas count; a group hears what the office of its areas hears.
        name: To say; None = a group.
        to: Address; empty = the robot's own.
    """

    id: str
    actor: Actor
    name: str | None
    to: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """A message that was not taken.

    Attributes:
        channel: By which way.
        addressee: Name of the person; empty for a group.
        reason: Why, without any secret.
    """

    channel: str
    addressee: str
    reason: str


@dataclass(slots=True)
class Outcome:
    """What became of a run.

    Attributes:
        sent: Messages that were taken.
        reminders: In them.
        troubles: Messages that were not.
    """

    sent: int = 0
    reminders: int = 0
    troubles: list[Trouble] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Way:
    """A channel with those who are told by it."""

    channel: Channel
    addressees: tuple[Addressee, ...]


def ways(store: Store, settings: Settings, districts: Districts) -> list[Way]:
    """The channels that are set, with those whom they reach.

    Raises:
        InputError: None is set, or a setting cannot be used.
    """
    told = settings.outgoing
    for each in (*settings.reminders.days, *settings.reminders.recheck_days):
        if not 0 <= each <= _FURTHEST_DAY:
            raise InputError("remind.days", value=each)
    _check_address(told.address)
    found = []
    if told.smtp_host:
        found.append(Way(Mail(told), tuple(_people(store))))
    if told.wecom_url:
        robot: Channel = WeCom(told.wecom_url, told.seconds)
        found.append(Way(robot, (_group(store, settings, districts, robot, told.wecom_areas),)))
    if told.dingtalk_url:
        robot = DingTalk(told.dingtalk_url, told.seconds, told.dingtalk_secret)
        found.append(Way(robot, (_group(store, settings, districts, robot, told.dingtalk_areas),)))
    if not found:
        raise InputError("remind.no_channel")
    return found


def standing(
    store: Store, settings: Settings, addressee: Addressee, today: date
) -> Sequence[Reminder]:
    """What an addressee is to be reminded of, by the rights that hold now."""
    with store.seen_from(addressee.actor.areas).session(read_only=True) as session:
        return find(session, addressee.actor, settings, today).reminders


def counts(
    store: Store, settings: Settings, found: Sequence[Way], today: date
) -> list[tuple[str, str, int]]:
    """How many new reminders each addressee would be told, by channel and name; nothing is kept."""
    told = []
    for way in found:
        for each in way.addressees:
            stands = standing(store, settings, each, today)
            with store.session(read_only=True) as session:
                new = deliveries.waiting(session, each.id, way.channel.name, stands)
            told.append((way.channel.name, each.name or "", len(new)))
    return told


def run(store: Store, settings: Settings, found: Sequence[Way], today: date) -> Outcome:
    """Send what is new, and what an interrupted run left behind.

    Args:
        store: The database, all of it.
        settings: Of the installation.
        found: The channels and whom they reach.
        today: The day in the office.

    Raises:
        ConflictError: Another run is at it.
        StoreError: The database cannot be used.
    """
    outcome = Outcome()
    with _alone(settings):
        for way in found:
            for addressee in way.addressees:
                if not _tell(store, settings, way.channel, addressee, today, outcome):
                    break  # nobody else is reached by it now either
    return outcome


def _tell(
    store: Store,
    settings: Settings,
    channel: Channel,
    addressee: Addressee,
    today: date,
    outcome: Outcome,
) -> bool:
    """Tell one addressee; whether the channel can be used for others."""
    stands = standing(store, settings, addressee, today)
    with store.session() as session:
        intended = deliveries.intend(session, addressee.id, channel.name, stands, datetime.now(UTC))
    for each in intended:
        message = _message(settings, channel, addressee, each.reminders, today)
        try:
            channel.send(addressee.to, message, each.id)
        except SendError as error:
            with store.session() as session:
                deliveries.refused(session, each.id, error.reason)
            outcome.troubles.append(Trouble(channel.name, addressee.name or "", error.reason))
            if error.down:
                return False
            continue
        with store.session() as session:
            deliveries.sent(session, each.id, datetime.now(UTC))
        outcome.sent += 1
        outcome.reminders += len(each.reminders)
    return True


def _message(
    settings: Settings,
    channel: Channel,
    addressee: Addressee,
    found: Sequence[Reminder],
    today: date,
) -> Message:
    """As much as there is room for."""
    for told in range(min(settings.reminders.told, len(found)), -1, -1):
        message = compose(
            addressee.name,
            found,
            today,
            settings.language,
            told=told,
            address=settings.outgoing.address.rstrip("/"),
        )
        size = len(f"{message.subject}\n{message.text}".encode())
        if channel.room is None or size <= channel.room:
            break
    return message


def _people(store: Store) -> Iterator[Addressee]:
    with store.session(read_only=True) as session:
        query = select(Person).where(Person.active, Person.mail.is_not(None))
        people = session.scalars(query.order_by(Person.login)).all()
    for person in people:
        actor = actor_of(person)
        if person.mail and audience(actor) is not None:
            yield Addressee(person.id, actor, person.name, person.mail)


def _group(
    store: Store, settings: Settings, districts: Districts, robot: Channel, areas: str
) -> Addressee:
    told = [each for each in areas.replace("，", ",").split(",") if each.strip()]
    with store.session(read_only=True) as session:
        seen = areas_told(session, told, districts, settings.accounts)
    actor = Actor(f"robot:{robot.name}", robot.name, None, Role.CLERK, tuple(seen))
    return Addressee(actor.id, actor, None, "")


def _check_address(address: str) -> None:
    parts = urlsplit(address)
    good = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc
    if address and (not good or parts.query or parts.fragment):
        raise InputError("remind.address", value=address)


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """Nobody else sends meanwhile; a process that ends, however it does, lets go."""
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (settings.data / LOCK).open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ConflictError("remind.busy") from None
        yield
