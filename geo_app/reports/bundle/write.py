"""Writing a bundle: the same history and the same key give the same bytes."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from geo_app import __version__
from geo_app.errors import InputError, TooLargeError
from geo_app.reports.bundle import layout
from geo_app.reports.bundle.archive import Writer, writing
from geo_app.reports.bundle.content import Content
from geo_app.reports.bundle.page import page
from geo_app.settings import BundleLimits
from geo_app.store.note import Signer
from geo_app.work.desk import Desk
from geo_app.work.renditions import Size, rendition

_PRETTY = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE


@dataclass(frozen=True, slots=True)
class Written:
    """What a bundle holds.

    Attributes:
        sites: How many.
        events: How many.
        photos: How many files of originals.
        bytes: Of all members.
        fingerprint: Of the key that signed it, to be told on another way.
    """

    sites: int
    events: int
    photos: int
    bytes: int
    fingerprint: str


class _Members:
    """Adds members and keeps what the manifest will say of them."""

    def __init__(self, writer: Writer, limits: BundleLimits) -> None:
        self._writer = writer
        self._limits = limits
        self.listed: list[dict[str, Any]] = []
        self.total = 0

    def add(self, name: str, data: bytes) -> None:
        limits = self._limits
        self.total += len(data)
        if len(self.listed) + 2 >= limits.members:
            raise TooLargeError("bundle.too_many", limit=limits.members)
        largest = limits.text_bytes if name in layout.FIXED else limits.member_bytes
        if len(data) > largest or self.total > limits.total_bytes:
            raise TooLargeError("bundle.too_large", name=name)
        self._writer.add(name, data)
        digest = hashlib.sha256(data).hexdigest()
        self.listed.append({"name": name, "size": len(data), "sha256": digest})


def write(
    target: Path,
    content: Content,
    *,
    desk: Desk,
    signer: Signer,
) -> Written:
    """Write a bundle, whole and durable or not at all.

    Args:
        target: The file; one that is there is replaced.
        content: Answer of ``content.gather``; no transaction needs to be open any more.
        desk: Where the originals are, and what makes the renditions that are not kept.
        signer: Key of the installation.

    Raises:
        StoreError: An original is missing or was altered: there is no bundle without it.
        TooLargeError: More than a bundle may hold: choose fewer sites.
        GeoAppError: The file cannot be written.
    """
    key = signer.public
    with writing(target) as writer:
        members = _Members(writer, desk.settings.bundles)
        shown: set[str] = set()
        for sha256, mime in content.photos:
            members.add(layout.original(sha256, mime), desk.files.get(sha256))
            for name, picture in _renditions(desk, sha256):
                members.add(name, picture)
                shown.add(name)
        texts = {
            layout.CHECKPOINT: content.head.sign(signer).encode(),
            layout.EVENTS: orjson.dumps(_events(content), option=_PRETTY),
            layout.FACTS: orjson.dumps({"sites": content.sites}, option=_PRETTY),
            layout.KEY: f"{key}\n".encode(),
            layout.PAGE: page(content, shown, key.fingerprint).encode(),
        }
        for name, text in sorted(texts.items()):
            members.add(name, text)
        manifest = orjson.dumps(_manifest(content, members.listed), option=_PRETTY)
        signed = signer.sign(
            layout.manifest_text(signer.name, hashlib.sha256(manifest).hexdigest())
        )
        writer.add(layout.MANIFEST, manifest)
        writer.add(layout.SIGNATURE, signed.encode())
    return Written(
        len(content.sites),
        len(content.events),
        len(content.photos),
        members.total,
        key.fingerprint,
    )


def _renditions(desk: Desk, sha256: str) -> Iterator[tuple[str, bytes]]:
    """What the page shows of a photo; nothing where there is nothing to see."""
    with suppress(InputError):
        for size in Size:
            yield layout.rendition(sha256, size), rendition(desk, sha256, size)


def _events(content: Content) -> dict[str, Any]:
    proofs = content.proofs
    return {
        "since": {"size": proofs.since, "proof": _encoded(proofs.growth)},
        "events": [
            event | {"proof": _encoded(proofs.paths[event["seq"]])} for event in content.events
        ],
        "imported": [
            {
                "event": leaf.event,
                "number": leaf.number,
                "content": leaf.content,
                "proof": _encoded(leaf.path),
            }
            for leaf in content.imported
        ],
    }


def _encoded(hashes: Iterable[bytes]) -> list[str]:
    return [base64.b64encode(each).decode("ascii") for each in hashes]


def _manifest(content: Content, members: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "format": layout.FORMAT,
        "program": f"geo-app {__version__}",
        "log": {"origin": content.head.origin, "size": content.head.size},
        "sites": [
            {name: each["site"][name] for name in ("id", "code", "name")} for each in content.sites
        ],
        "events": [
            {name: event[name] for name in ("seq", "id", "hash")} for event in content.events
        ],
        "members": sorted(members, key=lambda member: str(member["name"])),
    }
