"""What the kept counts of the map cost, and what is read from them.

    python -m benchmarks.counts [--sites N] [--database URL]

Without a URL on a SQLite file in a temporary folder; on PostgreSQL in a schema of its own, which is
removed again. The sites are made up: settlements of very different size, one district each, twelve
categories.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import create_engine, func, insert, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from geo_app.domain.status import EventKind, Status
from geo_app.geo import tilekey
from geo_app.geo.tilekey import Tile
from geo_app.settings import Settings
from geo_app.store import counts, log
from geo_app.store.models import Notice, Problem, Site
from geo_app.store.session import Store, open_store
from geo_app.store.tiling import SITE_COUNT
from tests.storage.samples import ACTOR

TODAY = date(2026, 6, 1)
NOW = datetime(2026, 5, 1, tzinfo=UTC)
SETTLEMENTS = 3_000
CATEGORIES = 12
BATCH = 50_000
TRIALS = 200


def main(sites: int, database: str) -> None:
    """Print the tables."""
    with _opened(database) as store:
        print(f"{sites:,} sites, {store.engine.dialect.name}\n")
        fill(store, sites)
        empty = _bytes(store)
        seconds = _rebuild(store)
        with store.session(read_only=True) as session:
            rows = session.scalar(select(func.count()).select_from(SITE_COUNT))
        print("| counts | |\n|---|---|")
        print(f"| all made anew | {seconds:.1f} s |")
        print(f"| rows | {rows:,} |")
        print(f"| bytes | {(_bytes(store) - empty) / 1e6:.1f} MB |\n")
        changes(store, sites)
        reading(store, sites)


def fill(store: Store, sites: int) -> None:
    """Write the sites with bulk statements, without their counts."""
    chance = np.random.default_rng(1)
    weight = chance.pareto(1.1, SETTLEMENTS) + 0.1
    where = chance.choice(SETTLEMENTS, sites, p=weight / weight.sum())
    spread = chance.choice([0.02, 0.1, 0.5], sites)
    lons = chance.uniform(75, 135, SETTLEMENTS)[where] + chance.normal(0, 1, sites) * spread
    lats = chance.uniform(20, 52, SETTLEMENTS)[where] + chance.normal(0, 1, sites) * spread
    keys = tilekey.points(lons, lats)
    statuses = chance.choice(list(Status), sites)
    days = chance.integers(0, 1_000, sites)
    nothing: dict[str, Any] = {"spans": [], "facts": {}, "doubts": []}
    with store.session() as session:
        session.add(Notice(id="n", sha256="n", doubts=[], created_at=NOW))
        session.add(
            Problem(id="p", notice_id="n", number=1, category="c0", status=Status.OPEN, **nothing)
        )
        session.flush()
        for first in range(0, sites, BATCH):
            session.connection().execute(
                insert(Site.__table__),
                [
                    {
                        "id": f"s{n}",
                        "code": f"S-{n}",
                        "name": f"示例点位 {n}",
                        "category": f"c{n % CATEGORIES}",
                        "problem_id": "p",
                        "ordinal": n,
                        "place_text": "示例",
                        "status": str(statuses[n]),
                        "district_code": f"{100_000 + where[n]}",
                        "deadline": TODAY + timedelta(int(days[n]) - 500) if n % 3 else None,
                        "located": True,
                        "lon": (lon := float(lons[n])),
                        "lat": (lat := float(lats[n])),
                        "tile_key": int(keys[n]),
                        "min_lon": lon,
                        "max_lon": lon,
                        "min_lat": lat,
                        "max_lat": lat,
                        "geometry": f'{{"type":"Point","coordinates":[{lon},{lat}]}}',
                        "position_layer": "confirmed",
                        "schematic": False,
                        "doubts": [],
                        "created_at": NOW,
                        "updated_at": NOW,
                    }
                    for n in range(first, min(sites, first + BATCH))
                ],
            )


def changes(store: Store, sites: int) -> None:
    """A claim with its event, with and without the counts, one after the other."""
    ways: dict[str, Callable[[], None]] = {
        "the event and the status": lambda: _claim(Session(store.engine), sites),
        "… and all counts": lambda: _kept(store, sites),
    }
    taken: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
    for _ in range(TRIALS):
        for way, run in ways.items():
            started, worked = time.perf_counter(), time.process_time()
            run()
            taken[way].append((time.perf_counter() - started, time.process_time() - worked))
    print("| one status change, ms | p10 | p50 | p90 | CPU, p50 |\n|---|---|---|---|---|")
    for way, times in taken.items():
        waited, cpu = zip(*times, strict=True)
        print(f"| {way} | {_percentiles(waited, 10, 50, 90)} | {_percentiles(cpu, 50)} |")
    _rebuild(store)  # half of the claims passed the counts by
    print()


def reading(store: Store, sites: int) -> None:
    """The summary, and tiles round sites that were drawn by lot."""
    print("| read, ms | shown as cells | p50 | p99 |\n|---|---|---|---|")
    with store.session(read_only=True) as session:
        areas = len(counts.summary(session))
        times = [_timed(counts.summary, session)[0] for _ in range(20)]
        print(f"| summary of {areas:,} areas | | {_percentiles(times, 50, 99)} |")
        for zoom in range(19):
            drawn = [session.get_one(Site, _any(sites)).tile_key or 0 for _ in range(TRIALS)]
            answers = [_timed(counts.cells, session, Tile.of(key, zoom)) for key in drawn]
            cells = sum(found is not None for _, found in answers) / len(answers)
            times = [each for each, _ in answers]
            print(f"| tile of zoom {zoom} | {cells:.0%} | {_percentiles(times, 50, 99)} |")


def _any(sites: int) -> str:
    return f"s{random.randrange(sites)}"  # noqa: S311 # no secret


def _kept(store: Store, sites: int) -> None:
    with store.session() as session:
        _happen(session, sites)


def _claim(session: Session, sites: int) -> None:
    with session:
        _happen(session, sites)
        session.commit()


def _happen(session: Session, sites: int) -> None:
    site = session.get_one(Site, _any(sites))
    log.append(session, ACTOR, EventKind.NOTED, "site", site.id)
    site.status = Status.IN_WORK if site.status == Status.CLAIMED else Status.CLAIMED


def _rebuild(store: Store) -> float:
    started = time.perf_counter()
    with store.session() as session:
        counts.rebuild(session, TODAY)
    return time.perf_counter() - started


def _timed(run: Callable[..., Any], *given: Any) -> tuple[float, Any]:
    started = time.perf_counter()
    answer = run(*given)
    return time.perf_counter() - started, answer


def _percentiles(seconds: Sequence[float], *which: int) -> str:
    return " | ".join(f"{1000 * value:.2f}" for value in np.percentile(seconds, which))


def _bytes(store: Store) -> int:
    with store.engine.connect() as connection:
        if store.engine.dialect.name == "sqlite":
            free = connection.scalar(text("PRAGMA freelist_count")) or 0
            pages = (connection.scalar(text("PRAGMA page_count")) or 0) - free
            return pages * (connection.scalar(text("PRAGMA page_size")) or 0)
        return connection.scalar(text("SELECT pg_total_relation_size('site_count')")) or 0


@contextmanager
def _opened(database: str) -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder:
        if not database:
            store = open_store(Settings(data=Path(folder)))
            yield store
            store.engine.dispose()
            return
        schema = f"bench_{uuid.uuid4().hex[:12]}"
        admin = create_engine(database)
        with admin.begin() as connection:
            connection.execute(text(f"CREATE SCHEMA {schema}"))
        url = make_url(database).update_query_dict({"options": f"-csearch_path={schema}"})
        store = open_store(
            Settings(data=Path(folder), database_url=url.render_as_string(hide_password=False))
        )
        try:
            yield store
        finally:
            store.engine.dispose()
            with admin.begin() as connection:
                connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
            admin.dispose()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sites", type=int, default=1_000_000)
    parser.add_argument("--database", default="")
    asked = parser.parse_args()
    sys.exit(main(asked.sites, asked.database))
