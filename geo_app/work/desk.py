"""The desk on which photos and visits are dealt with: what those jobs need beside a session."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from types import TracebackType
from zoneinfo import ZoneInfo

from geo_app.domain.evidence.nouns import Ground
from geo_app.photo.workshop import Workshop
from geo_app.settings import Settings
from geo_app.store.files import FileStore, open_files
from geo_app.store.keys import signing_key
from geo_app.store.note import Signer
from geo_app.work import forms
from geo_app.work.forms import Forms
from geo_app.work.ground import Earth


@dataclass(frozen=True, slots=True)
class Desk:
    """What jobs on photos and visits need; made once, handed round, closed at the end.

    Attributes:
        settings: Of the installation.
        zone: Zone of its office.
        workshop: Opens photos.
        files: Keeps their bytes.
        forms: What is asked at a visit.
        ground: Measures on the earth.
        signer: The key of the installation.
        turn: Held by the one who records a visit: who waits for SQLite itself finds it free by
            luck, and may be told after five seconds that it is locked.
    """

    settings: Settings
    zone: ZoneInfo
    workshop: Workshop
    files: FileStore
    forms: Forms
    ground: Ground
    signer: Signer
    turn: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def close(self) -> None:
        """End the child processes that are idle."""
        self.workshop.close()

    def __enter__(self) -> Desk:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_desk(settings: Settings) -> Desk:
    """The desk of an installation.

    Raises:
        StoreError: The place of the files, or the key, cannot be used.
        InputError: A form cannot be read.
    """
    zone = ZoneInfo(settings.timezone)
    return Desk(
        settings=settings,
        zone=zone,
        workshop=Workshop(settings.photos, zone),
        files=open_files(settings),
        forms=forms.load(settings),
        ground=Earth(),
        signer=signing_key(settings.data),
    )
