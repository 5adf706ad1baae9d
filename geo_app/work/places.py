"""Places under review: a person confirms, redraws, merges or leaves unlocated what was computed."""

from __future__ import annotations

from datetime import UTC, datetime

from shapely.geometry.base import BaseGeometry
from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_app.domain import ids
from geo_app.domain.actor import Actor
from geo_app.domain.remark import Remark
from geo_app.domain.status import EventKind, Status
from geo_app.errors import ConflictError, NotFoundError
from geo_app.store import log
from geo_app.store.models import Notice, Place, Position, Site
from geo_app.store.positions import stamp
from geo_app.work import events, positions, told
from geo_app.work.notices import CONFIRMED, DRAFT, MERGED, UNLOCATED
from geo_app.work.notices import get as get_notice
from geo_app.work.positions import NOWHERE, Where
from geo_app.work.review import ReviewSheet, review

__all__ = [
    "ReviewSheet",
    "confirm",
    "confirm_all",
    "get",
    "mark_unlocated",
    "merge",
    "redraw",
    "reset",
    "review",
]

_OF_REVIEW = frozenset(
    {
        EventKind.LOCATED,
        EventKind.UNLOCATED,
        EventKind.MOVED,
        EventKind.WITHDRAWN,
    }
)
"""Events that a review leaves on a site; any other one but what the notice told is history."""


def get(session: Session, place_id: str) -> Place:
    """A place under review.

    Raises:
        NotFoundError: There is no such place.
    """
    place = session.get(Place, place_id)
    if place is None:
        raise NotFoundError("job.no_place", id=place_id)
    return place


def confirm(session: Session, actor: Actor, place_id: str) -> Site:
    """Take the computed location over as it is; again is the same.

    Raises:
        NotFoundError: There is no such place.
        ConflictError: Nothing was computed, or the place is merged into another.
    """
    place = _unmerged(session, place_id)
    if place.location is None:
        raise ConflictError("job.nothing_located", text=place.text)
    return _take(session, actor, place, positions.COMPUTED, positions.computed(place))


def confirm_all(session: Session, actor: Actor, notice_id: str) -> list[Site]:
    """Confirm every draft that is located and mark the others unlocated; gives all sites.

    Raises:
        NotFoundError: There is no such notice.
    """
    notice: Notice = get_notice(session, notice_id)
    sites = []
    for problem in notice.problems:
        for place in problem.places:
            if place.state == DRAFT:
                act = confirm if place.location is not None else mark_unlocated
                sites.append(act(session, actor, place.id))
            elif place.site_id is not None and place.state != MERGED:
                sites.append(_site(session, place.site_id))
    return sites


def redraw(
    session: Session, actor: Actor, place_id: str, geometry: BaseGeometry, radius_m: float
) -> Site:
    """Put a place where a person drew it: point, line or polygon. The computed one stays beside.

    Args:
        session: A write transaction.
        actor: Who drew it.
        place_id: A place under review.
        geometry: Lon/lat, EPSG:4326.
        radius_m: How far off it may be, metres.

    Raises:
        NotFoundError: There is no such place.
        InputError: The shape or the radius cannot be used.
        ConflictError: The place is merged into another.
    """
    place = _unmerged(session, place_id)
    return _take(session, actor, place, positions.CONFIRMED, positions.drawn(geometry, radius_m))


def mark_unlocated(session: Session, actor: Actor, place_id: str) -> Site:
    """A site without a position: listed, never drawn at a default place.

    Raises:
        NotFoundError: There is no such place.
        ConflictError: The place is merged into another.
    """
    place = _unmerged(session, place_id)
    return _take(session, actor, place, positions.PHRASE, NOWHERE)


def _take(session: Session, actor: Actor, place: Place, layer: str, where: Where) -> Site:
    """Make or update the site of a place so that it shows ``where``."""
    site = session.get(Site, place.site_id) if place.site_id else None
    settled = place.state != DRAFT and layer != positions.CONFIRMED
    if site is not None and settled and site.position_layer == layer:
        return site
    made: list[Position] = []
    if site is None:
        site = _new_site(session, actor, place)
        made = _first_positions(session, actor, site, place)
        told.tell_site(session, actor, site, place)
    if layer == positions.CONFIRMED or positions.is_news(session, site, layer, where):
        made.append(positions.append(session, actor, site, layer, where))
    positions.show(site, layer, where)
    refused = where is NOWHERE and place.location is not None
    reasons = (
        [Remark("doubt.marked_unlocated").to_json()] if refused else list(place.unresolved or [])
    )
    site.doubts = positions.doubts_of(
        place, where if where is not NOWHERE else Where(doubts=tuple(reasons))
    )
    place.site_id = site.id
    place.state = CONFIRMED if site.located else UNLOCATED
    log.append(
        session,
        actor,
        EventKind.LOCATED if site.located else EventKind.UNLOCATED,
        "site",
        site.id,
        None,
        {
            "layer": layer,
            "lon": where.lon,
            "lat": where.lat,
            "radius_m": where.radius_m,
            "positions": [stamp(each) for each in made],
        },
    )
    session.flush()
    return site


