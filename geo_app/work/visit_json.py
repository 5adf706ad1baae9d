"""Visits and photos as the interface tells them (docs/api.md)."""

from __future__ import annotations

from typing import Any

from geo_app.store.inspections import Inspection
from geo_app.work.evidence import PhotoEvidence, VisitEvidence


def visit(found: VisitEvidence) -> dict[str, Any]:
    """A visit as the interface tells it; what the checks say is in ``photos``."""
    return told(found.inspection) | {"photos": [photo(each) for each in found.photos]}


def told(inspection: Inspection) -> dict[str, Any]:
    """A visit without its photos."""
    return {
        "id": inspection.id,
        "site": inspection.site_id,
        "visited_at": inspection.visited_at.isoformat(),
        "received_at": inspection.received_at.isoformat(),
        "sent_at": inspection.sent_at.isoformat() if inspection.sent_at else None,
        "person": {"name": inspection.actor_name, "unit": inspection.actor_unit},
        "source": inspection.source,
        "form": inspection.form_id,
        "answers": inspection.answers,
        "note": inspection.note,
        "fix": inspection.fix,
        "token": inspection.token
        and {name: inspection.token[name] for name in ("issued_at", "problem")},
        "digest": inspection.digest,
    }


def photo(each: PhotoEvidence) -> dict[str, Any]:
    """A photo with its facts and what it proves."""
    row = each.photo
    return {
        "id": row.id,
        "inspection": row.inspection_id,
        "site": row.site_id,
        "role": row.role,
        "sha256": row.sha256,
        "name": row.name,
        "size": row.size,
        "external": row.external,
        "received_at": row.received_at.isoformat(),
        "fix": row.fix,
        "facts": row.facts,
        "twins": [
            {
                "photo": twin.photo_id or None,  # of a district that the reader does not see
                "site": twin.site_id or None,
                "same_bytes": twin.same_bytes,
                "mirrored": twin.mirrored,
            }
            for twin in each.sighting.twins
        ],
        **each.assessment.to_json(),
    }
