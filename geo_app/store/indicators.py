"""Tables of indicators that belong to no site; a corrected number stays beside the new one."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Double, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from geo_app.store.models import Base


class Indicator(Base):
    """A series (``domain.indicator.Name``); ``unit`` and ``among`` may be empty."""

    __tablename__ = "indicator"
    __table_args__ = (UniqueConstraint("name", "kind", "unit", "period", "among"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str]
    unit: Mapped[str]
    period: Mapped[str]
    among: Mapped[str]


class IndicatorPoint(Base):
    """A number of a series: append-only, of the same period the newest is in force."""

    __tablename__ = "indicator_point"
    __table_args__ = (Index("ix_indicator_point_period", "indicator_id", "begin_on", "end_on"),)

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    indicator_id: Mapped[str] = mapped_column(ForeignKey(Indicator.id))
    begin_on: Mapped[date]
    end_on: Mapped[date]
    value: Mapped[float] = mapped_column(Double)
    of: Mapped[int | None]
    as_of: Mapped[date]
    source: Mapped[str]
    actor_id: Mapped[str]
    actor_name: Mapped[str]
    at: Mapped[datetime]
