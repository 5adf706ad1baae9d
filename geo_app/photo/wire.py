"""Messages between the program and a child process: a kind, a length, the bytes."""

from __future__ import annotations

import struct
from enum import Enum
from typing import IO

_HEAD = struct.Struct(">cI")


class Kind(Enum):
    """What a message holds."""

    LIMITS = b"l"
    """JSON: the limits and the zone; the first message to a child."""
    EXAMINE = b"e"
    """A photo of which facts and fingerprint are asked."""
    RENDER = b"r"
    """A photo of which renditions are asked."""
    DEVELOP = b"d"
    """A photo of which all of it is asked."""
    FACTS = b"f"
    """JSON of ``PhotoFacts``."""
    FINGERPRINT = b"p"
    """Bytes of a ``Fingerprint``."""
    LIKENESS = b"k"
    """JSON of a ``Likeness``."""
    WEB = b"w"
    """The large rendition."""
    THUMB = b"t"
    """The small rendition."""
    ERROR = b"x"
    """JSON: class, code and values of an error; the last message of an answer."""
    DONE = b"."
    """The last message of an answer."""


def send(stream: IO[bytes], kind: Kind, payload: bytes = b"") -> None:
    """Write one message.

    Raises:
        OSError: The other side is gone.
    """
    stream.write(_HEAD.pack(kind.value, len(payload)))
    view = memoryview(payload)
    while view:
        view = view[stream.write(view) :]
    stream.flush()


def receive(stream: IO[bytes], most: int) -> tuple[Kind, bytes]:
    """Read one message of at most ``most`` bytes.

    Raises:
        EOFError: The other side is gone.
        ValueError: What it sent is no message.
    """
    kind, length = _HEAD.unpack(_read(stream, _HEAD.size))
    if length > most:
        raise ValueError(f"a message of {length} bytes")
    return Kind(kind), _read(stream, length)


def _read(stream: IO[bytes], count: int) -> bytes:
    data = stream.read(count)
    if len(data) < count:
        raise EOFError
    return data
