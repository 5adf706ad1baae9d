"""Files that claim to be a bundle and mean harm: a named error, and nothing is unpacked."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from geo_app.errors import InputError, TooLargeError
from geo_app.reports.bundle import layout
from geo_app.reports.bundle.verify import verify
from geo_app.settings import BundleLimits

LIMITS = BundleLimits()
MANIFEST = orjson.dumps({"format": layout.FORMAT, "members": [], "events": [], "sites": []})


def packed(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in ((layout.MANIFEST, MANIFEST), *members):
            archive.writestr(name, data)
    return out.getvalue()


def refused(path: Path, data: bytes, limits: BundleLimits = LIMITS) -> InputError:
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        verify(path, limits)
    assert caught.value.exit_code == 2
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    return caught.value


@pytest.mark.parametrize(
    "data",
    [b"", b"PK", b"<html>", b"PK\x05\x06" + bytes(5), bytes(100_000), b"PK\x05\x06" + b"\xff" * 18],
    ids=["empty", "two bytes", "html", "cut", "zeros", "nonsense"],
)
def test_what_is_no_zip(tmp_path: Path, data: bytes) -> None:
    assert refused(tmp_path / "x.zip", data).code in ("bundle.no_zip", "bundle.too_many")


def test_a_zip_that_is_no_bundle(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", b"hello")
    assert refused(tmp_path / "x.zip", out.getvalue()).code == "bundle.no_manifest"


@pytest.mark.parametrize(
    "name",
    [
        "../evil", "a/../../evil", "/etc/passwd", "..", "C:/evil", "C:\\evil", "..\\evil",
        "a//b", "./a", "originals/./x", "a\nb", "a\x1b[31m", "\u202egpj.x", "a:stream",
        "NUL /x ", "x.",
    ],
)  # fmt: skip
def test_names_that_lead_elsewhere(tmp_path: Path, name: str) -> None:
    error = refused(tmp_path / "x.zip", packed((name, b"x")))
    assert error.code == "bundle.unsafe_name"
    assert str(error.values["name"]).isprintable()


def test_a_name_twice(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = packed((layout.FACTS, b"1"), (layout.FACTS, b"2"))
    assert refused(tmp_path / "x.zip", data).code == "bundle.twice"


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFBLK, stat.S_IFDIR])
def test_links_and_devices(tmp_path: Path, kind: int) -> None:
    info = zipfile.ZipInfo(layout.FACTS)
    info.create_system = 3
    info.external_attr = (kind | 0o777) << 16
    assert refused(tmp_path / "x.zip", packed((info, b"/etc/passwd"))).code == "bundle.no_file"


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    limits = BundleLimits(member_bytes=1_000_000, text_bytes=1_000_000)
    data = packed((f"originals/{'0' * 64}.jpg", bytes(2_000_000)))
    assert len(data) < 10_000
    assert isinstance(refused(tmp_path / "x.zip", data, limits), TooLargeError)


def test_many_small_bombs_are_one_large_one(tmp_path: Path) -> None:
    limits = BundleLimits(total_bytes=5_000_000)
    photos = [(f"originals/{number:064x}.jpg", bytes(1_000_000)) for number in range(6)]
    assert isinstance(refused(tmp_path / "x.zip", packed(*photos), limits), TooLargeError)


def test_a_member_that_is_longer_than_it_says(tmp_path: Path) -> None:
    """The size is a lie: no more is read than was promised, and the sum is wrong."""
    name = f"originals/{'0' * 64}.jpg"
    data = bytearray(packed((name, bytes(3_000_000))))
    said = struct.pack("<L", 3_000_000)
    while said in data:
        at = data.index(said)
        data[at : at + 4] = struct.pack("<L", 10)
    (tmp_path / "x.zip").write_bytes(data)
    report = verify(tmp_path / "x.zip", LIMITS)
    assert not report.is_good


def test_too_many_members(tmp_path: Path) -> None:
    photos = [(f"originals/{number:064x}.jpg", b"") for number in range(30)]
    error = refused(tmp_path / "x.zip", packed(*photos), BundleLimits(members=20))
    assert error.code == "bundle.too_many"


def test_a_directory_that_claims_to_be_huge(tmp_path: Path) -> None:
    data = bytearray(packed())
    at = data.rindex(b"PK\x05\x06")
    data[at + 12 : at + 16] = b"\xfe\xff\xff\xff"
    assert refused(tmp_path / "x.zip", bytes(data)).code == "bundle.too_many"
    end64 = struct.pack("<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, 2**40, 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, at, 1)
    grown = bytes(data[:at]) + end64 + locator + bytes(data[at:])
    assert refused(tmp_path / "x.zip", grown).code == "bundle.too_many"


def test_encrypted_or_strangely_packed_members(tmp_path: Path) -> None:
    whole = packed((layout.FACTS, b"{}"))
    locked = bytearray(whole)
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = locked.rindex(sign)
        locked[start + at] |= 1
    assert refused(tmp_path / "x.zip", bytes(locked)).code == "bundle.packed"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr(layout.MANIFEST, MANIFEST)
    assert refused(tmp_path / "x.zip", out.getvalue()).code == "bundle.packed"


NESTED = b"[" * 100_000 + b"]" * 100_000


@pytest.mark.parametrize("member", [layout.MANIFEST, layout.EVENTS, layout.FACTS])
@pytest.mark.parametrize(
    "data",
    [
        b"", b"null", b"[]", b"{}", b"1e999", b"NaN", NESTED, b"\xff\xfe", b'{"events": 1}',
        b'{"events": [1]}', b'{"events": [{}]}', b'{"events": [{"seq": "x", "id": 1, "hash": []}]}',
        b'{"events": [{"seq": -1, "id": "", "hash": "zz", "proof": ["?"]}]}',
        b'{"sites": 1}', b'{"sites": [1]}', b'{"sites": [{"site": {"id": 1}}]}',
        b'{"format": {}, "members": [{"name": {}, "size": "x", "sha256": null}]}',
        b'{"format": "geo-app-bundle/2", "members": {}, "events": {}, "sites": {}}',
    ],
)  # fmt: skip
def test_nonsense_in_a_text_is_a_fault_of_that_text(
    tmp_path: Path, member: str, data: bytes
) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in (layout.EVENTS, layout.FACTS, layout.MANIFEST):
            good = MANIFEST if name == layout.MANIFEST else b'{"events": [], "sites": []}'
            archive.writestr(name, data if name == member else good)
    (tmp_path / "x.zip").write_bytes(out.getvalue())
    report = verify(tmp_path / "x.zip", LIMITS)
    assert member in {fault.member for fault in report.faults}
    for fault in report.faults:
        assert "…" not in fault.text("zh")


def test_words_that_are_aimed_at_a_terminal(tmp_path: Path) -> None:
    evil = "\x1b]0;title\x07\u202e" + "x" * 100_000
    manifest = {
        "format": evil,
        "members": [{"name": evil, "size": 1, "sha256": ""}],
        "events": [{"seq": 1, "id": evil, "hash": evil}],
        "sites": [],
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(layout.MANIFEST, orjson.dumps(manifest))
        archive.writestr(layout.EVENTS, b'{"events": []}')
    (tmp_path / "x.zip").write_bytes(out.getvalue())
    report = verify(tmp_path / "x.zip", LIMITS)
    assert {"bundle.other_format", "bundle.missing", "bundle.no_event"} <= {
        fault.what.code for fault in report.faults
    }
    for language in ("zh", "en"):
        for sentence in report.sentences(language):
            assert sentence.isprintable()
            assert len(sentence) < 1000


@pytest.mark.parametrize("key", ["", "x", "0" * 63, "a+b+c", "../key", "\x00"])
def test_a_key_that_is_none(tmp_path: Path, key: str) -> None:
    (tmp_path / "x.zip").write_bytes(packed())
    with pytest.raises(InputError) as caught:
        verify(tmp_path / "x.zip", LIMITS, key=key)
    assert caught.value.code == "key.malformed"


@pytest.mark.parametrize("make", [Path.mkdir, lambda path: None], ids=["folder", "absent"])
def test_what_is_no_file(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "x.zip")
    with pytest.raises(InputError) as caught:
        verify(tmp_path / "x.zip", LIMITS)
    assert caught.value.code == "cli.no_file"
