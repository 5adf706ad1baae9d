"""SIGKILL at random during uploads.

    python -m benchmarks.kill [UPLOADS [KILLS [ROUNDS]]]

Clients send until they are acknowledged, as a phone does. After each round every acknowledged
visit must be whole (row, photos, bytes), none double, the chain unbroken, the files clean.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path

from geo_app.settings import Settings
from tests.siege import CLIENTS, PHOTOS, Outcome, besiege


def main(uploads: int = 500, kills: int = 12, rounds: int = 3) -> int:
    """Print a table; the exit code is 1 where anything was lost."""
    print(f"{uploads} visits of {PHOTOS} photos, {CLIENTS} clients, SIGKILL to the process group\n")
    print("| round | kills | s | 201 | 200 again | 503 | no answer | faults | orphans | `.part` |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    faults, unwell = [], Counter[str]()
    for seed in range(1, rounds + 1):
        with tempfile.TemporaryDirectory() as folder:
            outcome = besiege(Settings(data=Path(folder)), uploads, kills, seed)
        print(_row(seed, outcome), flush=True)
        unwell += outcome.unwell
        faults += outcome.faults
    print(f"\nWhy 503: {dict(unwell)}")
    for fault in faults:
        print(f"\n* {fault}")
    return 1 if faults else 0


def _row(seed: int, outcome: Outcome) -> str:
    cells = (
        seed,
        outcome.kills,
        f"{outcome.seconds:.0f}",
        outcome.answers[201],
        outcome.answers[200],
        sum(outcome.unwell.values()),
        outcome.broken,
        len(outcome.faults),
        outcome.orphans,
        outcome.parts_left,
    )
    return f"| {' | '.join(str(cell) for cell in cells)} |"


if __name__ == "__main__":
    sys.exit(main(*(int(each) for each in sys.argv[1:4])))
