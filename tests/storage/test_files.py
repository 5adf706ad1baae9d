"""Files by their content: the same promises in a local folder and in a bucket."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from geo_app.errors import StoreError
from geo_app.settings import Files, Settings
from geo_app.store.files import FileStore, open_files
from tests.storage import moto

DATA = b"the bytes as they came"
SHA256 = hashlib.sha256(DATA).hexdigest()
NAME = f"originals/{SHA256[:2]}/{SHA256[2:4]}/{SHA256}"
ABSENT = "0" * 64


@dataclass
class Kept:
    """A file store, and a way past it to the bytes."""

    files: FileStore
    overwrite: Callable[[str, bytes], None]
    remove: Callable[[str], None]


@pytest.fixture(scope="module")
def bucket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Files]:
    with moto.serving(tmp_path_factory.mktemp("moto") / "log") as (settings, _server):
        yield settings


@pytest.fixture(params=["folder", "bucket"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Kept:
    if request.param == "folder":
        root = tmp_path / "files"
        return Kept(
            open_files(Settings(data=tmp_path)),
            lambda name, data: _write(root / name, data),
            lambda name: (root / name).unlink(),
        )
    settings: Files = request.getfixturevalue("bucket")
    client = moto.client(settings)
    for there in client.list_objects_v2(Bucket=moto.BUCKET).get("Contents", []):
        client.delete_object(Bucket=moto.BUCKET, Key=there["Key"])
    return Kept(
        open_files(Settings(files=settings)),
        lambda name, data: client.put_object(Bucket=moto.BUCKET, Key=f"evidence/{name}", Body=data),
        lambda name: client.delete_object(Bucket=moto.BUCKET, Key=f"evidence/{name}"),
    )


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def code(call: Callable[[], object]) -> str:
    with pytest.raises(StoreError) as caught:
        call()
    return caught.value.code


def test_what_is_put_comes_back_under_its_sha256(kept: Kept) -> None:
    assert kept.files.put(DATA) == SHA256
    assert kept.files.get(SHA256) == DATA
    assert kept.files.has(SHA256)
    assert kept.files.digest(SHA256) == SHA256
    assert list(kept.files.names()) == [SHA256]


def test_the_same_bytes_are_one_file(kept: Kept) -> None:
    assert kept.files.put(DATA) == kept.files.put(DATA) == SHA256
    assert [entry.name for entry in kept.files.originals()] == [NAME]


def test_many_at_once_are_all_kept_once(kept: Kept) -> None:
    contents = [b"%d" % (number % 10) for number in range(40)]
    with ThreadPoolExecutor(8) as threads:
        names = list(threads.map(kept.files.put, contents))
    assert names == [hashlib.sha256(data).hexdigest() for data in contents]
    assert sorted(kept.files.names()) == sorted(set(names))


def test_a_large_file_and_an_empty_one(kept: Kept) -> None:
    large = bytes(range(256)) * 50_000
    assert kept.files.get(kept.files.put(large)) == large
    assert kept.files.get(kept.files.put(b"")) == b""


def test_what_is_not_there_is_said_to_be_missing(kept: Kept) -> None:
    assert not kept.files.has(ABSENT)
    assert kept.files.digest(ABSENT) is None
    assert code(lambda: kept.files.get(ABSENT)) == "files.missing"
    assert list(kept.files.names()) == []


def test_altered_bytes_are_never_given_out_or_overwritten(kept: Kept) -> None:
    kept.files.put(DATA)
    kept.overwrite(NAME, b"something else")
    assert code(lambda: kept.files.get(SHA256)) == "files.altered"
    assert code(lambda: kept.files.put(DATA)) == "files.altered"
    assert kept.files.digest(SHA256) == hashlib.sha256(b"something else").hexdigest()


def test_a_foreign_file_is_no_original(kept: Kept) -> None:
    kept.overwrite("originals/readme.txt", b"hello")
    kept.overwrite(f"originals/{SHA256}", DATA)
    assert list(kept.files.originals()) == []
    names = sorted(entry.name for entry in kept.files.strangers())
    assert names == [f"originals/{SHA256}", "originals/readme.txt"]


def test_a_rendition_is_kept_replaced_and_dropped(kept: Kept) -> None:
    assert kept.files.rendition(SHA256, "web") is None
    kept.files.put_rendition(SHA256, "web", b"first")
    kept.files.put_rendition(SHA256, "web", b"second")
    assert kept.files.rendition(SHA256, "web") == b"second"
    assert kept.files.rendition(SHA256, "thumb") is None
    assert list(kept.files.renditions()) == [(SHA256, "web")]
    for _ in range(2):
        kept.files.drop_rendition(SHA256, "web")
    assert kept.files.rendition(SHA256, "web") is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda kept: kept[:-1],
        lambda kept: b"",
        lambda kept: bytes(len(kept)),
        lambda kept: kept + b"x",
    ],
    ids=["cut", "empty", "zeros", "longer"],
)
def test_a_damaged_rendition_is_none(kept: Kept, damage: Callable[[bytes], bytes]) -> None:
    kept.files.put_rendition(SHA256, "web", b"picture")
    name = f"renditions/{SHA256[:2]}/{SHA256[2:4]}/{SHA256}.web"
    pieces = kept.files.place.read(name)
    assert pieces is not None
    kept.overwrite(name, damage(b"".join(pieces)))
    assert kept.files.rendition(SHA256, "web") is None
    assert list(kept.files.renditions()) == [(SHA256, "web")]


def test_a_rendition_in_the_place_of_another_is_none(kept: Kept) -> None:
    kept.files.put_rendition(ABSENT, "web", b"picture")
    pieces = kept.files.place.read(f"renditions/00/00/{ABSENT}.web")
    assert pieces is not None
    kept.overwrite(f"renditions/{SHA256[:2]}/{SHA256[2:4]}/{SHA256}.web", b"".join(pieces))
    assert kept.files.rendition(SHA256, "web") is None


@pytest.mark.parametrize("name", ["", "x", "../../etc/passwd", SHA256.upper(), SHA256 + "0"])
def test_a_name_that_is_no_sha256_is_a_programming_error(kept: Kept, name: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        kept.files.get(name)
    with pytest.raises(ValueError, match="rendition"):
        kept.files.rendition(name, "web")
    with pytest.raises(ValueError, match="rendition"):
        kept.files.rendition(SHA256, "../x")
