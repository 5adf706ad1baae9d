"""Checking the bytes: are all originals there, and are they what their names say?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_app.domain.remark import Remark
from geo_app.errors import InputError
from geo_app.photo.workshop import Workshop
from geo_app.store.files import FileStore
from geo_app.store.inspections import Photo

Make = Callable[[bytes], Mapping[str, bytes]]
"""Renditions of an original, by kind."""

_BATCH = 1000


@dataclass(slots=True)
class FileReport:
    """What a check of the files found; files are named by their SHA-256.

    Attributes:
        originals: Files that were read.
        missing: A photo names it, but it is not there.
        altered: Its bytes are not those that it is named after.
        extra: No photo names it, and it is older than an upload can take.
        young: Files that no photo names yet: they may be arriving, and are no fault.
        strangers: Files that have no name of an original.
        damaged: Renditions whose bytes are not what was kept, as ``sha256.kind``.
        rebuilt: Those of them that were made again.
    """

    originals: int = 0
    missing: list[str] = field(default_factory=list)
    altered: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    young: int = 0
    strangers: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    rebuilt: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether every original is there and unaltered."""
        return not self.missing and not self.altered

    def remarks(self) -> Iterator[Remark]:
        """One sentence for each thing found."""
        for code, names in (
            ("files.missing", self.missing),
            ("files.altered", self.altered),
            ("files.extra", self.extra),
            ("files.stranger", self.strangers),
        ):
            yield from (Remark(code, {"sha256": name}) for name in names)
        for name in self.damaged:
            mended = name in self.rebuilt
            yield Remark("files.rebuilt" if mended else "files.damaged", {"sha256": name})


def named(session: Session) -> set[str]:
    """Every original that a photo names. Ask before ``check``: bytes are there before rows."""
    query = select(Photo.sha256).distinct().execution_options(yield_per=_BATCH)
    return set(session.scalars(query))


def check(
    files: FileStore,
    wanted: Set[str],
    *,
    now: datetime,
    orphan_hours: float,
    make: Make | None = None,
) -> FileReport:
    """Read every original and every rendition; originals are never touched.

    Args:
        files: Where they are.
        wanted: Answer of ``named``.
        now: The present, UTC.
        orphan_hours: A younger file that no photo names is no fault.
        make: Makes damaged renditions again; None = only say which they are.

    Raises:
        StoreError: The files cannot be read.
    """
    report = FileReport()
    oldest = now - timedelta(hours=orphan_hours)
    there: set[str] = set()
    for entry in files.originals():
        sha256 = entry.name.rsplit("/", 1)[-1]
        digest = files.digest(sha256)
        if digest is None:
            continue  # taken away while we looked
        there.add(sha256)
        if digest != sha256:
            report.altered.append(sha256)
        elif sha256 not in wanted and entry.modified_at < oldest:
            report.extra.append(sha256)
        elif sha256 not in wanted:
            report.young += 1
    report.originals = len(there)
    report.missing = sorted(wanted - there)
    report.strangers = [entry.name for entry in files.strangers()]
    sound = there.difference(report.altered)
    for sha256, kind in files.renditions():
        if files.rendition(sha256, kind) is None:
            report.damaged.append(f"{sha256}.{kind}")
            if make is not None and _rebuild(
                files, sha256, kind, make if sha256 in sound else None
            ):
                report.rebuilt.append(f"{sha256}.{kind}")
    return report


def _rebuild(files: FileStore, sha256: str, kind: str, make: Make | None) -> bool:
    """Make one rendition again; one that cannot be made is dropped."""
    files.drop_rendition(sha256, kind)
    if make is None:
        return False
    try:
        made = make(files.get(sha256))
    except InputError:
        return False  # there is nothing to see in this photo
    if kind not in made:
        return False
    files.put_rendition(sha256, kind, made[kind])
    return True


def renditions_by(workshop: Workshop) -> Make:
    """The maker of renditions that an installation uses."""

    def make(data: bytes) -> Mapping[str, bytes]:
        made = workshop.renditions(data)
        return {"web": made.web, "thumb": made.thumb}

    return make
