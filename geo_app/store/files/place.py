"""Where bytes are kept under a name: what a folder and a bucket have in common."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a place.

    Attributes:
        name: Its name, with ``/`` between folders.
        size: Bytes.
        modified_at: When it was last written, UTC.
    """

    name: str
    size: int
    modified_at: datetime


class Place(Protocol):
    """Names and bytes. Every method may raise ``StoreError`` when the place cannot be used."""

    def add(self, name: str, data: bytes) -> bool:
        """Keep new bytes, whole and durable when this returns; never replaces.

        Returns:
            False where the name is taken already (and durable).

        Raises:
            StorageFullError: No room.
        """

    def replace(self, name: str, data: bytes) -> None:
        """Keep bytes that can be made again: whole or not at all, whatever stood there.

        Raises:
            StorageFullError: No room.
        """

    def read(self, name: str) -> Iterator[bytes] | None:
        """The bytes in pieces, so that memory does not grow with the file; None = no such name."""

    def has(self, name: str) -> bool:
        """Whether the name is taken."""

    def entries(self, folder: str) -> Iterator[Entry]:
        """All files under a folder, in no order."""

    def remove(self, name: str) -> None:
        """Take a name away; one that is not there is no error."""
