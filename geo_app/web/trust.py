"""What the server relies on: the key that signs its cookies, the names by which it is called."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from geo_app.settings import LOOPBACK


def trusted_hosts(host: str) -> list[str] | None:
    """Names that a browser may call us by; on an open address any (a proxy checks them there).

    Not for ``::1``: Werkzeug's list cannot hold an IPv6 address.
    """
    names = [name for name in LOOPBACK if ":" not in name]
    return names if host in names else None


def kept_secret(folder: Path) -> str:
    """A random key, made once and readable by the owner only."""
    path = folder / "secret.key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = folder / f".secret.{secrets.token_hex(8)}"
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
        # a link appears whole, and of two processes that start together the first one wins
        with suppress(FileExistsError):
            path.hardlink_to(part)
        part.unlink()
    return path.read_text(encoding="ascii")
