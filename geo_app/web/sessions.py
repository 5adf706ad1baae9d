"""Whose session a request belongs to: Flask-Security over our own table of people.

The cookie holds the mark of a person; another mark (new password, other rights, disabled) ends all
sessions at the next request. Of Flask-Security only the sessions are used: its pages, mails and
tables stay out.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask, g, request, session
from flask_security import RoleMixin, Security, UserDatastore, UserMixin, current_user
from flask_security.utils import login_user, logout_user

from geo_app.domain.actor import Actor
from geo_app.errors import StoreError
from geo_app.settings import Settings
from geo_app.store.people import Person
from geo_app.store.session import Store
from geo_app.work.people import by_mark, keys
from geo_app.work.people.accounts import actor_of

_BEARER = "Bearer "


class _Role(RoleMixin):
    """Roles are ours to judge (``domain.actor``)."""

    name = ""
    permissions = None


class _Account(UserMixin):
    """A person as Flask-Security wants to see one."""

    fs_uniquifier = ""
    active = True

    def __init__(self, person: Person) -> None:
        self.person = person
        self.fs_uniquifier = person.session_mark
        self.roles: list[RoleMixin] = []


class _Accounts(UserDatastore):
    """Finds the person of a cookie; changes nothing."""

    def __init__(self, store: Store) -> None:
        super().__init__(_Account, _Role)
        self._store = store

    def find_user(self, case_insensitive: bool = False, **asked: Any) -> _Account | None:
        mark = asked.get("fs_uniquifier")
        if not isinstance(mark, str):
            return None
        try:
            with self._store.session(read_only=True) as opened:
                person = by_mark(opened, mark)
        except StoreError as error:
            # told to who needs to know; the page that says so asks for the person as well
            g.door_fault = error
            return None
        return _Account(person) if person else None

    def find_role(self, role: str) -> None:
        return None


def init(app: Flask, store: Store, settings: Settings) -> None:
    """Let requests of the app have a person."""
    app.config.update(
        PERMANENT_SESSION_LIFETIME=timedelta(days=settings.accounts.session_days),
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 # ours are made in work.people
        SECURITY_PASSWORD_SALT=app.config["SECRET_KEY"],
        SECURITY_USER_IDENTITY_ATTRIBUTES=[],
    )
    provider = app.json  # which it would replace by its own
    security = Security(app, _Accounts(store), register_blueprint=False)
    # who it is, is asked where it matters: not for each static file
    security.principal.identity_loaders.clear()
    app.json = provider


def person_here() -> Person | None:
    """The person that is signed in at this screen."""
    return current_user.person if current_user.is_authenticated else None


def visitor(store: Store) -> Actor | None:
    """Who sends this request: by the cookie of a session, else by an access key.

    Raises:
        StoreError: The database cannot be asked; from then on it is nobody.
    """
    if "visitor" not in g:
        person = person_here()
        if "door_fault" in g:
            g.visitor = None  # the next question is that of the page with the error
            raise g.door_fault
        g.visitor = actor_of(person) if person else _by_key(store)
    found: Actor | None = g.visitor
    return found


def has_key() -> bool:
    """Whether the request shows a key: a page of another site cannot make a browser do that."""
    return request.headers.get("Authorization", "").startswith(_BEARER)


def _by_key(store: Store) -> Actor | None:
    if not has_key():
        return None
    with store.session(read_only=True) as opened:
        return keys.actor_by(opened, request.headers["Authorization"].removeprefix(_BEARER).strip())


def let_in(person: Person) -> None:
    """Begin a session of a person; what the one before has left in the cookie goes."""
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
    session.permanent = True
    login_user(_Account(person))
    g.pop("visitor", None)


def let_out() -> None:
    """End the session."""
    logout_user()
    session.clear()
    g.pop("visitor", None)
