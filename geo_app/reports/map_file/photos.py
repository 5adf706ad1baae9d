"""One photo a site: the newest visit's, and of these the one that shows the place as it is now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_app.domain.inspection import PhotoRole
from geo_app.store.inspections import Inspection, Photo

_BATCH = 500
_BEST_FIRST = (
    PhotoRole.AFTER, PhotoRole.NEAR, PhotoRole.DURING, PhotoRole.FAR, PhotoRole.BEFORE,
    PhotoRole.SIGN,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shot:
    """A photo.

    Attributes:
        sha256: Of its original.
        role: What it is for.
        at: When the visit was, UTC.
    """

    sha256: str
    role: PhotoRole
    at: datetime


def shots(session: Session, site_ids: Sequence[str]) -> Mapping[str, Shot]:
    """The photo of each site that has one.

    Args:
        session: Any transaction.
        site_ids: Ids of sites that the reader may see.
    """
    found: dict[str, tuple[tuple[datetime, int, int], Shot]] = {}
    columns = Photo.site_id, Photo.sha256, Photo.role, Photo.ordinal, Inspection.visited_at
    for start in range(0, len(site_ids), _BATCH):
        some = site_ids[start : start + _BATCH]
        query = select(*columns).join(Photo.inspection).where(Photo.site_id.in_(some))
        for site_id, sha256, told, ordinal, at in session.execute(query):
            role = PhotoRole(told)
            # the newest, then the best of its visit, then the first
            rank = (at, -_BEST_FIRST.index(role), -ordinal)
            if site_id not in found or rank > found[site_id][0]:
                found[site_id] = rank, Shot(sha256, role, at)
    return {site_id: shot for site_id, (_, shot) in found.items()}
