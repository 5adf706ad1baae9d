"""Signed notes: a short text and under it the signatures of those who vouch for it.

The format is C2SP signed-note (c2sp.org/signed-note), as Go's checksum database and the
transparency logs use it, with Ed25519 keys (RFC 8032): other programs can check what we sign.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from geo_app.errors import InputError

_ED25519 = b"\x01"
_KEY_BYTES = 32
_ID_BYTES = 4
_LONGEST = 64 * 1024
_SIGNATURE = re.compile(r"— (\S+) ([A-Za-z0-9+/]+={0,2})")
_KEY = re.compile(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})")


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that checks signatures.

    Attributes:
        name: What signatures call it; no blanks, no ``+``.
        raw: The 32 bytes of the Ed25519 key.
    """

    name: str
    raw: bytes

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the key, hexadecimal: what two people compare over the telephone."""
        return hashlib.sha256(self.raw).hexdigest()

    @property
    def id(self) -> bytes:
        """The four bytes by which a signature names its key."""
        named = self.name.encode() + b"\n" + _ED25519 + self.raw
        return hashlib.sha256(named).digest()[:_ID_BYTES]

    def __str__(self) -> str:
        encoded = base64.b64encode(_ED25519 + self.raw).decode("ascii")
        return f"{self.name}+{self.id.hex()}+{encoded}"

    @classmethod
    def parse(cls, text: str) -> PublicKey:
        """The key that ``str`` wrote.

        Raises:
            InputError: Not such a line, or its parts contradict each other.
        """
        match = _KEY.fullmatch(text.strip())
        encoded = _decoded(match[3]) if match else b""
        if not match or encoded[:1] != _ED25519 or len(encoded) != 1 + _KEY_BYTES:
            raise InputError("key.malformed")
        key = cls(match[1], encoded[1:])
        if key.id.hex() != match[2]:
            raise InputError("key.malformed")
        return key


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key with its name."""

    name: str
    key: Ed25519PrivateKey

    @property
    def public(self) -> PublicKey:
        """The key that checks what this one signs."""
        return PublicKey(self.name, self.key.public_key().public_bytes_raw())

    def sign(self, text: str) -> str:
        """A note: the text, an empty line, our signature.

        Raises:
            ValueError: The text does not end with a line end.
        """
        if not text.endswith("\n"):
            raise ValueError("the text of a note ends with a line end")
        signature = base64.b64encode(self.public.id + self.key.sign(text.encode())).decode("ascii")
        return f"{text}\n— {self.name} {signature}\n"

    def secret(self, purpose: str) -> bytes:
        """32 bytes that only who has the key can tell, the same each time, for one purpose each."""
        return hmac.digest(self.key.private_bytes_raw(), purpose.encode(), "sha256")


def open_note(note: str, key: PublicKey) -> str:
    """The text of a note that the key has signed.

    Raises:
        InputError: Not a note, not signed by this key, or the signature is wrong.
    """
    text, gap, signatures = note.rpartition("\n\n")
    if not gap or not signatures.endswith("\n") or len(note) > _LONGEST:
        raise InputError("note.malformed")
    text += "\n"
    for line in signatures.splitlines():
        match = _SIGNATURE.fullmatch(line)
        if match is None:
            raise InputError("note.malformed")
        signature = _decoded(match[2])
        if match[1] != key.name or signature[:_ID_BYTES] != key.id:
            continue
        try:
            Ed25519PublicKey.from_public_bytes(key.raw).verify(signature[_ID_BYTES:], text.encode())
        except InvalidSignature as error:
            raise InputError("note.wrong_signature") from error
        return text
    raise InputError("note.not_signed", name=key.name)


def _decoded(text: str) -> bytes:
    """Base64 that means one thing only: what decodes is what would be encoded."""
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error:
        return b""
    return data if base64.b64encode(data).decode("ascii") == text else b""
