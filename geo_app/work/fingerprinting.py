"""Fingerprints that an earlier version of the program kept, made again from the originals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from geo_app.errors import GeoAppError, InputError
from geo_app.store import fingerprints
from geo_app.store.session import Store
from geo_app.work.desk import Desk


@dataclass(frozen=True, slots=True)
class Renewal:
    """What became of one fingerprint.

    Attributes:
        sha256: Of the original.
        refusal: Why the old one stays; None where there is a new one.
    """

    sha256: str
    refusal: GeoAppError | None


def renew(store: Store, desk: Desk, sha256s: Iterable[str]) -> Iterator[Renewal]:
    """Make the fingerprints of some originals again, each in a transaction of its own.

    What was found when a photo arrived stays as it was found; photos that arrive from now on are
    compared with the new fingerprint.

    Args:
        store: The database.
        desk: Keeps the originals and looks at them.
        sha256s: Of the originals.
    """
    for sha256 in sha256s:
        try:
            seen = desk.workshop.examine(desk.files.get(sha256)).fingerprint
            if seen is None:
                raise InputError("photos.no_picture")
        except GeoAppError as error:
            yield Renewal(sha256, error)
            continue
        with store.session() as session:
            fingerprints.renew(session, sha256, seen)
        yield Renewal(sha256, None)
