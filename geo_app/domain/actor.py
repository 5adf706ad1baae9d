"""Who acts: handed to every job; nothing asks a request or a global for it.

Rights are a table; a job asks ``actor.must(Right.…)`` and nothing else decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from geo_app.errors import ForbiddenError


class Role(StrEnum):
    """What a person is to the rectification (docs/verification.md)."""

    INSPECTOR = "inspector"
    CLERK = "clerk"
    RESPONSIBLE = "responsible"
    VERIFIER = "verifier"
    LEADER = "leader"
    OPERATOR = "operator"


class Right(StrEnum):
    """What a role may do."""

    INSPECT = "inspect"
    REPORT = "report"
    """Say for the responsible unit: done, in work, disputed, handed over."""
    VERIFY = "verify"
    """Accept, refuse, ask for another visit, re-check, reopen."""
    CLOSE = "close"
    OVERRIDE = "override"
    """Accept without the evidence that is demanded, with a written reason."""
    ORIGINALS = "originals"
    """See the bytes as they came, metadata and all."""


RIGHTS: Mapping[Role, frozenset[Right]] = MappingProxyType(
    {
        Role.INSPECTOR: frozenset({Right.INSPECT}),
        Role.CLERK: frozenset({Right.INSPECT, Right.REPORT, Right.CLOSE, Right.ORIGINALS}),
        Role.RESPONSIBLE: frozenset({Right.INSPECT, Right.REPORT}),
        Role.VERIFIER: frozenset({Right.INSPECT, Right.VERIFY, Right.ORIGINALS}),
        Role.LEADER: frozenset({Right.VERIFY, Right.CLOSE, Right.OVERRIDE, Right.ORIGINALS}),
        Role.OPERATOR: frozenset(Right),
    }
)


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or the program itself.

    Attributes:
        id: Stable identifier, written into each event.
        name: As shown in the history.
        unit: The unit the person belongs to, if said.
        role: Decides the rights.
    """

    id: str
    name: str
    unit: str | None = None
    role: Role = Role.OPERATOR

    def may(self, right: Right) -> bool:
        """Whether the role has the right."""
        return right in RIGHTS[self.role]

    def must(self, right: Right) -> None:
        """Pass silently where the role has the right.

        Raises:
            ForbiddenError: It has not.
        """
        if not self.may(right):
            raise ForbiddenError(
                "actor.no_right", role=f"@role.{self.role}", right=f"@right.{right}"
            )


SYSTEM = Actor("system", "系统")
