"""The papers of many sites as one zip: 100 sites with six photos each, as PDF and as Word."""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
import uuid
from datetime import UTC, date, datetime
from pathlib import Path

from PIL import Image
from sqlalchemy import select

from geo_app.domain.actor import Actor
from geo_app.domain.inspection import Draft, Fix, PhotoDraft, PhotoRole
from geo_app.reports.batch.archive import Wanted, write
from geo_app.reports.paper.kinds import KINDS
from geo_app.settings import Settings
from geo_app.store.models import Site
from geo_app.store.session import Store, open_store
from geo_app.work import exchange, inspections, reference
from geo_app.work.desk import Desk, open_desk
from geo_app.work.intake import Upload
from tests import scenery
from tests.browser import samples
from tests.photos import jpeg

ACTOR = Actor("bench", "检查员甲", unit="青河市整改办")
SIZE = (1600, 1200)
AIM_S = 60.0
WEST, SOUTH = 114.30, 34.78


def fill(store: Store, desk: Desk, settings: Settings, sites: int, photos: int) -> None:
    """Sites on a grid, each visited once with photos of its own."""
    features = [
        samples.site(
            f"B{n:03d}",
            f"第{n}排口",
            samples.point(WEST + n % 10 * 0.004, SOUTH + n // 10 * 0.004),
            category="river_outlet",
        )
        for n in range(sites)
    ]
    content = samples.as_bytes({"type": "FeatureCollection", "features": features})
    with store.session() as session:
        exchange.import_sites(session, ACTOR, content, "bench.geojson", settings)
    with store.session(read_only=True) as session:
        found = [(site.id, site.lon, site.lat) for site in session.scalars(select(Site))]
    for number, (site, lon, lat) in enumerate(found):
        at = datetime(2024, 4, 2, 2, number % 60, tzinfo=UTC)
        taken = f"2024:04:02 10:{number % 60:02d}:00"
        uploads = [
            Upload.of(f"{n}.jpg", picture(number, n, taken, lon, lat)) for n in range(photos)
        ]
        roles = (PhotoRole.BEFORE, PhotoRole.DURING, *(PhotoRole.AFTER,) * photos)
        draft = Draft(
            id=str(uuid.uuid4()),
            site=site,
            visited_at=at,
            answers={"discharging": "no", "smell": 1},
            fix=Fix(lon, lat, accuracy_m=6.0, at=at),
            sent_at=at,
            photos=tuple(PhotoDraft(str(uuid.uuid4()), role) for role in roles[:photos]),
        )
        inspections.submit(store, ACTOR, draft, uploads, desk, "bench")


def picture(number: int, nth: int, taken: str, lon: float, lat: float) -> bytes:
    """A photo of another scene for each site, 1600 pixels wide."""
    image = scenery.photo(number, nth).resize(SIZE, Image.Resampling.BICUBIC)
    return jpeg(image, taken=taken, lon=lon, lat=lat, direction=40.0 * nth)


def main() -> None:
    """Print how long each kind takes."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sites", type=int, default=100)
    asked.add_argument("--photos", type=int, default=6)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder) / "data")
        settings.data.mkdir()
        store = open_store(settings)
        with open_desk(settings) as desk:
            started = time.perf_counter()
            fill(store, desk, settings, given.sites, given.photos)
            print(f"{given.sites} sites filled in {time.perf_counter() - started:.0f} s")
            measure(store, desk, settings, Path(folder))
        store.engine.dispose()


def measure(store: Store, desk: Desk, settings: Settings, folder: Path) -> None:
    """Make each kind once, with nothing loaded before."""
    districts = reference.districts(settings)
    with store.session(read_only=True) as session:
        ids = tuple(session.scalars(select(Site.id).order_by(Site.code)))
    for kind in KINDS:
        target = folder / f"{kind}.zip"
        started, busy = time.perf_counter(), time.process_time()
        write(store, desk, districts, Wanted(ids, kind, date(2024, 8, 1)), target)
        took, cpu = time.perf_counter() - started, time.process_time() - busy
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        size = target.stat().st_size / 1_000_000
        print(f"| {kind} | {took:.1f} s | {cpu:.1f} s | {size:.0f} MB | {peak:.0f} MB |")
        if took > AIM_S:
            print(f"over the aim of {AIM_S:.0f} s")


if __name__ == "__main__":
    main()
