"""Checking a bundle with nothing but the bundle: no database, no network, no trust in its maker.

Each fault is named with the member that it is in. A bundle that is made to do harm is not
checked but refused: that is an error (``archive.Reader``), not a finding.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from geo_app.domain.remark import Remark
from geo_app.domain.text import clean_line
from geo_app.errors import GeoAppError, InputError
from geo_app.reports.bundle import layout
from geo_app.reports.bundle.archive import Reader
from geo_app.reports.bundle.events import check_events, check_growth, check_leaves, leaves_from
from geo_app.reports.bundle.facts import check_facts
from geo_app.reports.bundle.rows import unfolded
from geo_app.settings import BundleLimits
from geo_app.store.checkpoint import Checkpoint
from geo_app.store.note import PublicKey, open_note
from geo_app.words import say

_MALFORMED = (KeyError, TypeError, ValueError, AttributeError, IndexError)
"""What a text raises that is JSON but not of the structure that we write."""

_LONGEST = 200
"""Characters of a name or id that are shown."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a bundle that is not as it was signed.

    Attributes:
        member: Name of the file inside that it is in.
        what: What is wrong with it.
    """

    member: str
    what: Remark

    def text(self, language: str = "zh") -> str:
        """The sentence in ``zh`` or ``en``."""
        return say(
            "bundle.fault", {"member": self.member, "what": self.what.text(language)}, language
        )

    def to_json(self, language: str) -> dict[str, Any]:
        """``{member, code, message, values}``."""
        return {
            "member": self.member,
            "code": self.what.code,
            "message": self.what.text(language),
            "values": dict(self.what.values),
        }


@dataclass(frozen=True, slots=True)
class BundleReport:
    """What a check of a bundle found.

    Attributes:
        faults: None = the bundle is whole.
        sites: How many it is about.
        events: How many it holds.
        photos: How many originals it holds.
        fingerprint: Of the key that signed it; None where that cannot be read.
        key_known: Whether that is the key that was given; None = none was given.
    """

    faults: tuple[Fault, ...]
    sites: int
    events: int
    photos: int
    fingerprint: str | None
    key_known: bool | None

    @property
    def is_good(self) -> bool:
        """Whether all of it is as it was signed."""
        return not self.faults

    def sentences(self, language: str) -> Iterator[str]:
        """What was found, and what must be known of the key."""
        yield from (fault.text(language) for fault in self.faults)
        if self.is_good:
            counts = {"sites": self.sites, "events": self.events, "photos": self.photos}
            yield say("bundle.good", counts, language)
        if self.fingerprint is not None and self.key_known is not False:
            code = "bundle.key_known" if self.key_known else "bundle.key_untold"
            yield say(code, {"fingerprint": self.fingerprint}, language)


def verify(
    path: Path, limits: BundleLimits, *, key: str | None = None, since: str | None = None
) -> BundleReport:
    """Check a bundle.

    Args:
        path: The file.
        limits: What is accepted.
        key: Fingerprint of the key that should have signed it, or the line of that key.
        since: An earlier signed head of the log that the bundle must continue.

    Raises:
        InputError: It is no bundle, or one that is made to do harm, or ``key`` is no key.
        TooLargeError: It is over a limit.
    """
    wanted = _fingerprint(key) if key is not None else None
    with Reader(path, limits) as reader:
        if layout.MANIFEST not in reader.names:
            raise InputError("bundle.no_manifest", name=layout.MANIFEST)
        return _Check(reader).run(wanted, since)


def _fingerprint(key: str) -> str:
    text = key.strip()
    digits = text.replace(":", "").replace(" ", "").lower()
    if len(digits) == hashlib.sha256().digest_size * 2 and set(digits) <= set("0123456789abcdef"):
        return digits
    return PublicKey.parse(text).fingerprint


class _Check:
    """One bundle under check; what is found is collected, so that one fault hides no other."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._faults: list[Fault] = []
        self._told: list[dict[str, Any]] = []  # the events that imported sites amount to

    def run(self, wanted: str | None, since: str | None) -> BundleReport:
        key = self._key()
        known = None if wanted is None else key is not None and key.fingerprint == wanted
        if known is False and key is not None:
            self._fault(layout.KEY, "bundle.key_other", fingerprint=key.fingerprint)
        manifest = self._manifest(key)
        listed = self._structured(layout.MANIFEST, lambda: _listed(manifest)) or {}
        self._members(listed)
        head = self._head(key, manifest)
        earlier = self._earlier(since, key)
        events = self._events(manifest, head, earlier)
        facts = self._facts(manifest, events)
        return BundleReport(
            faults=tuple(dict.fromkeys(self._faults)),
            sites=facts,
            events=len(events),
            photos=sum(name.startswith("originals/") for name in self._reader.names),
            fingerprint=key.fingerprint if key else None,
            key_known=known,
        )

    def _fault(self, member: str, code: str, **values: object) -> None:
        told = {name: _shown(value) for name, value in values.items()}
        self._faults.append(Fault(_shown(member), Remark(code, told)))

    def _found(self, member: str, remarks: Iterable[Remark]) -> None:
        for remark in remarks:
            self._fault(member, remark.code, **remark.values)

    def _structured(self, name: str, read: Callable[[], Any]) -> Any:
        """What ``read`` gives; None and a fault where the text has not our structure."""
        try:
            return read()
        except _MALFORMED:
            self._fault(name, "bundle.malformed")
            return None

    def _text(self, name: str) -> bytes | None:
        """A text member; None where it is missing or damaged (``_members`` says so)."""
        if name not in self._reader.names:
            return None
        try:
            return self._reader.text(name)
        except zipfile.BadZipFile:
            if name in (layout.MANIFEST, layout.SIGNATURE):
                self._fault(name, "bundle.altered")
            return None

    def _json(self, name: str) -> Any:
        data = self._text(name)
        return None if data is None else self._structured(name, lambda: orjson.loads(data))

    def _signed(self, name: str, read: Callable[[str], Any]) -> Any:
        """What is read from a signed note; None and a fault where it is not signed as it should."""
        data = self._text(name)
        if data is None:
            return None
        try:
            return read(data.decode())
        except UnicodeDecodeError:
            self._fault(name, "bundle.malformed")
        except InputError as error:
            self._fault(name, error.code, **error.values)
        return None

    def _key(self) -> PublicKey | None:
        data = self._text(layout.KEY)
        if data is None:
            return None
        try:
            return PublicKey.parse(data.decode())
        except (UnicodeDecodeError, GeoAppError):
            self._fault(layout.KEY, "bundle.malformed")
            return None

    def _manifest(self, key: PublicKey | None) -> Any:
        data = self._text(layout.MANIFEST)
        if data is None:
            return {}
        if key is not None:
            signed = self._signed(layout.SIGNATURE, lambda note: open_note(note, key))
            told = layout.manifest_text(key.name, hashlib.sha256(data).hexdigest())
            if signed is not None and signed != told:
                self._fault(layout.MANIFEST, "bundle.altered")
        manifest = self._structured(layout.MANIFEST, lambda: orjson.loads(data))
        found = self._structured(layout.MANIFEST, lambda: str(manifest["format"])[:40])
        if found is not None and found != layout.FORMAT:
            self._fault(layout.MANIFEST, "bundle.other_format", found=found, known=layout.FORMAT)
        return manifest

    def _members(self, listed: Mapping[str, tuple[int, str]]) -> None:
        """Each listed member is there as it was, and none else."""
        beside = {layout.MANIFEST, layout.SIGNATURE}
        there = self._reader.names - beside
        for name in sorted(there.difference(listed)):
            self._fault(name, "bundle.extra")
        for name in sorted({*listed, *layout.FIXED, *beside} - self._reader.names):
            self._fault(name, "bundle.missing")
        for name in sorted(there.intersection(listed)):
            if (self._reader.size(name), self._digest(name)) != listed[name]:
                self._fault(name, "bundle.altered")

    def _digest(self, name: str) -> str | None:
        digest = hashlib.sha256()
        try:
            for piece in self._reader.pieces(name):
                digest.update(piece)
        except zipfile.BadZipFile:
            return None
        return digest.hexdigest()

    def _head(self, key: PublicKey | None, manifest: Any) -> Checkpoint | None:
        if key is None:
            return None
        head: Checkpoint | None = self._signed(
            layout.CHECKPOINT, lambda note: Checkpoint.open(note, key)
        )
        if head is not None:
            log = self._structured(layout.MANIFEST, lambda: dict(manifest["log"]))
            if log is not None and log != {"origin": head.origin, "size": head.size}:
                self._fault(layout.CHECKPOINT, "bundle.other_log")
        return head

    def _earlier(self, since: str | None, key: PublicKey | None) -> Checkpoint | None:
        """The head that the reader has; it must be signed by the key of the bundle."""
        if since is None or key is None:
            return None
        try:
            return Checkpoint.open(since, key)
        except InputError:
            self._fault(layout.KEY, "bundle.since_unsigned")
            return None

    def _events(
        self, manifest: Any, head: Checkpoint | None, earlier: Checkpoint | None
    ) -> list[dict[str, Any]]:
        told = self._json(layout.EVENTS)
        if told is None:
            return []

        def check() -> list[dict[str, Any]]:
            if earlier is not None:
                self._found(layout.EVENTS, check_growth(told["since"], earlier, head))
            events = [dict(event) for event in told["events"]]
            listed = [(each["seq"], each["id"], each["hash"]) for each in manifest["events"]]
            self._found(layout.EVENTS, check_events(events, listed, head))
            leaves = leaves_from(told)
            self._found(layout.EVENTS, check_leaves(leaves, events))
            self._told = unfolded(leaves, events)
            return events

        return self._structured(layout.EVENTS, check) or []

    def _facts(self, manifest: Any, events: list[dict[str, Any]]) -> int:
        told = self._json(layout.FACTS)
        if told is None:
            return 0

        def check() -> int:
            sites = list(told["sites"])
            named = [site["site"]["id"] for site in sites]
            if named != [site["id"] for site in manifest["sites"]]:
                self._fault(layout.FACTS, "bundle.other_sites")
            self._found(
                layout.FACTS, check_facts(sites, [*self._told, *events], self._reader.names)
            )
            return len(sites)

        return self._structured(layout.FACTS, check) or 0


def _shown(value: Any) -> Any:
    """Words from inside a bundle, on one line and not too long: they may be aimed at a terminal."""
    return clean_line(value[:_LONGEST]) if isinstance(value, str) else value


def _listed(manifest: Any) -> dict[str, tuple[int, str]]:
    return {
        str(each["name"]): (int(each["size"]), str(each["sha256"])) for each in manifest["members"]
    }
