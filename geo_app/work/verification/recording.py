"""How every step is recorded: rules first, words checked, then one event."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor
from geo_app.domain.procedure import RULES, Bar, Step
from geo_app.domain.text import clean
from geo_app.errors import ConflictError, ForbiddenError, InputError
from geo_app.settings import Verification
from geo_app.store.models import Event
from geo_app.work import events
from geo_app.work.desk import Desk
from geo_app.work.verification.matter import Matter, read, take_turn


def allowed(
    session: Session, actor: Actor, site_id: str, step: Step, desk: Desk, today: date
) -> Matter:
    """The matter of a step that this person may take now, evidence apart.

    Raises:
        NotFoundError: There is no such site.
        ForbiddenError: The rights or the four eyes do not allow it.
        ConflictError: It is not the time for it.
    """
    take_turn(session)
    matter = read(session, site_id, desk, today)
    for obstacle in matter.obstacles(step, actor):
        reason = obstacle.reason
        if obstacle.bar is Bar.RIGHTS:
            raise ForbiddenError(reason.code, **reason.values)
        if obstacle.bar is Bar.HISTORY:
            raise ConflictError(reason.code, **reason.values)
    return matter


def record(
    session: Session,
    actor: Actor,
    matter: Matter,
    step: Step,
    data: Mapping[str, Any],
    as_of: date | None = None,
) -> Event:
    """Append the event of a step; what is empty is left out."""
    kept = {name: value for name, value in data.items() if value not in (None, "", [])}
    kind = RULES[step].kind
    return events.add(session, actor, matter.site, kind, as_of or matter.today, kept)


def worded(text: str | None, limits: Verification, *, needed: bool = False) -> str:
    """A reason or a note as it is kept.

    Raises:
        InputError: It is missing where it is needed, or too long.
    """
    kept = clean(text or "")
    if needed and not kept:
        raise InputError("verification.no_reason")
    if len(kept) > limits.reason_characters:
        limit = limits.reason_characters
        raise InputError("verification.long_reason", limit=limit, length=len(kept))
    return kept


def photos_of(matter: Matter, chosen: Collection[str] | None = None) -> list[dict[str, str]]:
    """Photos of the site as an event names them: all, or those that are chosen.

    Raises:
        InputError: A chosen photo does not belong to the site.
    """
    found = {each.photo.id: each for each in matter.evidence.photos}
    for photo_id in chosen or ():
        if photo_id not in found:
            site = matter.site.code
            raise InputError("verification.foreign_photo", id=photo_id, site=site)
    return [
        {
            "id": photo_id,
            "sha256": each.photo.sha256,
            "role": each.photo.role,
            "verdict": each.assessment.verdict.value,
        }
        for photo_id, each in sorted(found.items())
        if chosen is None or photo_id in chosen
    ]
