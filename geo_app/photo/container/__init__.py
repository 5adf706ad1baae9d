"""The file around the pixels: its size and its blocks of tags, read without any codec."""

from __future__ import annotations

import struct

from geo_app.domain.photo import Mime
from geo_app.errors import InputError
from geo_app.photo.container import boxes, jpeg, png, webp
from geo_app.photo.container.blocks import Blocks
from geo_app.settings import PhotoLimits

__all__ = ["Blocks", "blocks_of"]

_READERS = {
    Mime.JPEG: jpeg.read,
    Mime.PNG: png.read,
    Mime.WEBP: webp.read,
    Mime.HEIC: boxes.read,
    Mime.AVIF: boxes.read,
}


def blocks_of(data: bytes, mime: Mime, limits: PhotoLimits) -> Blocks:
    """Size and blocks of tags of a file.

    Raises:
        InputError: The file is damaged so far that its size is not known.
        TooLargeError: A block unpacks to more than is accepted.
    """
    try:
        found = _READERS[mime](data, limits.block_bytes)
    except (IndexError, struct.error) as error:
        raise InputError("photo.damaged") from error
    if found.width < 1 or found.height < 1:
        raise InputError("photo.damaged")
    return found
