"""The description of the interface: every view of it, with its right and its doors, and no other.

That answers are as described, ``tests.described`` watches in every test that asks the interface.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import schemathesis
from flask.testing import FlaskClient

from geo_app.domain.actor import Actor, Role
from geo_app.settings import Operation, Public
from geo_app.web import gate, pace
from geo_app.web.interface.document import methods
from geo_app.words import TABLE
from tests.described import OTHERS
from tests.signed_in import SignedIn, key
from tests.web.conftest import OPERATOR, UNHURRIED, build
from tests.web.test_rights import OWN, World, address

ADDRESS = "/api/openapi.json"
WATCHED = Operation(metrics_token="0123456789abcdefghij")  # noqa: S106
Described = Mapping[str, Any]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("interface")
    made = World(build(folder, rates=UNHURRIED, public=Public(is_on=True), operation=WATCHED))
    yield made
    made.house.store.engine.dispose()


@pytest.fixture(scope="module")
def clerk(world: World) -> FlaskClient:
    client = world.house.app.test_client()
    assert isinstance(client, SignedIn)
    client.become(Actor("", "整改办", None, Role.CLERK))
    return client


@pytest.fixture(scope="module")
def whole(clerk: FlaskClient) -> Described:
    found: Described = clerk.get(ADDRESS).json
    return found


def operations(whole: Described) -> dict[str, tuple[str, str, Described]]:
    """Path, method and description of each view."""
    return {
        each["operationId"]: (path, method.upper(), each)
        for path, found in whole["paths"].items()
        for method, each in found.items()
    }


def rules(world: World) -> dict[str, Any]:
    """Routes of the interface by their endpoint."""
    return {
        rule.endpoint: rule
        for rule in world.house.app.url_map.iter_rules()
        if rule.rule.startswith(("/api/", "/tiles")) or rule.rule in OTHERS
    }


def test_the_description_is_openapi(whole: Described) -> None:
    schemathesis.openapi.from_dict(dict(whole)).validate()
    assert whole["openapi"] == "3.1.0"


def test_every_view_of_the_interface_is_described_and_nothing_else(
    world: World, whole: Described
) -> None:
    assert set(operations(whole)) == set(rules(world))


def test_addresses_methods_and_rights_are_those_of_the_views(
    world: World, whole: Described
) -> None:
    for endpoint, (path, method, told) in operations(whole).items():
        rule = rules(world)[endpoint]
        assert methods(rule) == [method], endpoint
        assert {part.strip("{}") for part in path.split("/") if "{" in part} >= {
            part for part in rule.arguments if part not in "xyz"
        }
        in_path = {each["name"] for each in told["parameters"] if each["in"] == "path"}
        assert in_path == rule.arguments
        right = gate.NEEDS.get(endpoint)
        assert told.get("x-right") == (right and right.value), endpoint
        is_free = endpoint in gate.OPEN and endpoint != "metrics.show"
        assert (told["security"] == [{}]) is is_free, endpoint
        is_paced = any(endpoint in views for views in pace.COSTLY.values())
        assert ("429" in told["responses"]) is is_paced, endpoint
        assert ("401" in told["responses"]) is not is_free, endpoint


def test_every_sentence_is_there_in_both_languages(whole: Described) -> None:
    for endpoint, (_, _, told) in operations(whole).items():
        assert (told["summary"], told["description"]) == TABLE[f"interface.{endpoint}"]
        for parameter in told["parameters"]:
            assert parameter["in"] != "query" or " · " in parameter["description"]


def test_every_code_that_is_named_has_a_sentence(whole: Described) -> None:
    for status, response in whole["components"]["responses"].items():
        [content] = response["content"].values()
        code = content["schema"]["properties"]["code"]
        codes = code.get("enum", code.get("examples"))
        assert codes, status
        assert set(codes) <= set(TABLE), status


def test_a_parameter_that_is_not_described_is_refused_everywhere(
    world: World, whole: Described, clerk: FlaskClient
) -> None:
    token = clerk.get("/about").text.split('name="csrf_token" value="')[1].split('"')[0]
    for endpoint, (_, method, _) in operations(whole).items():
        path = address(world, rules(world)[endpoint], OWN)
        answer = clerk.open(f"{path}?evil=1", method=method, headers={"X-CSRFToken": token})
        assert answer.status_code == 400, endpoint
        if method != "HEAD":
            assert answer.json["code"] == "query.unknown_name", endpoint


def test_a_key_opens_what_is_described_as_open_to_keys(world: World, whole: Described) -> None:
    program = world.house.app.test_client(use_cookies=False)
    headers = key(world.house.app, OPERATOR)
    opened, shut = set(), set()
    for endpoint, (_, method, told) in operations(whole).items():
        if endpoint in gate.OPEN:
            continue
        path = address(world, rules(world)[endpoint], OWN)
        answer = program.open(path, method=method, headers=headers)
        kept_out = answer.status_code in (401, 403) or (
            method != "HEAD" and (answer.get_json(silent=True) or {}).get("code") == "http.csrf"
        )
        (shut if kept_out else opened).add(endpoint)
        assert ({"key": []} in told["security"]) is not kept_out, (endpoint, answer.status_code)
    assert opened
    assert shut


def test_what_is_described_as_kept_is_not_sent_again(
    world: World, whole: Described, clerk: FlaskClient
) -> None:
    kept = [each for each, (*_, told) in operations(whole).items() if "304" in told["responses"]]
    assert len(kept) > 5
    for endpoint in kept:
        path = address(world, rules(world)[endpoint], OWN)
        tag = clerk.get(path).headers["ETag"]
        assert clerk.get(path, headers={"If-None-Match": tag}).status_code == 304, endpoint


def test_nobody_reads_the_description_without_signing_in(world: World) -> None:
    client = world.house.app.test_client()
    assert isinstance(client, SignedIn)
    client.nobody()
    assert client.get(ADDRESS).status_code == 401
