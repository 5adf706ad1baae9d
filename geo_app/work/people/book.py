"""The door's book: who came in, who was refused, who changed whose rights; written, never changed.

What is done to sites stands in the chained log, with who did it; this is about the doors.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor, Right
from geo_app.store.people import Entry

_LONGEST = 200
_NAMED = (Entry.actor_name, Entry.subject)


class Kind(StrEnum):
    """What happened."""

    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    SESSION_ENDED = "session_ended"
    REFUSED = "refused"
    DENIED = "denied"
    ADDED = "added"
    CHANGED = "changed"
    DISABLED = "disabled"
    ENABLED = "enabled"
    SECOND_FACTOR_SET = "second_factor_set"
    SECOND_FACTOR_REMOVED = "second_factor_removed"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    PROVIDER_BOUND = "provider_bound"
    PROVIDER_REMOVED = "provider_removed"
    PAPER_RENEWED = "paper_renewed"
    LINK_MADE = "link_made"
    PASSWORD_SET = "password_set"  # noqa: S105 # no password
    KEY_MADE = "key_made"
    KEY_REVOKED = "key_revoked"
    CALENDAR_MADE = "calendar_made"
    CALENDAR_REVOKED = "calendar_revoked"
    EXPORTED = "exported"
    BACKED_UP = "backed_up"
    RESTORED = "restored"
    IMPORTED = "imported"
    UNIT_ADDED = "unit_added"
    UNIT_RENAMED = "unit_renamed"
    UNIT_RETIRED = "unit_retired"
    FORGOTTEN = "forgotten"


def note(
    session: Session,
    kind: Kind,
    actor: Actor | None = None,
    *,
    subject: str | None = None,
    address: str | None = None,
    **told: object,
) -> None:
    """Write a line.

    Args:
        session: A write transaction.
        kind: What happened.
        actor: Who did it; None where nobody is known to be there.
        subject: Whom or what it is about: a login, an address of ours.
        address: Where it came from.
        **told: More of it; never a password, a link or a key.
    """
    session.add(
        Entry(
            at=datetime.now(UTC),
            kind=kind.value,
            actor_id=actor.id if actor else None,
            actor_name=actor.name if actor else None,
            subject=subject[:_LONGEST] if subject else None,
            address=address,
            data={name: _kept(value) for name, value in told.items()},
        )
    )


def _kept(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(name): _kept(inner) for name, inner in value.items() if inner}
    return str(value)[:_LONGEST]


def exported(
    session: Session, actor: Actor, what: str, *, address: str | None = None, **told: object
) -> None:
    """Write down that something has left the house; what is an address of ours or a command."""
    note(session, Kind.EXPORTED, actor, subject=what, address=address, **told)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines; an empty field asks for nothing.

    Attributes:
        kinds: Only of these.
        person: Part of the name of who did it, or of what it is about.
        since: Not before that moment.
        until: Before that moment.
    """

    kinds: Sequence[str] = ()
    person: str = ""
    since: datetime | None = None
    until: datetime | None = None


def read(
    session: Session, actor: Actor, wanted: Wanted, *, limit: int, before: int | None
) -> list[Entry]:
    """The newest lines.

    Args:
        session: Any transaction.
        actor: Who asks.
        wanted: Which lines.
        limit: How many at most.
        before: Only older ones than the line of this number.

    Raises:
        ForbiddenError: The actor may not administer.
    """
    actor.must(Right.ADMINISTER)
    query = select(Entry).order_by(Entry.seq.desc()).limit(limit)
    if wanted.kinds:
        query = query.where(Entry.kind.in_(wanted.kinds))
    if wanted.person:
        named = (each.contains(wanted.person, autoescape=True) for each in _NAMED)
        query = query.where(or_(*named))
    if wanted.since is not None:
        query = query.where(Entry.at >= wanted.since)
    if wanted.until is not None:
        query = query.where(Entry.at < wanted.until)
    if before is not None:
        query = query.where(Entry.seq < before)
    return list(session.scalars(query))
