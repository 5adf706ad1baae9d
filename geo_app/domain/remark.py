"""A remark: something the program noticed, kept as a code so that each reader gets a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from geo_app.words import say


@dataclass(frozen=True, slots=True)
class Remark:
    """A step or a doubt.

    Attributes:
        code: Key of the sentence in ``words``.
        values: JSON values that the sentence needs.
    """

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def text(self, language: str = "zh") -> str:
        """The sentence in ``zh`` or ``en``."""
        return say(self.code, self.values, language)

    def to_json(self) -> dict[str, Any]:
        """``{code, message, values}``; the message is Chinese, the language of the source."""
        return {"code": self.code, "message": self.text(), "values": dict(self.values)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Remark:
        """The remark that ``to_json`` wrote."""
        return cls(str(data["code"]), dict(data.get("values") or {}))

    def __hash__(self) -> int:
        return hash((self.code, repr(sorted(self.values.items()))))
