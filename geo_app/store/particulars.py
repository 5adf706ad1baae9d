"""The table of particulars: what the office wrote in the ledger, as its amendments amount to."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, func, null, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from geo_app.domain.history import EventLike
from geo_app.domain.particulars import Field, amended
from geo_app.store.models import Base, Problem, Site


class Particulars(Base):
    """Of one problem or site; no row = nothing was ever written.

    ``responsible_unit`` is what the office has said; null = what document or file tell counts. The
    problem or site itself carries the one that counts. ``store.audit`` holds a row against events.
    """

    __tablename__ = "particulars"

    subject_id: Mapped[str] = mapped_column(primary_key=True)
    subject_kind: Mapped[str]
    responsible_unit: Mapped[str | None]
    leading_unit: Mapped[str | None]
    supporting_units: Mapped[str | None]
    verifying_unit: Mapped[str | None]
    responsible_person: Mapped[str | None]
    deadline_class: Mapped[str | None]
    measures: Mapped[str | None]
    note: Mapped[str | None]


KEPT = tuple(each for each in Field if each is not Field.DEADLINE)
"""Fields with a column here; a deadline stands in the problem or site."""


def of(session: Session, subject_ids: Collection[str]) -> dict[str, Particulars]:
    """The rows of some problems and sites, by their ids."""
    query = select(Particulars).where(Particulars.subject_id.in_(subject_ids))
    return {row.subject_id: row for row in session.scalars(query)}


def deadline_kind(*subjects: Any) -> ColumnElement[str | None]:
    """The kind of a deadline as the office has said it, in a question about sites or problems.

    Args:
        *subjects: Columns with ids: of the site, then of its problem, whose kind counts where
            nobody has said one of the site.
    """
    said = [
        select(Particulars.deadline_class)
        .where(Particulars.subject_id == each)
        .correlate(Site, Problem)
        .scalar_subquery()
        for each in subjects
    ]
    return func.coalesce(*said, null())


def deadline_kinds(session: Session, site_ids: Collection[str]) -> dict[str, str | None]:
    """The kinds of the deadlines of some sites, by their ids: a site's own, else its problem's."""
    asked = select(Site.id, deadline_kind(Site.id, Site.problem_id)).where(Site.id.in_(site_ids))
    return {row[0]: row[1] for row in session.execute(asked)}


def fit(row: Problem | Site, written: Particulars | None, history: Iterable[EventLike]) -> bool:
    """Whether what is written of a problem or site is what its amendments amount to."""
    said = amended(history)
    told = {name: said.get(name) or None for name in KEPT}
    kept = {name: getattr(written, name) if written else None for name in KEPT}
    unit = told[Field.RESPONSIBLE_UNIT]
    return kept == told and (unit is None or row.responsible_unit == unit)
