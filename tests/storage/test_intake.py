"""Bytes on their way in: each refusal names the file and the reason, and nothing is kept."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path
from typing import Any

import pytest

from geo_app.errors import (
    GeoAppError,
    InputError,
    StorageFullError,
    StoreError,
    TooLargeError,
    UnsupportedError,
)
from geo_app.settings import PhotoLimits, Settings
from geo_app.work.desk import Desk, open_desk
from geo_app.work.intake import Upload, shown_name, take_in
from tests.visits import desk_of, picture


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_of(Settings(data=tmp_path))


def kept(desk: Desk) -> set[str]:
    return set(desk.files.names())


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_bytes_are_kept_as_they_came(desk: Desk) -> None:
    photos = [picture(1, lon=114.3, lat=34.8), picture(2)]
    taken = take_in(desk, [Upload.of(f"{n}.jpg", data) for n, data in enumerate(photos)])
    assert [each.sha256 for each in taken] == [digest(data) for data in photos]
    assert [desk.files.get(each.sha256) for each in taken] == photos
    assert [each.size for each in taken] == [len(data) for data in photos]
    assert taken[0].facts.position == pytest.approx((114.3, 34.8), abs=1e-6)
    assert taken[0].fingerprint is not None


def test_the_same_bytes_are_one_file(desk: Desk) -> None:
    taken = take_in(desk, [Upload.of("a.jpg", picture(1)), Upload.of("b.jpg", picture(1))])
    assert kept(desk) == {taken[0].sha256} == {taken[1].sha256}


@pytest.mark.parametrize(
    ("upload", "error", "because"),
    [
        (Upload.of("坏.jpg", b""), InputError, "photo.empty"),
        (Upload.of("坏.jpg", b"GIF89a" + b"\0" * 99), UnsupportedError, "photo.not_a_photo"),
        (Upload.of("坏.svg", picture(1)), UnsupportedError, "photo.name_disagrees"),
        (Upload.of("坏.jpg", picture(1), "0" * 64), InputError, "intake.other_bytes"),
    ],
    ids=["empty", "gif", "name", "digest"],
)
def test_one_bad_photo_keeps_all_out(
    desk: Desk, upload: Upload, error: type[GeoAppError], because: str
) -> None:
    with pytest.raises(error) as caught:
        take_in(desk, [Upload.of("good.jpg", picture(2)), upload])
    assert type(caught.value) is error
    assert caught.value.values["file"] == upload.name
    assert caught.value.values["because"] == because
    assert upload.name in caught.value.text("zh")
    assert kept(desk) == set()


def test_a_file_over_the_limit_is_refused_without_reading_on(tmp_path: Path) -> None:
    limits = PhotoLimits(file_bytes=1000)
    settings = Settings(data=tmp_path, photos=limits)
    asked: list[int] = []

    def read(most: int) -> bytes:
        asked.append(most)
        return b"\xff\xd8\xff" + b"\0" * (most - 3)

    with open_desk(settings) as desk, pytest.raises(TooLargeError):
        take_in(desk, [Upload("a.jpg", read)])
    assert asked == [1001]


def test_what_the_sender_says_of_the_bytes_is_checked(desk: Desk) -> None:
    data = picture(1)
    [taken] = take_in(desk, [Upload.of("a.jpg", data, digest(data))])
    assert taken.sha256 == digest(data)


def test_a_file_that_changes_meanwhile_is_refused(desk: Desk) -> None:
    versions = iter([picture(1), picture(2)])
    with pytest.raises(InputError, match=r"a\.jpg"):
        take_in(desk, [Upload("a.jpg", lambda _most: next(versions))])


def test_a_full_disk_is_said(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageFullError) as caught:
        take_in(desk, [Upload.of("a.jpg", picture(1))])
    assert isinstance(caught.value, StoreError)
    assert caught.value.http_status == 507
    monkeypatch.undo()
    assert kept(desk) == set()


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("照片.jpg", "照片.jpg"),
        ("../../etc/x.jpg", "x.jpg"),
        ("..\\..\\x.jpg", "x.jpg"),
        ("C:\\Users\\王\\x.jpg", "x.jpg"),
        ("/abs/x.jpg", "x.jpg"),
        ("a\0.jpg", "a.jpg"),
        ("a\r\nSet-Cookie: x.jpg", "a Set-Cookie: x.jpg"),
        ("gpj.\u202ex", "gpj.x"),
        ("e\u0301.jpg", "é.jpg"),
        ("", "photo"),
        ("///", "photo"),
        ('"><img src=x>.jpg', '"><img src=x>.jpg'),
    ],
)
def test_a_name_is_kept_as_words_only(given: str, shown: str) -> None:
    assert shown_name(given, 255) == shown


def test_a_long_name_keeps_its_ending() -> None:
    assert shown_name("长" * 4000 + ".jpg", 255) == "长" * 251 + ".jpg"
    assert len(shown_name("x" * 4000, 255)) == 255
    assert len(shown_name("x." + "y" * 4000, 255)) <= 255


def test_only_one_photo_is_read_at_a_time(desk: Desk) -> None:
    held: list[int] = []

    class Counted(bytes):
        def __new__(cls, data: bytes) -> Any:
            held.append(1)
            return super().__new__(cls, data)

        def __del__(self) -> None:
            held.pop()

    most = 0

    def read(_most: int) -> bytes:
        nonlocal most
        made: bytes = Counted(picture(1))
        most = max(most, len(held))
        return made

    take_in(desk, [Upload(f"{n}.jpg", read) for n in range(4)])
    assert most <= 2  # the next is read before the last one is let go
    assert held == []
