"""Tables of the map: kept counts of cells, and where lines and polygons lie (docs/map.md)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from geo_app.domain.status import DONE_AS_CHECKED, Status
from geo_app.store.models import Base, Site

SITE = Base.metadata.tables[Site.__tablename__]
"""The table of ``Site``: statements over it, without the mapped class, are much quicker."""

STANDINGS = tuple(status.value for status in Status)
"""Columns of ``SITE_COUNT`` with the sites of each status, in the order of ``Status``."""

LATE = tuple(f"late_{status}" for status in Status if status not in DONE_AS_CHECKED)
"""Columns with those of them that are overdue; who was verified is not."""

SUMS = (*STANDINGS, *LATE, "x", "y")
"""All columns that are sums over the sites of a cell."""

SITE_COUNT = Table(
    "site_count",
    Base.metadata,
    Column("level", SmallInteger, autoincrement=False),
    Column("category", Text),
    Column("area", Text),
    Column("cell", BigInteger, autoincrement=False),
    *(Column(name, Integer, nullable=False) for name in (*STANDINGS, *LATE)),
    *(Column(name, BigInteger, nullable=False) for name in ("x", "y")),
    # the few rows of a scope's coarse levels share a page, which each change writes
    PrimaryKeyConstraint("category", "area", "level", "cell"),
    sqlite_with_rowid=False,
    # a sum is changed in place where its page has room (heap-only tuples)
    postgresql_with={"fillfactor": 80},
)
"""Sites of each scope (category × area, ``''`` = all) in each kept cell of each level."""

# for the summary: the rows of whole scopes. Told by an inequality, because SQLite would prepare
# every statement with "level = ?" anew for each value, to see whether it is the one of an index
_WHOLE = text("level < 0")
Index(
    "ix_site_count_summary",
    *(SITE_COUNT.c[name] for name in ("level", "category", "area")),
    sqlite_where=_WHOLE,
    postgresql_where=_WHOLE,
)

UNDATED = 0
"""Day in ``SITE_DUE`` of the sites that have no deadline."""

SITE_DUE = Table(
    "site_due",
    Base.metadata,
    Column("day", Integer, autoincrement=False),
    Column("district_code", Text),
    Column("accounting_unit", Text),
    Column("number", Integer, nullable=False),
    PrimaryKeyConstraint("day", "district_code", "accounting_unit"),
    sqlite_with_rowid=False,
)
"""Sites that nobody has verified, by deadline (ordinal of the day) and part; ``''`` = of none."""


AREA_EDITION = Table(
    "area_edition",
    Base.metadata,
    Column("area", Text, primary_key=True),
    Column("edition", BigInteger, nullable=False, index=True),
    sqlite_with_rowid=False,
)
"""Which edition of the counts changed an area last; none = none since ``CountBasis.begun``."""


class SiteShape(Base):
    """A cell that a line or polygon touches, as ``geo.covering`` numbers it."""

    __tablename__ = "site_shape"
    __table_args__ = {"sqlite_with_rowid": False}

    cell: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    site_id: Mapped[str] = mapped_column(
        ForeignKey(Site.id, ondelete="CASCADE"), primary_key=True, index=True
    )


class CountBasis(Base):
    """What the counts were made with, one row; none = they were never made.

    ``day`` is the day on which a site of ``late_*`` was overdue; ``crowd`` how many sites a tile
    may hold before it is shown as cells; ``edition`` is a higher number after each change of
    counts, and what it began with when all of them were made anew is ``begun``.
    """

    __tablename__ = "count_basis"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[date]
    crowd: Mapped[int]
    edition: Mapped[int] = mapped_column(BigInteger)
    begun: Mapped[int] = mapped_column(BigInteger)


KEPT_WITH = Base.metadata.tables[CountBasis.__tablename__]
"""The table of ``CountBasis``: a session makes much ado about mapped classes."""
