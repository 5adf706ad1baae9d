"""A visit that a phone exported as a file (docs/field.md), back in: looked at, then recorded.

The file is anybody's: its names are compared, never used as paths; its photos must have the SHA-256
that it tells; who was there is what the file says, and stands in the history as said.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo_app.domain.actor import Actor, Right
from geo_app.domain.form import Form
from geo_app.domain.inspection import Draft
from geo_app.domain.text import clean_line
from geo_app.errors import InputError, TooLargeError
from geo_app.reports.bundle.archive import Reader
from geo_app.settings import BundleLimits, Settings
from geo_app.store.models import Site
from geo_app.store.session import Store
from geo_app.work import inspections
from geo_app.work.desk import Desk
from geo_app.work.draft import read_draft
from geo_app.work.inspections import Recorded
from geo_app.work.intake import Upload

SOURCE = "parcel"
"""By which door such a visit came."""

_VISIT = "visit.json"
_LONGEST_SHOWN = 100
_PHOTO = re.compile(r"photos/(\d{3})-([^/]+)", re.ASCII)
_TOO_LARGE = frozenset({"bundle.too_large", "bundle.too_many"})


@dataclass(frozen=True, slots=True)
class Parcel:
    """What an exported file holds, while it is open.

    Attributes:
        draft: The visit, with who was there.
        uploads: Its photos, in its order; their bytes are those that were told.
        sizes: Bytes of each.
    """

    draft: Draft
    uploads: tuple[Upload, ...]
    sizes: tuple[int, ...]


@contextmanager
def opened(path: Path, name: str, settings: Settings) -> Iterator[Parcel]:
    """An exported file, read as if from an enemy.

    Args:
        path: Where it is.
        name: As the person calls it.
        settings: Limits.

    Raises:
        InputError: It is no such file, or was altered: says what and where.
        TooLargeError: Over a limit of visits and photos.
    """
    limits = BundleLimits(
        members=settings.visits.photos + 1,
        member_bytes=settings.photos.file_bytes,
        text_bytes=settings.visits.draft_bytes,
        total_bytes=settings.visits.body_bytes,
    )
    with _in_our_words(name):
        reader = Reader(path, limits)
    with reader:
        with _in_our_words(name):
            parcel = _read(reader, settings)
        yield parcel


@contextmanager
def _in_our_words(name: str) -> Iterator[None]:
    """What the reader of bundles refuses, said of this file."""
    try:
        yield
    except zipfile.BadZipFile as error:
        raise InputError("parcel.damaged", file=name, name=_shown(str(error))) from error
    except InputError as error:
        if not error.code.startswith("bundle."):
            raise
        if error.code in _TOO_LARGE:
            raise TooLargeError("parcel.too_large", file=name) from error
        code = "parcel.no_zip" if error.code == "bundle.no_zip" else "parcel.unsafe"
        raise InputError(code, file=name, name=error.values.get("name", "")) from error


def _read(reader: Reader, settings: Settings) -> Parcel:
    if _VISIT not in reader.names:
        raise InputError("parcel.no_visit")
    files: dict[int, str] = {}
    for name in sorted(reader.names - {_VISIT}):
        match = _PHOTO.fullmatch(name)
        if match is None or int(match[1]) in files:
            raise InputError("parcel.strange", name=_shown(name))
        files[int(match[1])] = name
    draft = read_draft(reader.text(_VISIT), settings.visits)
    if draft.person is None:
        raise InputError("shape.missing", path="inspector")
    if set(files) != set(range(1, len(draft.photos) + 1)):
        raise InputError("inspection.photos_differ", told=len(draft.photos), sent=len(files))
    names = [files[number] for number in sorted(files)]
    for index, name in enumerate(names):
        told = draft.photos[index].sha256
        if told is None:
            path = f"photos[{index}].sha256"
            raise InputError("shape.missing", path=path)
        if _sha256(reader, name) != told:
            raise InputError("parcel.other_bytes", name=_shown(name))
    return Parcel(
        draft,
        tuple(_upload(reader, name) for name in names),
        tuple(reader.size(name) for name in names),
    )


def _shown(name: str) -> str:
    return clean_line(name)[:_LONGEST_SHOWN]


def _sha256(reader: Reader, name: str) -> str:
    found = hashlib.sha256()
    for piece in reader.pieces(name):
        found.update(piece)
    return found.hexdigest()


def _upload(reader: Reader, name: str) -> Upload:
    match = _PHOTO.fullmatch(name)
    return Upload(match[2] if match else name, _bytes_of(reader, name))


def _bytes_of(reader: Reader, name: str) -> Callable[[int], bytes]:
    return lambda most: b"".join(reader.pieces(name))[:most]


@dataclass(frozen=True, slots=True)
class Look:
    """What recording a parcel would do.

    Attributes:
        site: Of the visit.
        form: That it answers, if any.
        answers: As they would be kept.
        again: It is recorded already, with the same content: nothing would change.
    """

    site: Site
    form: Form | None
    answers: Mapping[str, Any]
    again: bool


def look(store: Store, actor: Actor, parcel: Parcel, desk: Desk) -> Look:
    """Say what recording would do; nothing is kept.

    Args:
        store: As the actor sees it: a site of another area is not there.
        actor: Who takes it in.
        parcel: While its file is open.
        desk: Forms.

    Raises:
        ForbiddenError: The actor may not take in what others recorded.
        NotFoundError: There is no such site, or no such version of the form.
        InputError: An answer is refused.
        ConflictError: It is recorded with other content.
    """
    actor.must(Right.TAKE_IN)
    with store.session(read_only=True) as session:
        site, form, answers = inspections.check(session, parcel.draft, desk)
        again = inspections.recorded_before(session, actor, parcel.draft, desk) is not None
        return Look(site, form, answers, again)


def record(store: Store, actor: Actor, parcel: Parcel, desk: Desk) -> Recorded:
    """Record what a parcel holds, as by any other road; who was there is whom the file names.

    Raises:
        ForbiddenError: The actor may not take in what others recorded.
        NotFoundError: There is no such site, or no such version of the form.
        InputError: An answer or a photo is refused; nothing was kept.
        ConflictError: The id of the visit or of a photo is taken by other content.
        StoreError: It cannot be kept.
    """
    actor.must(Right.TAKE_IN)
    return inspections.submit(store, actor, parcel.draft, parcel.uploads, desk, SOURCE)
