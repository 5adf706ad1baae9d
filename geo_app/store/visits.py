"""A visit in the database: whose turn it is to write, and digests made from the rows.

The event that records a visit carries the digests of what the client said and of what its photos
say, so that a row altered later no longer fits the chain.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy.orm import Session

from geo_app.store import head
from geo_app.store.inspections import Inspection, Photo


def take_turn(session: Session) -> None:
    """Wait until no other transaction writes visits or forms: what is looked up then holds."""
    head.hold(session)


def digest(inspection: Inspection, photos: list[Photo]) -> str:
    """SHA-256 over what the client said of a visit: the same id again must say the same.

    Left out is what differs when the same visit is sent again (the device's clock at sending)
    and what the server found (facts, the time of receipt, who was signed in).

    Args:
        inspection: The row; its own ``digest`` is not looked at.
        photos: Its photos, in order.
    """
    return _hash(
        {
            "id": inspection.id,
            "site": inspection.site_id,
            "form": inspection.form_id,
            "visited_at": _moment(inspection.visited_at),
            "fix": inspection.fix,
            "answers": inspection.answers,
            "note": inspection.note,
            "token": (inspection.token or {}).get("text"),
            # left out where there is none: older visits were recorded without
            **({"track": inspection.track} if inspection.track else {}),
            "photos": [
                {
                    "id": photo.id,
                    "role": photo.role,
                    "sha256": photo.sha256,
                    "fix": photo.fix,
                    "external": photo.external,
                    # left out where there is none: older visits were recorded without
                    **({"seal": photo.seal} if photo.seal else {}),
                }
                for photo in photos
            ],
        }
    )


def photo_digest(photo: Photo) -> str:
    """SHA-256 over what the server found in the bytes of a photo, and what it was called."""
    return _hash(
        {
            "sha256": photo.sha256,
            "name": photo.name,
            "size": photo.size,
            "facts": photo.facts,
            "likeness": photo.likeness,
        }
    )


def receipt_digest(inspection: Inspection) -> str:
    """SHA-256 over what was noted of a visit when it arrived, which may differ when sent again."""
    sent_at = inspection.sent_at
    return _hash(
        {
            "id": inspection.id,
            "sent_at": _moment(sent_at) if sent_at else None,
            "received_at": _moment(inspection.received_at),
            "source": inspection.source,
            "token": inspection.token,
        }
    )


def _hash(value: dict[str, Any]) -> str:
    return hashlib.sha256(orjson.dumps(value, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds")
