"""Status: what the history says, never typed in. The only file that spells status strings.

A fold over append-only events. Rules (docs/architecture.md, "Claim and verification"):

* A claim never becomes ``verified`` by itself: only a ``verified`` event after it does that.
* A refusal or a reopening uses the claim up: what comes next needs a claim of its own.
* What is verified or closed stays so until it is refused or reopened; a later self-report
  (claim, dispute, hand-over) changes nothing.
* Events that do not fit are kept in the history, change nothing, and the fold says why.
* ``overdue`` and ``unlocated`` are computed beside the status, not part of it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, Protocol

from geo_app.domain.remark import Remark


class Status(StrEnum):
    """Where the rectification of a problem or site stands."""

    OPEN = "open"
    IN_WORK = "in_work"
    CLAIMED = "claimed"
    VERIFIED = "verified"
    CLOSED = "closed"
    RELAPSED = "relapsed"
    DISPUTED = "disputed"
    TRANSFERRED = "transferred"


class EventKind(StrEnum):
    """What can happen to a problem or site, and to a notice or an anchor."""

    FOUND = "found"
    IN_WORK = "in_work"
    CLAIMED = "claimed"
    DISPUTED = "disputed"
    TRANSFERRED = "transferred"
    INSPECTED = "inspected"
    VERIFIED = "verified"
    REFUSED = "refused"
    REOPENED = "reopened"
    CLOSED = "closed"
    LOCATED = "located"
    DEADLINE_SET = "deadline_set"
    NOTED = "noted"
    # housekeeping of notices, places and anchors: never touches a status
    READ = "read"
    UNLOCATED = "unlocated"
    MOVED = "moved"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    ADDED = "added"
    CORRECTED = "corrected"
    REMOVED = "removed"


DONE_AS_TOLD = frozenset({Status.CLAIMED, Status.VERIFIED, Status.CLOSED})
"""Statuses that count as claimed: the reply says it is done."""

DONE_AS_CHECKED = frozenset({Status.VERIFIED, Status.CLOSED})
"""Statuses that count as verified: somebody else has looked."""

REPORTED = {
    Status.IN_WORK: EventKind.IN_WORK,
    Status.CLAIMED: EventKind.CLAIMED,
    Status.DISPUTED: EventKind.DISPUTED,
    Status.TRANSFERRED: EventKind.TRANSFERRED,
}
"""What a notice can report about a problem, as the event that records it."""

UNKNOWN_DAY = "unknown"
"""``data["as_of_precision"]`` of an event whose as-of date only orders it and is not a fact."""


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
    """

    status: Status = Status.OPEN
    status_on: date | None = None
    claimed_on: date | None = None
    verified_on: date | None = None
    closed_on: date | None = None
    deadline: date | None = None
    reasons: tuple[Remark, ...] = ()
    ignored: Mapping[str, Remark] = field(default_factory=dict)


_ON_ONE_DAY = (
    EventKind.FOUND,
    EventKind.DEADLINE_SET,
    EventKind.IN_WORK,
    EventKind.DISPUTED,
    EventKind.TRANSFERRED,
    EventKind.CLAIMED,
    EventKind.INSPECTED,
    EventKind.VERIFIED,
    EventKind.CLOSED,
    # the less flattering answer of a day wins
    EventKind.REFUSED,
    EventKind.REOPENED,
)
_RANK = {kind: rank for rank, kind in enumerate(_ON_ONE_DAY)}
_SELF_REPORTS = frozenset(REPORTED.values())
_AS_STATUS = {kind: status for status, kind in REPORTED.items()}


def fold(events: Iterable[EventLike]) -> StatusFacts:
    """The status that a history amounts to.

    The answer depends neither on the order of ``events`` nor on repeats: an event counts once by
    its id, and events are ordered by what they carry: as-of day (day of recording where none is
    said); within it what was told afterwards first, by kind, then what was recorded on that very
    day, by its time.
    """
    once = {event.id: event for event in events}
    history = _History()
    for event in sorted(once.values(), key=_order):
        history.take(event)
    return history.facts()


_DAY_ONLY = datetime.min.replace(tzinfo=UTC)


def _order(event: EventLike) -> tuple[date, datetime, int, datetime, str]:
    """As-of day; within it, what was recorded on that very day by its time of recording.

    What was recorded later has no time of day: it stands at the start of its day, by kind.
    """
    recorded = event.at.astimezone(UTC)
    day = event.as_of or recorded.date()
    moment = recorded if day == recorded.date() else _DAY_ONLY
    rank = _RANK.get(EventKind(event.kind), len(_RANK))
    return day, moment, rank, recorded, event.id


