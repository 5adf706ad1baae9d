"""The history: a fold over append-only events says where a rectification stands, and why.

Rules (docs/architecture.md, "Claim and verification"):

* A claim never becomes verified by itself: only a verification after it does that.
* A refusal or a reopening uses the claim up: what comes next needs a claim of its own.
* A claim for which a visit is asked still stands; the next inspection answers the asking.
* What is verified or closed stays so until it is refused or reopened; a later self-report
  (claim, dispute, hand-over) changes nothing, nor does a re-check that finds it well.
* Who accepted without the evidence that is demanded is named for ever, whatever comes later.
* Events that do not fit are kept in the history, change nothing, and the fold says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import reduce
from itertools import accumulate, islice
from types import MappingProxyType
from typing import Any, Protocol

from geo_app.domain.remark import Remark
from geo_app.domain.status import DONE_AS_CHECKED, REPORTED, EventKind, Status

UNKNOWN_DAY = "unknown"
"""``data["as_of_precision"]`` of an event whose as-of date only orders it and is not a fact."""

TOLD_BY_FILE = "imported_from"
"""Member of ``data`` that names the file which tells the event; nobody here has checked it."""

OVERRIDE = "override"
"""Member of ``data`` of an acceptance in spite of missing evidence: ``{reason, name}``."""

OVERRIDDEN = "overridden"
"""Member of ``data`` of a finding that a file tells: such acceptances, ``{day, reason, name}``."""


class EventLike(Protocol):
    """What the fold needs to know of an event."""

    @property
    def id(self) -> str:
        """UUID."""

    @property
    def kind(self) -> str:
        """An ``EventKind``."""

    @property
    def as_of(self) -> date | None:
        """The day that it is about, if said."""

    @property
    def at(self) -> datetime:
        """When it was recorded, UTC."""

    @property
    def data(self) -> Mapping[str, Any]:
        """What more it says."""


@dataclass(frozen=True, slots=True)
class SetRecheck:
    """A day that somebody set for looking again.

    Attributes:
        day: From this day on it is due.
        reason: Why then, as after heavy rain.
    """

    day: date
    reason: str


@dataclass(frozen=True, slots=True)
class StatusFacts:
    """What a history says.

    Attributes:
        status: Where it stands.
        status_on: As-of date of the event that gave the status, if known.
        claimed_on: As-of date of the claim that stands; None where none stands or it has no date.
        verified_on: As-of date of the verification that stands.
        closed_on: As-of date of the closure that stands.
        deadline: The deadline set last.
        reasons: Why: one sentence for each event that gave a status.
        ignored: Events that changed nothing though they were meant to, by id, with the reason.
        found_on: The first day on which it was found, if known.
        claim_id: Event of the claim that stands.
        revisit_asked_on: Since when a visit is asked for and has not been made.
        published_on: Since when the acceptance that stands is on public notice.
        refused_on: As-of date of the last refusal or reopening, if known.
        refused_at: Its moment, UTC: what a later claim shows must be newer.
        rechecks: Days set by hand for looking again, since the acceptance that stands.
        rechecked_on: Days on which a re-check found it well, since then.
        overridden: Who accepted without the evidence that is demanded, and why; never shrinks.
    """

    status: Status = Status.OPEN
    status_on: date | None = None
    claimed_on: date | None = None
    verified_on: date | None = None
    closed_on: date | None = None
    deadline: date | None = None
    reasons: tuple[Remark, ...] = ()
    ignored: Mapping[str, Remark] = field(default_factory=dict)
    found_on: date | None = None
    claim_id: str | None = None
    revisit_asked_on: date | None = None
    published_on: date | None = None
    refused_on: date | None = None
    refused_at: datetime | None = None
    rechecks: tuple[SetRecheck, ...] = ()
    rechecked_on: tuple[date, ...] = ()
    overridden: tuple[Remark, ...] = ()


_ON_ONE_DAY = (
    EventKind.FOUND,
    EventKind.DEADLINE_SET,
    EventKind.IN_WORK,
    EventKind.DISPUTED,
    EventKind.TRANSFERRED,
    EventKind.CLAIMED,
    EventKind.REVISIT_ASKED,
    EventKind.INSPECTED,
    EventKind.VERIFIED,
    EventKind.PUBLISHED,
    EventKind.CLOSED,
    EventKind.RECHECK_SET,
    EventKind.RECHECKED,
    # the less flattering answer of a day wins
    EventKind.REFUSED,
    EventKind.REOPENED,
)
_RANK = {kind: rank for rank, kind in enumerate(_ON_ONE_DAY)}
_AS_STATUS = {kind: status for status, kind in REPORTED.items()}


def fold(events: Iterable[EventLike]) -> StatusFacts:
    """The status that a history amounts to.

    The answer depends neither on the order of ``events`` nor on repeats: an event counts once by
    its id, and events are ordered by what they carry: as-of day (day of recording where none is
    said); within it what was told afterwards first, by kind, then what was recorded on that very
    day, by its time.
    """
    return reduce(_after, _ordered(events), StatusFacts())


def steps(events: Iterable[EventLike]) -> list[tuple[EventLike, StatusFacts]]:
    """Each event in the order of ``fold``, with what the history amounts to from then on."""
    ordered = _ordered(events)
    facts = accumulate(ordered, _after, initial=StatusFacts())
    return list(zip(ordered, islice(facts, 1, None), strict=True))


def _ordered(events: Iterable[EventLike]) -> list[EventLike]:
    once = {event.id: event for event in events}
    return sorted(once.values(), key=_order)


def _order(event: EventLike) -> tuple[date, datetime, int, datetime, str]:
    """As-of day; within it, what was recorded on that very day by its time of recording.

    What was recorded later has no time of day: it stands at the start of its day, by kind.
    """
    rank = _RANK.get(EventKind(event.kind), len(_RANK))
    return day_of(event), _moment(event), rank, event.at.astimezone(UTC), event.id


def day_of(event: EventLike) -> date:
    """The day that an event is about; that of its recording, UTC, where none is said."""
    return event.as_of or event.at.astimezone(UTC).date()


def _moment(event: EventLike) -> datetime:
    """When it happened, as well as is known: its recording, or the start of its day."""
    recorded, day = event.at.astimezone(UTC), day_of(event)
    # east of Greenwich the new day begins while UTC still writes the old one
    if recorded.date() <= day:
        return recorded
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _after(facts: StatusFacts, event: EventLike) -> StatusFacts:
    """What the history says once this event has happened."""
    kind = EventKind(event.kind)
    rule = _RULES.get(kind)
    if rule is None:
        return facts
    unfit = rule.unfit(facts)
    if unfit is None:
        return rule.effect(facts, event)
    values = {"event": f"@event.{kind}", "day": day_of(event).isoformat()}
    return replace(facts, ignored={**facts.ignored, event.id: Remark(unfit, values)})


# --- why an event does not fit what stands, if it does not -----------------------------------


def _always(_: StatusFacts) -> None:
    return None


def _unless_checked(facts: StatusFacts) -> str | None:
    return "history.already_checked" if facts.status in DONE_AS_CHECKED else None


def _if_claimed(facts: StatusFacts) -> str | None:
    return None if facts.claim_id else "history.nothing_claimed"


def _if_refusable(facts: StatusFacts) -> str | None:
    if not facts.claim_id:
        return "history.nothing_to_refuse"
    return "history.closed_needs_reopening" if facts.status is Status.CLOSED else None


def _if_unanswered(facts: StatusFacts) -> str | None:
    answered = not facts.claim_id or facts.status in DONE_AS_CHECKED
    return "history.nothing_to_revisit" if answered else None


def _if_verified(facts: StatusFacts) -> str | None:
    return None if facts.status is Status.VERIFIED else "history.nothing_to_publish"


def _if_checked(code: str) -> Callable[[StatusFacts], str | None]:
    return lambda facts: None if facts.status in DONE_AS_CHECKED else code


# --- what an event changes -------------------------------------------------------------------


def _found(facts: StatusFacts, event: EventLike) -> StatusFacts:
    told = _told(facts, event, "history.found")
    earlier = tuple(_overridden(each) for each in event.data.get(OVERRIDDEN) or ())
    overridden = (*facts.overridden, *earlier)
    return replace(told, found_on=facts.found_on or _known_day(event), overridden=overridden)


def _reported(facts: StatusFacts, event: EventLike) -> StatusFacts:
    kind = EventKind(event.kind)
    if kind is EventKind.CLAIMED:
        facts = replace(facts, claim_id=event.id, claimed_on=_known_day(event))
    elif kind is EventKind.IN_WORK:
        facts = _without_claim(facts)
    return _become(facts, event, _AS_STATUS[kind], f"history.{kind}")


def _verified(facts: StatusFacts, event: EventLike) -> StatusFacts:
    if facts.status is Status.CLOSED:
        return facts
    facts = replace(facts, verified_on=_known_day(event), revisit_asked_on=None)
    if file := event.data.get(TOLD_BY_FILE):
        return _become(facts, event, Status.VERIFIED, "history.verified_as_told", file=file)
    facts = _become(facts, event, Status.VERIFIED, "history.verified")
    override = event.data.get(OVERRIDE)
    if not isinstance(override, Mapping):
        return facts
    remark = _overridden({**override, "day": _day_words(event)})
    return replace(facts, overridden=(*facts.overridden, remark))


def _overridden(told: Mapping[str, Any]) -> Remark:
    values = {name: str(told.get(name) or "—") for name in ("day", "name", "reason")}
    return Remark("history.overridden", values)


def _closed(facts: StatusFacts, event: EventLike) -> StatusFacts:
    facts = replace(facts, closed_on=_known_day(event))
    return _become(facts, event, Status.CLOSED, "history.closed")


def _sent_back(facts: StatusFacts, event: EventLike) -> StatusFacts:
    kind = EventKind(event.kind)
    status = Status.IN_WORK if kind is EventKind.REFUSED else Status.RELAPSED
    facts = replace(_without_claim(facts), refused_on=_known_day(event), refused_at=_moment(event))
    return _become(facts, event, status, f"history.{kind}")


def _recheck_set(facts: StatusFacts, event: EventLike) -> StatusFacts:
    day = _date(event.data.get("day")) or day_of(event)
    entry = SetRecheck(day, str(event.data.get("reason") or "—"))
    return replace(facts, rechecks=(*facts.rechecks, entry))


def _rechecked(facts: StatusFacts, event: EventLike) -> StatusFacts:
    return replace(facts, rechecked_on=(*facts.rechecked_on, day_of(event)))


def _without_claim(facts: StatusFacts) -> StatusFacts:
    """Nothing of what was said and answered about a claim outlives it."""
    return replace(
        facts,
        claim_id=None,
        claimed_on=None,
        revisit_asked_on=None,
        verified_on=None,
        published_on=None,
        closed_on=None,
        rechecks=(),
        rechecked_on=(),
    )


def _become(
    facts: StatusFacts, event: EventLike, status: Status, code: str, **values: object
) -> StatusFacts:
    facts = replace(facts, status=status, status_on=_known_day(event))
    return _told(facts, event, code, **values)


def _told(facts: StatusFacts, event: EventLike, code: str, **values: object) -> StatusFacts:
    reason = Remark(code, {"day": _day_words(event), **values})
    return replace(facts, reasons=(*facts.reasons, reason))


def _known_day(event: EventLike) -> date | None:
    """The as-of day where it is a fact; None where it only puts the event in its order."""
    return None if event.data.get("as_of_precision") == UNKNOWN_DAY else event.as_of


def _day_words(event: EventLike) -> str:
    day = _known_day(event)
    return day.isoformat() if day else "@history.undated"


def _date(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class _Rule:
    unfit: Callable[[StatusFacts], str | None]
    effect: Callable[[StatusFacts, EventLike], StatusFacts]


_RULES: Mapping[EventKind, _Rule] = MappingProxyType(
    {
        EventKind.DEADLINE_SET: _Rule(
            _always,
            lambda facts, event: replace(
                facts, deadline=_date(event.data.get("deadline")) or facts.deadline
            ),
        ),
        EventKind.FOUND: _Rule(_always, _found),
        **{kind: _Rule(_unless_checked, _reported) for kind in REPORTED.values()},
        EventKind.REVISIT_ASKED: _Rule(
            _if_unanswered, lambda facts, event: replace(facts, revisit_asked_on=day_of(event))
        ),
        EventKind.INSPECTED: _Rule(_always, lambda facts, _: replace(facts, revisit_asked_on=None)),
        EventKind.VERIFIED: _Rule(_if_claimed, _verified),
        EventKind.REFUSED: _Rule(_if_refusable, _sent_back),
        EventKind.PUBLISHED: _Rule(
            _if_verified, lambda facts, event: replace(facts, published_on=day_of(event))
        ),
        EventKind.CLOSED: _Rule(_if_checked("history.nothing_verified"), _closed),
        EventKind.RECHECK_SET: _Rule(_if_checked("history.nothing_to_recheck"), _recheck_set),
        EventKind.RECHECKED: _Rule(_if_checked("history.nothing_to_recheck"), _rechecked),
        EventKind.REOPENED: _Rule(_if_checked("history.nothing_to_reopen"), _sent_back),
    }
)
"""When each kind of event counts, and what it changes; the others change nothing."""
