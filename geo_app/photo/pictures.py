"""Pixels: from untrusted bytes to an upright picture in sRGB. Runs in the child process only."""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageFile
from pillow_heif import open_heif, options, register_heif_opener

from geo_app.domain.photo import Mime, PhotoFacts
from geo_app.domain.remark import Remark
from geo_app.errors import InputError
from geo_app.photo.container import jpeg

# the picture itself is decoded, never a small copy that the file carries and that may differ
register_heif_opener(thumbnails=False)
# the computing time of a photo is limited as a whole, over all threads
options.DECODE_THREADS = 1
cv2.setNumThreads(1)
# pixels are counted from the header (``metadata``) before any of this is called
Image.MAX_IMAGE_PIXELS = None

_FORMATS = {
    Mime.JPEG: "JPEG",
    Mime.PNG: "PNG",
    Mime.WEBP: "WEBP",
    Mime.HEIC: "HEIF",
    Mime.AVIF: "AVIF",
}
_ORIENTATION = 0x0112
_EXIF_ITEM = re.compile(rb"(infe.{8}(?:..)?)Exif", re.DOTALL)
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded photo.

    Attributes:
        image: Upright, RGB, 8 bit, sRGB, without any metadata.
        damaged: Why a part of it is not there, if so.
    """

    image: Image.Image
    damaged: Remark | None = None


def decode(data: bytes, mime: Mime, orientation: int | None, long_side: int) -> Picture:
    """The picture at a long side of at most ``long_side`` pixels, never enlarged.

    A JPEG is decoded at a reduced scale already, and everything that follows works on the small
    picture. Of a file that is cut off the part that is there is shown.

    Args:
        data: The file.
        mime: Its kind, told from the bytes.
        orientation: Its raw EXIF tag; not applied where the format has its own (HEIC, AVIF).
        long_side: Pixels.

    Raises:
        InputError: Nothing of it can be decoded.
        MemoryError: It needs more than there is.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what is odd about a file is told by ``metadata``
        try:
            image, damaged = _reduced(data, mime, long_side, tolerant=False), None
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 # decoders raise whatever they like on broken files
            image, damaged = _rescued(data, mime, long_side), Remark("photo.cut_off")
        turn = image.getexif().get(_ORIENTATION) if mime is Mime.AVIF else orientation
        image = _flat(image)
        if mime is not Mime.HEIC and turn in _TURNS:
            image = image.transpose(_TURNS[turn])
        image.info = {}
        return Picture(image, damaged)


def may_lack_memory(facts: PhotoFacts, memory_bytes: int) -> bool:
    """Whether a failure to decode may be for want of memory: some decoders do not say."""
    most = _MOST_BYTES_A_PIXEL.get(facts.mime, 0)
    return facts.width * facts.height * most > memory_bytes


# of those that do not say: of a JPEG the coefficients of a progressive one, three channels whole;
# of the others more than was measured at 12 megapixels (HEIC 6, AVIF 9, WebP 15)
_MOST_BYTES_A_PIXEL = {Mime.JPEG: 6, Mime.HEIC: 16, Mime.AVIF: 16, Mime.WEBP: 16}


def _reduced(data: bytes, mime: Mime, long_side: int, *, tolerant: bool) -> Image.Image:
    ImageFile.LOAD_TRUNCATED_IMAGES = tolerant
    if mime is Mime.HEIC and not tolerant and (picture := _straight(data, long_side)):
        return picture
    if mime is Mime.AVIF:  # Pillow refuses the whole file for a broken block of tags
        data = _EXIF_ITEM.sub(rb"\1none", data)
    image = Image.open(io.BytesIO(data), formats=[_FORMATS[mime]])
    # libjpeg then halves while it decodes, until just above the size that is wanted
    image.draft(None, fitted(image.size, long_side))
    image.load()
    return small(image, long_side)


