"""What everybody may see: the office puts a site there under a name, and takes it away again."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor, Right
from geo_app.domain.status import EventKind
from geo_app.domain.text import clean_line
from geo_app.errors import ConflictError, InputError, NotFoundError
from geo_app.settings import Public, Verification
from geo_app.store.models import Site
from geo_app.store.publication import Publication, ShownPhoto
from geo_app.store.published import NAME, SINCE
from geo_app.work import events


def of(session: Session, site_id: str) -> Publication | None:
    """How a site stands before the public; None where it never did."""
    return session.get(Publication, site_id)


def show(
    session: Session, actor: Actor, site_id: str, name: str, limits: Public, today: date
) -> Publication:
    """Put a site before the public, or give it another name there; the same again changes nothing.

    Only what was confirmed is a site, so drafts of a notice are never shown. One without a position
    stands in the list.

    Args:
        session: A write transaction.
        actor: Who decides it.
        site_id: Id of the site.
        name: How it is called there: names of people and firms are for the office to leave out.
        limits: How long a name may be.
        today: The day on which it is done.

    Raises:
        NotFoundError: There is no such site.
        ForbiddenError: The role may not.
        InputError: The name is empty or too long.
    """
    actor.must(Right.PUBLISH)
    site = _site(session, site_id)
    called = clean_line(name)
    if not 0 < len(called) <= limits.name_characters:
        raise InputError("public.name", limit=limits.name_characters)
    row = of(session, site_id)
    if row is not None and row.shown and row.name == called:
        return row
    # appending waits for other writers: the numbers of two have no gap and no clash
    since = row.since if row is not None and row.shown else today
    told = {NAME: called, SINCE: since.isoformat()}
    events.add(session, actor, site, EventKind.SHOWN, None, told)
    if row is None:
        last = session.scalar(select(func.max(Publication.number))) or 0
        row = Publication(site_id=site.id, number=last + 1, shown=False)
        session.add(row)
    row.shown, row.name, row.since = True, called, since
    session.flush()
    return row


def hide(session: Session, actor: Actor, site_id: str, reason: str, rules: Verification) -> None:
    """Take a site and its photos away from the public; its number stays its own.

    Args:
        session: A write transaction.
        actor: Who decides it.
        site_id: Id of the site.
        reason: Why, for the history; may be empty.
        rules: How long a reason may be.

    Raises:
        NotFoundError: There is no such site.
        ForbiddenError: The role may not.
        InputError: The reason is too long.
        ConflictError: It does not stand there.
    """
    actor.must(Right.PUBLISH)
    site = _site(session, site_id)
    why = clean_line(reason)
    if len(why) > rules.reason_characters:
        raise InputError("public.reason", limit=rules.reason_characters)
    row = of(session, site_id)
    if row is None or not row.shown:
        raise ConflictError("public.not_shown", site=site.code)
    events.add(session, actor, site, EventKind.HIDDEN, None, {"reason": why} if why else None)
    row.shown = False
    # who shows it again looks at each of its photos again
    for photo in session.scalars(select(ShownPhoto).where(ShownPhoto.site_id == site.id)):
        photo.shown = False
    session.flush()


def _site(session: Session, site_id: str) -> Site:
    site = session.get(Site, site_id)
    if site is None:
        raise NotFoundError("job.no_site", id=site_id)
    return site
