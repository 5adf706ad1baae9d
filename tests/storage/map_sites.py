"""Sites by the dozen, put where a test of the map wants them."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import orjson
import shapely
from shapely.geometry import Point, mapping
from shapely.geometry.base import BaseGeometry
from sqlalchemy import insert

from geo_app.domain.status import Status
from geo_app.settings import Tiles
from geo_app.store import counts
from geo_app.store.models import Notice, Problem, Site
from geo_app.store.session import Store

TODAY = date(2024, 6, 1)
NOW = datetime(2024, 5, 1, tzinfo=UTC)
FEW = Tiles(crowd=5)
DISTRICTS = ("990101", "990102", None)
UNITS = ("示范区", None, None)
CATEGORIES = ("river_outlet", "sewage_station", "other")


@dataclass
class Placed:
    """What a test says of a site; the rest is made up."""

    geometry: BaseGeometry | None = None
    status: str = Status.OPEN
    category: str = "other"
    district_code: str | None = None
    accounting_unit: str | None = None
    deadline: date | None = None
    name: str = "点位"

    @property
    def overdue(self) -> bool:
        done = self.status in {Status.VERIFIED, Status.CLOSED}
        return self.deadline is not None and self.deadline < TODAY and not done


def put(store: Store, placed: Iterable[Placed], crowd: int = FEW.crowd) -> list[str]:
    """Keep sites and count them; gives their ids."""
    rows = [_row(n, each) for n, each in enumerate(placed, 1)]
    with store.session() as session:
        connection = session.connection()
        connection.execute(
            insert(Notice.__table__),
            {"id": "n", "sha256": "0" * 64, "doubts": [], "created_at": NOW},
        )
        problem = {"id": "p", "notice_id": "n", "number": 1, "category": "other", "status": "open"}
        nothing = {"spans": [], "facts": {}, "doubts": []}
        connection.execute(insert(Problem.__table__), {**problem, **nothing})
        connection.execute(insert(Site.__table__), rows)
        counts.rebuild(session, TODAY, crowd)
    return [row["id"] for row in rows]


def _row(number: int, placed: Placed) -> dict[str, Any]:
    shape = placed.geometry
    mark = shapely.point_on_surface(shape) if shape is not None else None
    bounds = shape.bounds if shape is not None else (None,) * 4
    return {
        "id": str(uuid.UUID(int=number)),
        "code": f"S-{number}",
        "name": placed.name,
        "category": placed.category,
        "problem_id": "p",
        "ordinal": number,
        "place_text": "处",
        "status": placed.status,
        "district_code": placed.district_code,
        "district": placed.district_code and f"区{placed.district_code}",
        "accounting_unit": placed.accounting_unit,
        "deadline": placed.deadline,
        "located": mark is not None,
        "lon": mark and mark.x,
        "lat": mark and mark.y,
        "radius_m": 30.0,
        "geometry": shape and orjson.dumps(mapping(shape)).decode(),
        **dict(zip(("min_lon", "min_lat", "max_lon", "max_lat"), bounds, strict=True)),
        "position_layer": "confirmed",
        "schematic": False,
        "doubts": [],
        "created_at": NOW,
        "updated_at": NOW,
    }


def scattered(count: int, seed: int = 1) -> list[Placed]:
    """Sites in three towns and all over the world, with every status and kind of area."""
    dice = random.Random(seed)  # noqa: S311 # made-up places, no secrets
    towns = [(114.3, 34.8), (114.9, 34.6), (-70.0, -33.0)]
    placed = []
    for _ in range(count):
        lon, lat = dice.choice(towns)
        spread = dice.choice([0.001, 0.05, 5.0])
        place = Point(lon + dice.gauss(0, spread), lat + dice.gauss(0, spread))
        placed.append(
            Placed(
                geometry=place if dice.random() < 0.95 else None,
                status=dice.choice(list(Status)).value,
                category=dice.choice(CATEGORIES),
                district_code=dice.choice(DISTRICTS),
                accounting_unit=dice.choice(UNITS),
                deadline=dice.choice([None, date(2024, 5, 31), date(2024, 6, 1)]),
                name="点位" * dice.randint(1, 20),
            )
        )
    return placed