class _History:
    """The state of one fold."""

    def __init__(self) -> None:
        self.status = Status.OPEN
        self.status_on: date | None = None
        self.claim_stands = False
        self.claimed_on: date | None = None
        self.verified_on: date | None = None
        self.closed_on: date | None = None
        self.deadline: date | None = None
        self.reasons: list[Remark] = []
        self.ignored: dict[str, Remark] = {}

    def take(self, event: EventLike) -> None:
        kind = EventKind(event.kind)
        day = None if event.data.get("as_of_precision") == UNKNOWN_DAY else event.as_of
        if kind is EventKind.DEADLINE_SET:
            self.deadline = _date(event.data.get("deadline")) or self.deadline
        elif kind is EventKind.FOUND:
            self._say("history.found", day)
        elif kind in _SELF_REPORTS:
            self._report(event, kind, day)
        elif kind in _ANSWERS:
            self._answer(event, kind, day)

    def _report(self, event: EventLike, kind: EventKind, day: date | None) -> None:
        if self.status in DONE_AS_CHECKED:
            self._ignore(event, "history.already_checked")
            return
        if kind is EventKind.CLAIMED:
            self.claim_stands, self.claimed_on = True, day
        elif kind is EventKind.IN_WORK:
            self._forget_claim()
        self._become(_AS_STATUS[kind], day, f"history.{kind}")

    def _answer(self, event: EventLike, kind: EventKind, day: date | None) -> None:
        if kind is EventKind.VERIFIED:
            if not self.claim_stands:
                self._ignore(event, "history.nothing_claimed")
            elif self.status is not Status.CLOSED:
                self.verified_on = day
                self._become(Status.VERIFIED, day, "history.verified")
        elif kind is EventKind.CLOSED:
            if self.status not in DONE_AS_CHECKED:
                self._ignore(event, "history.nothing_verified")
            else:
                self.closed_on = day
                self._become(Status.CLOSED, day, "history.closed")
        elif kind is EventKind.REFUSED:
            if not self.claim_stands:
                self._ignore(event, "history.nothing_to_refuse")
            elif self.status is Status.CLOSED:
                self._ignore(event, "history.closed_needs_reopening")
            else:
                self._forget_claim()
                self._become(Status.IN_WORK, day, "history.refused")
        elif self.status not in DONE_AS_CHECKED:
            self._ignore(event, "history.nothing_to_reopen")
        else:
            self._forget_claim()
            self._become(Status.RELAPSED, day, "history.reopened")

    def _become(self, status: Status, day: date | None, code: str) -> None:
        self.status, self.status_on = status, day
        self._say(code, day)

    def _forget_claim(self) -> None:
        self.claim_stands = False
        self.claimed_on = self.verified_on = self.closed_on = None

    def _say(self, code: str, day: date | None) -> None:
        self.reasons.append(Remark(code, {"day": day.isoformat() if day else "@history.undated"}))

    def _ignore(self, event: EventLike, code: str) -> None:
        self.ignored[event.id] = Remark(
            code, {"event": f"@event.{event.kind}", "day": str(event.as_of or event.at.date())}
        )

    def facts(self) -> StatusFacts:
        return StatusFacts(
            self.status,
            self.status_on,
            self.claimed_on,
            self.verified_on,
            self.closed_on,
            self.deadline,
            tuple(self.reasons),
            self.ignored,
        )


_ANSWERS = frozenset({EventKind.VERIFIED, EventKind.CLOSED, EventKind.REFUSED, EventKind.REOPENED})


def _date(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


class Dated(Protocol):
    """What carries a status and a deadline: the facts of a fold, or a row that keeps them."""

    @property
    def status(self) -> str:
        """A ``Status``."""

    @property
    def deadline(self) -> date | None:
        """Last day, if one was set."""


def is_overdue(facts: Dated, today: date) -> bool:
    """The deadline has passed and nobody has verified; a claim does not stop the clock."""
    return (
        facts.deadline is not None
        and facts.deadline < today
        and Status(facts.status) not in DONE_AS_CHECKED
    )


_WORDS: tuple[tuple[Status, tuple[str, ...]], ...] = (
    # order matters: 未整改到位 before 整改到位, 不予销号 before 销号
    (Status.DISPUTED, ("有争议", "存在争议", "申辩", "性质变更", "不属实", "异议")),
    (Status.TRANSFERRED, ("移交", "移送", "转办")),
    (
        Status.IN_WORK,
        (
            "不予销号", "驳回", "退回", "强化整改", "未整改到位", "未完成整改", "未整改完成",
            "未整改完毕", "尚未完成", "未完成", "未全部", "部分", "基本完成", "序时进度",
            "阶段性", "正在", "整改中", "推进", "持续整改", "办理中", "限期", "立行立改",
            "已启动", "已开展", "已部署",
        ),
    ),
    (Status.OPEN, ("未整改", "未启动", "未开展", "未动工", "尚未", "反弹")),
    (Status.CLAIMED, (
        "已整改", "已解决", "已落实", "完成", "到位", "办结", "销号", "验收", "完毕",
    )),
)  # fmt: skip


def from_word(word: str) -> Status:
    """The status that a word of a notice stands for (已整改, 正在整改, 未启动 …).

    A notice is written by who had to act, so the furthest that any of its words leads to is
    ``claimed``: also 已验收 and 已销号 there are told, not checked. 反弹 says that the problem is
    back. An unknown word is no sign that anything was done: ``open``.
    """
    plain = unicodedata.normalize("NFKC", word)
    for status, words in _WORDS:
        if any(each in plain for each in words):
            return status
    return Status.OPEN
