"""Who acts: handed to every job; nothing asks a request or a global for it.

Rights are a table (docs/authz.csv is written from it); a job asks ``actor.must(Right.…)`` and
nothing else decides. Where somebody may look is decided by areas, for all roles alike.
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
    ADMINISTRATOR = "administrator"
    OPERATOR = "operator"
    """Who has the machine: the command line. Nobody signs in as that."""


class Right(StrEnum):
    """What a role may do."""

    VIEW = "view"
    """See sites, photos as pictures, the map and the ledger."""
    INSPECT = "inspect"
    TAKE_IN = "take_in"
    """Record what somebody else's phone exported as a file."""
    REPORT = "report"
    """Say for the responsible unit: done, in work, disputed, handed over."""
    VERIFY = "verify"
    """Accept, refuse, ask for another visit, re-check, reopen."""
    CLOSE = "close"
    OVERRIDE = "override"
    """Accept without the evidence that is demanded, with a written reason."""
    ORIGINALS = "originals"
    """See the bytes as they came, metadata and all."""
    LEDGER = "ledger"
    """Say in the ledger who is responsible, until when and by what means."""
    NOTICES = "notices"
    """Read notices in and say where their places are."""
    PUBLISH = "publish"
    """Decide what everybody may see of a site."""
    TIPS = "tips"
    """Look at what people have told, and answer it."""
    CONTACTS = "contacts"
    """See how who sent a tip can be reached."""
    COMPLAINTS = "complaints"
    """Read files of citizens' complaints in."""
    GAZETTEER = "gazetteer"
    """Correct the anchors that places are told from."""
    INDICATORS = "indicators"
    """Read in ranks and figures that belong to no site."""
    ADMINISTER = "administer"
    """Say who may sign in, and see what was done."""


RIGHTS: Mapping[Role, frozenset[Right]] = MappingProxyType(
    {
        Role.INSPECTOR: frozenset({Right.VIEW, Right.INSPECT}),
        Role.CLERK: frozenset(
            {
                *(Right.VIEW, Right.INSPECT, Right.REPORT, Right.CLOSE, Right.ORIGINALS),
                *(Right.LEDGER, Right.NOTICES, Right.GAZETTEER, Right.PUBLISH, Right.TAKE_IN),
                *(Right.TIPS, Right.CONTACTS, Right.COMPLAINTS, Right.INDICATORS),
            }
        ),
        Role.RESPONSIBLE: frozenset({Right.VIEW, Right.INSPECT, Right.REPORT}),
        Role.VERIFIER: frozenset({Right.VIEW, Right.INSPECT, Right.VERIFY, Right.ORIGINALS}),
        Role.LEADER: frozenset(
            {
                *(Right.VIEW, Right.VERIFY, Right.CLOSE, Right.OVERRIDE, Right.ORIGINALS),
                Right.TIPS,
            }
        ),
        # sets up and looks after; what the photos prove is for others to say
        Role.ADMINISTRATOR: frozenset(
            {
                *(Right.VIEW, Right.INSPECT, Right.TAKE_IN),
                *(Right.NOTICES, Right.GAZETTEER, Right.ADMINISTER),
            }
        ),
        Role.OPERATOR: frozenset(Right),
    }
)

OF_ALL = frozenset(
    {
        *(Right.NOTICES, Right.GAZETTEER, Right.ADMINISTER),
        *(Right.TIPS, Right.CONTACTS, Right.COMPLAINTS, Right.INDICATORS),
    }
)
"""Rights over what belongs to no district: who is bound to areas has none of them."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or the program itself.

    Attributes:
        id: Stable identifier, written into each event.
        name: As shown in the history.
        unit: The unit the person belongs to, if said.
        role: Decides the rights.
        areas: Codes of districts or names of accounting units: the sites that the person sees;
            empty = all.
        limited_to: Of the rights of the role only these, for a key of a program; None = all.
    """

    id: str
    name: str
    unit: str | None = None
    role: Role = Role.OPERATOR
    areas: tuple[str, ...] = ()
    limited_to: frozenset[Right] | None = None

    def may(self, right: Right) -> bool:
        """Whether the person has the right."""
        if right not in RIGHTS[self.role] or (self.areas and right in OF_ALL):
            return False
        return self.limited_to is None or right in self.limited_to

    def must(self, right: Right) -> None:
        """Pass silently where the person has the right.

        Raises:
            ForbiddenError: It has not.
        """
        if not self.may(right):
            raise ForbiddenError(
                "actor.no_right", role=f"@role.{self.role}", right=f"@right.{right}"
            )


SYSTEM = Actor("system", "系统")
