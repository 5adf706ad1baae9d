"""Many sites before the public, or away from it, in one go: a look first, then all or none."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor, Right
from geo_app.errors import ConflictError, InputError, NotFoundError, TooLargeError
from geo_app.settings import Public, Verification
from geo_app.store import head
from geo_app.store.models import Site
from geo_app.store.publication import Publication
from geo_app.work import publication


@dataclass(frozen=True, slots=True)
class Candidate:
    """A site that would be shown or taken away.

    Attributes:
        site: The row.
        name: Under which it would be shown, or is shown.
        photos_again: It was shown before: its photos have to be chosen again.
    """

    site: Site
    name: str
    photos_again: bool


@dataclass(frozen=True, slots=True)
class Look:
    """What would be otherwise.

    Attributes:
        changes: In the order in which they were chosen.
        same: Sites that stand so already.
        mark: The same as long as these stand as they did.
    """

    changes: tuple[Candidate, ...]
    same: int
    mark: str


def look(
    session: Session, actor: Actor, site_ids: Sequence[str], *, show: bool, limits: Public
) -> Look:
    """What it would do to show some sites, or to take them away; nothing is kept.

    A site that was shown before is offered under its name of then, any other under its own.

    Args:
        session: Any transaction.
        actor: Who asks.
        site_ids: The chosen ones, each once.
        show: True = before the public, False = away.
        limits: How many at once.

    Raises:
        ForbiddenError: The role may not.
        InputError: None are chosen.
        TooLargeError: Too many are.
        NotFoundError: One of them is not there, or not for this person.
    """
    actor.must(Right.PUBLISH)
    if not site_ids:
        raise InputError("public.none_chosen")
    if len(site_ids) > limits.at_once:
        raise TooLargeError("public.many", limit=limits.at_once)
    sites = {each.id: each for each in session.scalars(select(Site).where(Site.id.in_(site_ids)))}
    missing = next((each for each in site_ids if each not in sites), None)
    if missing is not None:
        raise NotFoundError("job.no_site", id=missing[:80])
    told = select(Publication).where(Publication.site_id.in_(site_ids))
    rows = {each.site_id: each for each in session.scalars(told)}
    chosen = list(dict.fromkeys(site_ids))
    changes = [
        _candidate(sites[each], rows.get(each))
        for each in chosen
        if _state(rows.get(each))[0] is not show
    ]
    states = [(each.site.id, *_state(rows.get(each.site.id))) for each in changes]
    mark = hashlib.sha256(repr((show, states)).encode()).hexdigest()
    return Look(tuple(changes), len(chosen) - len(changes), mark)


def show(
    session: Session,
    actor: Actor,
    names: Mapping[str, str],
    mark: str,
    limits: Public,
    today: date,
) -> int:
    """Put sites before the public; the caller's transaction ends with all of them or none.

    Args:
        session: A write transaction.
        actor: Who decides it.
        names: By id of a site that the look named, how it is called there.
        mark: That of the look.
        limits: Of names and numbers.
        today: The day on which it is done.

    Returns:
        How many are shown that were not.

    Raises:
        ForbiddenError: The role may not.
        InputError: A name is empty or too long; says of which site.
        TooLargeError: Too many are chosen.
        NotFoundError: One of them is not there, or not for this person.
        ConflictError: One of them stands otherwise than it did at the look.
    """
    found = _again(session, actor, list(names), mark, show=True, limits=limits)
    for each in found.changes:
        try:
            publication.show(session, actor, each.site.id, names[each.site.id], limits, today)
        except InputError as error:
            limit = limits.name_characters
            raise InputError("public.name_of", site=each.site.name, limit=limit) from error
    return len(found.changes)


def hide(
    session: Session,
    actor: Actor,
    site_ids: Sequence[str],
    reason: str,
    mark: str,
    limits: Public,
    rules: Verification,
) -> int:
    """Take sites and their photos away from the public, all of them or none.

    Args:
        session: A write transaction.
        actor: Who decides it.
        site_ids: Those that the look named.
        reason: Why, for the history of each; may be empty.
        mark: That of the look.
        limits: Of numbers.
        rules: How long a reason may be.

    Returns:
        How many are away that were not.

    Raises:
        ForbiddenError: The role may not.
        InputError: The reason is too long.
        TooLargeError: Too many are chosen.
        NotFoundError: One of them is not there, or not for this person.
        ConflictError: One of them stands otherwise than it did at the look.
    """
    found = _again(session, actor, site_ids, mark, show=False, limits=limits)
    for each in found.changes:
        publication.hide(session, actor, each.site.id, reason, rules)
    return len(found.changes)


def _again(
    session: Session,
    actor: Actor,
    site_ids: Sequence[str],
    mark: str,
    *,
    show: bool,
    limits: Public,
) -> Look:
    """The look once more, while other writers wait."""
    actor.must(Right.PUBLISH)
    head.hold(session)
    found = look(session, actor, site_ids, show=show, limits=limits)
    if found.mark != mark:
        raise ConflictError("public.other_now")
    return found


def _candidate(site: Site, row: Publication | None) -> Candidate:
    return Candidate(site, row.name if row else site.name, row is not None)


def _state(row: Publication | None) -> tuple[bool, str]:
    return (row.shown, row.name) if row else (False, "")
