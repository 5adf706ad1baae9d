"""Whose eyes a session has: every question of it is narrowed to the areas of a person.

A site of another district is not there for such a session: a list leaves it out, a question by id
finds nothing, as for one that does not exist. Written once here, and not in each job, so that no
job can forget it. Questions that are put to tables and not to mapped classes ask ``within``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, event, or_, select
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from geo_app.store.field import Arrival
from geo_app.store.imported import Imported
from geo_app.store.inspections import Inspection, Photo
from geo_app.store.models import Notice, Place, Position, Problem, Site
from geo_app.store.publication import refuse_changes, refuse_others

WHOLE = "geo_app_whole"
"""Execution option of a question that must see all districts: whether a picture was used before."""

NOWHERE = ("0",)
"""Areas in which no site lies."""

_AREAS = "geo_app.store.scope"
_PUBLIC = "geo_app.store.scope.public"


def limit(session: Session, areas: Sequence[str]) -> None:
    """Narrow all that is asked of a session from now on.

    Args:
        session: A session that nothing was asked of yet.
        areas: Codes of districts or names of accounting units; empty = everything stays in sight.
    """
    session.info[_AREAS] = tuple(areas)


def open_to_public(session: Session) -> None:
    """From now on the session answers what everybody may know, and refuses all else."""
    session.info[_PUBLIC] = True


def areas_of(session: Session) -> tuple[str, ...]:
    """What the session is narrowed to; empty = to nothing."""
    areas: tuple[str, ...] = session.info.get(_AREAS, ())
    return areas


def within(session: Session, asked: Sequence[str]) -> tuple[str, ...]:
    """Areas that are asked for, without those that the session does not see; empty = all there are.

    Of two areas that overlap the one that is asked for must be named: an accounting unit of the
    person does not open the district around it.
    """
    seen = areas_of(session)
    if not seen:
        return tuple(asked)
    if not asked:
        return seen
    return tuple(each for each in asked if each in seen) or NOWHERE


def narrow(sessions: type[Session]) -> None:
    """Let all sessions of a class ask only for what they see."""
    event.listen(sessions, "do_orm_execute", _narrow)
    event.listen(sessions, "before_flush", _keep)


def _keep(session: Session, *_given: Any) -> None:
    if session.info.get(_PUBLIC):
        refuse_changes(session)


def _narrow(state: ORMExecuteState) -> None:
    if state.session.info.get(_PUBLIC):
        refuse_others(state)
        return
    areas = areas_of(state.session)
    if not areas or not state.is_select or state.execution_options.get(WHOLE):
        return
    sites = select(Site.__table__.c.id).where(_stands_in(Site.__table__.c, areas))
    problems = select(Site.__table__.c.problem_id).where(_stands_in(Site.__table__.c, areas))
    notices = select(Problem.__table__.c.notice_id).where(Problem.__table__.c.id.in_(problems))
    criteria: tuple[tuple[type[Any], ColumnElement[bool]], ...] = (
        (Site, _stands_in(Site, areas)),
        (Problem, Problem.id.in_(problems)),
        (Notice, Notice.id.in_(notices)),
        (Place, Place.site_id.in_(sites)),
        (Position, Position.site_id.in_(sites)),
        (Imported, Imported.site_id.in_(sites)),
        (Inspection, Inspection.site_id.in_(sites)),
        (Photo, Photo.site_id.in_(sites)),
        (Arrival, Arrival.site_id.in_(sites)),
    )
    state.statement = state.statement.options(
        *(with_loader_criteria(kind, one, include_aliases=True) for kind, one in criteria)
    )


def _stands_in(site: Any, areas: Sequence[str]) -> ColumnElement[bool]:
    return or_(site.district_code.in_(areas), site.accounting_unit.in_(areas))
