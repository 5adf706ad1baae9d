"""A status with its days becomes the same history one by one and at once, or is refused by both."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_app.domain.status import Status
from geo_app.errors import InputError
from geo_app.geo.geojson import read_collection, write_features
from geo_app.geo.vectors.strict import as_vectors
from geo_app.settings import Limits, Settings
from geo_app.store import histories
from geo_app.store.models import Site
from geo_app.store.session import Store, open_store
from geo_app.work import bulk, exchange
from geo_app.work.bulk.reading import COLUMNS
from tests.storage.samples import ACTOR

TODAY = date(2024, 7, 1)
NAME = "one.geojson"
HERE = Settings(database_url="sqlite://")

# few days, so that many fall together; some lie ahead of the day of import
days = st.none() | st.integers(0, 3).map(lambda n: date(2024, 3, 1) + timedelta(n))
days |= st.integers(-1, 1).map(lambda n: date.today() + timedelta(n))  # noqa: DTZ011
overrides = st.just([]) | st.just(
    [{"code": "history.overridden", "values": {"day": "2024-03-02", "name": "甲", "reason": "急"}}]
)


@pytest.fixture(scope="module")
def empty() -> Store:
    return open_store(HERE)


def one_by_one(session: Session, data: bytes) -> None:
    exchange.import_sites(session, ACTOR, data, NAME, HERE)


def at_once(session: Session, data: bytes) -> None:
    read = read_collection(data, name=NAME, limits=Limits())
    file = as_vectors(data, read.features, NAME, COLUMNS, 100)
    bulk.take_in(session, ACTOR, file, HERE, TODAY, title=NAME)


def outcome(store: Store, data: bytes, road: Any) -> tuple[str, Any]:
    """What a road makes of a file; nothing of it stays."""
    with store.session(read_only=True) as session:
        try:
            road(session, data)
        except InputError as error:
            session.rollback()
            return error.code, sorted(error.values.items())
        site = session.scalars(select(Site)).one()
        told = (site.status, site.status_on, site.claimed_on, site.verified_on, site.deadline)
        events = histories.history(session, "site", site.id)
        history = [
            (each.kind, each.as_of, {k: v for k, v in each.data.items() if k != "positions"})
            for each in events
        ]
        found = (told, site.overridden, history)
        session.rollback()
        return "kept", found


@settings(max_examples=60)
@given(
    st.sampled_from(Status),
    st.fixed_dictionaries(
        dict.fromkeys(("status_on", "claimed_on", "verified_on", "deadline"), days)
    ),
    overrides,
)
def test_both_roads_tell_the_same(empty: Store, status: Status, told: Any, overridden: Any) -> None:
    properties = {
        "code": "X-1",
        "name": "点",
        "category": "odour",
        "notice_sha256": "7" * 64,
        "problem_number": 1,
        "place_text": "某处",
        "status": status.value,
        "overridden": overridden or None,
        **{name: day and day.isoformat() for name, day in told.items()},
    }
    feature = {"type": "Feature", "geometry": None, "properties": properties}
    data = write_features([orjson.loads(orjson.dumps(feature))])
    assert outcome(empty, data, at_once) == outcome(empty, data, one_by_one)
