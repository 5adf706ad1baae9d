"""What stands before the public, against the events that put it there.

``log.verify`` says whether the events are what was written; ``store.audit`` asks here with them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_app.domain.remark import Remark
from geo_app.domain.status import EventKind
from geo_app.store.log import UNREADABLE
from geo_app.store.models import Event
from geo_app.store.publication import Publication, ShownPhoto

KINDS = (EventKind.SHOWN, EventKind.HIDDEN)
"""Kinds of event that put something before the public, or take it away."""

NAME = "public_name"
"""Member of the data of an event: under which name a site is shown."""

SINCE = "since"
"""Member of the same: the day since which it is."""

PHOTO = "photo"
"""Member of the data of an event: which photo is shown or hidden."""

CHOICE = "choice"
"""Member of the same: digest of the address of the photo and of what is painted over."""


def choice_digest(key: str, regions: Sequence[Sequence[float]]) -> str:
    """SHA-256 over the address of a shown photo and the parts that are painted over (JSON)."""
    return hashlib.sha256(orjson.dumps([key, [list(each) for each in regions]])).hexdigest()


@dataclass(slots=True)
class _Told:
    """What the events amount to.

    Attributes:
        sites: Id → number, name, whether it is shown, since when (None = not recorded).
        photos: Id → site, whether it is shown, digest of the choice (None = not recorded).
    """

    sites: dict[str, tuple[int, str, bool, str | None]] = field(default_factory=dict)
    photos: dict[str, tuple[str, bool, str | None]] = field(default_factory=dict)

    def take(self, event: Event) -> None:
        """One more event."""
        shows, site, data = event.kind == EventKind.SHOWN, event.subject_id, event.data
        if PHOTO in data:
            self.photos[data[PHOTO]] = site, shows, data.get(CHOICE)
        elif shows:
            number = self.sites[site][0] if site in self.sites else len(self.sites) + 1
            self.sites[site] = number, data[NAME], True, data.get(SINCE)
        else:
            number, name, _, since = self.sites[site]
            self.sites[site] = number, name, False, since
            for photo, (of_site, _, digest) in self.photos.items():
                if of_site == site:
                    self.photos[photo] = site, False, digest


def check_published(session: Session, events: Iterable[Event]) -> Iterator[Remark]:
    """Every site and photo before the public that is not there as the events say, and the reverse.

    Args:
        session: Any transaction.
        events: Of the kinds ``KINDS``, in their order.
    """
    told = _Told()
    for event in events:
        try:
            told.take(event)
        except (KeyError, TypeError):
            yield Remark("log.publication_untold", {"seq": event.seq})
    for site_id, row in _rows(session, Publication, Publication.site_id, told.sites):
        if site_id not in told.sites:
            yield Remark("log.publication_unrecorded", {"id": site_id})
        elif row is None or not _stands(row, told.sites[site_id]):
            yield Remark("log.publication_altered", {"id": site_id})
    for photo_id, photo in _rows(session, ShownPhoto, ShownPhoto.photo_id, told.photos):
        if photo_id in told.photos:
            if photo is None or not _is_chosen(photo, told.photos[photo_id]):
                yield Remark("log.shown_photo_altered", {"id": photo_id})
        elif photo is None or photo.shown:
            # one that was only looked at has no event
            yield Remark("log.shown_photo_unrecorded", {"id": photo_id})


def _rows(
    session: Session, kind: Any, key: Any, told: Mapping[str, Any]
) -> Iterator[tuple[str, Any | None]]:
    """Every id of a row or an event, with the row; None where there is none that can be read."""
    ids: Collection[str] = {*session.scalars(select(key)), *told}
    for row_id in sorted(ids):
        try:
            yield row_id, session.get(kind, row_id)
        except UNREADABLE:
            yield row_id, None


def _stands(row: Publication, told: tuple[int, str, bool, str | None]) -> bool:
    number, name, shown, since = told
    fits = (row.number, row.name, row.shown) == (number, name, shown)
    return fits and (since is None or _day(row.since) == since)


def _is_chosen(row: ShownPhoto, told: tuple[str, bool, str | None]) -> bool:
    site, shown, digest = told
    if (row.site_id, row.shown) != (site, shown):
        return False
    try:
        # what is not shown may have been looked at again since
        return not shown or digest is None or choice_digest(row.key, row.regions) == digest
    except TypeError:
        return False


def _day(value: object) -> str | None:
    return value.isoformat() if isinstance(value, date) else None
