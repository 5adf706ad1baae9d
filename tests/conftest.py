"""Fixtures that every folder of tests may use."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from flask import Flask

from geo_app.settings import Settings
from geo_app.store.session import Store, open_store
from tests.signed_in import SignedIn

# every test client is a browser of somebody who has signed in; tests of the door say otherwise
Flask.test_client_class = SignedIn

# speed is measured in benchmarks, never by a test: a busy machine is no failure. New examples are
# sought while developing; CI judges a change by the same examples each time
hypothesis.settings.register_profile(
    "house", deadline=None, derandomize=os.environ.get("CI") == "true"
)
hypothesis.settings.load_profile("house")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An installation of its own for each test, on SQLite."""
    return Settings(data=tmp_path / "instance")


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """Its database, migrated and empty."""
    opened = open_store(settings)
    yield opened
    opened.engine.dispose()
