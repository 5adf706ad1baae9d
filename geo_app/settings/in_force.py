"""The settings one by one: what each is, what it is now, and where that came from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import Any

from geo_app.settings import Settings


class Origin(StrEnum):
    """Where the value of a setting came from."""

    DEFAULT = "default"
    ENVIRONMENT = "environment"
    START = "start"


@dataclass(frozen=True, slots=True)
class Row:
    """One setting.

    Attributes:
        path: Its name with that of its group: ``rates.uploads``, ``port``.
        env: Environment variable that sets it; empty = set in the program only.
        help: What it is, in English.
        value: What is in force, as text; a secret only says that it is set.
        default: What would be in force if nothing were set, as text.
        origin: Where the value came from.
    """

    path: str
    env: str
    help: str
    value: str
    default: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Group:
    """Settings that belong together.

    Attributes:
        name: Its name in ``Settings``; empty for the settings that stand in no group.
        title: Name of the class.
        help: What they have in common, in English.
    """

    name: str
    title: str
    help: str
    rows: tuple[Row, ...]


def groups(settings: Settings) -> Iterator[Group]:
    """All settings: the ungrouped first, then the groups of ``Settings`` in its order."""
    yield _group("", settings, Settings(), settings.from_environment)
    for each in fields(Settings):
        value = getattr(settings, each.name)
        if is_dataclass(value) and not isinstance(value, type):
            yield _group(each.name, value, type(value)(), settings.from_environment)


def _group(name: str, values: Any, defaults: Any, from_environment: frozenset[str]) -> Group:
    rows = []
    for each in fields(values):
        if "help" not in each.metadata:
            continue
        value, default = getattr(values, each.name), getattr(defaults, each.name)
        env = each.metadata.get("env") or ""
        if env in from_environment:
            origin = Origin.ENVIRONMENT
        else:
            origin = Origin.DEFAULT if value == default else Origin.START
        rows.append(
            Row(
                f"{name}.{each.name}" if name else each.name,
                env,
                each.metadata["help"],
                _shown(value) if each.repr else ("••••••" if value else ""),
                _shown(default) if each.repr else "",
                origin,
            )
        )
    doc = (type(values).__doc__ or "").strip().splitlines()[0]
    return Group(name, type(values).__name__, doc, tuple(rows))


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name or 'else'} {number:g}" for name, number in value.items())
    if isinstance(value, tuple):
        return ", ".join(str(each) for each in value)
    text = str(value)
    for pattern in _PASSWORDS:
        text = pattern.sub(r"\1***", text)
    return text


_PASSWORDS = (re.compile(r"(://[^:/?#]*:).*(?=@)"), re.compile(r"([?&](?:ssl)?password=)[^&]*"))
"""Where the address of a database names its password: nothing that is shown may."""
