"""Visits and photos as the interface tells them (docs/api.md)."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from geo_app.domain.capture import Link
from geo_app.store.inspections import Inspection
from geo_app.work.evidence import PhotoEvidence, VisitEvidence
from geo_app.work.field import chain


def visit(session: Session, found: VisitEvidence) -> dict[str, Any]:
    """A visit as the interface tells it; what the checks say is in ``photos``."""
    links = chain.links(session, [each.photo for each in found.photos])
    photos = [_photo(each, links.get(each.photo.id)) for each in found.photos]
    return told(found.inspection) | {"photos": photos}


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
        "track": inspection.track,
        "token": inspection.token
        and {name: inspection.token[name] for name in ("issued_at", "problem")},
        "digest": inspection.digest,
    }


def photo(session: Session, each: PhotoEvidence) -> dict[str, Any]:
    """A photo with its facts and what it proves."""
    return _photo(each, chain.links(session, [each.photo]).get(each.photo.id))


def _photo(each: PhotoEvidence, link: Link | None) -> dict[str, Any]:
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
        "seal": row.seal,
        "chain": link.to_json() if link else None,
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
