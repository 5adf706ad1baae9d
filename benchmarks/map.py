"""The map of very many sites beside PostGIS and folium: one run, one set of sites.

    python -m benchmarks.map [--sites N | --data DIR] [--database URL] [--only PART,…]

Parts: ``tiles`` (each zoom through the web application in this process), ``postgis`` (the same
tiles by ``ST_AsMVT``), ``counts`` (the summary, and what a change of status costs), ``page`` (the
first look in Chromium). Sites are those of a data folder, which is copied, or those that
``geo-app demo`` makes up. The copy on PostgreSQL stands in a schema of its own, which is removed.
"""

from __future__ import annotations

import argparse
import gc
import os
import platform
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks import map_page, map_postgres
from geo_app.domain.status import EventKind, Status
from geo_app.geo.tilekey import Tile
from geo_app.settings import SQLITE_FILE, Settings
from geo_app.store import counts, log
from geo_app.store.models import Site
from geo_app.store.session import Store, open_store, sqlite_driver
from geo_app.store.tiling import SITE
from geo_app.web import create_app
from geo_app.web.compression import BROTLI, GZIP
from geo_app.work.demo import fill
from geo_app.work.site_filter import SiteFilter
from geo_app.work.tiles import HIGHEST_ZOOM, make
from tests.signed_in import SignedIn
from tests.storage.samples import ACTOR

PARTS = ("tiles", "postgis", "counts", "page")
LIBRARIES = ("flask", "werkzeug", "sqlalchemy", "psycopg", "numpy", "shapely")
TRIALS = 200
PATIENCE_S = 8.0
"""A zoom is left after so many seconds: at zoom 0 ``ST_AsMVT`` reads every site for each tile."""

CELLS = b"\x0a\x05cells"
"""The name of a layer, as a vector tile begins it."""

Ask = Callable[[Tile], bytes]
Opened = Callable[[], AbstractContextManager[Session]]


@dataclass(frozen=True, slots=True)
class Sites:
    """The located sites: their ids, the keys of their marks, degrees."""

    ids: Sequence[str]
    keys: Sequence[int]
    lons: Sequence[float]
    lats: Sequence[float]


@dataclass(frozen=True, slots=True)
class Answers:
    """What was asked again and again: seconds and CPU seconds of each answer, and its bytes."""

    seconds: Sequence[float]
    cpu: Sequence[float]
    contents: Sequence[bytes]

    @property
    def largest(self) -> int:
        """Bytes of the longest answer."""
        return max(map(len, self.contents))

    @property
    def median(self) -> float:
        """Seconds."""
        return float(np.median(self.seconds))

    @property
    def mean(self) -> float:
        """Seconds."""
        return float(np.mean(self.seconds))

    @property
    def times(self) -> str:
        """Both percentiles, ms; how many answers, where they are few."""
        few = f" ({len(self.seconds)} tiles)" if len(self.seconds) < TRIALS else ""
        return " / ".join(_milliseconds(self.seconds, 50, 99)) + few


