"""People: accounts, one-time links, access keys, signing in, the door's book (docs/accounts.md)."""

from geo_app.work.people.accounts import (
    ROLES,
    NewPerson,
    add,
    change,
    every,
    get,
    is_empty,
    set_active,
)
from geo_app.work.people.passwords import set_password
from geo_app.work.people.sign_in import Caller, came_in, prove

__all__ = [
    "ROLES",
    "Caller",
    "NewPerson",
    "add",
    "came_in",
    "change",
    "every",
    "get",
    "is_empty",
    "prove",
    "set_active",
    "set_password",
]
