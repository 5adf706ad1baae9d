"""Anything that the description of the interface allows, and much that it does not.

    python -m benchmarks.interface [EXAMPLES]

As each role and as nobody: EXAMPLES requests of each operation that keep to its description, and
as many that do not. Ends at the first answer that is not described, with the shortest such request.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from geo_app.work.people import ROLES
from tests.asked_anything import ask, filled


def main(examples: int = 100) -> None:
    """Print a table."""
    print("| as | operations | requests | s | answers |\n|---|---|---|---|---|")
    for role in (*ROLES, None):
        with tempfile.TemporaryDirectory() as folder:
            house = filled(Path(folder))
            started = time.monotonic()
            tally = ask(house, role, examples)
            took = time.monotonic() - started
            house.close()
        answers = ", ".join(f"{status}: {n}" for status, n in sorted(tally.statuses.items()))
        operations = len(tally.operations)
        print(f"| {role or '–'} | {operations} | {tally.requests} | {took:.0f} | {answers} |")


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:2]))
