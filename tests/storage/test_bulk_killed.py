"""An import of very many sites that is killed leaves the database as it was, or is there whole."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import shapely
from sqlalchemy import func, inspect, select, text

from geo_app.settings import BulkLimits, Settings
from geo_app.store import counts
from geo_app.store.models import Site
from geo_app.store.session import Store
from tests.storage.test_bulk import is_sound, take_in
from tests.vectors import frame, write

BATCH, BATCHES = 400, 6
TODAY = date(2024, 7, 1)
PROGRAM = """
import sys
from datetime import date
from pathlib import Path
from geo_app.settings import BulkLimits, Settings
from geo_app.store.session import open_store
from geo_app.work import bulk
from geo_app.work.bulk import ahead
from tests.storage.samples import ACTOR

ahead.WORTH_IT = 0
path, data, url, batch = sys.argv[1:]
settings = Settings(data=Path(data), database_url=url, bulk=BulkLimits(batch=int(batch)))
with open_store(settings).session() as session:
    bulk.import_file(
        session, ACTOR, Path(path), settings, date(2024, 7, 1),
        progress=lambda done, count: print(done, flush=True),
    )
"""


@pytest.fixture
def many(tmp_path: Path) -> Path:
    count = BATCH * BATCHES
    shapes = [shapely.Point(114 + n / 10_000, 34.5) for n in range(count)]
    return write(tmp_path / "many.gpkg", frame({"code": [f"c-{n}" for n in range(count)]}, shapes))


@pytest.fixture
def importer(settings: Settings, many: Path) -> Iterator[subprocess.Popen[str]]:
    words = [str(many), str(settings.data), settings.database_url, str(BATCH)]
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *words], stdout=subprocess.PIPE, text=True
    )
    yield process
    process.kill()
    process.communicate()


@pytest.mark.parametrize("after", [1, BATCHES // 2, BATCHES])
def test_all_or_nothing(
    store: Store, settings: Settings, many: Path, importer: subprocess.Popen[str], after: int
) -> None:
    indexes = _indexes(store)
    assert importer.stdout is not None
    told = [int(importer.stdout.readline()) for _ in range(after)]
    assert told[-1] == after * BATCH
    if after < BATCHES:  # who looks meanwhile sees what was there
        assert _count(store) == 0
    importer.kill()
    importer.wait()
    sites = _count(store)
    with store.session(read_only=True) as session:
        if store.engine.dialect.name == "sqlite":
            assert session.scalar(text("PRAGMA integrity_check")) == "ok"
    assert sites == 0 or (after == BATCHES and sites == BATCH * BATCHES)
    assert _indexes(store) == indexes
    small = Settings(
        data=settings.data, database_url=settings.database_url, bulk=BulkLimits(batch=BATCH)
    )
    assert take_in(store, small, many).added == BATCH * BATCHES - sites
    assert is_sound(store)
    with store.session() as session:
        assert list(counts.check(session)) == []


def _count(store: Store) -> int:
    with store.session(read_only=True) as session:
        return session.scalar(select(func.count()).select_from(Site)) or 0


def _indexes(store: Store) -> set[str]:
    found = inspect(store.engine)
    return {str(each["name"]) for name in ("site", "imported") for each in found.get_indexes(name)}
