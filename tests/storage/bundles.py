"""A bundle of made-up sites, and ways to tamper with it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy.orm import Session

from geo_app.reports.bundle.content import Content, gather
from geo_app.reports.bundle.verify import BundleReport, verify
from geo_app.reports.bundle.write import Written, write
from geo_app.settings import BundleLimits, Settings
from geo_app.store.checkpoint import Checkpoint
from geo_app.store.keys import signing_key
from geo_app.store.models import Site
from geo_app.store.note import Signer
from geo_app.store.session import Store
from geo_app.work.desk import Desk
from geo_app.work.evidence import of_site
from tests.storage.helpers import confirm_sample
from tests.storage.visits import picture, quick_desk, visit


@dataclass
class Made:
    """A bundle and what it was made from."""

    path: Path
    content: Content
    written: Written
    signer: Signer

    def members(self) -> dict[str, bytes]:
        with zipfile.ZipFile(self.path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}


def make(store: Store, settings: Settings, target: Path) -> Made:
    """Three sites, two of them in the bundle, with three visits and four photos."""
    sites = confirm_sample(store, settings)
    with quick_desk(settings) as desk:
        visit(store, desk, sites[0], [picture(1), picture(2)])
        visit(store, desk, sites[1], [picture(3)])
        visit(store, desk, sites[0], [picture(4)], nth=2)
        return bundle(store, settings, desk, sites[:2], target)


def bundle(
    store: Store,
    settings: Settings,
    desk: Desk,
    sites: list[str],
    target: Path,
    since: Checkpoint | None = None,
) -> Made:
    def assess(session: Session, site: Site) -> list[dict[str, Any]]:
        found = of_site(session, site, desk).photos
        return [{"photo": each.photo.id} | each.assessment.to_json() for each in found]

    signer = signing_key(settings.data)
    with store.session(read_only=True) as session:
        content = gather(session, sites, signer.name, assess, settings.complaints, since)
    return Made(target, content, write(target, content, desk=desk, signer=signer), signer)


def pack(path: Path, members: Mapping[str, bytes], method: int = zipfile.ZIP_STORED) -> Path:
    """A ZIP of these members, as any other program would write it."""
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def tampered(made: Made, path: Path, changes: Mapping[str, bytes | None]) -> BundleReport:
    """What a check says of the bundle with some members replaced, added or (None) left out."""
    members = made.members() | dict(changes)
    kept = {name: data for name, data in members.items() if data is not None}
    return verify(pack(path, kept), BundleLimits())


def edited(data: bytes, change: Callable[[Any], None]) -> bytes:
    """JSON after a change of its values."""
    value = orjson.loads(data)
    change(value)
    return orjson.dumps(value)


def named(report: BundleReport) -> set[str]:
    """Members that have a fault."""
    return {fault.member for fault in report.faults}


def codes(report: BundleReport, member: str) -> set[str]:
    return {fault.what.code for fault in report.faults if fault.member == member}
