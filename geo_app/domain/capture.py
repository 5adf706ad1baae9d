"""A capture: what a phone seals at the moment of a photo, and how the photos of a day follow.

Each link of the chain names the one before by its hash; the first one names the token that the
phone had fetched. What stands in a link was therefore settled before the next photo was taken,
and after the token was issued.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from geo_app.domain.inspection import Fix, PhotoDraft

_PURPOSE = "geo-app capture v1"
"""First line of what is hashed."""


@dataclass(frozen=True, slots=True)
class Link:
    """How one photo stands in the chain.

    Attributes:
        fits: The hash is that of what the photo says: nothing of it was changed since.
        follows: What it names as the one before: ``token``, ``photo``, or None where neither the
            token of the visit nor a photo that has arrived is known by that hash.
    """

    fits: bool
    follows: str | None

    def to_json(self) -> dict[str, Any]:
        """``{fits, follows}``."""
        return {"fits": self.fits, "follows": self.follows}


def start(token: str) -> str:
    """What the first link names: SHA-256 of the text of the token, hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def link_hash(photo: PhotoDraft) -> str | None:
    """SHA-256 over what was sealed, hexadecimal; None where the photo has no seal.

    Numbers stand with fixed decimals, so that a phone writes the same text: degrees with 7,
    metres and the heading with 1; what is unknown is ``-``.
    """
    seal = photo.seal
    if seal is None:
        return None
    lines = (_PURPOSE, photo.id, photo.sha256 or "-", *_place(photo.fix))
    text = "\n".join((*lines, seal.wall, str(seal.mono_ms), seal.previous))
    return hashlib.sha256(text.encode()).hexdigest()


def _place(fix: Fix | None) -> tuple[str, ...]:
    if fix is None:
        return ("-",) * 4
    return (
        f"{fix.lon:.7f}",
        f"{fix.lat:.7f}",
        _tenths(fix.accuracy_m),
        _tenths(fix.heading_deg),
    )


def _tenths(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}"


def link(photo: PhotoDraft, token: str | None, known: Mapping[str, str]) -> Link | None:
    """How a photo stands in the chain of its day.

    Args:
        photo: As it was told, its digest included.
        token: Text of the token of its visit.
        known: Hash of each other link that has arrived, of this visit and others, to its photo.
    """
    seal = photo.seal
    if seal is None:
        return None
    follows = None
    if token is not None and seal.previous == start(token):
        follows = "token"
    elif seal.previous in known and known[seal.previous] != photo.id:
        follows = "photo"
    return Link(seal.hash == link_hash(photo), follows)
