"""Files that a phone never wrote: each with what it is refused for."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator

import orjson

from tests.parcels import members_of, packed, parcel, visit_of
from tests.visits import photo, picture

MEGABYTE = 1024 * 1024


def bad() -> Iterator[tuple[str, bytes, int]]:
    """Name, bytes and the status of the answer."""
    one, other = picture(1), picture(2)
    visit = visit_of("P2-1", one)
    good = members_of(visit, one)
    [name] = [each for each in good if each != "visit.json"]

    def instead(new: str) -> dict[str, bytes]:
        return {"visit.json": good["visit.json"], new: one}

    yield "empty", b"", 422
    yield "no zip", b"hello" * 100, 422
    yield "half a zip", packed(good)[:-40], 422
    yield "no visit", packed({name: one}), 422
    yield "slip up", packed(instead("photos/../../001-x.jpg")), 422
    yield "slip absolute", packed(instead("/etc/001-x.jpg")), 422
    yield "slip backslash", packed(instead("photos\\..\\001-x.jpg")), 422
    yield "another folder", packed(instead("elsewhere/001-x.jpg")), 422
    yield "other number", packed(instead("photos/002-x.jpg")), 422
    yield "one number twice", packed(good | {"photos/001-y.jpg": one}), 422
    yield "something more", packed(good | {"run.sh": b"rm"}), 422
    yield "photo missing", packed({"visit.json": good["visit.json"]}), 422
    yield "photo too many", packed(good | {"photos/002-y.jpg": other}), 422
    yield "altered photo", packed(good | {name: one[:-3] + b"xyz"}), 422
    yield "exchanged photo", packed(good | {name: other}), 422
    yield "digest of what is no photo", parcel(visit_of("P2-1", b"<svg/>"), b"<svg/>"), 200
    yield "wrong uuid", parcel(visit | {"id": "1"}, one), 422
    yield "uuid of a path", parcel(visit | {"id": "../../geo_app"}, one), 422
    yield (
        "one id for two photos",
        parcel(visit | {"photos": [*visit["photos"], visit["photos"][0]]}, one, one),
        422,
    )
    yield "no digest", parcel(visit | {"photos": [photo()]}, one), 422
    yield "nobody", parcel({k: v for k, v in visit.items() if k != "inspector"}, one), 422
    yield "no name", parcel(visit | {"inspector": {"name": " "}}, one), 422
    yield "a person of ours", parcel(visit | {"inspector": {"id": "person:1"}}, one), 422
    yield "no such site", parcel(visit | {"site": "P9-9"}, one), 404
    yield "no such form", parcel(visit | {"form_version": 77}, one), 404
    yield "a wrong answer", parcel(visit | {"answers": {"smell": 99}}, one), 422
    yield "no json", packed({"visit.json": b"{" * 9, name: one}), 422
    yield "deep json", packed({"visit.json": b"[" * 99_999, name: one}), 422
    yield "large json", packed({"visit.json": b" " * MEGABYTE, name: one}), 413
    yield "bomb", packed({**good, name: bytes(80 * MEGABYTE)}, zipfile.ZIP_DEFLATED), 413
    yield (
        "many photos",
        packed(
            {"visit.json": orjson.dumps(visit)}
            | {f"photos/{n:03}-x.jpg": b"x" for n in range(1, 200)}
        ),
        413,
    )
    yield "a directory of very many", packed({f"{n}": b"" for n in range(60_000)}), 413
    yield "lying size", lying(packed(good, zipfile.ZIP_DEFLATED), name), 422
    yield "locked", flagged(packed(good)), 422
    yield "a link", linked(good, name), 422


def lying(data: bytes, name: str) -> bytes:
    """Says that the photo is small, and unpacks to more."""
    out = bytearray(data)
    at = out.rindex(name.encode()) - 46
    struct.pack_into("<L", out, at + 24, 1000)
    return bytes(out)


def flagged(data: bytes) -> bytes:
    """Says that it is encrypted."""
    out = bytearray(data)
    at = out.index(b"PK\x01\x02")
    out[at + 8] |= 1
    return bytes(out)


def linked(members: dict[str, bytes], name: str) -> bytes:
    """A link where a photo should be."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("visit.json", members["visit.json"])
        info = zipfile.ZipInfo(name)
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    return out.getvalue()
