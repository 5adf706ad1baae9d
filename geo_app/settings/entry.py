"""One setting: a field that carries its help text and the environment variable that sets it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType
from typing import Any


def setting(default: Any, help: str, env: str | None = None) -> Any:
    """A dataclass field that carries its help text and the environment variable that sets it."""
    return field(default=default, metadata={"help": help, "env": env})


def secret(help: str, env: str) -> Any:
    """As ``setting`` for a text that no ``repr`` and so no log may show."""
    return field(default="", repr=False, metadata={"help": help, "env": env})


def table(default: Mapping[str, float], help: str) -> Any:
    """As ``setting`` for a table of numbers by kind; ``""`` is the row for every other kind."""
    frozen = MappingProxyType(dict(default))
    return field(default_factory=lambda: frozen, metadata={"help": help, "env": None})
