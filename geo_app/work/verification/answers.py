"""What others answer to a claim, and what comes after: acceptance, notice, closure, re-check."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor, Right
from geo_app.domain.history import OVERRIDE
from geo_app.domain.procedure import Bar, Step
from geo_app.domain.remark import Remark
from geo_app.errors import ConflictError, InputError
from geo_app.settings import Verification
from geo_app.store.models import Event
from geo_app.work import evidence
from geo_app.work.desk import Desk
from geo_app.work.verification.matter import Matter
from geo_app.work.verification.recording import allowed, photos_of, record, worded


class MissingEvidenceError(ConflictError):
    """A claim cannot be accepted yet.

    Args:
        missing: What is missing, one sentence each.
    """

    def __init__(self, missing: Sequence[Remark]) -> None:
        super().__init__("verification.missing", missing=[each.code for each in missing])
        self.missing = tuple(missing)

    def text(self, language: str = "zh") -> str:
        """The sentence with all that is missing."""
        listed = " ".join(each.text(language) for each in self.missing)
        return Remark(self.code, {"missing": listed}).text(language)


def accept(
    session: Session,
    actor: Actor,
    site_id: str,
    desk: Desk,
    today: date,
    *,
    note: str | None = None,
    override: str | None = None,
) -> Event:
    """Accept a claim: it is verified.

    The event keeps what the photos proved at this moment, and their SHA-256.

    Args:
        session: A write transaction.
        actor: A verifier: of another unit than the responsible one, neither claimant nor
            photographer.
        site_id: Id or code of the site.
        desk: Forms, thresholds, geodesy.
        today: The day in the office.
        note: What more there is to say.
        override: Why to accept although evidence is missing; named for ever. Where none is
            missing it is a note.

    Raises:
        NotFoundError: There is no such site.
        ForbiddenError: The rights or the four eyes do not allow it.
        ConflictError: There is no claim to accept, or a visit that was asked for is not made.
        MissingEvidenceError: The category demands more, and there is no ``override``.
        InputError: The reason of the override is too short, or a text too long.
    """
    matter = allowed(session, actor, site_id, Step.ACCEPT, desk, today)
    limits = desk.settings.verification
    lacking = [
        each.reason for each in matter.obstacles(Step.ACCEPT, actor) if each.bar is Bar.EVIDENCE
    ]
    reason = worded(override, limits)
    verdict = matter.evidence.verdict
    data = {
        "note": worded(note, limits) or ("" if lacking else reason),
        "verdict": verdict.value if verdict else None,
        "photos": photos_of(matter),
        "demand": matter.demand.to_json(),
        "independence": matter.independence(actor).to_json(),
    }
    if lacking:
        data[OVERRIDE] = _override(actor, reason, lacking, limits)
    return record(session, actor, matter, Step.ACCEPT, data)


def _override(
    actor: Actor, reason: str, lacking: Sequence[Remark], limits: Verification
) -> dict[str, object]:
    if not reason:
        raise MissingEvidenceError(lacking)
    actor.must(Right.OVERRIDE)
    if len(reason) < limits.override_characters:
        least = limits.override_characters
        raise InputError("verification.short_reason", least=least, length=len(reason))
    return {
        "reason": reason,
        "name": f"{actor.name}（{actor.unit}）" if actor.unit else actor.name,
        "missing": [each.to_json() for each in lacking],
    }


def refuse(
    session: Session, actor: Actor, site_id: str, desk: Desk, today: date, reason: str
) -> Event:
    """Refuse a claim: back to work; a new claim needs newer photos.

    Raises:
        NotFoundError: There is no such site.
        ForbiddenError: The rights or the four eyes do not allow it.
        ConflictError: There is no claim to refuse.
        InputError: The reason is missing or too long.
    """
    return _send_back(session, actor, site_id, Step.REFUSE, desk, today, reason)


def ask_revisit(
    session: Session, actor: Actor, site_id: str, desk: Desk, today: date, reason: str
) -> Event:
    """Neither accept nor refuse: ask for another visit; the next inspection answers that.

    Raises:
        NotFoundError: There is no such site.
        ForbiddenError: The rights or the four eyes do not allow it.
        ConflictError: No claim waits for an answer, or a visit is asked for already.
        InputError: The reason is missing or too long.
    """
    matter = allowed(session, actor, site_id, Step.REVISIT, desk, today)
    data = {"reason": worded(reason, desk.settings.verification, needed=True)}
    return record(session, actor, matter, Step.REVISIT, data)


def publish(
    session: Session,
    actor: Actor,
    site_id: str,
    desk: Desk,
    today: date,
    *,
    note: str | None = None,
) -> Event:
    """Begin the public notice (公示) of what has been accepted.

    Raises:
        NotFoundError: There is no such site.
        ForbiddenError: No right to publish.
        ConflictError: It is not verified, closed already, or on public notice already.
        InputError: The note is too long.
    """
    matter = allowed(session, actor, site_id, Step.PUBLISH, desk, today)
    return record(
        session, actor, matter, Step.PUBLISH, {"note": worded(note, desk.settings.verification)}
    )


def close(
    session: Session,
    actor: Actor,
    site_id: str,
    desk: Desk,
    today: date,
    *,
    note: str | None = None,
) -> Event:
    """Strike it off the list (销号), once the public notice has run its days.

    Raises:
        NotFoundError: There is no such site.
        ForbiddenError: No right to close, or it is the responsible unit's own.
        ConflictError: It is not verified, or the public notice has not begun or not ended.
        InputError: The note is too long.
    """
    matter = allowed(session, actor, site_id, Step.CLOSE, desk, today)
    return record(
        session, actor, matter, Step.CLOSE, {"note": worded(note, desk.settings.verification)}
    )


def set_recheck(
    session: Session, actor: Actor, site_id: str, desk: Desk, today: date, day: date, reason: str
) -> Event:
    """Set a day for looking again, as after heavy rain.

    Raises:
        NotFoundError: There is no such site.
        ForbiddenError: No right to verify.
        ConflictError: It is not verified yet.
        InputError: The day is past, the reason missing or too long.
    """
    matter = allowed(session, actor, site_id, Step.SET_RECHECK, desk, today)
    if day <= today:
        raise InputError("verification.past_day", day=day.isoformat())
    data = {
        "day": day.isoformat(),
        "reason": worded(reason, desk.settings.verification, needed=True),
    }
    return record(session, actor, matter, Step.SET_RECHECK, data)


def recheck(
    session: Session,
    actor: Actor,
    site_id: str,
    desk: Desk,
    today: date,
    *,
    holds: bool,
    reason: str | None = None,
) -> Event:
    """Say what looking again (回头看) has shown: it holds, or it has come back.

    Args:
        session: A write transaction.
        actor: A verifier, under the same four eyes as for an acceptance.
        site_id: Id or code of the site.
        desk: Forms, thresholds, geodesy.
        today: The day in the office.
        holds: Still in order; otherwise the site is reopened.
        reason: What was seen; needed where it has come back.

    Raises:
        NotFoundError: There is no such site.
        ForbiddenError: The rights or the four eyes do not allow it.
        ConflictError: It is not verified yet.
        InputError: The reason is missing or too long.
    """
    if not holds:
        return reopen(session, actor, site_id, desk, today, reason or "")
    matter = allowed(session, actor, site_id, Step.RECHECK, desk, today)
    data = {
        "note": worded(reason, desk.settings.verification),
        "photos": photos_of(matter),
    }
    return record(session, actor, matter, Step.RECHECK, data)


def reopen(
    session: Session, actor: Actor, site_id: str, desk: Desk, today: date, reason: str
) -> Event:
    """Say that it has come back (反弹) after it was verified or closed.

    Raises:
        NotFoundError: There is no such site.
        ForbiddenError: The rights or the four eyes do not allow it.
        ConflictError: It was not verified or closed.
        InputError: The reason is missing or too long.
    """
    return _send_back(session, actor, site_id, Step.REOPEN, desk, today, reason)


def _send_back(
    session: Session, actor: Actor, site_id: str, step: Step, desk: Desk, today: date, reason: str
) -> Event:
    matter: Matter = allowed(session, actor, site_id, step, desk, today)
    data = {"reason": worded(reason, desk.settings.verification, needed=True)}
    event = record(session, actor, matter, step, data)
    # what the photos prove rests on the day from which they must be newer
    evidence.keep_verdict(session, matter.site, desk)
    return event
