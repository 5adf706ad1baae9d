"""Files that wait between a look at them and a yes: as uploads of who brought them, and no others.

What nobody says yes to is forgotten like a photo that never came whole (``work.field.uploads``).
"""

from __future__ import annotations

import hashlib
import uuid
from pathlib import Path
from typing import BinaryIO

from geo_app.domain.actor import Actor
from geo_app.errors import InputError, NotFoundError
from geo_app.work.field.uploads import Counter

_NAMES = uuid.uuid5(uuid.NAMESPACE_URL, "urn:geo-app:laid-aside")
_PIECE = 1024 * 1024


def lay_aside(counter: Counter, actor: Actor, file: BinaryIO, name: str) -> str:
    """Keep a file until the same person comes back for it.

    Args:
        counter: Keeps what arrives.
        actor: Whose it is.
        file: Can be read twice.
        name: As the person calls it.

    Returns:
        The name by which that person finds it; the same file again has the same.

    Raises:
        InputError: It is empty.
        TooLargeError: It is too large, or too much of this person is waiting.
        StoreError: It cannot be kept.
    """
    digest = hashlib.sha256()
    while piece := file.read(_PIECE):
        digest.update(piece)
    sha256 = digest.hexdigest()
    size = file.tell()
    if not size:
        raise InputError("parcel.no_zip", file=name)
    key = str(uuid.uuid5(_NAMES, f"{actor.id}\n{sha256}"))
    most = counter.settings.visits.body_bytes
    state = counter.begin(actor, key, sha256, size, name, most=most)
    file.seek(state.offset)
    offset = state.offset
    while piece := file.read(_PIECE):
        offset = counter.add(actor, key, offset, piece).offset
    return key


def found_again(counter: Counter, actor: Actor, key: str) -> Path:
    """The file that this person laid aside.

    Raises:
        NotFoundError: There is none of this person by that name.
        StoreError: Its bytes are gone.
    """
    if not counter.state(actor, key).whole:
        raise NotFoundError("upload.none", id=key)
    return counter.parts.path(key)
