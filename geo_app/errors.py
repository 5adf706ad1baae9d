"""What can go wrong, as the user hears it.

An error carries a code and values; the sentence is made from ``words`` in the reader's language.
The command line maps a class to an exit code, the web to an HTTP status: neither is known here
beyond the two numbers that belong to the class.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from geo_app.words import say


class GeoAppError(Exception):
    """Base of every error that a user may see.

    Args:
        code: Key of the sentence in ``words``.
        **values: What the sentence says: file, line, feature index, reason.
    """

    exit_code: ClassVar[int] = 1
    http_status: ClassVar[int] = 500

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    def text(self, language: str = "zh") -> str:
        """The sentence in Chinese (``zh``) or English (``en``)."""
        return say(self.code, self.values, language)

    def __str__(self) -> str:
        return self.text("zh")


class InputError(GeoAppError):
    """The input cannot be used as it is: says what and where."""

    exit_code = 2
    http_status = 422


class UsageError(InputError):
    """A parameter is malformed (bbox, language, option)."""

    http_status = 400


class TooLargeError(InputError):
    """The input is over a limit of ``settings.Limits``."""

    http_status = 413


class UnsupportedError(InputError):
    """The bytes are not of a kind that is read here."""

    http_status = 415


_OF_INPUT = {
    each.__name__: each for each in (InputError, UsageError, TooLargeError, UnsupportedError)
}


def told_by_child(kind: str, code: str, values: Mapping[str, object]) -> InputError:
    """What a child process says of the input that it was given.

    Args:
        kind: Name of the class; of another one than of input it becomes an ``InputError``.
        code: Key of the sentence.
        values: What the sentence says.
    """
    return _OF_INPUT.get(kind, InputError)(code, **values)


class UnresolvedError(GeoAppError):
    """A place phrase has no answer: the reasons say why."""

    exit_code = 3
    http_status = 422


class NotFoundError(GeoAppError):
    """There is no such thing, or the actor may not know of it."""

    exit_code = 4
    http_status = 404


class SignInError(GeoAppError):
    """Nobody has signed in, or not as somebody known."""

    exit_code = 5
    http_status = 401


class WaitError(GeoAppError):
    """Too many tries: come back after ``seconds``.

    Args:
        code: Key of the sentence.
        seconds: Whole seconds to wait.
    """

    exit_code = 5
    http_status = 429

    def __init__(self, code: str, *, seconds: int) -> None:
        super().__init__(code, seconds=seconds)
        self.seconds = seconds


class ForbiddenError(GeoAppError):
    """The actor may not do this."""

    exit_code = 5
    http_status = 403


class ConflictError(GeoAppError):
    """The request contradicts what is recorded already."""

    exit_code = 6
    http_status = 409


class StoreError(GeoAppError):
    """The database cannot be used: missing, locked, newer than the program, chain broken."""

    exit_code = 7
    http_status = 503
    retry_s: ClassVar[int] = 5
    """After so many seconds a program may try again by itself."""


class OutsideError(GeoAppError):
    """Somebody else's server does not answer, or not as it should."""

    exit_code = 7
    http_status = 503


class StorageFullError(StoreError):
    """There is no room for what was sent; it was not kept."""

    http_status = 507
    retry_s = 60
