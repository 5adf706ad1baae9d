"""Ids that the same notice gets on every computer: UUID version 5 of what makes a thing itself.

So a file of sites and the notice that they came from meet in one row, whichever arrives first.
"""

from __future__ import annotations

import hashlib
import uuid
from datetime import date

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:geo-app")


_NAMED = hashlib.sha1(_NAMESPACE.bytes, usedforsecurity=False)


def _id(*parts: object) -> str:
    """As ``str(uuid.uuid5(…))``, three times as fast: a file of a million sites makes millions."""
    # SHA-1 names things here (RFC 9562, 5.5), it protects nothing
    named = _NAMED.copy()
    named.update("/".join(map(str, parts)).encode())
    digits = named.hexdigest()
    variant = "89ab"[int(digits[16], 16) & 3]
    return f"{digits[:8]}-{digits[8:12]}-5{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:32]}"


def of_notice(sha256: str) -> str:
    """Id of the notice whose text has this SHA-256."""
    return _id("notice", sha256)


def of_problem(sha256: str, number: int) -> str:
    """Id of its problem of this number."""
    return _id("problem", sha256, number)


def of_place(sha256: str, number: int, ordinal: int) -> str:
    """Id of the problem's place of this ordinal (1 …)."""
    return _id("place", sha256, number, ordinal)


def of_site(sha256: str, number: int, ordinal: int) -> str:
    """Id of the site that the place becomes."""
    return _id("site", sha256, number, ordinal)


def of_event(subject_id: str, kind: str, as_of: date | str | None) -> str:
    """Id of what a document says happened to a subject on a day: said twice, it is one event."""
    return _id("event", subject_id, kind, as_of or "-")


def of_site_file(sha256: str, code: str) -> str:
    """Id of a site in a file that has lost its ids, by its code."""
    return _id("site", sha256, code)


def of_import(site_id: str, day: str, *digests: str) -> str:
    """Id of the visit that an import makes of these bytes."""
    return _id("import", site_id, day, *digests)


def of_position(site_id: str, layer: str) -> str:
    """Id of the position that a file of very many sites tells of a site, in one layer."""
    return _id("position", site_id, layer)


def of_complaint(*parts: object) -> str:
    """Id of a complaint by what is kept of it: told twice, it is one complaint."""
    return _id("complaint", *parts)
