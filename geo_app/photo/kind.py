"""What kind of picture the bytes are: told from the bytes, never from name or header."""

from __future__ import annotations

import re
from pathlib import PurePath

from geo_app.domain.photo import Mime
from geo_app.errors import InputError, UnsupportedError

_SUFFIXES = {
    ".jpg": Mime.JPEG, ".jpeg": Mime.JPEG, ".jpe": Mime.JPEG, ".jfif": Mime.JPEG,
    ".mpo": Mime.JPEG,
    ".png": Mime.PNG, ".webp": Mime.WEBP, ".heic": Mime.HEIC, ".heif": Mime.HEIC,
    ".hif": Mime.HEIC, ".avif": Mime.AVIF,
}  # fmt: skip
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_BRANDS_AT_MOST = 64
_SUFFIX = re.compile(r"\.[a-z][a-z0-9]{1,15}")


def kind_of(data: bytes) -> Mime:
    """The kind of the bytes.

    Raises:
        InputError: There are none.
        UnsupportedError: They are not of a kind that is read here.
    """
    if not data:
        raise InputError("photo.empty")
    if data.startswith(b"\xff\xd8\xff"):
        return Mime.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Mime.PNG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Mime.WEBP
    if data[4:8] == b"ftyp":
        return _boxed(data)
    raise UnsupportedError("photo.not_a_photo")


def _boxed(data: bytes) -> Mime:
    """HEIC or AVIF by the brands of the ``ftyp`` box (ISO/IEC 14496-12)."""
    end = min(int.from_bytes(data[:4], "big"), 16 + 4 * _BRANDS_AT_MOST, len(data))
    brands = [data[8:12], *(data[i : i + 4] for i in range(16, end - 3, 4))]
    if b"avif" in brands or b"avis" in brands:
        return Mime.AVIF
    if _HEIC_BRANDS & set(brands):
        return Mime.HEIC
    raise UnsupportedError("photo.not_a_photo")


def check_name(name: str, mime: Mime) -> None:
    """Whether the ending of a name agrees with the bytes; none is no contradiction.

    Raises:
        UnsupportedError: The ending says another kind.
    """
    suffix = PurePath(name.strip(" .")).suffix.lower()
    if _SUFFIX.fullmatch(suffix) and _SUFFIXES.get(suffix) is not mime:
        raise UnsupportedError("photo.name_disagrees", suffix=suffix, mime=mime.value)
