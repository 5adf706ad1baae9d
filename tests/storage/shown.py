"""Visits whose photos prove something: fixes on the spot at this very hour, and persons who act."""

from __future__ import annotations

import hashlib
import itertools
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime

from geo_app.domain.actor import Role
from geo_app.domain.inspection import Draft, Fix, PhotoDraft, PhotoRole
from geo_app.domain.persona import said
from geo_app.domain.photo import Mime, PhotoFacts
from geo_app.store.models import Site
from geo_app.store.session import Store
from geo_app.work import inspections
from geo_app.work.desk import Desk
from geo_app.work.intake import TakenIn

RESPONSIBLE_UNIT = "河务所"
"""Of the first site of the made-up notice."""

WORKER = said("孙施工", RESPONSIBLE_UNIT, Role.RESPONSIBLE)
CLERK = said("赵经办", "青河市整改办", Role.CLERK)
INSPECTOR = said("李察看", "青河市督查组", Role.INSPECTOR)
VERIFIER = said("王核查", "青河市核查办", Role.VERIFIER)
LEADER = said("周领导", "青河市生态环境局", Role.LEADER)

_EACH = itertools.count()


def show(
    store: Store,
    desk: Desk,
    site_id: str,
    person: tuple[str, str | None] = (INSPECTOR.name, INSPECTOR.unit),
    roles: Sequence[PhotoRole] = (PhotoRole.AFTER, PhotoRole.NEAR, PhotoRole.NEAR, PhotoRole.FAR),
) -> list[str]:
    """Record a visit made just now, a photo for each role, each some steps further; gives ids."""
    now = datetime.now(UTC)
    with store.session(read_only=True) as session:
        site = session.get_one(Site, site_id)
        lon, lat = site.lon, site.lat
    assert lon is not None
    assert lat is not None
    drafts, taken = [], []
    for step, role in enumerate(roles):
        fix = Fix(lon + step * 1e-4, lat, accuracy_m=5.0, at=now, heading_deg=90.0 * step)
        drafts.append(PhotoDraft(str(uuid.uuid4()), role, fix=fix, external=False))
        sha256 = hashlib.sha256(f"{next(_EACH)}".encode()).hexdigest()
        taken.append(TakenIn(sha256, f"{step}.jpg", 1000, PhotoFacts(Mime.JPEG, 800, 600)))
    draft = Draft(
        id=str(uuid.uuid4()),
        site=site_id,
        visited_at=now,
        answers=None,
        fix=Fix(lon, lat, accuracy_m=5.0, at=now),
        sent_at=now,
        photos=tuple(drafts),
    )
    actor = said(*person, Role.INSPECTOR)
    with store.session() as session:
        inspections.record(session, actor, draft, taken, desk)
    return [each.id for each in drafts]
