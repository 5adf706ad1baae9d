"""SIGKILL and power cuts during uploads, on SQLite and on PostgreSQL.

    python -m benchmarks.cuts [UPLOADS [CUTS]]

Clients send visits until they are acknowledged, as a phone does. "kill" is SIGKILL to the server;
"power" pulls the plug of the disk on which database and photos lie, which takes root and a loop
device. Afterwards every acknowledged visit must be whole (row, photos, bytes), none double, the
chain unbroken. The exit code is 1 where anything was lost.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from geo_app.settings import Settings
from tests.faults.cluster import Cluster, why_no_postgres
from tests.faults.disks import why_no_plug
from tests.faults.power import pull_the_plug
from tests.siege import CLIENTS, PHOTOS, Outcome, besiege

Run = Callable[[int, int, int], Outcome]


def main(uploads: int = 500, cuts: int = 20) -> int:
    """Print a table, and what was lost."""
    print(f"{uploads} visits of {PHOTOS} photos, {CLIENTS} clients, {cuts} cuts\n")
    print(
        "| database | cut | lost, half or double | 201 | 200 again | 503 | orphans | `.part` | s |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    faults = []
    for seed, (name, way, run, missing) in enumerate(_runs(), start=1):
        if missing is not None:
            print(f"| {name} | {way} | not run: {missing} | | | | | | |", flush=True)
            continue
        outcome = run(uploads, cuts, seed)
        print(_row(name, way, outcome), flush=True)
        faults += outcome.faults
    for fault in faults:
        print(f"\n* {fault}")
    return 1 if faults else 0


def _runs() -> list[tuple[str, str, Run, str | None]]:
    no_plug, no_postgres = why_no_plug(), why_no_postgres()
    return [
        ("SQLite", "power", partial(pull_the_plug, "sqlite"), no_plug),
        ("PostgreSQL", "power", partial(pull_the_plug, "postgres"), no_plug or no_postgres),
        ("SQLite", "kill", _killed, None),
        ("PostgreSQL", "kill", _killed_beside_postgres, no_postgres),
    ]


def _killed(uploads: int, cuts: int, seed: int) -> Outcome:
    with tempfile.TemporaryDirectory() as folder:
        return besiege(Settings(data=Path(folder)), uploads, cuts, seed)


def _killed_beside_postgres(uploads: int, cuts: int, seed: int) -> Outcome:
    with tempfile.TemporaryDirectory(prefix="geo-app-") as folder:
        root = Path(folder)
        root.chmod(0o755)  # PostgreSQL runs as somebody else
        cluster = Cluster(root / "cluster", root / "run")
        cluster.make()
        cluster.start()
        try:
            settings = Settings(data=root / "data", database_url=cluster.url)
            return besiege(settings, uploads, cuts, seed)
        finally:
            cluster.stop()


def _row(name: str, way: str, outcome: Outcome) -> str:
    cells = (
        *(name, way, len(outcome.faults), outcome.answers[201], outcome.answers[200]),
        *(sum(outcome.unwell.values()), outcome.orphans, outcome.parts_left),
        f"{outcome.seconds:.0f}",
    )
    return f"| {' | '.join(str(cell) for cell in cells)} |"


if __name__ == "__main__":
    sys.exit(main(*(int(each) for each in sys.argv[1:3])))
