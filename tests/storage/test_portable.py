"""Rows as JSON values: any value that a column may hold comes back the same, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime

import orjson
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert

from geo_app.store.inspections import Photo
from geo_app.store.models import Base, Site
from geo_app.store.portable import Filling, read, tables
from geo_app.store.session import Store

TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.booleans() | st.integers(-(2**53), 2**53) | FLOATS | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
TIMES = st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))


@given(
    words=TEXT,
    number=st.integers(-(2**63), 2**63 - 1),
    small=st.integers(-(2**31), 2**31 - 1),
    real=st.none() | FLOATS,
    told=JSON,
    time=TIMES,
    day=st.none() | DAYS,
    yes=st.booleans(),
    raw=st.binary(max_size=30),
)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_value_comes_back(
    store: Store,
    words: str,
    number: int,
    small: int,
    real: float | None,
    told: object,
    time: datetime,
    day: date | None,
    yes: bool,
    raw: bytes,
) -> None:
    made = {
        "site": {
            **dict.fromkeys(("id", "code", "name", "category", "problem_id"), words),
            "place_text": words,
            "ordinal": small,
            "phrase": told,
            "status": words,
            "status_on": day,
            "deadline": day,
            "located": yes,
            "lon": real,
            "lat": real,
            "tile_key": number,
            "geometry": words,
            "position_layer": words,
            "schematic": yes,
            "doubts": told,
            "created_at": time,
            "updated_at": time,
        },
        "picture": {"seq": 1, "sha256": words, "fingerprint": raw},
        "notice": {"id": words, "sha256": words, "doubts": told, "created_at": time},
        "problem": {
            "id": words,
            "notice_id": words,
            "number": small,
            "category": words,
            "spans": told,
            "facts": told,
            "doubts": told,
            "status": words,
        },
    }
    with store.engine.connect() as connection, connection.begin() as transaction:
        for name in ("notice", "problem", "site", "picture"):
            connection.execute(insert(Base.metadata.tables[name]), made[name])
        kept = {table.name: table for table in tables(connection)}
        before = {name: orjson.dumps(list(read(connection, kept[name]))) for name in made}
        for name in ("picture", "site", "problem", "notice"):
            connection.execute(delete(kept[name]))
        filling = Filling(connection)
        for name in ("notice", "problem", "site", "picture"):
            filling.add(name, list(filling.columns(name)), orjson.loads(before[name]))
        filling.finish()
        after = {name: orjson.dumps(list(read(connection, kept[name]))) for name in made}
        assert after == before
        transaction.rollback()


def test_every_table_is_kept_but_what_is_derived(store: Store) -> None:
    """A new table goes along without a word here; leaving one out takes a line in the code."""
    with store.engine.connect() as connection:
        kept = {table.name for table in tables(connection)}
    left_out = set(Base.metadata.tables) - kept
    assert left_out == {"site_count", "site_shape", "count_basis"}
    assert {Site.__tablename__, Photo.__tablename__} <= kept
