"""Backups made to do harm, and backups that were damaged: one clear line, nothing restored."""

from __future__ import annotations

import gzip
import hashlib
import io
import random
import tarfile
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from geo_app.errors import InputError, StoreError, TooLargeError
from geo_app.settings import BackupLimits, Settings
from geo_app.store.session import open_store
from geo_app.work.backup import restore, verify, write
from geo_app.work.backup.archive import Writer
from geo_app.work.first_start import first_start
from tests.cli.program import run
from tests.storage.samples import ACTOR

LIMITS = BackupLimits()
PASSPHRASE = "correct horse battery staple"  # noqa: S105 # of this test
Members = list[tuple[str, bytes]]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A backup of an installation after its first start."""
    folder = tmp_path_factory.mktemp("good")
    settings = Settings(data=folder / "data")
    store = open_store(settings)
    first_start(store, settings)
    store.engine.dispose()
    write(settings, folder / "x.tar", ACTOR, None)
    return (folder / "x.tar").read_bytes()


def members(archive: bytes) -> Members:
    with tarfile.open(fileobj=io.BytesIO(archive)) as opened:
        return [(each.name, file.read()) for each in opened if (file := opened.extractfile(each))]


def packed(these: Members) -> bytes:
    """A backup whose end fits whatever comes before it, as a forger would write it."""
    out = io.BytesIO()
    writer = Writer(out, 0)
    for name, data in these:
        if name == "end.json":
            told = orjson.loads(data)
            told["digest"] = writer.sum.hexdigest()
            data = orjson.dumps(told)  # noqa: PLW2901
        writer.add(name, data)
    writer.close()
    return out.getvalue()


def piece(table: str, data: bytes, number: int = 1) -> tuple[str, bytes]:
    return f"rows/{table}/{number:06d}.{hashlib.sha256(data).hexdigest()}.jsonl.gz", data


def rows(data: bytes) -> list[list[object]]:
    return [orjson.loads(line) for line in gzip.decompress(data).splitlines()]


def lines(made: list[list[object]]) -> bytes:
    return gzip.compress(b"".join(orjson.dumps(row) + b"\n" for row in made))


def altered(
    these: Members, table: str, change: Callable[[list[list[object]]], list[list[object]]]
) -> Members:
    """With other rows in a table, and an end that says so many."""
    made: Members = []
    count = 0
    for name, data in these:
        if name.startswith(f"rows/{table}/"):
            new = change(rows(data))
            count = len(new)
            made.append(piece(table, lines(new)))
        elif name == "end.json":
            told = orjson.loads(data)
            told["rows"][table] = count
            made.append((name, orjson.dumps(told)))
        else:
            made.append((name, data))
    return made


def head(these: Members, **changes: object) -> Members:
    name, data = these[0]
    return [(name, orjson.dumps(orjson.loads(data) | changes)), *these[1:]]


def refused(archive: bytes, folder: Path, *kinds: type[Exception]) -> str:
    """Why it is refused; afterwards there is nothing where it would have been restored."""
    file = folder / "bad.tar"
    file.write_bytes(archive)
    data = folder / "restored"
    with pytest.raises(kinds or (InputError, StoreError)) as caught:
        restore(Settings(data=data), file, ACTOR, None)
    assert not data.exists()
    assert sorted(path.name for path in folder.iterdir()) == ["bad.tar"]
    return str(caught.value)


def tar_of(*infos: tarfile.TarInfo) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as made:
        for each in infos:
            made.addfile(each, io.BytesIO(b"x" * each.size))
    return out.getvalue()


def info(
    name: str, kind: bytes = tarfile.REGTYPE, link: str = "", size: int = 0
) -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname, made.size = kind, link, size
    return made


def test_the_forger_of_these_tests_writes_what_is_accepted(good: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.tar").write_bytes(packed(members(good)))
    restore(Settings(data=tmp_path / "restored"), tmp_path / "x.tar", ACTOR, None)


@pytest.mark.parametrize(
    "archive",
    [
        b"",
        b"\0" * 1024,
        b"not a backup" * 100,
        tar_of(info("../../etc/passwd", size=3)),
        tar_of(info("/etc/passwd", size=3)),
        tar_of(info("backup.json", tarfile.SYMTYPE, "/etc/passwd")),
        tar_of(info("backup.json", tarfile.LNKTYPE, "/etc/passwd")),
        tar_of(info("backup.json", tarfile.CHRTYPE)),
        tar_of(info("backup.json", tarfile.FIFOTYPE)),
        tar_of(info("backup.json", tarfile.DIRTYPE)),
        tar_of(info("n" * 300, size=3)),
        tar_of(info("备份.json", size=3)),
        gzip.compress(tar_of(info("backup.json", size=3))),
        tarfile.TarInfo("backup.json").tobuf(tarfile.GNU_FORMAT),
    ],
    ids=str(list(range(14))).strip("[]").split(", "),
)
def test_what_is_no_backup_is_refused(archive: bytes, tmp_path: Path) -> None:
    refused(archive, tmp_path, InputError)


def test_a_member_that_claims_to_be_huge_is_not_read(tmp_path: Path) -> None:
    for size in (2**62, LIMITS.member_bytes + 1):
        refused(info("backup.json", size=size).tobuf(tarfile.GNU_FORMAT), tmp_path, TooLargeError)


@pytest.mark.parametrize(
    "name",
    [
        "installation/../../evil",
        "installation/secret.key",
        "installation/forms/../../evil.json",
        "installation/forms/.json",
        "installation/geo_app.db",
        "originals/../evil",
        "originals/" + "A" * 64,
        "rows/../x/000001." + "0" * 64 + ".jsonl.gz",
        "rows/alembic_version/000001." + "0" * 64 + ".jsonl.gz",
        "rows/sqlite_master/000001." + "0" * 64 + ".jsonl.gz",
        "x",
    ],
)
def test_a_member_that_no_backup_has_is_refused(good: bytes, tmp_path: Path, name: str) -> None:
    these = members(good)
    refused(packed([*these[:-1], (name, b"evil"), these[-1]]), tmp_path, InputError)
    refused(packed([*these, (name, b"evil")]), tmp_path, InputError)


def test_an_original_that_is_not_what_its_name_says_is_refused(good: bytes, tmp_path: Path) -> None:
    these = members(good)
    name = "originals/" + "0" * 64
    assert name in refused(packed([*these[:-1], (name, b"evil"), these[-1]]), tmp_path, InputError)


def test_bombs_are_refused(good: bytes, tmp_path: Path) -> None:
    bomb = gzip.compress(b"[" * (LIMITS.piece_bytes + 1), 9)
    assert len(bomb) < 200_000
    these = members(good)
    refused(packed([these[0], piece("event", bomb), *these[1:]]), tmp_path, InputError)
    nested = gzip.compress(b"[" * 1_000_000)
    refused(packed([these[0], piece("event", nested), *these[1:]]), tmp_path, InputError)
    two = gzip.compress(b"") + gzip.compress(b"[]")
    refused(packed([these[0], piece("event", two), *these[1:]]), tmp_path, InputError)


@pytest.mark.parametrize(
    "changes",
    [
        {"format": 2},
        {"revision": "9999"},
        {"revision": "head"},
        {"revision": "../0001"},
        {"revision": "0001"},
        {"revision": 1},
        {"tables": {}},
        {"tables": []},
        {"tables": {"event": ["seq; DROP TABLE event"]}},
        {"more": 1},
    ],
    ids=str,
)
def test_a_head_that_lies_is_refused(
    good: bytes, tmp_path: Path, changes: dict[str, object]
) -> None:
    refused(packed(head(members(good), **changes)), tmp_path)


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("event", lambda rows: rows[:-1]),
        ("event", lambda rows: rows[1:]),
        ("event", lambda rows: [rows[1], rows[0], *rows[2:]]),
        ("event", lambda rows: [*rows, rows[-1]]),
        ("event", lambda rows: [[*rows[0][:-1], "0" * 64], *rows[1:]]),
        ("event", lambda rows: [[*rows[0], 1], *rows[1:]]),
        ("log_head", lambda _: []),
        ("log_head", lambda rows: [[1, 2**63, rows[0][2]]]),
        ("site", lambda rows: [*rows, rows[0]]),
        ("site", lambda rows: [[None] * len(rows[0])]),
        ("site", lambda rows: [[{"a": 1}] * len(rows[0])]),
        ("site", lambda rows: [["x\0y"] * len(rows[0])]),
        ("site", lambda rows: [[True] * len(rows[0])]),
        ("position", lambda rows: [[1e400, *rows[0][1:]]]),
        ("problem", lambda _: []),
    ],
    ids=str(list(range(15))).strip("[]").split(", "),
)
def test_rows_that_do_not_fit_are_refused(
    good: bytes,
    tmp_path: Path,
    table: str,
    change: Callable[[list[list[object]]], list[list[object]]],
) -> None:
    refused(packed(altered(members(good), table, change)), tmp_path)


def test_any_flipped_byte_is_found(good: bytes, tmp_path: Path) -> None:
    """Wherever it is: in a header, in the rows, in what fills a block, at the end."""
    chance = random.Random(5)  # noqa: S311 # where to flip is no secret
    file = tmp_path / "x.tar"
    for at in sorted(chance.sample(range(len(good)), 150)):
        spoiled = bytearray(good)
        spoiled[at] ^= 1 << chance.randrange(8)
        file.write_bytes(spoiled)
        with pytest.raises((InputError, StoreError)):
            verify(file, None, LIMITS)


def test_a_flipped_byte_in_the_rows_names_the_member(good: bytes, tmp_path: Path) -> None:
    (name,) = [name for name, _ in members(good) if name.startswith("rows/event/")]
    spoiled = bytearray(good)
    spoiled[good.index(name.encode()) + 512 + 100] ^= 1
    (tmp_path / "x.tar").write_bytes(spoiled)
    with pytest.raises(InputError, match=name):
        verify(tmp_path / "x.tar", None, LIMITS)


def test_any_flipped_byte_of_a_sealed_backup_is_found(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")
    store = open_store(settings)
    first_start(store, settings)
    store.engine.dispose()
    file = tmp_path / "x.tar"
    write(settings, file, ACTOR, PASSPHRASE)
    good = file.read_bytes()
    chance = random.Random(6)  # noqa: S311 # where to flip is no secret
    for at in [*chance.sample(range(2048, len(good)), 3), len(good) - 1]:
        spoiled = bytearray(good)
        spoiled[at] ^= 1
        file.write_bytes(spoiled)
        with pytest.raises(InputError):
            verify(file, PASSPHRASE, LIMITS)
    for cut in (100, 512, 1500, len(good) // 2, len(good) - 1):
        file.write_bytes(good[:cut])
        with pytest.raises(InputError):
            restore(Settings(data=tmp_path / "restored"), file, ACTOR, PASSPHRASE)
        assert not (tmp_path / "restored").exists()
    file.write_bytes(good)
    for wrong in ("correct horse battery stapl", "密码" * 100):
        with pytest.raises(InputError):
            verify(file, wrong, LIMITS)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_command_says_one_line(tmp_path: Path, language: str) -> None:
    (tmp_path / "bad.tar").write_bytes(tar_of(info("../../evil", size=3)))
    for words in (
        ("verify", "bad.tar"),
        ("restore", "bad.tar", "--data", "d"),
        ("verify", "none.tar"),
        ("restore", ".", "--data", "d"),
        ("write", "no/such/folder/x.tar", "--data", "d"),
        ("write", "x.tar", "--data", "d"),
        ("write", "x.tar", "--data", "d", "--passphrase-file", "bad.tar"),
    ):
        answer = run("backup", *words, folder=tmp_path, GEO_APP_LANGUAGE=language)
        assert answer.returncode in {2, 4}, (words, answer)
        assert (answer.stdout, answer.stderr.count(b"\n")) == (b"", 1), (words, answer)
        assert b"Traceback" not in answer.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.tar"]
