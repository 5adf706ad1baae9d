"""A browser that has signed in: what tests use where signing in is not what they are about."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from geo_app.domain.actor import Actor, Role
from geo_app.settings import Accounts, Settings
from geo_app.store.people import Person
from geo_app.store.session import Store, open_store
from geo_app.web import create_app
from geo_app.web.installation import EXTENSION, Installation
from geo_app.work.people import browsers, keys
from geo_app.work.people.accounts import new_mark
from tests.described import hold


def person(store: Store, actor: Actor) -> Person:
    """An account that acts as somebody, made at first use; the operator may be one here."""
    login = f"{actor.name}@{actor.unit or '-'}".casefold()
    with store.session() as session:
        known = session.scalar(select(Person).where(Person.login == login))
        if known is None:
            known = Person(
                id=str(uuid.uuid4()),
                login=login,
                name=actor.name,
                unit=actor.unit,
                role=actor.role.value,
                areas=list(actor.areas),
                password=None,
                session_mark=new_mark(),
                active=True,
                created_at=datetime.now(UTC),
                signed_in_at=None,
            )
            session.add(known)
        known.role, known.areas = actor.role.value, list(actor.areas)
    return known


class SignedIn(FlaskClient):
    """Signs in as the operator of the settings; ``client.become`` as somebody else.

    One without cookies is a program that shows a key.
    """

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        settings = self._installation().settings
        who = Actor("", settings.operator, settings.operator_unit or None, Role.OPERATOR)
        if named.get("use_cookies", True):
            self.become(who)
        else:  # a program
            self.environ_base["HTTP_AUTHORIZATION"] = key(self.application, who)["Authorization"]

    def open(self, *given: Any, **named: Any) -> TestResponse:
        """Ask; what the interface answers must be as it is described."""
        answer = super().open(*given, **named)
        hold(self.application, answer)
        return answer

    def _installation(self) -> Installation:
        app: Flask = self.application
        found: Installation = app.extensions[EXTENSION]
        return found

    def become(self, actor: Actor) -> Actor:
        """Be somebody from now on; who that is in the history."""
        store = self._installation().database
        known = person(store, actor)
        with store.session() as opened:
            secret = browsers.begin(opened, known, None, "test", Accounts())
        with self.session_transaction() as session:
            session.clear()
            session["_user_id"] = secret
            session["_fresh"] = True
        return Actor(f"person:{known.id}", known.name, known.unit, Role(known.role))

    def nobody(self) -> None:
        """Sign out."""
        with self.session_transaction() as session:
            session.clear()


def key(app: Flask, actor: Actor) -> dict[str, str]:
    """Headers of a program that acts for somebody."""
    installation: Installation = app.extensions[EXTENSION]
    text = _key(installation.database, actor)
    return {"Authorization": f"Bearer {text}", "X-Geo-App-Client": "test"}


def access_key(settings: Settings) -> str:
    """A key of the operator, made beside a server that is running."""
    store = open_store(settings)
    try:
        return _key(store, Actor("", settings.operator, None, Role.OPERATOR))
    finally:
        store.engine.dispose()


def _key(store: Store, actor: Actor) -> str:
    owner = person(store, actor)
    rights = [right for right in keys.RIGHTS if actor.may(right)]
    with store.session() as session:
        owner = session.get_one(Person, owner.id)
        return keys.make(session, owner, "test", rights, 1, Accounts())


def session_cookie(settings: Settings, actor: Actor | None = None) -> str:
    """The cookie of a browser in which somebody has signed in at a running server.

    Args:
        settings: Of the server.
        actor: Who; the operator otherwise.
    """
    store = open_store(settings)
    try:
        return cookie_of(create_app(settings, store), actor)
    finally:
        store.engine.dispose()


def cookie_of(app: Flask, actor: Actor | None = None) -> str:
    """The same, of an application in this process."""
    browser = SignedIn(app)
    if actor is not None:
        browser.become(actor)
    cookie = browser.get_cookie("geo_app")
    assert cookie is not None
    return cookie.value


def enter(context: Any, address: str, cookie: str) -> None:
    """Let a real browser be signed in at an address."""
    context.add_cookies([{"name": "geo_app", "value": cookie, "url": address}])
