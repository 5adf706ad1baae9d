"""Tables. Plain SQL on both databases; geometry is GeoJSON text, EPSG:4326 (docs/data.md).

Rows of ``event`` and ``position`` are never changed or deleted: triggers of the migration refuse
it. Columns ``status``, ``claimed_on`` … of a problem or site are a cache of the fold over events.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    MetaData,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from geo_app.domain.status import DONE_AS_CHECKED, EventKind, Status


class UtcDateTime(TypeDecorator[datetime]):
    """Aware times, stored in UTC; SQLite keeps no zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; a time without a zone is a programming error."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """As an aware time in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """All tables; constraints are named so that a migration can name them on any database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {str: Text, datetime: UtcDateTime, Any: JSON(none_as_null=True)}


class Notice(Base):
    """A document. ``text`` is null where only a file of its sites was imported."""

    __tablename__ = "notice"

    id: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str | None]
    issuer: Mapped[str | None]
    issued_on: Mapped[date | None]
    source_name: Mapped[str | None]
    text: Mapped[str | None]
    doubts: Mapped[Any] = mapped_column(nullable=False)
    created_at: Mapped[datetime]

    problems: Mapped[list[Problem]] = relationship(
        back_populates="notice", order_by="Problem.number"
    )


class Problem(Base):
    """One numbered item of a notice."""

    __tablename__ = "problem"
    __table_args__ = (UniqueConstraint("notice_id", "number"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    notice_id: Mapped[str] = mapped_column(ForeignKey(Notice.id))
    number: Mapped[int]
    category: Mapped[str]
    status_word: Mapped[str | None]
    finding: Mapped[str | None]
    reply: Mapped[str | None]
    spans: Mapped[Any] = mapped_column(nullable=False)
    facts: Mapped[Any] = mapped_column(nullable=False)
    doubts: Mapped[Any] = mapped_column(nullable=False)
    responsible_unit: Mapped[str | None]
    deadline: Mapped[date | None]
    status: Mapped[str] = mapped_column(index=True)
    status_on: Mapped[date | None]
    claimed_on: Mapped[date | None]
    verified_on: Mapped[date | None]

    notice: Mapped[Notice] = relationship(back_populates="problems")
    places: Mapped[list[Place]] = relationship(back_populates="problem", order_by="Place.ordinal")
    sites: Mapped[list[Site]] = relationship(back_populates="problem", order_by="Site.ordinal")


class Place(Base):
    """One place of a problem under review: what the words say and where that was computed."""

    __tablename__ = "place"
    __table_args__ = (UniqueConstraint("problem_id", "ordinal"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    problem_id: Mapped[str] = mapped_column(ForeignKey(Problem.id))
    ordinal: Mapped[int]
    text: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    aliases: Mapped[Any] = mapped_column(nullable=False)
    phrase: Mapped[Any] = mapped_column(nullable=True)
    name: Mapped[str]
    category: Mapped[str]
    claimed_status: Mapped[str]
    district_code: Mapped[str | None]
    district: Mapped[str | None]
    district_named: Mapped[bool]
    accounting_unit: Mapped[str | None]
    responsible_unit: Mapped[str | None]
    doubts: Mapped[Any] = mapped_column(nullable=False)
    state: Mapped[str]
    merged_into: Mapped[str | None] = mapped_column(ForeignKey(f"{__tablename__}.id"))
    location: Mapped[Any] = mapped_column(nullable=True)
    unresolved: Mapped[Any] = mapped_column(nullable=True)
    site_id: Mapped[str | None] = mapped_column(index=True)

    problem: Mapped[Problem] = relationship(back_populates="places")


MARK = (
    *("tile_key", "id", "status", "deadline", "name", "category", "schematic"),
    *("radius_m", "district", "verdict", "code", "overridden"),
)
"""Columns that make up a mark of the map, in the order in which they are read."""

LEDGER = (
    *("problem_id", "ordinal", "code", "status", "category", "district_code"),
    *("accounting_unit", "deadline", "responsible_unit", "serial"),
)
"""Columns that say whether a site of a problem answers a filter of the ledger, in its order."""

LISTED = ("problem_id", "ordinal", "code", "serial")
"""Columns of the index by which the sites of a problem are read in order."""

MAP_FILTERS = (
    ("category",),
    ("district_code",),
    ("district_code", "category"),
    ("accounting_unit",),
    ("accounting_unit", "category"),
)
"""Filters of the map: for each of them an index reads just the sites of a map square."""


def _indexes_of_one_database() -> Iterator[Index]:
    # SQLite reads a row of this table in 30 µs, where the marks of a map square lie side by side
    # in 2; PostgreSQL is as quick without, and an entry of its indexes has no room for long names
    for name, dialect, columns in (
        ("ix_site_mark", "sqlite", MARK),
        ("ix_site_tile_key", "postgresql", MARK[:1]),
        # the same for the ledger, which asks whether a problem has such a site, and for the first
        ("ix_site_ledger", "sqlite", LEDGER),
        ("ix_site_problem_id_ordinal", "postgresql", LISTED),
        # what one unit has to do next
        ("ix_site_unit_due", "sqlite", ("responsible_unit", "deadline", "problem_id")),
    ):
        yield Index(name, *columns, info={"only": dialect}).ddl_if(dialect)


UNCHECKED = text(
    "status NOT IN ({})".format(", ".join(f"'{each}'" for each in sorted(DONE_AS_CHECKED)))
)
"""Nobody has verified it; in the very words of an index, which a parameter would not answer to."""

DUE = ("deadline", "district_code", "accounting_unit", "status", "id", "serial")
"""Columns of the index of what is still due, which answers by itself who is due when and where."""


def _index_of_map(*filters: str) -> Index:
    # most sites have no accounting unit of their own: then there is nothing to find
    some = text("accounting_unit IS NOT NULL") if "accounting_unit" in filters else None
    columns = (*filters, "tile_key")
    name = f"ix_site_{'_'.join(columns)}"
    return Index(name, *columns, sqlite_where=some, postgresql_where=some)


IS_CLOSED = text(f"status = '{Status.CLOSED}'")
IS_RECHECK = text(f"kind IN ('{EventKind.RECHECK_SET}', '{EventKind.RECHECKED}')")
"""Both as a question must say them word for word, so that the index of just these rows serves."""


class Site(Base):
    """A place to be put right. What stands here is the current view; history is in ``event``.

    ``min_lon`` … ``max_lat`` are the bounds of the geometry, for questions by bounding box.
    ``tile_key`` is the key of ``lon``, ``lat`` (``geo.tilekey``), for questions by map square;
    ``store.counts`` keeps it. ``serial`` is a small number of its own, for sets of sites
    (``store.postings``, which gives it).
    """

    __tablename__ = "site"
    __table_args__ = (
        Index("ix_site_bounds", "min_lon", "max_lon", "min_lat", "max_lat"),
        # whoever is known by the number is put in order without a look at the row
        Index("ix_site_serial", "serial", *LISTED[:3]),
        # the set of those of a status, without a look at the rows
        Index("ix_site_status", "status", "serial"),
        *_indexes_of_one_database(),
        *(_index_of_map(*filters) for filters in MAP_FILTERS),
        Index("ix_site_due", *DUE, sqlite_where=UNCHECKED, postgresql_where=UNCHECKED),
        Index(
            "ix_site_closed",
            # the first is the same in all: by it SQLite prefers this to the index of every status
            *("status", "status_on", "code", "id", "district_code", "accounting_unit"),
            sqlite_where=IS_CLOSED,
            postgresql_where=IS_CLOSED,
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    category: Mapped[str]
    problem_id: Mapped[str] = mapped_column(ForeignKey(Problem.id))
    ordinal: Mapped[int]
    place_text: Mapped[str]
    phrase: Mapped[Any] = mapped_column(nullable=True)
    status: Mapped[str]
    status_on: Mapped[date | None]
    district_code: Mapped[str | None]
    district: Mapped[str | None]
    accounting_unit: Mapped[str | None]
    responsible_unit: Mapped[str | None]
    deadline: Mapped[date | None]
    claimed_on: Mapped[date | None]
    verified_on: Mapped[date | None]
    located: Mapped[bool]
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    tile_key: Mapped[int | None] = mapped_column(BigInteger)
    radius_m: Mapped[float | None]
    geometry: Mapped[str | None]
    min_lon: Mapped[float | None]
    min_lat: Mapped[float | None]
    max_lon: Mapped[float | None]
    max_lat: Mapped[float | None]
    position_layer: Mapped[str]
    position_source: Mapped[str | None]
    schematic: Mapped[bool]
    doubts: Mapped[Any] = mapped_column(nullable=False)
    verdict: Mapped[str | None]
    inspected_on: Mapped[date | None]
    overridden: Mapped[Any] = mapped_column(nullable=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    serial: Mapped[int | None]

    problem: Mapped[Problem] = relationship(back_populates="sites")


class Position(Base):
    """One answer to "where is it": append-only, three layers, none overwrites another.

    ``site_id`` is no foreign key: a site that is taken back to draft leaves its positions behind.
    """

    __tablename__ = "position"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(unique=True)
    site_id: Mapped[str] = mapped_column(index=True)
    layer: Mapped[str]
    geometry: Mapped[str | None]
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    radius_m: Mapped[float | None]
    source: Mapped[str | None]
    schematic: Mapped[bool]
    anchors: Mapped[Any] = mapped_column(nullable=False)
    steps: Mapped[Any] = mapped_column(nullable=False)
    doubts: Mapped[Any] = mapped_column(nullable=False)
    actor_id: Mapped[str]
    actor_name: Mapped[str]
    at: Mapped[datetime]


class Event(Base):
    """What happened: append-only; ``hash`` covers the row and the hash of the one before."""

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_subject", "subject_kind", "subject_id"),
        Index(
            "ix_event_recheck",
            *("subject_kind", "subject_id"),
            sqlite_where=IS_RECHECK,
            postgresql_where=IS_RECHECK,
        ),
    )

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    id: Mapped[str] = mapped_column(unique=True)
    subject_kind: Mapped[str]
    subject_id: Mapped[str]
    kind: Mapped[str]
    actor_id: Mapped[str]
    actor_name: Mapped[str]
    as_of: Mapped[date | None]
    at: Mapped[datetime]
    data: Mapped[Any] = mapped_column(nullable=False)
    prev_hash: Mapped[str]
    hash: Mapped[str]


class LogHead(Base):
    """The end of the chain, one row: who appends locks it, so that numbers have no gaps."""

    __tablename__ = "log_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int]
    hash: Mapped[str]


class AnchorRow(Base):
    """A thing that places are told from. ``extra`` keeps properties without a column."""

    __tablename__ = "anchor"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str | None]
    aliases: Mapped[Any] = mapped_column(nullable=False)
    geometry: Mapped[str | None]
    radius_m: Mapped[float | None]
    source: Mapped[str | None]
    stakes: Mapped[Any] = mapped_column(nullable=True)
    area_km2: Mapped[float | None]
    schematic: Mapped[bool]
    note: Mapped[str | None]
    extra: Mapped[Any] = mapped_column(nullable=False)
    updated_at: Mapped[datetime]
