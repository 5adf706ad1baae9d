"""What the responsible unit reports: done, disputed, handed over."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor
from geo_app.domain.history import fold
from geo_app.domain.procedure import Step
from geo_app.domain.text import clean_line
from geo_app.errors import ConflictError, InputError
from geo_app.store.models import Event
from geo_app.work import events
from geo_app.work.desk import Desk
from geo_app.work.verification.recording import allowed, photos_of, record, worded


def claim(
    session: Session,
    actor: Actor,
    site_id: str,
    desk: Desk,
    today: date,
    *,
    on: date | None = None,
    photos: Collection[str] = (),
    note: str | None = None,
) -> Event:
    """Say that it is put right: a claim, not yet a fact.

    After a refusal or a relapse there must be a photo that arrived since then.

    Args:
        session: A write transaction.
        actor: Of the responsible unit, or of the office that reports for it.
        site_id: Id or code of the site.
        desk: Forms, thresholds, geodesy.
        today: The day in the office.
        on: Since when it is said to be done; today if not said.
        photos: Ids of photos of the site that show it.
        note: What more there is to say.

    Raises:
        NotFoundError: There is no such site.
        ForbiddenError: No right to report, or the site is another unit's.
        ConflictError: It is verified already, no photo is newer than the refusal, or a later
            event makes a claim of that day pointless.
        InputError: The day is in the future, a photo is of another site, the note too long.
    """
    matter = allowed(session, actor, site_id, Step.CLAIM, desk, today)
    day = on or today
    if day > today:
        raise InputError("job.day_in_future", day=day.isoformat())
    data = {
        "photos": photos_of(matter, photos),
        "note": worded(note, desk.settings.verification),
    }
    event = record(session, actor, matter, Step.CLAIM, data, day)
    if fold(events.history(session, matter.site)).claim_id != event.id:
        raise ConflictError("verification.claim_outdated", day=day.isoformat())
    return event


def dispute(
    session: Session, actor: Actor, site_id: str, desk: Desk, today: date, reason: str
) -> Event:
    """Say that the finding, or what the place is, is something else (申辩, 性质变更).

    Raises:
        NotFoundError: There is no such site.
        ForbiddenError: No right to report, or the site is another unit's.
        ConflictError: It is verified already.
        InputError: The reason is missing or too long.
    """
    matter = allowed(session, actor, site_id, Step.DISPUTE, desk, today)
    data = {"reason": worded(reason, desk.settings.verification, needed=True)}
    return record(session, actor, matter, Step.DISPUTE, data)


def transfer(
    session: Session, actor: Actor, site_id: str, desk: Desk, today: date, to: str, reason: str
) -> Event:
    """Say that another body now has it in hand (移交); its outcome is not known by that.

    Raises:
        NotFoundError: There is no such site.
        ForbiddenError: No right to report, or the site is another unit's.
        ConflictError: It is verified already.
        InputError: Receiver or reason is missing or too long.
    """
    matter = allowed(session, actor, site_id, Step.TRANSFER, desk, today)
    receiver = worded(clean_line(to), desk.settings.verification)
    if not receiver:
        raise InputError("verification.no_receiver")
    data = {
        "to": receiver,
        "reason": worded(reason, desk.settings.verification, needed=True),
    }
    return record(session, actor, matter, Step.TRANSFER, data)
