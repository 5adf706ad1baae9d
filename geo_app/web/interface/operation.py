"""What a row of the table says about one view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus

from jsonschema.protocols import Validator

from geo_app.web.query import Parameter
from geo_app.work.shape import Schema, members, reader

JSON = "application/json"
GEOJSON = "application/geo+json"
NOTHING = members()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a view answers where it does what it is asked.

    Attributes:
        schema: Of what it says; None where that is no JSON.
        kind: Media type; None for an answer without content.
        headers: Names of headers that say something of this answer.
    """

    schema: Schema | None = None
    kind: str | None = JSON
    headers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Operation:
    """A view of the interface.

    Attributes:
        answers: By status.
        path: Parts of the address that have a schema; the others are ids.
        query: Parameters of the address; every other one is refused.
        headers: What is told in headers, by their names; True where it must be.
        body: What is told in JSON, checked at the door; None where a view takes none.
        content: Other bodies by their media type, which the job reads: it asks their schemas.
        may_refuse: Statuses beyond those that follow from the address, the right and the pace.
        takes_keys: Whether a program may change something here with its key; else it takes a
            browser, with the token of its session.
        has_token: It asks for a token of its own, which is nobody's.
    """

    answers: Mapping[HTTPStatus, Answer]
    path: Mapping[str, Parameter] = field(default_factory=dict)
    query: Mapping[str, Parameter] = field(default_factory=dict)
    headers: Mapping[str, bool] = field(default_factory=dict)
    body: Schema | None = None
    content: Mapping[str, Schema] = field(default_factory=dict)
    may_refuse: tuple[HTTPStatus, ...] = ()
    takes_keys: bool = False
    has_token: bool = False

    @cached_property
    def shape(self) -> Validator | None:
        """Of the body."""
        return None if self.body is None else reader(self.body)
