"""Files as a phone exports them: ``visit.json``, and its photos in their order."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from typing import Any

import orjson

from tests.visits import photo, told

INSPECTOR = {"name": "赵六", "unit": "监测站"}


def visit_of(site: str, *pictures: bytes, **more: Any) -> dict[str, Any]:
    """The visit as the phone writes it."""
    photos = [photo(sha256=hashlib.sha256(data).hexdigest()) for data in pictures]
    return told(site, photos, inspector=INSPECTOR, **more)


def members_of(visit: Mapping[str, Any], *pictures: bytes) -> dict[str, bytes]:
    """What the zip of a visit holds."""
    files = {"visit.json": orjson.dumps(visit)}
    for index, data in enumerate(pictures):
        files[f"photos/{index + 1:03}-江边 {index + 1}.jpg"] = data
    return files


def packed(members: Mapping[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    """A zip of them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def parcel(visit: Mapping[str, Any], *pictures: bytes) -> bytes:
    """The file that a phone exports."""
    return packed(members_of(visit, *pictures))
