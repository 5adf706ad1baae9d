"""Whose session a request belongs to: Flask-Security over our own tables of people.

The cookie holds the secret of a session (``work.people.browsers``), and the database is asked at
each request whether it still stands. Of Flask-Security only the sessions are used: its pages, mails
and tables stay out.
"""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import timedelta
from typing import Any

from flask import Flask, g, request, session
from flask_security import RoleMixin, Security, UserDatastore, UserMixin, current_user
from flask_security.utils import login_user, logout_user

from geo_app.domain.actor import Actor
from geo_app.errors import SignInError, StoreError
from geo_app.settings import Settings
from geo_app.store.people import Person
from geo_app.store.session import Store
from geo_app.web.devices import device_name
from geo_app.work.people import browsers, keys
from geo_app.work.people.accounts import actor_of

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing (RFC 9110, 9.2.1)."""

_BEARER = "Bearer "
_KEPT_AS = "_user_id"
"""Where Flask-Login keeps what stands for a person."""
_PATIENCE_S = 60.0


class _Role(RoleMixin):
    """Roles are ours to judge (``domain.actor``)."""

    name = ""
    permissions = None


class _Account(UserMixin):
    """A person as Flask-Security wants to see one."""

    fs_uniquifier = ""
    active = True

    def __init__(self, person: Person, secret: str, whose: browsers.Whose | None = None) -> None:
        self.person = person
        self.session_id = whose.session_id if whose else ""
        self.has_second_factor = whose is not None and whose.has_second_factor
        self.passkey_id = whose.passkey_id if whose else None
        self.fs_uniquifier = secret
        self.roles: list[RoleMixin] = []


class _Accounts(UserDatastore):
    """Finds the person of a cookie."""

    def __init__(self, store: Store, settings: Settings) -> None:
        super().__init__(_Account, _Role)
        self._store = store
        self._limits = settings.accounts
        self._not_before = 0.0

    def find_user(self, case_insensitive: bool = False, **asked: Any) -> _Account | None:
        secret = asked.get("fs_uniquifier")
        if not isinstance(secret, str):
            return None
        try:
            with self._store.session(read_only=True) as opened:
                found = browsers.whose(opened, secret, self._limits)
        except StoreError as error:
            # told to who needs to know; the page that says so asks for the person as well
            g.door_fault = error
            return None
        if found is None:
            return None
        if found.is_stale:
            self._note(secret)
        return _Account(found.person, secret, found)

    def find_role(self, role: str) -> None:
        return None

    def _note(self, secret: str) -> None:
        # when a session was last used is good to know, and no reason to refuse its request: while
        # somebody holds the database for long, only one in a while waits for it in vain
        if time.monotonic() < self._not_before:
            return
        self._not_before = time.monotonic() + _PATIENCE_S
        with suppress(StoreError), self._store.session() as opened:
            browsers.seen(opened, secret)
            self._not_before = 0.0


def init(app: Flask, store: Store, settings: Settings) -> None:
    """Let requests of the app have a person."""
    app.config.update(
        PERMANENT_SESSION_LIFETIME=timedelta(days=settings.accounts.session_days),
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 # ours are made in work.people
        SECURITY_PASSWORD_SALT=app.config["SECRET_KEY"],
        SECURITY_USER_IDENTITY_ATTRIBUTES=[],
    )
    provider = app.json  # which it would replace by its own
    security = Security(app, _Accounts(store, settings), register_blueprint=False)
    # who it is, is asked where it matters: not for each static file
    security.principal.identity_loaders.clear()
    app.json = provider


def person_here() -> Person | None:
    """The person that is signed in at this screen."""
    return current_user.person if current_user.is_authenticated else None


def person_needed() -> Person:
    """The same.

    Raises:
        SignInError: Nobody is, or a program with a key.
    """
    person = person_here()
    if person is None:
        raise SignInError("people.sign_in_needed")
    return person


def session_here() -> str | None:
    """By what the session of this screen is known in lists; no secret."""
    return current_user.session_id if current_user.is_authenticated else None


def passkey_here() -> str | None:
    """Id of the passkey by which the session of this screen was begun."""
    return current_user.passkey_id if current_user.is_authenticated else None


def has_second_factor() -> bool:
    """Whether who is signed in at this screen shows a second factor, or has shown a passkey."""
    return bool(current_user.is_authenticated and current_user.has_second_factor)


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
    """Whether the request shows a key.

    Of a request that changes something: a page of another site cannot make a browser do that.
    """
    return _key() is not None


def _key() -> str | None:
    """The access key that is shown: as it is (RFC 6750), to read also as a password (RFC 7617).

    Older programs know passwords only. A browser sends one again by itself, also where a page of
    another site makes it: so nothing is changed by it, and we never ask for one.
    """
    told = request.headers.get("Authorization", "")
    if told.startswith(_BEARER):
        return told.removeprefix(_BEARER).strip()
    if request.method not in SAFE or request.authorization is None:
        return None
    return request.authorization.password


def _by_key(store: Store) -> Actor | None:
    key = _key()
    if key is None:
        return None
    with store.session(read_only=True) as opened:
        return keys.actor_by(opened, key)


def let_in(store: Store, settings: Settings, person: Person, passkey_id: str | None = None) -> None:
    """Begin a session of a person; what the one before has left in the cookie goes.

    Args:
        store: The database.
        settings: When sessions end by themselves.
        person: Who has just proved who it is.
        passkey_id: Of the passkey that was shown.
    """
    device = device_name(request.headers.get("User-Agent", ""))
    with store.session() as opened:
        _end(opened)
        secret = browsers.begin(
            opened, person, request.remote_addr, device, settings.accounts, passkey_id
        )
        begun = browsers.whose(opened, secret, settings.accounts)
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
    session.permanent = True
    login_user(_Account(person, secret, begun))
    g.pop("visitor", None)


def go_on(store: Store, settings: Settings, person: Person) -> None:
    """Let who is here stay, where all sessions of the person have just ended."""
    let_in(store, settings, person, passkey_here())


def let_out(store: Store) -> None:
    """End the session, wherever else its cookie may be."""
    with store.session() as opened:
        _end(opened)
    logout_user()
    session.clear()
    g.pop("visitor", None)


def _end(opened: Any) -> None:
    secret = session.get(_KEPT_AS)
    if isinstance(secret, str):
        browsers.leave(opened, secret)
