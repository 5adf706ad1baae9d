"""The head of the log as a signed note: who keeps one can tell later whether the log was rewritten.

The text is that of C2SP tlog-checkpoint (c2sp.org/tlog-checkpoint): origin, number of events, root
of the Merkle tree; two lines more carry the head of the hash chain and the time of its last event.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass

from geo_app.errors import InputError
from geo_app.store.note import PublicKey, Signer, open_note

_TEXT = re.compile(
    r"(?P<origin>\S+)\n(?P<size>0|[1-9]\d{0,17})\n(?P<root>[A-Za-z0-9+/]{43}=)\n"
    r"chain (?P<chain>[0-9a-f]{64})\nat (?P<at>[0-9T:.+-]{1,40})\n"
)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A head of the log.

    Attributes:
        origin: Name of the log: that of the key that signs it.
        size: Events up to here.
        root: Of the Merkle tree over their hashes.
        chain: Hash of the last event, hexadecimal.
        at: When that was recorded, UTC, ISO 8601; no clock of the signing is in it, so that the
            same log has the same head.
    """

    origin: str
    size: int
    root: bytes
    chain: str
    at: str

    def sign(self, signer: Signer) -> str:
        """As a signed note."""
        root = base64.b64encode(self.root).decode("ascii")
        return signer.sign(
            f"{self.origin}\n{self.size}\n{root}\nchain {self.chain}\nat {self.at}\n"
        )

    @classmethod
    def open(cls, note: str, key: PublicKey) -> Checkpoint:
        """The head that a note vouches for.

        Raises:
            InputError: The note is not signed by this key, or is not a head of its log.
        """
        match = _TEXT.fullmatch(open_note(note, key))
        if match is None or match["origin"] != key.name:
            raise InputError("note.no_checkpoint")
        return cls(
            match["origin"],
            int(match["size"]),
            base64.b64decode(match["root"]),
            match["chain"],
            match["at"],
        )
