"""Visits recorded by the real job, with photos whose bytes are drawn and facts are told."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from geo_app.domain.actor import Actor
from geo_app.domain.inspection import Draft, Fix, PhotoDraft, PhotoRole
from geo_app.domain.photo import Mime, PhotoFacts
from geo_app.photo.workshop import Renditions, Workshop
from geo_app.settings import Settings
from geo_app.store.session import Store
from geo_app.work import inspections
from geo_app.work.desk import Desk, open_desk
from geo_app.work.intake import TakenIn
from tests.photos import bare, scene

INSPECTOR = Actor("i-1", "检查员甲", "青河市整改办")
AT = datetime(2024, 4, 2, 2, 30, tzinfo=UTC)


def picture(seed: int) -> bytes:
    """A small JPEG, another one for each seed."""
    return bare(scene(seed, (160, 120)))


class QuickWorkshop(Workshop):
    """Makes its renditions in this process: what they show is tested elsewhere."""

    def renditions(self, data: bytes) -> Renditions:
        return Renditions(web=b"web of " + data[-40:], thumb=b"thumb of " + data[-40:])


@contextmanager
def quick_desk(settings: Settings) -> Iterator[Desk]:
    with open_desk(settings) as desk:
        yield replace(desk, workshop=QuickWorkshop(settings.photos, desk.zone))


def visit(store: Store, desk: Desk, site_id: str, photos: Sequence[bytes], nth: int = 1) -> str:
    """Record a visit; gives its id, which is the same each time for the same site and number."""
    draft = Draft(
        id=_uuid(f"{site_id} {nth}"),
        site=site_id,
        visited_at=AT.replace(day=1 + nth),
        answers={"discharging": "no", "smell": 2},
        fix=Fix(114.30, 34.80, accuracy_m=6.0, at=AT),
        note=f"第{nth}次现场检查 <b>",
        sent_at=AT,
        track=(
            Fix(114.3, 34.8, accuracy_m=6.0, at=AT),
            Fix(114.3002, 34.8001, accuracy_m=9.5, at=AT + timedelta(minutes=1)),
        ),
        photos=tuple(
            PhotoDraft(_uuid(f"{site_id} {nth} {index}"), PhotoRole.AFTER)
            for index in range(len(photos))
        ),
    )
    taken = [
        TakenIn(
            desk.files.put(data),
            f"照片{index}.jpg",
            len(data),
            PhotoFacts(Mime.JPEG, 160, 120, position=(114.3001, 34.8002), taken_at=AT),
        )
        for index, data in enumerate(photos)
    ]
    with store.session() as session:
        return inspections.record(session, INSPECTOR, draft, taken, desk).inspection.id


def _uuid(words: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, words))
