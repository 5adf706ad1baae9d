"""Numbers and texts of single tags: a value that can be used, or None."""

from __future__ import annotations

import re
import unicodedata

from geo_app.photo.tiff import Value

_DECIMAL = re.compile(r"\s*([+-]?\d{1,15}(?:\.\d{1,15})?)(?:/(\d{1,15}))?\s*")


def number(value: Value | None) -> float | None:
    """The first number; rationals over zero (x/0, 0/0) are none."""
    return value[0] if isinstance(value, tuple) and value else None


def numbers(value: Value | None) -> tuple[float | None, ...]:
    """All numbers."""
    return value if isinstance(value, tuple) else ()


def decimal(value: str | None) -> float | None:
    """A number as XMP writes it: ``1763/10`` or ``176.3``."""
    found = _DECIMAL.fullmatch(value or "")
    if found is None or (found[2] is not None and int(found[2]) == 0):
        return None
    return float(found[1]) / int(found[2] or 1)


def text(value: Value | str | None, longest: int) -> str | None:
    """Printable text without control and direction characters; None where nothing is left.

    Tags are ASCII by the standard; phones write UTF-8 into them. What is neither shows as �.
    """
    if isinstance(value, bytes):
        value = value.split(b"\0", 1)[0].decode("utf-8", "replace")
    if not isinstance(value, str):
        return None
    plain = unicodedata.normalize("NFC", value[: 4 * longest])
    kept = "".join(sign if not sign.isspace() else " " for sign in plain if _is_shown(sign))
    return " ".join(kept.split())[:longest].strip() or None


def _is_shown(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign)[0] != "C"


def letter(value: Value | str | None) -> str:
    """The first letter of a reference, upper case; empty where there is none."""
    return (text(value, 8) or "")[:1].upper()
