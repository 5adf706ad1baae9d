"""The key of an installation: made once, kept in the data folder, readable by its owner only."""

from __future__ import annotations

import hashlib
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from geo_app.errors import StoreError
from geo_app.store.note import Signer
from geo_app.store.once import keep_once

FILE = "signing.key"
"""PKCS #8 in PEM, without a pass phrase: the program signs when nobody is there."""


def signing_key(folder: Path) -> Signer:
    """The key of an installation, made at its first use.

    The name of the key and of the log is made from the key, so that no two installations share it.

    Args:
        folder: The data folder.

    Raises:
        StoreError: The file cannot be written or read, or holds no Ed25519 key.
    """
    path = folder / FILE
    try:
        if not path.exists():
            _make(path)
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise StoreError("key.unusable", file=FILE, reason=reason) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise StoreError("key.unusable", file=FILE, reason=type(key).__name__)
    fingerprint = hashlib.sha256(key.public_key().public_bytes_raw()).hexdigest()
    return Signer(f"geo-app/{fingerprint[:16]}", key)


def _make(path: Path) -> None:
    made = Ed25519PrivateKey.generate()
    keep_once(path, made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
