"""A made-up city or nation of sites, for trying things out: everything in it says that it is none.

The same number, seed and day give the same sites. Districts are real outlines; names, units,
statuses and places are invented, and called 示例 (example) wherever they are written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import date

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor
from geo_app.errors import ConflictError, InputError
from geo_app.geo.districts import Districts, nation
from geo_app.geo.gazetteer import load_gazetteer
from geo_app.geo.vectors import Batch, VectorFile
from geo_app.resources import resource
from geo_app.settings import Settings
from geo_app.store.models import Notice
from geo_app.work import bulk, gazetteer, reference
from geo_app.work.demo.city import Settlements
from geo_app.work.demo.sites import COLUMNS, Inventor

TITLE = "示例数据：虚构的巡察整改通报，不涉及任何真实单位"
FILE = "demo"
_BLOCK = 10_000
CITY = 200_000
"""Up to so many sites they lie in the installation's districts, beyond that in the nation's."""


def fill(
    session: Session,
    actor: Actor,
    count: int,
    seed: int,
    settings: Settings,
    today: date,
    *,
    progress: Callable[[int, int], object] = lambda done, count: None,
) -> bulk.BulkReport:
    """Fill a database with made-up sites.

    Args:
        session: A write transaction on a database without real notices.
        actor: Who fills it.
        count: How many sites.
        seed: The same one gives the same sites on the same day.
        settings: Limits, and the folder with the districts.
        today: What is overdue, and what lies how long ago, is told from this day.
        progress: Told after each batch how many of how many are done.

    Raises:
        InputError: The number is not between 1 and ``bulk.features``.
        ConflictError: There are real notices here.
    """
    if not 1 <= count <= settings.bulk.features:
        raise InputError("demo.too_many", limit=settings.bulk.features)
    real = session.scalar(
        select(func.count()).select_from(Notice).where(func.coalesce(Notice.title, "") != TITLE)
    )
    if real:
        raise ConflictError("demo.in_use", notices=real)
    gazetteer.seed(
        session, actor, load_gazetteer(resource("data", "gazetteer.geojson"), settings.limits)
    )
    districts = reference.districts(settings)
    if count > CITY:
        districts = nation() or districts
    file = made_up(count, seed, today, districts)
    return bulk.take_in(session, actor, file, settings, today, title=TITLE, progress=progress)


def made_up(count: int, seed: int, today: date, districts: Districts) -> VectorFile:
    """The sites as a file would say them.

    Args:
        count: How many.
        seed: Of the invention.
        today: Histories end before this day.
        districts: Where they lie.
    """
    sha256 = hashlib.sha256(f"{FILE}/{count}/{seed}/{today}".encode()).hexdigest()
    return VectorFile(FILE, sha256, count, COLUMNS, _batches(count, seed, today, districts))


def _batches(count: int, seed: int, today: date, districts: Districts) -> Iterator[Batch]:
    settlements = Settlements(districts, count, np.random.default_rng([seed, 0]))
    inventor = Inventor(today)
    for start in range(0, count, _BLOCK):
        rng = np.random.default_rng([seed, 1, start])
        numbers = np.arange(start, min(start + _BLOCK, count))
        places = settlements.places(len(numbers), rng)
        yield inventor.batch(numbers, places, rng)
