"""A backup under a passphrase, in the format of ``age`` (age-encryption.org): others can open it.

A passphrase alone would have to be handed the whole backup in memory, so it seals a fresh key, and
the key seals the backup in a stream: ``tar -xf x.tar && age -d -i key.age backup.tar.age``.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO

import pyrage

from geo_app.errors import InputError
from geo_app.work.backup.archive import BLOCK, Reader, header, padding

KEY = "key.age"
SEALED = "backup.tar.age"
_KEY_BYTES = 64 * 1024
_END = b"\0" * (2 * BLOCK)


@contextmanager
def seal(target: BinaryIO, passphrase: str) -> Iterator[BinaryIO]:
    """A file to write the backup to; sealed, it goes to the target, which must be able to seek.

    Raises:
        OSError: The target cannot be written.
    """
    identity = pyrage.x25519.Identity.generate()
    key = pyrage.passphrase.encrypt(f"{identity}\n".encode(), passphrase)
    target.write(header(KEY, len(key)) + key + padding(len(key)))
    head_at = target.tell()
    target.write(header(SEALED, 0))
    noted = _Noted(target)
    drain, mouth = _pipe()
    beside = _Beside(lambda: pyrage.encrypt_io(drain, noted, [identity.to_public()]), drain, noted)
    try:
        # where the other side reads no more, it tells why
        with suppress(BrokenPipeError), mouth:
            yield mouth
    finally:
        beside.join()
    beside.check()
    size = target.tell() - head_at - BLOCK
    target.write(padding(size) + _END)
    target.seek(head_at)
    target.write(header(SEALED, size))
    target.seek(0, os.SEEK_END)


@contextmanager
def unseal(source: BinaryIO, passphrase: str | None) -> Iterator[BinaryIO]:
    """The backup in a file that may be sealed; that is told by its first member.

    Args:
        source: Must be able to seek.
        passphrase: None where none was given.

    Raises:
        InputError: It is sealed and the passphrase is missing or wrong; or it was altered.
    """
    outer = Reader(source, _KEY_BYTES)
    found = outer.next_header()
    source.seek(0)
    if found is None or found[0] != KEY:
        yield source
        return
    if passphrase is None:
        raise InputError("backup.sealed")
    identity = _identity(next(outer.members())[1], passphrase)
    inner = outer.next_header()
    if inner is None or inner[0] != SEALED:
        raise InputError("backup.malformed")
    noted = _Noted(source, inner[1])
    drain, mouth = _pipe()
    beside = _Beside(lambda: pyrage.decrypt_io(noted, mouth, [identity]), mouth, noted)
    whole = False
    try:
        with drain:
            yield drain
            whole = not drain.read(1)
    except InputError:
        # what cannot be opened further looks like an archive that ends too soon
        beside.join()
        beside.check(as_opened=True)
        raise
    finally:
        beside.join()
    if whole:
        beside.check(as_opened=True)
    if source.read(len(padding(inner[1]) + _END) + 1) != padding(inner[1]) + _END:
        raise InputError("backup.malformed")


def _identity(key: bytes, passphrase: str) -> pyrage.x25519.Identity:
    try:
        opened = pyrage.passphrase.decrypt(key, passphrase)
    except pyrage.DecryptError as error:
        raise InputError("backup.passphrase") from error
    try:
        return pyrage.x25519.Identity.from_str(opened.decode("ascii").strip())
    except (pyrage.IdentityError, ValueError) as error:
        raise InputError("backup.malformed") from error


def _pipe() -> tuple[BinaryIO, BinaryIO]:
    drain, mouth = os.pipe()
    return os.fdopen(drain, "rb"), os.fdopen(mouth, "wb")


class _Noted:
    """A file, or so many bytes of it, whose own error is told: not that of who reads or writes."""

    def __init__(self, file: BinaryIO, size: int = 0) -> None:
        self._file = file
        self._left = size
        self.error: OSError | None = None

    def write(self, data: bytes) -> int:
        with self._noting():
            return self._file.write(data)

    def flush(self) -> None:
        with self._noting():
            self._file.flush()

    def read(self, size: int) -> bytes:
        with self._noting():
            data = self._file.read(min(size, self._left))
        self._left -= len(data)
        return data

    @contextmanager
    def _noting(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self.error = error
            raise


class _Beside:
    """Work in a thread of its own, which closes its end of a pipe when it is done.

    Args:
        work: What to do.
        end: Its end of the pipe.
        noted: The file at the other side of the work.
    """

    def __init__(self, work: Callable[[], None], end: BinaryIO, noted: _Noted) -> None:
        self._work, self._end, self._noted = work, end, noted
        self._failed: Exception | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._work()
        except Exception as error:  # noqa: BLE001 # told by ``check`` to the thread that waits
            self._failed = error
        finally:
            with suppress(OSError):  # nobody reads what is left in the buffer
                self._end.close()

    def join(self) -> None:
        """Wait for its end."""
        self._thread.join()

    def check(self, *, as_opened: bool = False) -> None:
        """Raise what it failed with; ``as_opened``: a failure of its own means altered bytes."""
        if self._noted.error is not None:
            raise self._noted.error
        if self._failed is not None:
            if as_opened:
                raise InputError("backup.altered") from self._failed
            raise self._failed