def main(count: int, data: Path | None, database: str, parts: Sequence[str]) -> None:
    """Print the tables."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as opened:
        folder = Path(name)
        settings = Settings(data=folder, secret_key="of a benchmark")  # noqa: S106
        store = opened.enter_context(_opened(settings, data, count))
        sites = _read(store)
        print(f"{len(sites.ids):,} located sites.\n\n{_versions()}", flush=True)
        stores, postgis = {"SQLite": store}, None
        if database and parts != ["page"]:
            copy = map_postgres.copied(folder / SQLITE_FILE, database, folder / "postgresql")
            stores["PostgreSQL"] = opened.enter_context(copy)
            engine = stores["PostgreSQL"].engine
            if "postgis" in parts:
                postgis = opened.enter_context(map_postgres.postgis(engine))
            print(map_postgres.versions(engine))
        print(flush=True)
        if {"tiles", "postgis"} & set(parts):
            tiles(sites, stores, postgis, settings)
        if "counts" in parts:
            summaries(stores, sites)
            changes(stores, sites)
        if "page" in parts:
            map_page.compare(folder, sites.lons, sites.lats)


def tiles(sites: Sites, stores: dict[str, Store], postgis: Ask | None, settings: Settings) -> None:
    """Round sites that were drawn by lot; the same tiles for everybody, zoom by zoom."""
    draw = Random(1)  # noqa: S311 # no secret
    web = {name: _application(store, settings) for name, store in stores.items()}
    bare = {name: _maker(store, settings) for name, store in stores.items()}
    for ask in filter(None, (*web.values(), *bare.values(), postgis)):
        ask(Tile.of(sites.keys[0], HIGHEST_ZOOM))  # the first one opens the connection
    gc.collect()
    gc.freeze()  # as the server does
    _head(
        "zoom",
        "shown as cells",
        *(f"{name}, ms p50 / p99" for name in stores),
        "SQLite, CPU ms p50 / p99",
        "largest, bytes",
        *(f"{each.name}, ms p50 / p99 | largest, bytes" for each in (GZIP, BROTLI)),
    )
    beside = []
    for zoom in range(HIGHEST_ZOOM + 1):
        asked = [Tile.of(key, zoom) for key in draw.choices(sites.keys, k=TRIALS)]
        ours = [_measured(ask, asked) for ask in web.values()]
        packed = [_measured(each.quickly, ours[0].contents) for each in (GZIP, BROTLI)]
        _row(
            zoom,
            f"{sum(CELLS in tile for tile in ours[0].contents) / TRIALS:.0%}",
            *(each.times for each in ours),
            " / ".join(_milliseconds(ours[0].cpu, 50, 99)),
            f"{max(each.largest for each in ours):,}",
            *(f"{each.times} | {each.largest:,}" for each in packed),
        )
        if postgis:
            theirs = _measured(postgis, asked)
            alone = [_measured(ask, asked) for ask in bare.values()]
            ratios = [f"{theirs.median / each.median:.2g}" for each in (*ours, *alone)]
            ratios += [f"{theirs.mean / each.mean:.2g}" for each in alone]
            beside.append(
                (zoom, theirs.times, f"{theirs.largest:,}", *(a.times for a in alone), *ratios)
            )
    print()
    if postgis:
        _head(
            "zoom",
            "`ST_AsMVT`, ms p50 / p99",
            "largest, bytes",
            *(f"{name} without the web, ms p50 / p99" for name in stores),
            *(f"{name}: quicker by" for name in stores),
            *(f"{name} without the web: quicker by" for name in stores),
            *(f"{name} without the web: quicker by, at the mean" for name in stores),
        )
        for row in beside:
            _row(*row)
        print()


def summaries(stores: dict[str, Store], sites: Sites) -> None:
    """Areas by status, from the kept counts."""
    draw = Random(3)  # noqa: S311 # no secret
    _head("sites of each status", "areas", "p50, ms", "p99, ms")
    for name, store in stores.items():
        with store.session(read_only=True) as session:
            areas = list(counts.summary(session))
            codes = [area for area in areas if area.isdecimal()]
            city = Counter(code[:4] for code in codes).most_common(1)[0][0]
            its = [code for code in codes if code.startswith(city)]
            every = [_timed(counts.summary, session) for _ in range(TRIALS)]
            each = [_timed(_totals, session, its) for _ in range(TRIALS)]
        _row(f"{name}: every area, `summary`", f"{len(areas):,}", *_milliseconds(every, 50, 99))
        later = [_after_a_change(store, draw.choice(sites.ids)) for _ in range(TRIALS)]
        _row(f"{name}: … after a change", f"{len(areas):,}", *_milliseconds(later, 50, 99))
        _row(f"{name}: a city, `total` of each", len(its), *_milliseconds(each, 50, 99))
    print()


def _after_a_change(store: Store, site_id: str) -> float:
    """Seconds of the first question after somebody has changed a site."""
    with store.session() as session:
        site = session.get_one(Site, site_id)
        site.status = Status.CLAIMED if site.status == Status.IN_WORK else Status.IN_WORK
    with store.session(read_only=True) as session:
        return _timed(counts.summary, session)


def changes(stores: dict[str, Store], sites: Sites) -> None:
    """A new status with its event; there and back, so that counts passed by stay right."""
    _head("one status change", "p10, ms", "p50, ms", "p90, ms")
    draw = Random(2)  # noqa: S311 # no secret
    for name, store in stores.items():
        ways: dict[str, Opened] = {
            "the event and the status": partial(_passing_counts_by, store),
            "… and all counts": store.session,
        }
        taken: dict[str, list[float]] = {way: [] for way in ways}
        for _ in range(TRIALS // 2):
            for way, opened in ways.items():
                site_id = draw.choice(sites.ids)
                with store.session(read_only=True) as session:
                    before = session.get_one(Site, site_id).status
                after = Status.CLAIMED if before == Status.IN_WORK else Status.IN_WORK
                for status in (after, before):
                    taken[way].append(_timed(_change, opened, site_id, status))
        for way, seconds in taken.items():
            _row(f"{name}: {way}", *_milliseconds(seconds, 10, 50, 90))
    print()


@contextmanager
def _opened(settings: Settings, data: Path | None, count: int) -> Iterator[Store]:
    """The sites in a folder of this run, counted for today."""
    if data is not None:
        for file in data.glob(f"{SQLITE_FILE}*"):
            shutil.copyfile(file, settings.data / file.name)
    store, today = open_store(settings), _today(settings)
    try:
        with store.session() as session:
            if data is None:
                fill(session, ACTOR, count, 1, settings, today)
            counts.turn(session, today, settings.tiles.crowd)
        yield store
    finally:
        store.engine.dispose()


def _today(settings: Settings) -> date:
    return datetime.now(ZoneInfo(settings.timezone)).date()


def _read(store: Store) -> Sites:
    columns = (SITE.c[name] for name in ("id", "tile_key", "lon", "lat"))
    with store.engine.connect() as connection:
        rows = connection.execute(select(*columns).where(SITE.c.tile_key.is_not(None))).all()
    return Sites(*zip(*rows, strict=True))


def _application(store: Store, settings: Settings) -> Ask:
    """Tiles by the whole application, from the request to the last byte, not packed."""
    client = SignedIn(create_app(settings, store))

    def ask(tile: Tile) -> bytes:
        answer = client.get(f"/tiles/{tile.z}/{tile.x}/{tile.y}.mvt")
        if answer.status_code != 200:
            raise RuntimeError(answer.text)
        return answer.get_data()

    return ask


def _maker(store: Store, settings: Settings) -> Ask:
    """The tile alone, as ``ST_AsMVT`` makes it: one transaction, no web around it."""
    today = _today(settings)

    def ask(tile: Tile) -> bytes:
        with store.session(read_only=True) as session:
            return make(session, tile, SiteFilter(), today, settings.tiles).content

    return ask


def _totals(session: Session, codes: Sequence[str]) -> list[counts.Cell]:
    return [counts.total(session, None, [code]) for code in codes]


def _change(opened: Opened, site_id: str, status: Status) -> None:
    with opened() as session:
        log.append(session, ACTOR, EventKind.NOTED, "site", site_id)
        session.get_one(Site, site_id).status = status


@contextmanager
def _passing_counts_by(store: Store) -> Iterator[Session]:
    with Session(store.engine) as session:
        yield session
        session.commit()


def _timed(run: Callable[..., object], *given: object) -> float:
    started = time.perf_counter()
    run(*given)
    return time.perf_counter() - started


def _measured(ask: Callable[[Any], bytes], asked: Sequence[object]) -> Answers:
    seconds: list[float] = []
    cpu: list[float] = []
    contents: list[bytes] = []
    for each in asked:
        started, worked = time.perf_counter(), time.thread_time()
        contents.append(ask(each))
        seconds.append(time.perf_counter() - started)
        cpu.append(time.thread_time() - worked)
        if sum(seconds) > PATIENCE_S:
            break
    return Answers(seconds, cpu, contents)


def _milliseconds(seconds: Sequence[float], *which: int) -> list[str]:
    return [f"{1000 * value:.2f}" for value in np.percentile(seconds, which)]


def _head(*columns: str) -> None:
    _row(*columns)
    print("|---" * len(columns) + "|")


def _row(*values: object) -> None:
    print(f"| {' | '.join(map(str, values))} |", flush=True)


def _versions() -> str:
    told = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    cores, load = os.cpu_count(), os.getloadavg()[0]
    return (
        f"Python {platform.python_version()}, SQLite {sqlite_driver().sqlite_version}, {told}; "
        f"{cores} cores, load {load:.1f} at the start"
    )


def _parts(names: str) -> list[str]:
    parts = names.split(",")
    if unknown := set(parts) - set(PARTS):
        raise argparse.ArgumentTypeError(", ".join(sorted(unknown)))
    return parts


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sites", type=int, default=1_000_000)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--database", default="")
    parser.add_argument("--only", type=_parts, default=list(PARTS))
    given = parser.parse_args()
    main(given.sites, given.data, given.database, given.only)
