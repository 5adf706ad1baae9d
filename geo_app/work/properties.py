"""Typed reading of the properties of a file: the first one that cannot be used is named."""

from __future__ import annotations

import math
import re
from datetime import date
from typing import Any, NoReturn

from geo_app.domain.place import PlacePhrase
from geo_app.domain.remark import Remark
from geo_app.domain.status import Status
from geo_app.words import TABLE
from geo_app.work.positions import LAYERS

_OVERRIDDEN = "history.overridden"
_SHA256 = re.compile(r"[0-9a-f]{64}")


class FlawError(Exception):
    """A property cannot be used."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


class Properties:
    """Typed reading of one JSON object; the first fault is raised as ``FlawError``."""

    def __init__(self, values: object) -> None:
        if not isinstance(values, dict):
            raise FlawError(
                "import.property_type",
                name="{}",
                expected="@import.an_object",
                value=str(values)[:60],
            )
        self.values = values

    def _wrong(self, name: str, expected: str) -> NoReturn:
        value = str(self.values.get(name))[:60]
        raise FlawError(
            "import.property_type", name=name, expected=f"@import.{expected}", value=value
        )

    def string(self, name: str) -> str:
        """Text that must be there and not blank."""
        text = self.optional(name)
        if text is None or not text.strip():
            raise FlawError("import.property_missing", name=name)
        return text

    def optional(self, name: str) -> str | None:
        """Text, or None."""
        value = self.values.get(name)
        if value is None:
            return None
        if not isinstance(value, str) or "\0" in value:
            self._wrong(name, "a_string")
        return value

    def whole(self, name: str) -> int:
        """A whole number above 0."""
        value = self.values.get(name)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 2**31:
            self._wrong(name, "a_whole_number")
        return value

    def number(self, name: str, default: float) -> float:
        """A finite number."""
        value = self.values.get(name)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int | float) or not _finite(value):
            self._wrong(name, "a_number")
        return float(value)

    def radius(self, name: str) -> float:
        """Metres, not below 0; must be there."""
        if self.values.get(name) is None:
            raise FlawError("import.property_missing", name=name)
        value = self.number(name, 0)
        if value < 0:
            self._wrong(name, "a_radius")
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        """True or false."""
        value = self.values.get(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            self._wrong(name, "a_flag")
        return value

    def day(self, name: str) -> date | None:
        """A date ``YYYY-MM-DD``, or None."""
        value = self.values.get(name)
        if value is None:
            return None
        if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
            self._wrong(name, "a_date")
        try:
            return date.fromisoformat(value)
        except ValueError:
            self._wrong(name, "a_date")

    def status(self, name: str) -> Status:
        """A status code."""
        try:
            return Status(self.string(name))
        except ValueError:
            self._wrong(name, "a_status")

    def category(self, name: str) -> str:
        """A category code."""
        code = self.string(name)
        if f"category.{code}" not in TABLE:
            self._wrong(name, "a_category")
        return code

    def layer(self, name: str, default: str) -> str:
        """A position layer."""
        layer = self.optional(name) or default
        if layer not in LAYERS:
            self._wrong(name, "a_layer")
        return layer

    def phrase(self, name: str) -> dict[str, Any] | None:
        """A place phrase as it was read, or None."""
        value = self.values.get(name)
        if value is None:
            return None
        try:
            phrase = PlacePhrase.from_json(value).to_json() if _is_phrase(value) else None
        except (TypeError, ValueError, LookupError, AttributeError):
            phrase = None
        if phrase is None:
            self._wrong(name, "a_phrase")
        return phrase

    def sha256(self, name: str) -> str:
        """64 hex digits."""
        value = self.string(name)
        if not _SHA256.fullmatch(value):
            self._wrong(name, "a_hash")
        return value

    def list_of(self, name: str) -> list[Any]:
        """A list, empty where there is none."""
        value = self.values.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self._wrong(name, "a_list")
        return value

    def doubts(self, name: str) -> tuple[dict[str, Any], ...]:
        """Remarks as JSON values; their sentences are made anew, the file's are not trusted."""
        kept = []
        for item in self.list_of(name):
            values = item.get("values") if isinstance(item, dict) else None
            code = item.get("code") if isinstance(item, dict) else None
            if not isinstance(code, str) or not isinstance(values, dict | None):
                self._wrong(name, "a_list")
            kept.append(Remark(code, values or {}).to_json())
        return tuple(kept)

    def overridden(self, name: str) -> tuple[dict[str, str], ...]:
        """Acceptances against missing evidence, each ``{day, name, reason}``."""
        told = [each["values"] for each in self.doubts(name) if each["code"] == _OVERRIDDEN]
        texts = [{key: each.get(key) for key in ("day", "name", "reason")} for each in told]
        if len(texts) < len(self.list_of(name)) or not all(map(_are_texts, texts)):
            self._wrong(name, "a_list")
        return tuple(texts)


def _are_texts(values: dict[str, Any]) -> bool:
    return all(isinstance(each, str) and each and "\0" not in each for each in values.values())


def _is_phrase(value: Any) -> bool:
    """Whether the members have the types of ``PlacePhrase``: what locates it relies on them."""
    texts = ("text", "anchor", "anchor_kind", "relation", "direction", "side", "path", "target")
    numbers = ("distance_m", "distance_precision_m", "coordinate_precision_m")
    lists = {"containers": str, "coordinate": float | int}
    chainage = value.get("chainage_m")
    stakes = chainage if isinstance(chainage, list) and len(chainage) == 2 else [chainage]
    fallback = value.get("fallback")
    return (
        all(isinstance(value.get(each), str | None) for each in texts)
        and all(isinstance(value[each], str) for each in ("text", "anchor_kind", "relation"))
        and all(_is_number(each) for each in (*stakes, *(value.get(n) for n in numbers)))
        and all(
            isinstance(each, kind) for name, kind in lists.items() for each in value.get(name) or ()
        )
        and len(value.get("coordinate") or (0, 0)) == 2
        and (fallback is None or _is_phrase(fallback))
    )


def _is_number(value: object) -> bool:
    if value is None:
        return True
    return isinstance(value, int | float) and not isinstance(value, bool) and _finite(value)


def _finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:
        return False
