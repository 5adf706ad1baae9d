"""What a child process says of its input becomes an error of the input, whatever it names."""

from __future__ import annotations

import pytest

from geo_app import errors
from geo_app.errors import InputError, TooLargeError, UnsupportedError, UsageError, told_by_child


@pytest.mark.parametrize("kind", [InputError, UsageError, TooLargeError, UnsupportedError])
def test_the_class_stays(kind: type[InputError]) -> None:
    told = told_by_child(kind.__name__, "input.too_large", {"file": "a.gpkg", "limit": 8})
    assert type(told) is kind
    assert "a.gpkg" in told.text("zh")


@pytest.mark.parametrize("name", ["WaitError", "StoreError", "say", "Mapping", "__name__", ""])
def test_nothing_else_is_taken_from_a_name(name: str) -> None:
    assert not name or hasattr(errors, name)
    assert type(told_by_child(name, "bulk.unreadable", {"file": "a", "reason": "b"})) is InputError
