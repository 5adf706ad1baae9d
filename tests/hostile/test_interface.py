"""Each role asks the interface anything (``tests.asked_anything``): no answer but the described.

A short run; ``python -m benchmarks.interface`` asks much more.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from geo_app.domain.actor import Role
from geo_app.work.people import ROLES
from tests.asked_anything import Filled, ask, filled

EXAMPLES = 3
OPEN = {"GET /healthz", "GET /public/sites.geojson", "GET /public/districts.geojson"}
"""What everybody is answered."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    made = filled(tmp_path_factory.mktemp("asked"))
    yield made
    made.close()


@pytest.mark.parametrize("role", [*ROLES, None], ids=str)
def test_every_answer_is_one_that_is_described(house: Filled, role: Role | None) -> None:
    tally = ask(house, role, EXAMPLES)
    assert len(tally.operations) >= 30
    assert tally.requests >= 100
    if role is None:
        assert tally.done == OPEN
    else:
        assert tally.done > OPEN
        assert tally.statuses[200] >= 10
