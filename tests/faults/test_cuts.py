"""The power fails while visits arrive; the long form is ``python -m benchmarks.cuts``."""

from __future__ import annotations

import pytest

from tests.faults.cluster import why_no_postgres
from tests.faults.disks import why_no_plug
from tests.faults.power import pull_the_plug

MISSING = {"sqlite": why_no_plug(), "postgres": why_no_plug() or why_no_postgres()}


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(kind, marks=pytest.mark.skipif(why is not None, reason=str(why)))
        for kind, why in MISSING.items()
    ],
)
def test_what_was_acknowledged_survives_a_power_cut(kind: str) -> None:
    outcome = pull_the_plug(kind, uploads=12, cuts=1, seed=1)
    assert outcome.faults == []
    assert (len(outcome.acknowledged), outcome.kills) == (12, 1)
    assert set(outcome.answers) <= {200, 201, 503}
