"""Numbers and texts of EXIF tags: each reader gives a value that can be true, or None."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from contextlib import suppress


def number(value: object) -> float | None:
    """A finite number; rationals over zero (x/0, 0/0) are none."""
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        value = value[0] if len(value) == 1 else None
    if value is None or isinstance(value, str | bytes):
        return None
    try:
        found = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def numbers(value: object) -> tuple[float | None, ...]:
    """Each of several numbers."""
    if not isinstance(value, Sequence) or isinstance(value, str | bytes):
        return ()
    return tuple(number(each) for each in value[:8])


def text(value: object, longest: int) -> str | None:
    """Printable text, NFC, without control and direction characters; None where nothing is left."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if not isinstance(value, str):
        return None
    with suppress(UnicodeError):
        # tags are ASCII by the standard and read as Latin-1; phones write UTF-8 into them
        value = value.encode("latin-1").decode("utf-8")
    plain = unicodedata.normalize("NFC", value.split("\0", 1)[0])
    kept = "".join(sign for sign in plain if unicodedata.category(sign)[0] != "C")
    return " ".join(kept.split())[:longest] or None


def rational(value: object) -> float | None:
    """A number as XMP writes it: ``1763/10`` or ``176.3``."""
    found = re.fullmatch(r"\s*(\d{1,15}(?:\.\d{1,15})?)(?:/(\d{1,15}))?\s*", str(value))
    if found is None or (found[2] is not None and int(found[2]) == 0):
        return None
    return float(found[1]) / int(found[2] or 1)
