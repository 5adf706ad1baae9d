"""A device that holds passkeys, in Python: what a browser and its device answer (WebAuthn)."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def text(content: bytes) -> str:
    """As base64url."""
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


@dataclass
class Device:
    """One passkey. What it says can be bent before it is signed.

    Attributes:
        origin: Of the page, as the browser says it.
        host: Name that the passkey is bound to.
        flags: That somebody was there, and who it was.
        uses: How often it was used; None = does not count, as phones do.
    """

    origin: str = "http://localhost"
    host: str = "localhost"
    flags: int = PRESENT | VERIFIED
    uses: int | None = None
    owner: bytes = b""
    format: str = "none"
    credential_id: bytes = field(default_factory=lambda: os.urandom(32))

    def __post_init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())

    def make(self, options: Mapping[str, Any], **bent: Any) -> str:
        """Answer to ``navigator.credentials.create``."""
        self.owner = base64.urlsafe_b64decode(options["user"]["id"] + "==")
        numbers = self.key.public_key().public_numbers()
        x, y = (n.to_bytes(32, "big") for n in (numbers.x, numbers.y))
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        length = len(self.credential_id).to_bytes(2, "big")
        attested = bytes(16) + length + self.credential_id + bent.pop("public", public)
        said = self._said(ATTESTED) + attested
        statement = {"fmt": self.format, "attStmt": {}, "authData": said}
        told = bent.pop("attestation", cbor2.dumps(statement))
        client = self._client("webauthn.create", options["challenge"], bent)
        return self._answer({"clientDataJSON": client, "attestationObject": told})

    def show(self, options: Mapping[str, Any], **bent: Any) -> str:
        """Answer to ``navigator.credentials.get``."""
        client = self._client("webauthn.get", options["challenge"], bent)
        said = self._said(0)
        signed = self.key.sign(said + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        told = {"clientDataJSON": client, "authenticatorData": said, "signature": signed}
        return self._answer({**told, "userHandle": self.owner})

    def _said(self, more: int) -> bytes:
        if self.uses is not None:
            self.uses += 1
        count = (self.uses or 0).to_bytes(4, "big")
        return hashlib.sha256(self.host.encode()).digest() + bytes([self.flags | more]) + count

    def _client(self, kind: str, challenge: str, bent: dict[str, Any]) -> bytes:
        told = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(told | bent).encode()

    def _answer(self, response: dict[str, bytes]) -> str:
        told = {name: text(content) for name, content in response.items()}
        name = text(self.credential_id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": told})
