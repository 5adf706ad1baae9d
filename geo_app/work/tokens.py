"""Tokens: a phone fetches one before it goes where there is no signal.

A token is a moment signed by the installation: nobody had it earlier. What a photo of a visit
that carries it shows was therefore brought not before that moment, whatever clock a device has;
the moment of receipt says not after.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from cryptography.exceptions import InvalidSignature

from geo_app.domain.evidence.nouns import Bracket
from geo_app.domain.remark import Remark
from geo_app.work.desk import Desk

_PURPOSE = "geo-app token v1"
"""First line of what is signed: the same key signs other things too, which are no tokens."""


def issue(desk: Desk, now: datetime) -> str:
    """A token for this moment: ``TEXT.SIGNATURE``, both in base64url (RFC 4648, section 5).

    Args:
        desk: Whose key signs.
        now: The moment; an aware time.
    """
    moment = now.astimezone(UTC).isoformat(timespec="seconds")
    text = "\n".join((_PURPOSE, desk.signer.name, moment, secrets.token_hex(8))).encode()
    return f"{_encoded(text)}.{_encoded(desk.signer.key.sign(text))}"


def read(desk: Desk, token: str | None) -> Bracket:
    """What a token says; one that does not count says why, and is no error."""
    if token is None:
        return Bracket()
    text, _, signature = token.partition(".")
    try:
        signed = _decoded(text)
        purpose, name, moment, _ = signed.decode().split("\n")
        issued_at = datetime.fromisoformat(moment)
    except ValueError:
        return Bracket(problem=Remark("token.malformed"))
    if purpose != _PURPOSE or issued_at.tzinfo is None:
        return Bracket(problem=Remark("token.malformed"))
    if name != desk.signer.name:
        return Bracket(problem=Remark("token.foreign"))
    try:
        desk.signer.key.public_key().verify(_decoded(signature), signed)
    except (InvalidSignature, ValueError):
        return Bracket(problem=Remark("token.forged"))
    return Bracket(issued_at=issued_at)


def kept(desk: Desk, token: str | None) -> dict[str, Any] | None:
    """What is stored of a token: its text, and what it says now; None where there is none."""
    if token is None:
        return None
    bracket = read(desk, token)
    return {
        "text": token,
        "issued_at": bracket.issued_at.isoformat() if bracket.issued_at else None,
        "problem": bracket.problem.to_json() if bracket.problem else None,
    }


def bracket_of(stored: Mapping[str, Any] | None) -> Bracket:
    """What a token said when it arrived: a key that was changed since alters nothing."""
    if stored is None:
        return Bracket()
    issued_at, problem = stored["issued_at"], stored["problem"]
    return Bracket(
        datetime.fromisoformat(issued_at) if issued_at else None,
        Remark.from_json(problem) if problem else None,
    )


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode("ascii").rstrip("=")


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("not base64url") from error
