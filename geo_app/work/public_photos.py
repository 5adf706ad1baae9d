"""Photos for everybody: the office looks at each, paints over what is nobody's business, shows it.

The original and its renditions stay as they are; what everybody sees is a picture of its own, made
from the rendition and kept beside it under the key of the choice.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor, Right
from geo_app.domain.status import EventKind
from geo_app.errors import ConflictError, InputError, NotFoundError
from geo_app.photo.cover import Region, covered
from geo_app.settings import Public
from geo_app.store.models import Site
from geo_app.store.publication import PublicPhoto, ShownPhoto
from geo_app.store.published import CHOICE, PHOTO, choice_digest
from geo_app.work import events, inspections, publication
from geo_app.work.desk import Desk
from geo_app.work.renditions import Size, rendition

_KEY_BYTES = 15
_KEY = re.compile(r"[0-9a-f]{30}")


def of_site(session: Session, site_id: str) -> Mapping[str, ShownPhoto]:
    """What was chosen of the photos of a site, by their ids."""
    rows = session.scalars(select(ShownPhoto).where(ShownPhoto.site_id == site_id))
    return {row.photo_id: row for row in rows}


def choose(
    session: Session,
    actor: Actor,
    photo_id: str,
    regions: Sequence[Region],
    *,
    show: bool,
    limits: Public,
) -> ShownPhoto:
    """Keep what of a photo is painted over, and whether everybody sees it.

    Args:
        session: A write transaction.
        actor: Who decides it.
        photo_id: Id of the photo.
        regions: What is painted over, all of it.
        show: Everybody sees the photo from now on; otherwise nobody does.
        limits: How many regions there may be.

    Raises:
        NotFoundError: There is no such photo, or not for who acts.
        ForbiddenError: The role may not.
        InputError: A region lies outside of the photo, or there are too many.
        ConflictError: The site itself is not shown.
    """
    actor.must(Right.PUBLISH)
    photo = inspections.get_photo(session, photo_id)
    _check(regions, limits)
    site = session.get(Site, photo.site_id)
    if site is None:
        raise NotFoundError("job.no_site", id=photo.site_id)
    stands = publication.of(session, site.id)
    if show and (stands is None or not stands.shown):
        raise ConflictError("public.site_first")
    row = session.get(ShownPhoto, photo.id)
    was_shown = row is not None and row.shown
    told = [list(each) for each in regions]
    if row is not None and row.shown == show and row.regions == told:
        return row
    key = secrets.token_hex(_KEY_BYTES)
    if show or was_shown:
        kind = EventKind.SHOWN if show else EventKind.HIDDEN
        data = {PHOTO: photo.id, "covers": len(told), CHOICE: choice_digest(key, told)}
        events.add(session, actor, site, kind, None, data)
    if row is None:
        row = ShownPhoto(photo_id=photo.id, site_id=site.id)
        session.add(row)
    row.regions, row.shown, row.key = told, show, key
    session.flush()
    return row


def regions_from(columns: Sequence[Sequence[str]]) -> list[Region]:
    """Regions as a form tells them: columns left, top, width, height in percent; blank rows go.

    Raises:
        InputError: A value is no percentage; says in which row.
    """
    found = []
    for n, texts in enumerate(zip(*columns, strict=False), 1):
        if not any(text.strip() for text in texts):
            continue
        try:
            found.append(Region(*(round(float(text) / 100, 5) for text in texts)))
        except (ValueError, OverflowError):
            raise InputError("public.region", n=n) from None
    return found


def on_page(session: Session, number: int) -> list[PublicPhoto]:
    """Photos of a site that everybody sees, in the order in which they came; a public session."""
    query = select(PublicPhoto).where(PublicPhoto.number == number).order_by(PublicPhoto.seq)
    return list(session.scalars(query))


def by_key(session: Session, key: str) -> PublicPhoto:
    """The photo of an address; a public session.

    Raises:
        NotFoundError: Nobody may see a photo of that address.
    """
    row = session.get(PublicPhoto, key) if _KEY.fullmatch(key) else None
    if row is None:
        raise NotFoundError("public.no_photo")
    return row


def picture(desk: Desk, sha256: str, key: str, regions: Sequence[Sequence[float]]) -> bytes:
    """The JPEG of a choice: kept, or made now.

    Args:
        desk: Keeps originals and what is made of them.
        sha256: Of the original.
        key: Of the choice.
        regions: What is painted over.

    Raises:
        InputError: No picture can be made of the photo.
        StoreError: The original is missing or was altered.
    """
    kind = f"p{key}"
    kept = desk.files.rendition(sha256, kind)
    if kept is not None:
        return kept
    settings = desk.settings
    made, _size = covered(
        rendition(desk, sha256, Size.WEB),
        [Region(*each) for each in regions],
        settings.public.photo_px,
        settings.photos.web_quality,
    )
    desk.files.put_rendition(sha256, kind, made)
    return made


def forget(desk: Desk, sha256: str, key: str) -> None:
    """Drop the picture of an earlier choice, which had less painted over or is not to be seen."""
    desk.files.drop_rendition(sha256, f"p{key}")


def _check(regions: Sequence[Region], limits: Public) -> None:
    if len(regions) > limits.photo_regions:
        raise InputError("public.regions", limit=limits.photo_regions)
    for n, (left, top, width, height) in enumerate(regions, 1):
        inside = 0 <= left < 1 and 0 <= top < 1 and width > 0 and height > 0
        # a hair beyond the edge is rounding; NaN fails each comparison
        if not (inside and left + width <= _EDGE and top + height <= _EDGE):
            raise InputError("public.region", n=n)


_EDGE = 1.0001
