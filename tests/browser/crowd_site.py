"""An installation of invented sites that stand thick, counted together from a few on."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select
from werkzeug.serving import WSGIRequestHandler, make_server

from geo_app.domain.actor import SYSTEM
from geo_app.settings import Settings, Tiles
from geo_app.store import counts
from geo_app.store.models import Site
from geo_app.store.session import Store, open_store
from geo_app.web import create_app
from geo_app.work.exchange import import_sites
from tests.browser import samples
from tests.signed_in import access_key, cookie_of

CROWD = 20
SCATTERED = 130
STACKED = 30
STACK = (114.30, 34.62)
BOX = (114.4, 34.5, 114.7, 34.8)
STATUSES = ("open", "claimed", "verified")


@dataclass(frozen=True, slots=True)
class Crowded:
    """The running program and its database."""

    address: str
    store: Store
    cookie: str
    key: str

    def change(self, code: str, status: str) -> None:
        """What somebody did elsewhere, as it stands in the row."""
        with self.store.session() as session:
            session.scalars(select(Site).where(Site.code == code)).one().status = status


class Quiet(WSGIRequestHandler):
    """Writes no line for each request."""

    def log(self, type: str, message: str, *args: object) -> None:
        """Nothing."""


def features() -> samples.Json:
    """Scattered ones of three statuses, and a stack that no zoom takes apart."""
    dice = random.Random(4)  # noqa: S311 # always the same
    west, south, east, north = BOX
    scattered = [
        samples.site(
            f"K-{i}",
            f"散点{i}",
            samples.point(round(dice.uniform(west, east), 5), round(dice.uniform(south, north), 5)),
            status=STATUSES[i % 3],
            deadline="2023-01-31" if i % 6 == 0 else None,
        )
        for i in range(SCATTERED)
    ]
    stacked = [
        samples.site(f"S-{i}", f"叠点{i}", samples.point(*STACK), status="open")
        for i in range(STACKED)
    ]
    return {"type": "FeatureCollection", "features": [*scattered, *stacked]}


@contextmanager
def crowded(folder: Path, map_origins: str = "") -> Iterator[Crowded]:
    """The program with the invented sites, on a free port, for as long as the block lasts."""
    settings = Settings(data=folder, tiles=Tiles(crowd=CROWD), map_origins=map_origins)
    store = open_store(settings)
    with store.session() as session:
        import_sites(
            session,
            SYSTEM,
            samples.as_bytes(features()),
            "sites.geojson",
            settings,
        )
        counts.rebuild(session, datetime.now(ZoneInfo(settings.timezone)).date(), CROWD)
    app = create_app(settings, store)
    server = make_server("127.0.0.1", 0, app, True, 1, Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        shown = access_key(settings)
        yield Crowded(f"http://127.0.0.1:{server.server_port}", store, cookie_of(app), shown)
    finally:
        server.shutdown()
        thread.join()
        store.engine.dispose()
