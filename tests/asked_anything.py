"""Asks an installation anything that its description allows, and much that it does not.

schemathesis makes requests from ``/api/openapi.json``; every answer must be one that is described
there: never a server error, only the statuses, media types and shapes that are named. What the
description does not allow must be refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from http import HTTPStatus
from pathlib import Path
from typing import Any

import hypothesis
import schemathesis
from flask import Flask
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from geo_app.domain.actor import Actor, Role
from geo_app.settings import Operation, Public
from geo_app.web.uploads import PIECE
from geo_app.work import publication
from tests.signed_in import SignedIn
from tests.web.conftest import OPERATOR, UNHURRIED, build
from tests.web.test_rights import World

DESCRIPTION = "/api/openapi.json"
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
PLAIN = {"Accept-Encoding": "identity"}
WATCHED = Operation(metrics_token="0123456789abcdefghij")  # noqa: S106


@schemathesis.serializer(PIECE)
def _piece(_context: Any, value: Any) -> dict[str, Any]:
    return {"data": value if isinstance(value, bytes) else str(value).encode()}


@dataclass
class Tally:
    """What was asked, and how it was answered.

    Attributes:
        operations: By name, how many requests each got.
        done: Names of those that did once what was asked.
        statuses: Answers by status.
    """

    operations: Counter[str] = field(default_factory=Counter)
    done: set[str] = field(default_factory=set)
    statuses: Counter[int] = field(default_factory=Counter)

    @property
    def requests(self) -> int:
        """All of them."""
        return self.statuses.total()


@dataclass(frozen=True)
class Caller:
    """What a browser of somebody sends along; of nobody, nothing."""

    cookies: Mapping[str, str]
    headers: Mapping[str, str]


def caller(app: Flask, actor: Actor | None) -> Caller:
    """The browser of somebody who has signed in."""
    if actor is None:
        return Caller({}, dict(PLAIN))
    browser = SignedIn(app)
    browser.become(actor)
    page = browser.get("/about").text
    cookie = browser.get_cookie("geo_app")
    assert cookie is not None
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    return Caller({"geo_app": cookie.value}, {"X-CSRFToken": token, **PLAIN})


@dataclass(frozen=True)
class Filled:
    """An installation with something of everything.

    Attributes:
        app: The program.
        known: Parts of addresses that are really there, by the name of the parameter.
    """

    app: Flask
    known: Mapping[str, list[str]]
    close: Callable[[], None]


def filled(folder: Path) -> Filled:
    """Two sites with visits and photos, a notice with its places."""
    house = build(folder, rates=UNHURRIED, public=Public(is_on=True), operation=WATCHED)
    world = World(house)
    with house.store.session() as session:
        for n, site in enumerate(world.sites.values()):
            name = f"某排口{n}"
            publication.show(session, OPERATOR, site, name, Public(), date(2026, 11, 26))
    known = {
        "site_id": [*world.sites.values()],
        "photo_id": [*world.photos.values()],
        "inspection_id": [*world.visits.values()],
        "notice_id": [house.notice_id],
        "place_id": [str(place["id"]) for place in house.places().values()],
        "category": ["river_outlet"],
    }
    return Filled(house.app, known, house.store.engine.dispose)


def ask(house: Filled, role: Role | None, examples: int) -> Tally:
    """Ask every operation, as one person.

    Args:
        house: Where.
        role: Of who asks; None is nobody.
        examples: Requests of each operation that keep to the description, and as many that don't.

    Raises:
        AssertionError: An answer is not as it is described; shows the shortest such request.
    """
    tally = Tally()
    schema = schemathesis.openapi.from_dict(SignedIn(house.app).get(DESCRIPTION).json)
    schema.app = house.app
    schema.config.generation.update(with_security_parameters=False)
    who = caller(house.app, role and Actor("", f"某{role.value}", "某单位", role))
    for result in schema.get_all_operations():
        operation = result.ok()
        # what takes nothing but the name of a thing cannot be asked wrongly
        takes = operation.query.items or operation.headers.items or operation.body.items
        modes = list(GenerationMode) if takes else [GenerationMode.POSITIVE]
        for mode in modes:
            _ask(operation, mode, who, house.known, examples, tally)
    return tally


def _ask(
    operation: Any,
    mode: GenerationMode,
    who: Caller,
    known: Mapping[str, list[str]],
    examples: int,
    tally: Tally,
) -> None:
    names = [each.name for each in operation.path_parameters]
    there = {name: known[name] for name in names if name in known}
    anywhere = operation.as_strategy(mode)
    somewhere = st.fixed_dictionaries(
        {name: st.sampled_from(values) for name, values in there.items()}
    ).flatmap(lambda ids: operation.as_strategy(mode, path_parameters=ids))
    cases = st.one_of(somewhere, anywhere) if there else anywhere

    @hypothesis.settings(
        max_examples=examples,
        database=None,
        deadline=None,
        suppress_health_check=list(hypothesis.HealthCheck),
        phases=[hypothesis.Phase.generate, hypothesis.Phase.shrink],
    )
    @hypothesis.given(case=cases)
    def each(case: Any) -> None:
        answer = case.call(headers=dict(who.headers), cookies=dict(who.cookies))
        tally.operations[operation.label] += 1
        tally.statuses[answer.status_code] += 1
        if answer.status_code == HTTPStatus.OK:
            tally.done.add(operation.label)
        case.validate_response(answer, checks=CHECKS)
        # an empty parameter says nothing, so that it cannot say anything wrong
        if not any(_is_empty(value) for value in (case.query or {}).values()):
            case.validate_response(answer, checks=[negative_data_rejection])

    with suppress(hypothesis.errors.Unsatisfiable):  # nothing can be wrong with it
        each()


def _is_empty(value: Any) -> bool:
    """Whether a parameter, or one of its values, is told as nothing."""
    values = value if isinstance(value, list | tuple) else [value]
    return not values or any(each is None or str(each).strip(", ") == "" for each in values)
