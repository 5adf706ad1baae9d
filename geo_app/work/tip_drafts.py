"""A tip becomes a draft place: a short notice of its own that is reviewed as any other one.

Never straight onto the map: a site is made when somebody confirms the place on the review page.
How the sender can be reached does not go along, nor do the pictures leave the queue: the place
refers to them, and the history keeps their digests. They are a hint, and no evidence.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from shapely.geometry import Point
from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor, Right
from geo_app.domain.notice import NoticeDraft, PlaceDraft, ProblemDraft, Quote
from geo_app.domain.place import Location
from geo_app.domain.remark import Remark
from geo_app.domain.status import EventKind, Status
from geo_app.domain.text import clean, clean_line
from geo_app.domain.tip import State, without_contact
from geo_app.errors import ConflictError, InputError
from geo_app.geo.districts import Districts
from geo_app.geo.gazetteer import Gazetteer
from geo_app.notice.phrases import read_phrase
from geo_app.settings import Settings
from geo_app.store import log
from geo_app.store.models import Notice, Problem, Site
from geo_app.store.tips import Tip, TipPhoto
from geo_app.words import TABLE, term
from geo_app.work import notices, tips

SOURCE = "public"
"""Source of a position that somebody outside has tapped on the map."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the clerk makes of a tip.

    Attributes:
        finding: What the problem is, in the clerk's words or the sender's.
        words: The words that say where; empty = none.
        category: Code of a category.
    """

    finding: str
    words: str = ""
    category: str = "other"


def draft(
    session: Session,
    actor: Actor,
    tip_id: str,
    wanted: Wanted,
    *,
    gazetteer: Gazetteer,
    districts: Districts,
    settings: Settings,
) -> Notice:
    """Make a draft place out of a tip, to be reviewed.

    Where the sender tapped on the map, the place stands there, with the radius that a tap is worth;
    else it is computed from the words, and stays unlocated where they name nothing that is known.

    Args:
        session: A write transaction.
        actor: Who decides it; also needs the right to read notices in.
        tip_id: Of the tip.
        wanted: What is made of it.
        gazetteer: For words.
        districts: For the area.
        settings: Of the installation.

    Raises:
        ForbiddenError: The role may not.
        NotFoundError: There is no such tip.
        InputError: The finding is missing or too long, or the words are too long.
        ConflictError: It was answered, or is a draft already.
    """
    actor.must(Right.NOTICES)
    tip = tips.waiting(session, actor, tip_id)
    if tip.state == State.DRAFTED:
        raise ConflictError("tip.drafted")
    limits = settings.public
    finding = without_contact(clean(wanted.finding.replace("\r\n", "\n")), tip.contact)
    words = without_contact(clean_line(wanted.words), tip.contact)
    if not 0 < len(finding) <= limits.tip_characters:
        raise InputError("tip.finding", limit=limits.tip_characters)
    if len(words) > limits.place_characters:
        raise InputError("tip.words", limit=limits.place_characters)
    if f"category.{wanted.category}" not in TABLE:
        raise InputError("tip.category")
    told = _notice(tip, finding, words, wanted.category, settings)
    name = told.title.text if told.title else None
    notice = notices.add(
        session,
        actor,
        told,
        source_name=name,
        gazetteer=gazetteer,
        districts=districts,
        settings=settings,
    )
    notice.doubts = [Remark("doubt.of_public").to_json()]
    data = {"tip": tip.id, "pictures": list(_digests(session, tip.id))}
    log.append(session, actor, EventKind.NOTED, "notice", notice.id, None, data)
    tip.notice_id, tip.state = notice.id, State.DRAFTED.value
    tip.decided_at, tip.decided_by = datetime.now(UTC), actor.name
    session.flush()
    return notice


def of_notice(session: Session, actor: Actor, notice_id: str) -> Tip | None:
    """The tip that a notice was made of; None where there is none, or not for who asks."""
    if not actor.may(Right.TIPS):
        return None
    return session.scalar(select(Tip).where(Tip.notice_id == notice_id))


def sites_of(session: Session, found: Sequence[Tip]) -> dict[str, Site]:
    """The site that was made of each of some tips, by the id of the tip."""
    ids = {each.notice_id: each.id for each in found if each.notice_id}
    query = select(Problem.notice_id, Site).join(Site.problem).where(Problem.notice_id.in_(ids))
    return {ids[notice_id]: site for notice_id, site in session.execute(query)}


def _digests(session: Session, tip_id: str) -> Iterator[str]:
    query = select(TipPhoto.picture).where(TipPhoto.tip_id == tip_id).order_by(TipPhoto.ordinal)
    for picture in session.scalars(query):
        yield hashlib.sha256(picture).hexdigest()


def _notice(tip: Tip, finding: str, words: str, category: str, settings: Settings) -> NoticeDraft:
    """A notice with one problem and one place, all of it quoted from one text."""
    day = tip.received_at.astimezone(ZoneInfo(settings.timezone)).date()
    # not the number: who has it may ask what became of the tip
    title = f"公众举报 {day.isoformat()} {tip.id[:8]}"
    label, where = "问题1：", "地点："
    text = f"{title}\n{label}{finding}"
    start, begun = len(title) + 1, len(title) + 1 + len(label)
    at = text.find(words, begun) if words else -1
    if words and at < 0:
        at = len(text) + 1 + len(where)
        text += f"\n{where}{words}"
    quote = Quote.of(text, at, at + len(words)) if words else Quote.of(text, 0, len(title))
    known = _tapped(tip, settings.public.tip_radius_m)
    name = words[: settings.public.name_characters] or f"{term('category', category, 'zh')}（举报）"
    place = PlaceDraft(
        quote=quote,
        # what was tapped is not to be computed anew when an anchor changes
        phrase=read_phrase(words) if words and known is None else None,
        name=name,
        category=category,
        status=Status.OPEN,
        known=known,
    )
    problem = ProblemDraft(
        number=1,
        label=Quote.of(text, start, begun),
        whole=Quote.of(text, start, len(text)),
        finding=Quote.of(text, begun, len(text)),
        reply=None,
        status_word=None,
        status=Status.OPEN,
        category=category,
        places=(place,),
    )
    return NoticeDraft(
        text=text,
        title=Quote.of(text, 0, len(title)),
        issuer=None,
        issued_on=day,
        preamble=Quote.of(text, start, start),
        closing=Quote.of(text, len(text), len(text)),
        problems=(problem,),
    )


def _tapped(tip: Tip, radius_m: float) -> Location | None:
    if tip.lon is None or tip.lat is None:
        return None
    at = Point(tip.lon, tip.lat)
    values = {"radius": round(radius_m)}
    return Location(
        geometry=at,
        radius_m=radius_m,
        point=at,
        source=SOURCE,
        steps=(Remark("place.told_by_public", values),),
        doubts=(Remark("doubt.told_by_public", values),),
    )