def _new_site(session: Session, actor: Actor, place: Place) -> Site:
    problem = place.problem
    sha256 = problem.notice.sha256
    now = datetime.now(UTC)
    site = Site(
        id=ids.of_site(sha256, problem.number, place.ordinal),
        code=_code(session, sha256, problem.number, place.ordinal),
        name=place.name,
        category=place.category,
        problem=problem,
        ordinal=place.ordinal,
        place_text=place.text,
        phrase=place.phrase,
        status=Status.OPEN,
        district_code=place.district_code,
        district=place.district,
        accounting_unit=place.accounting_unit,
        responsible_unit=place.responsible_unit or problem.responsible_unit,
        located=False,
        position_layer=positions.PHRASE,
        schematic=False,
        doubts=[],
        created_at=now,
        updated_at=now,
    )
    session.add(site)
    session.flush()
    return site


def _first_positions(session: Session, actor: Actor, site: Site, place: Place) -> list[Position]:
    """What the words say, and where that was computed to be."""
    phrase = Where(source=place.text, steps=tuple((place.phrase or {}).get("doubts") or ()))
    computed = positions.computed(place)
    return [
        positions.append(session, actor, site, positions.PHRASE, phrase),
        positions.append(session, actor, site, positions.COMPUTED, computed),
    ]


def _code(session: Session, sha256: str, number: int, ordinal: int) -> str:
    """``P12-1``, or with the first digits of the notice where another notice has that already."""
    plain = f"P{number}-{ordinal}"
    taken = session.scalar(select(Site.id).where(Site.code == plain))
    return plain if taken is None else f"{sha256[:6]}-{plain}"


def merge(session: Session, actor: Actor, place_id: str, into_id: str) -> Place:
    """The two are one place: the first becomes a further mention of the second.

    Raises:
        NotFoundError: There is no such place.
        ConflictError: Not two unmerged places of one problem, or the first has a history.
    """
    place, into = get(session, place_id), get(session, into_id)
    same = place.problem_id == into.problem_id and place.id != into.id
    if not same or MERGED in (place.state, into.state):
        raise ConflictError("job.merge_target", text=place.text, into=into.text)
    _withdraw(session, actor, place)
    for other in place.problem.places:
        if other.merged_into == place.id:
            other.merged_into = into.id
    place.state, place.merged_into = MERGED, into.id
    mention = {"start": place.start, "end": place.end, "text": place.text}
    into.aliases = [*into.aliases, mention, *place.aliases]
    data = {"place": place.id, "into": into.id}
    log.append(session, actor, EventKind.MERGED, "problem", place.problem_id, None, data)
    session.flush()
    return into


def reset(session: Session, actor: Actor, place_id: str) -> Place:
    """Take a place back to draft; its site goes, unless something happened to it since.

    Raises:
        NotFoundError: There is no such place.
        ConflictError: The site has later records.
    """
    place = get(session, place_id)
    if place.state == DRAFT:
        return place
    if place.merged_into is not None:
        into = get(session, place.merged_into)
        own = {place.start, *(alias["start"] for alias in place.aliases)}
        into.aliases = [alias for alias in into.aliases if alias["start"] not in own]
        place.merged_into = None
    _withdraw(session, actor, place)
    place.state = DRAFT
    session.flush()
    return place


def _withdraw(session: Session, actor: Actor, place: Place) -> None:
    if place.site_id is None:
        return
    site = _site(session, place.site_id)
    for event in events.history(session, site):
        told_then = event.id == ids.of_event(site.id, event.kind, event.as_of)
        if not told_then and EventKind(event.kind) not in _OF_REVIEW:
            raise ConflictError("job.has_history", site=site.code, event=f"@event.{event.kind}")
    data = {"place": place.id, "code": site.code}
    log.append(session, actor, EventKind.WITHDRAWN, "site", site.id, None, data)
    place.site_id = None
    session.delete(site)
    session.flush()


def _unmerged(session: Session, place_id: str) -> Place:
    place = get(session, place_id)
    if place.state == MERGED:
        raise ConflictError("job.merged_already", text=place.text)
    return place


def _site(session: Session, site_id: str) -> Site:
    site = session.get(Site, site_id)
    if site is None:
        raise NotFoundError("job.no_site", id=site_id)
    return site
