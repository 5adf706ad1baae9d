"""A sheet of sections, as JSON values: what each kind of brief is, and both layouts draw.

The head stays free: what an office puts there, its name in red and a number, is for the office.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from geo_app.reports.paper.speech import Speech
from geo_app.store import log
from geo_app.store.checkpoint import Checkpoint
from geo_app.work.desk import Desk

_LABELS = (
    "doubts", "log_origin", "log_size", "log_chain", "log_root", "log_at",
    "seal_note",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """All of a brief.

    Attributes:
        told: JSON values for the layouts.
        head: The head of the log that its foot names.
    """

    told: dict[str, Any]
    head: Checkpoint


def section(
    heading: str,
    *,
    quote: str | None = None,
    lines: Sequence[tuple[str, str]] = (),
    doubts: Sequence[str] = (),
    heads: Sequence[str] = (),
    rows: Sequence[Sequence[str]] = (),
    note: str = "",
) -> dict[str, Any]:
    """A section; all of it but the heading may be missing.

    Args:
        heading: Its words.
        quote: Words of somebody else, as they are.
        lines: Label and words.
        doubts: Sentences.
        heads: Heads of a table.
        rows: Its rows, as many cells as heads.
        note: Small print under it.
    """
    return {
        "heading": heading, "quote": quote, "lines": [list(each) for each in lines],
        "doubts": list(dict.fromkeys(doubts)), "heads": list(heads),
        "rows": [list(row) for row in rows], "note": note,
    }  # fmt: skip


def sheet(
    session: Session,
    desk: Desk,
    speech: Speech,
    today: date,
    title: str,
    sections: Sequence[dict[str, Any]],
) -> Sheet:
    """A brief of its sections, with the head of the log.

    Raises:
        StoreError: The log is broken.
    """
    head = log.prove(session, desk.signer.name, []).head
    labels = {name: speech.say(f"paper.{name}") for name in _LABELS}
    told = {
        "language": "zh" if speech.language == "zh" else "en",
        "title": title,
        "blank": speech.say("brief.blank"),
        "as_of": speech.say("paper.as_of", day=speech.day(today)),
        "sections": list(sections),
        "labels": {**labels, "title": title, "stamp": speech.say("brief.stamp"),
                   "seal": speech.say("brief.seal")},
        "seal": {
            "origin": head.origin, "size": str(head.size), "chain": head.chain,
            "root": base64.b64encode(head.root).decode("ascii"), "at": head.at,
        },
    }  # fmt: skip
    return Sheet(told, head)
