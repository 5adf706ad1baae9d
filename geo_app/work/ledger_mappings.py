"""Mappings of columns that are kept under a name, for the next ledger with the same titles."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor, Right
from geo_app.domain.text import clean_line
from geo_app.errors import InputError, NotFoundError, TooLargeError
from geo_app.notice.ledger.meanings import Meaning
from geo_app.settings import LedgerLimits
from geo_app.store.mappings import LedgerMapping

LONGEST_NAME = 40


def listing(session: Session) -> list[LedgerMapping]:
    """All of them, by name; they belong to the office."""
    return list(session.scalars(select(LedgerMapping).order_by(LedgerMapping.name)))


def fitting(session: Session, head: str) -> LedgerMapping | None:
    """The one that was kept last for titles with this digest."""
    query = select(LedgerMapping).where(LedgerMapping.head == head)
    return session.scalar(query.order_by(LedgerMapping.at.desc(), LedgerMapping.id).limit(1))


def named(session: Session, name: str) -> LedgerMapping:
    """The one of a name.

    Raises:
        NotFoundError: There is none.
    """
    kept = session.scalar(select(LedgerMapping).where(LedgerMapping.name == clean_line(name)))
    if kept is None:
        raise NotFoundError("adoption.no_mapping", name=name[:LONGEST_NAME])
    return kept


def meanings_of(kept: LedgerMapping) -> dict[str, Meaning | None]:
    """Title → what it means; what this program does not know any more is not used."""
    known = {each.value: each for each in Meaning}
    return {str(title): known.get(str(code)) for title, code in kept.meanings.items()}


def keep(
    session: Session,
    actor: Actor,
    name: str,
    head: str,
    meanings: Mapping[str, Meaning | None],
    limits: LedgerLimits,
) -> None:
    """Keep a mapping; one of the same name is replaced.

    Args:
        session: A write transaction.
        actor: Who keeps it.
        name: 1 to ``LONGEST_NAME`` characters.
        head: Digest of the titles.
        meanings: Title → what it means.
        limits: How many are kept.

    Raises:
        ForbiddenError: The actor may not amend the ledger.
        InputError: No name, or a long one.
        TooLargeError: There are as many as may be kept.
    """
    actor.must(Right.LEDGER)
    name = clean_line(name)
    if not 0 < len(name) <= LONGEST_NAME:
        raise InputError("adoption.mapping_name", limit=LONGEST_NAME)
    row = session.scalar(select(LedgerMapping).where(LedgerMapping.name == name))
    if row is None:
        if (
            session.scalar(select(func.count()).select_from(LedgerMapping)) or 0
        ) >= limits.mappings:
            raise TooLargeError("adoption.many_mappings", limit=limits.mappings)
        row = LedgerMapping(id=str(uuid.uuid4()), name=name)
        session.add(row)
    row.head = head
    row.meanings = {title: each.value if each else None for title, each in meanings.items()}
    row.actor_id, row.actor_name, row.at = actor.id, actor.name, datetime.now(UTC)
    session.flush()


def forget(session: Session, actor: Actor, mapping_id: str) -> None:
    """Remove one.

    Raises:
        ForbiddenError: The actor may not amend the ledger.
        NotFoundError: There is none of this id.
    """
    actor.must(Right.LEDGER)
    row = session.get(LedgerMapping, mapping_id)
    if row is None:
        raise NotFoundError("adoption.no_mapping", name=mapping_id[:LONGEST_NAME])
    session.delete(row)
