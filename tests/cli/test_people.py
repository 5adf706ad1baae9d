"""``geo-app people``: accounts for who has the machine."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyotp import TOTP
from sqlalchemy import select

from geo_app.cli import cli
from geo_app.errors import ConflictError, GeoAppError, InputError, NotFoundError


@pytest.fixture
def data(tmp_path: Path) -> str:
    return str(tmp_path / "data")


def run(data: str, *words: str):  # type: ignore[no-untyped-def]
    return CliRunner().invoke(cli, ["people", *words, "--data", data])


def test_an_account_is_added_listed_disabled_and_let_in_again(data: str) -> None:
    added = run(data, "add", "Li", "--name", "李察看", "--role", "inspector", "--area", "鼓楼区")
    assert added.exit_code == 0, added.output
    assert re.search(r"/link/[\w-]{43}", added.output)
    [person] = json.loads(run(data, "list", "--json").stdout)
    assert person == {
        "login": "li",
        "name": "李察看",
        "unit": None,
        "role": "inspector",
        "areas": ["410204"],
        "mail": None,
        "active": True,
        "has_password": False,
    }
    assert "现场检查员" in run(data, "list").output
    assert run(data, "disable", "li").exit_code == 0
    assert json.loads(run(data, "list", "--json").stdout)[0]["active"] is False
    assert run(data, "disable", "li", "--undo").exit_code == 0
    assert json.loads(run(data, "list", "--json").stdout)[0]["active"] is True
    first, second = (run(data, "link", "LI").output for _ in range(2))
    assert first != second


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("add", "x", "--name", "a", "--role", "clerk"), InputError),
        (("add", "li", "--name", "a", "--role", "operator"), InputError),
        (("add", "li", "--name", " ", "--role", "clerk"), InputError),
        (("add", "li", "--name", "a", "--role", "clerk", "--area", "月球"), InputError),
        (("link", "nobody"), NotFoundError),
        (("disable", "nobody"), NotFoundError),
        (("reset-second-step", "nobody"), NotFoundError),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    data: str, words: tuple[str, ...], error: type[GeoAppError]
) -> None:
    answer = run(data, *words)
    assert isinstance(answer.exception, error), answer.output
    assert json.loads(run(data, "list", "--json").stdout) == []


def test_a_login_is_taken_once_in_any_spelling(data: str) -> None:
    words = ("--name", "a", "--role", "administrator")
    assert run(data, "add", "li", *words).exit_code == 0
    assert isinstance(run(data, "add", "ＬＩ", *words).exception, ConflictError)
    assert isinstance(run(data, "disable", "li").exception, ConflictError), "the last one stays"


def test_the_second_step_of_the_only_administrator_is_turned_off_by_who_has_the_machine(
    data: str,
) -> None:
    from geo_app.settings import from_environ
    from geo_app.store.people import Person
    from geo_app.store.session import open_store
    from geo_app.work.people import second_factor

    run(data, "add", "li", "--name", "李", "--role", "administrator")
    assert isinstance(run(data, "reset-second-step", "li").exception, NotFoundError)
    store, seal = open_store(from_environ(data=Path(data))), second_factor.Seal("a key")
    with store.session() as session:
        person = session.scalars(select(Person)).one()
        offer = second_factor.begin(session, person, seal)
        session.flush()
        second_factor.confirm(session, person, TOTP(offer.secret).now(), seal)
    assert run(data, "reset-second-step", "LI").exit_code == 0
    with store.session(read_only=True) as session:
        assert not second_factor.who_has(session)
    store.engine.dispose()
