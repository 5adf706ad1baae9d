"""One zip of the papers of many sites: whole or not at all, and stopped between two papers."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from geo_app.errors import GeoAppError, NotFoundError
from geo_app.geo.districts import Districts
from geo_app.reports.paper.content import gather
from geo_app.reports.paper.kinds import made_as
from geo_app.reports.paper.template import EPOCH
from geo_app.store.session import Store
from geo_app.words import say
from geo_app.work.complaints.crowd import Crowd
from geo_app.work.desk import Desk

_UNSAFE = re.compile(r"[^\w.\-]+")


class StoppedError(GeoAppError):
    """Somebody asked to stop."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which papers.

    Attributes:
        sites: Ids, in the order of the zip.
        kind: A key of ``kinds.KINDS``.
        today: The day that the papers are about.
        language: ``zh`` or ``en``.
    """

    sites: Sequence[str]
    kind: str
    today: date
    language: str = "zh"


def write(
    store: Store,
    desk: Desk,
    districts: Districts,
    wanted: Wanted,
    target: Path,
    *,
    tell: Callable[[int, int], None] = lambda done, count: None,
    is_to_stop: Callable[[], bool] = lambda: False,
) -> int:
    """Make the zip.

    Args:
        store: Narrowed to what the reader may see.
        desk: Photos, thresholds and the key.
        districts: Outlines for the small maps.
        wanted: Which papers.
        target: File to write; it is there only when it is whole.
        tell: Hears how many of how many are in it.
        is_to_stop: Asked before each paper.

    Returns:
        How many papers are in it.

    Raises:
        StoppedError: ``is_to_stop`` said so; nothing is left.
        GeoAppError: A paper cannot be made, and which; nothing is left.
    """
    part = target.with_name(f".{target.name}.part")
    count = len(wanted.sites)
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as archive:
            tell(0, count)
            with store.session(read_only=True) as session:
                crowd = Crowd.read(session, desk.settings.complaints)
            names: set[str] = set()
            for done, site in enumerate(wanted.sites, 1):
                if is_to_stop():
                    raise StoppedError("batch.stopped")
                name, content = _paper(store, desk, districts, wanted, site, crowd)
                info = zipfile.ZipInfo(_free(name, names), EPOCH)
                archive.writestr(info, content)
                tell(done, count)
        part.replace(target)
    except OSError as error:
        raise GeoAppError("cli.os_error", file=target.name, reason=error.strerror) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return count


def _paper(
    store: Store, desk: Desk, districts: Districts, wanted: Wanted, site: str, crowd: Crowd
) -> tuple[str, bytes]:
    """Name in the zip and bytes; each in a transaction of its own, so that none is held long."""
    with store.session(read_only=True) as session:
        made = gather(session, site, desk, districts, wanted.today, wanted.language, crowd)
    try:
        content = made_as(wanted.kind, made, desk)
    except NotFoundError:
        raise
    except GeoAppError as error:
        raise GeoAppError("batch.one", site=made.code, reason=error) from error
    code = _UNSAFE.sub("_", made.code)
    return say("batch.file", {"code": code, "kind": wanted.kind}, wanted.language), content


def _free(name: str, taken: set[str]) -> str:
    """The name, or one like it that no other paper has."""
    stem, _, ending = name.rpartition(".")
    free, nth = name, 1
    while free in taken:
        nth += 1
        free = f"{stem}-{nth}.{ending}"
    taken.add(free)
    return free
