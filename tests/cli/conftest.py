"""What several tests of the command line begin with."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from geo_app.domain.actor import Actor
from geo_app.domain.inspection import Draft, PhotoDraft, PhotoRole
from geo_app.settings import Settings
from geo_app.store.models import Site
from geo_app.store.session import open_store
from geo_app.work.desk import open_desk
from geo_app.work.first_start import first_start
from geo_app.work.inspections import submit
from geo_app.work.intake import Upload
from tests.photos import jpeg, scene

WHEN = datetime(2026, 8, 21, 2, 22, 5, tzinfo=UTC)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """An installation after its first start with one visit; gives its folder and the site."""
    data = tmp_path_factory.mktemp("visited") / "data"
    settings = Settings(data=data)
    store = open_store(settings)
    first_start(store, settings)
    with store.session(read_only=True) as session:
        found = session.scalars(select(Site).where(Site.located).order_by(Site.code)).first()
    assert found is not None
    assert found.lon is not None
    assert found.lat is not None
    photos = [
        jpeg(scene(seed, (640, 480)), lon=found.lon, lat=found.lat, hpos_error_m=5, direction=90)
        for seed in (1, 2)
    ]
    draft = Draft(
        id=str(uuid.uuid4()),
        site=found.id,
        visited_at=WHEN,
        answers=None,
        photos=tuple(PhotoDraft(str(uuid.uuid4()), PhotoRole.AFTER) for _ in photos),
    )
    uploads = [Upload.of(f"照片{number}.jpg", each) for number, each in enumerate(photos)]
    with open_desk(settings) as desk:
        submit(store, Actor("i", "检查员甲"), draft, uploads, desk, "cli")
    store.engine.dispose()
    return data, found.code
