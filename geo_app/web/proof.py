"""Who is signed in and can prove it anew; who lacks a second factor that the role must have."""

from __future__ import annotations

from flask import request

from geo_app.errors import SignInError
from geo_app.store.people import Person
from geo_app.web import known_device, sessions
from geo_app.web.installation import here
from geo_app.work import people as job
from geo_app.work.people import passkeys


def proved() -> Person:
    """Who is signed in and has typed the password again: not somebody at an unlocked screen.

    Raises:
        SignInError: The password is wrong; or the person has a passkey that the role must show, and
            came in without: a password alone adds no other way in.
        WaitError: Too many were wrong.
    """
    installation, who = here(), sessions.person_needed()
    person = job.prove(
        installation.database,
        who.login,
        request.form.get("password", ""),
        known_device.caller(who.login),
        installation.settings.accounts,
    )
    if lacks_second_factor(person.role):
        with installation.database.session(read_only=True) as opened:
            if passkeys.has(opened, person.id):
                raise SignInError("people.passkey_needed")
    return person


def lacks_second_factor(role: str) -> bool:
    """Whether a role must have a second factor, and this session was begun without."""
    return role in here().second_factor_for and not sessions.has_second_factor()
