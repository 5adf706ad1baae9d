"""Settings one by one: value, origin, and no secret shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geo_app.settings import Rates, Settings, from_environ, in_force
from geo_app.settings.in_force import Origin, Row
from geo_app.words import settings as words


def rows(settings: Settings) -> dict[str, Row]:
    return {row.path: row for group in in_force.groups(settings) for row in group.rows}


def test_each_setting_is_there_once_and_has_its_sentence_in_both_languages() -> None:
    groups = list(in_force.groups(Settings()))
    paths = [row.path for group in groups for row in group.rows]
    assert len(paths) == len(set(paths))
    assert words.HELP.keys() == set(paths)
    assert words.GROUPS.keys() == {group.name for group in groups}
    assert all(row.help for group in groups for row in group.rows)


def test_nothing_set_is_all_default() -> None:
    assert {row.origin for row in rows(from_environ({})).values()} == {Origin.DEFAULT}


def test_where_a_value_came_from() -> None:
    environ = {"GEO_APP_PORT": "9000", "GEO_APP_HOST": "10.0.0.1", "GEO_APP_RATE_SEARCH": "1/hour"}
    found = rows(from_environ(environ, host="0.0.0.0", data=Path("elsewhere")))  # noqa: S104
    assert (found["port"].value, found["port"].default) == ("9000", "8000")
    assert found["port"].origin is Origin.ENVIRONMENT
    assert found["rates.search"].origin is Origin.ENVIRONMENT
    assert found["host"].value == "0.0.0.0"  # noqa: S104
    assert found["host"].origin is Origin.START, "the command line wins, and is named"
    assert found["data"].origin is Origin.START
    assert found["rates.uploads"].origin is Origin.DEFAULT


def test_a_variable_that_says_the_default_is_told_as_the_origin() -> None:
    assert rows(from_environ({"GEO_APP_PORT": "8000"}))["port"].origin is Origin.ENVIRONMENT


def test_a_whole_group_that_the_program_gives_is_not_of_the_environment() -> None:
    settings = from_environ({"GEO_APP_RATE_SEARCH": "1/hour"}, rates=Rates(search="2/hour"))
    found = rows(settings)["rates.search"]
    assert (found.value, found.origin) == ("2/hour", Origin.START)


@pytest.mark.parametrize(
    "variable",
    [
        "GEO_APP_SECRET_KEY",
        "GEO_APP_METRICS_TOKEN",
        "GEO_APP_S3_SECRET_KEY",
        "GEO_APP_S3_ACCESS_KEY",
    ],
)
def test_a_secret_only_says_that_it_is_set(variable: str) -> None:
    settings = from_environ({variable: "柳溪-tell-nobody-柳溪"})
    assert "tell-nobody" not in repr(settings)
    assert "tell-nobody" not in repr(list(in_force.groups(settings)))
    assert [row.value for row in rows(settings).values() if row.env == variable] == ["••••••"]


@example("#")
@given(st.text(st.characters(codec="ascii", categories=("L", "N", "P", "S")), min_size=1))
def test_no_password_of_a_database_is_shown(password: str) -> None:
    password = f"q7{password}7q"
    for url in (
        f"postgresql+psycopg://bureau:{password}@db.local/map",
        f"postgresql+psycopg://db.local/map?user=bureau&password={password.replace('&', '')}",
    ):
        shown = rows(from_environ({"DATABASE_URL": url}))["database_url"].value
        assert "q7" not in shown
        assert shown.startswith("postgresql+psycopg://")
