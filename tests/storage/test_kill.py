"""The server is killed while visits arrive: what it acknowledged is whole, none is double."""

from __future__ import annotations

from geo_app.settings import Settings
from tests.siege import besiege


def test_what_was_acknowledged_survives_a_kill(settings: Settings) -> None:
    outcome = besiege(settings, uploads=16, kills=2, seed=1)
    assert outcome.faults == []
    assert (len(outcome.acknowledged), outcome.kills) == (16, 2)
    assert set(outcome.answers) <= {200, 201, 503}