def _straight(data: bytes, long_side: int) -> Image.Image | None:
    """A HEIC out of the memory of its decoder; None where its pixels need more than a resize.

    A copy of the whole in Pillow would double what it takes: 48 megapixels would not get through.
    """
    file = open_heif(data)
    primary = file[file.primary_index]
    if primary.mode not in _DIRECT:
        return None
    pixels = np.asarray(primary)[:, : primary.size[0]]  # a row of the decoder may be longer
    copy = Image.fromarray(_resized(pixels, fitted(primary.size, long_side)), primary.mode)
    copy.info = {"icc_profile": primary.info.get("icc_profile")}
    return copy


def _rescued(data: bytes, mime: Mime, long_side: int) -> Image.Image:
    """What there is of a broken picture; the decoder fills up the rest with one colour."""
    try:
        image = _reduced(data, mime, long_side, tolerant=True)
    except MemoryError:
        raise
    except Exception as error:
        raise InputError("photo.damaged") from error
    pixels = np.asarray(image.convert("RGB"))
    if (pixels != pixels[-1, -1]).any(axis=2).mean() < _LEAST_SHOWN:
        raise InputError("photo.damaged")
    return image


_LEAST_SHOWN = 0.01  # share of the picture; the first block may be made of nothing


def _flat(image: Image.Image) -> Image.Image:
    """RGB with 8 bits in sRGB; what is transparent becomes white."""
    profile = image.info.get("icc_profile")
    layer = image if image.mode in _DIRECT and "transparency" not in image.info else _widened(image)
    if layer.mode == "RGBA":
        layer, alpha = Image.new("RGB", layer.size, "white"), layer
        layer.paste(alpha, mask=alpha.getchannel("A"))
    if profile:
        layer = _in_srgb(layer, profile)
    return layer.convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(source):
            return image
        turned = ImageCms.profileToProfile(image, source, _srgb(), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image  # a profile that is broken or of another kind of colour says nothing
    return turned or image


@cache
def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def small(image: Image.Image, long_side: int) -> Image.Image:
    """A smaller copy; itself where it is small enough."""
    size = fitted(image.size, long_side)
    if size == image.size:
        return image
    direct = image if image.mode in _DIRECT else _widened(image)
    copy = Image.fromarray(_resized(np.asarray(direct), size), direct.mode)
    copy.info = dict(direct.info)
    return copy


def _resized(pixels: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    if size == pixels.shape[1::-1]:
        return pixels
    # a mean over the area matters from half the size on; above it, it only takes time
    is_half = 2 * max(size) <= max(pixels.shape[:2])
    way = cv2.INTER_AREA if is_half else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(pixels, size, interpolation=way), np.uint8)


def fitted(size: tuple[int, int], long_side: int) -> tuple[int, int]:
    """Width and height with a long side of at most ``long_side``, never enlarged."""
    longest = max(size)
    if longest <= long_side:
        return size
    width, height = (max(1, round(side * long_side / longest)) for side in size)
    return width, height


_DIRECT = frozenset({"L", "RGB", "RGBA", "CMYK"})


def _widened(image: Image.Image) -> Image.Image:
    """A mode whose numbers may be averaged: no palette, 8 bits, one byte a channel."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if "A" in image.getbands() or "transparency" in image.info:
        return image.convert("RGBA")
    return image.convert("L" if image.mode == "1" else "RGB")


def encode(image: Image.Image, quality: int) -> bytes:
    """A JPEG of a decoded picture; nothing but pixels goes into it."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


def thumbnail(data: bytes, orientation: int | None) -> Image.Image | None:
    """The thumbnail that EXIF carries (JPEG), turned as its picture; None where it is broken."""
    try:
        header = jpeg.read(data, 0)
        if header.width * header.height > _MOST_OF_A_THUMBNAIL:
            return None
        return decode(data, Mime.JPEG, orientation, _LARGEST_THUMBNAIL).image
    except InputError:
        return None


_LARGEST_THUMBNAIL = 640
_MOST_OF_A_THUMBNAIL = 4_000_000  # pixels; what is larger only costs time
