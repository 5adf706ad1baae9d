"""Who is at the screen: as that person says, kept in the signed cookie of the session.

It is said, not proved. Until there are accounts four eyes are a habit, not a lock; the history
marks who only said who they are (docs/verification.md).
"""

from __future__ import annotations

from flask import session

from geo_app.domain.actor import Actor
from geo_app.domain.persona import operator, said
from geo_app.errors import InputError
from geo_app.settings import Settings

_KEY = "persona"


def current_actor(settings: Settings) -> Actor:
    """The person of this session; the operator of the settings where nobody has said anything."""
    kept = session.get(_KEY)
    if not isinstance(kept, dict):
        return operator(settings)
    try:
        return said(kept["name"], kept["unit"], kept["role"])
    except (InputError, KeyError):
        # written by another version of the program
        return operator(settings)


def remember(actor: Actor) -> None:
    """Let this session act as a person from now on."""
    session[_KEY] = {"name": actor.name, "unit": actor.unit, "role": actor.role.value}


def forget() -> None:
    """Let this session act as the operator again."""
    session.pop(_KEY, None)
