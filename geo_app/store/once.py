"""A file of an installation that is made once, appears whole, and is its owner's alone."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path


def keep_once(path: Path, content: bytes) -> None:
    """Write a file of mode 600 that is not there yet; of two that do so together the first wins.

    Args:
        path: Where; its folder is made (mode 700).
        content: All of it.

    Raises:
        OSError: It cannot be written; nothing half-written bears the name.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = _part(path, content)
    try:
        # a link appears whole, and does not take the place of what is there
        with suppress(FileExistsError):
            path.hardlink_to(part)
    finally:
        part.unlink(missing_ok=True)
    _sync_folder(path.parent)


def keep(path: Path, content: bytes) -> None:
    """Write a file of mode 600, in the place of the one that was there.

    Raises:
        OSError: It cannot be written; the one that was there stays.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = _part(path, content)
    try:
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _part(path: Path, content: bytes) -> Path:
    part = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        part.unlink(missing_ok=True)
        raise
    return part


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
