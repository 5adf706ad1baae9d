"""The sites of a benchmark on PostgreSQL, and PostGIS beside them.

Everything goes into a schema of its own, which is removed again.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Table, create_engine, text
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import DBAPIError

from geo_app.geo.tilekey import Tile
from geo_app.settings import Settings
from geo_app.store.models import Base
from geo_app.store.session import Store, open_store, sqlite_driver

TABLES = ("notice", "problem", "site", "site_shape", "site_count", "count_basis")
"""What tiles and counts are read from, each after what it refers to."""

POINTS = """
CREATE TABLE bench_point AS
SELECT id, code, name, category, status,
       ST_Transform(ST_SetSRID(ST_MakePoint(lon, lat), 4326), 3857) AS geom
FROM site WHERE tile_key IS NOT NULL
"""

TILE = """
SELECT ST_AsMVT(shown, 'sites', 4096, 'geom') FROM (
  SELECT id, code, name, category, status,
         ST_AsMVTGeom(geom, ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, 64, true) AS geom
  FROM bench_point WHERE geom && ST_TileEnvelope(%(z)s, %(x)s, %(y)s)
) AS shown
"""


@contextmanager
def copied(sqlite: Path, database: str, folder: Path) -> Iterator[Store]:
    """The map's tables of a SQLite file on PostgreSQL.

    Args:
        sqlite: The file; it is only read.
        database: Address of a server on which schemas may be created.
        folder: An empty folder for what an installation keeps beside its database.
    """
    schema = f"bench_{uuid.uuid4().hex[:12]}"
    admin = create_engine(database)
    with admin.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    url = make_url(database).update_query_dict({"options": f"-csearch_path={schema},public"})
    try:
        store = open_store(
            Settings(data=folder, database_url=url.render_as_string(hide_password=False))
        )
        try:
            for name in TABLES:
                _copy(sqlite, store.engine, Base.metadata.tables[name])
            _settle(store.engine)
            yield store
        finally:
            store.engine.dispose()
    finally:
        with admin.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        admin.dispose()


@contextmanager
def postgis(engine: Engine) -> Iterator[Callable[[Tile], bytes] | None]:
    """The same points in a table of PostGIS; None where the server does not have it."""
    try:
        with engine.begin() as connection:
            connection.execute(text("CREATE EXTENSION IF NOT EXISTS postgis"))
            connection.execute(text(POINTS))
            connection.execute(text("CREATE INDEX ON bench_point USING gist (geom)"))
    except DBAPIError:
        yield None
        return
    _settle(engine)
    with engine.connect() as connection, closing(connection.connection.cursor()) as driver:
        cursor: Any = driver

        def ask(tile: Tile) -> bytes:
            # not prepared: then the planner knows the square, and reads all or by the index
            cursor.execute(TILE, tile._asdict(), prepare=False)
            return bytes(cursor.fetchone()[0])

        yield ask


def versions(engine: Engine) -> str:
    """Of the server, with the settings that decide how quick it is."""
    names = ("server_version", "shared_buffers", "max_parallel_workers_per_gather", "jit", "fsync")
    with engine.connect() as connection:
        values = [connection.scalar(text(f"SHOW {name}")) for name in names]
        extension = connection.scalar(
            text("SELECT extversion FROM pg_extension WHERE extname = 'postgis'")
        )
    told = ", ".join(f"{name} {value}" for name, value in zip(names[1:], values[1:], strict=True))
    return f"PostgreSQL {values[0]} ({told}), PostGIS {extension or 'not there'}"


def _copy(sqlite: Path, engine: Engine, table: Table) -> None:
    columns = ", ".join(column.name for column in table.columns)
    source = sqlite_driver().connect(f"file:{sqlite}?mode=ro", uri=True)
    with closing(source), engine.begin() as connection:
        cursor: Any = connection.connection.cursor()
        with cursor.copy(f"COPY {table.name} ({columns}) FROM STDIN") as copy:
            for row in source.execute(f"SELECT {columns} FROM {table.name}"):  # noqa: S608
                copy.write_row(row)


def _settle(engine: Engine) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
