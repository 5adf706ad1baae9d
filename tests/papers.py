"""A site with a claim, two visits and real photos, for its paper; and what a PDF says."""

from __future__ import annotations

import re
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from geo_app.domain.actor import Actor
from geo_app.domain.inspection import Draft, Fix, PhotoDraft, PhotoRole
from geo_app.reports.paper.content import Paper, gather
from geo_app.store.models import Site
from geo_app.store.session import Store
from geo_app.work import inspections, places, reference
from geo_app.work.desk import Desk
from geo_app.work.intake import Upload
from tests import scenery
from tests.photos import jpeg
from tests.web.conftest import OPERATOR, House, build

TODAY = date(2024, 8, 1)
INSPECTOR = Actor("i-1", "李巡", unit="市督查组")


@dataclass(frozen=True)
class Filed:
    """An installation and the site that the paper is about."""

    house: House
    site: str
    code: str

    @property
    def store(self) -> Store:
        return self.house.store

    @property
    def desk(self) -> Desk:
        desk: Desk = self.house.app.extensions["geo_app"].desk
        return desk

    def paper(self, **given: Any) -> Paper:
        wanted = {"today": TODAY, "language": "zh", **given}
        districts = reference.districts(self.house.settings)
        with self.store.session(read_only=True) as session:
            return gather(session, self.site, self.desk, districts, **wanted)


@contextmanager
def filed(folder: Path, *, photos: bool = True) -> Iterator[Filed]:
    """The outlet of the sample notice, visited before and after."""
    house = build(folder)
    try:
        yield _fill(house, photos=photos)
    finally:
        house.app.extensions["geo_app"].desk.close()
        house.store.engine.dispose()


def _fill(house: House, *, photos: bool) -> Filed:
    with house.store.session() as session:
        places.confirm_all(session, OPERATOR, house.notice_id)
        site = session.scalars(select(Site).where(Site.name == "青石桥东排口")).one()
        made = Filed(house, site.id, site.code)
    if photos:
        visit(made, datetime(2023, 6, 1, 2, tzinfo=UTC), PhotoRole.BEFORE, 0)
        visit(made, datetime(2023, 7, 5, 7, tzinfo=UTC), PhotoRole.AFTER, 1)
    return made


def visit(
    made: Filed, at: datetime, role: PhotoRole, nth: int, note: str = "", actor: Actor = INSPECTOR
) -> None:
    """One more visit with one photo, east of the bridge."""
    lon, lat = 114.3316, 34.7801
    local = f"{at:%Y:%m:%d} {at.hour + 8:02d}:{at:%M:%S}"
    data = jpeg(scenery.photo(0, nth), taken=local, lon=lon, lat=lat, direction=40.0 + nth)
    photo = PhotoDraft(str(uuid.uuid4()), role)
    draft = Draft(
        id=str(uuid.uuid4()),
        site=made.site,
        visited_at=at,
        answers={"discharging": "no", "smell": 1},
        fix=Fix(lon, lat, accuracy_m=8.0, at=at),
        note=note or None,
        sent_at=at,
        photos=(photo,),
    )
    upload = Upload.of(f"{nth}.jpg", data)
    inspections.submit(made.store, actor, draft, [upload], made.desk, "web")


def text(pdf: bytes) -> str:
    """What pdftotext reads, without blanks: lines break anywhere in Chinese."""
    done = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return "".join(done.stdout.decode().split()).replace("\u200b", "")


A4_WIDTH = 595.28
"""Points."""


def boxes(pdf: bytes) -> list[tuple[float, float]]:
    """Left and right of each word on its page, points."""
    done = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True
    )
    found = re.findall(r'<word xMin="([-\d.]+)"[^>]* xMax="([-\d.]+)"', done.stdout.decode())
    return [(float(left), float(right)) for left, right in found]
