"""Whether a login that exists can be told by the time of its refusal.

    python -m benchmarks.sign_in [TRIES]

Wrong passwords for a login that exists and for one that does not, in turn, by the job that the
pages call. Prints both medians and their ratio.
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

from geo_app.domain.actor import Actor, Role
from geo_app.errors import SignInError
from geo_app.settings import Accounts, Settings
from geo_app.store.people import Person
from geo_app.store.session import Store, open_store
from geo_app.work.people import Caller, prove, set_password
from tests.signed_in import person

TRIES = 200
KNOWN, UNKNOWN = "known@-", "unknown@-"


def main(tries: int) -> None:
    """Print the medians."""
    limits = replace(Accounts(), free_tries=10**9, free_tries_of_address=10**9)
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Settings(data=Path(folder)))
        known = person(store, Actor("", "known", None, Role.INSPECTOR))
        with store.session() as session:
            owner = session.get_one(Person, known.id)
            set_password(session, owner, "柳溪桥东 排口 150 米", limits)
        for login in (KNOWN, UNKNOWN):
            _refused(store, login, limits)  # the first one makes the hash of nobody
        taken: dict[str, list[float]] = {KNOWN: [], UNKNOWN: []}
        for n in range(tries):
            for login in (KNOWN, UNKNOWN) if n % 2 else (UNKNOWN, KNOWN):
                taken[login].append(_refused(store, login, limits))
        store.engine.dispose()
    one, other = (1000 * median(taken[login]) for login in (KNOWN, UNKNOWN))
    print(f"{tries} tries each: known {one:.1f} ms, unknown {other:.1f} ms, {other / one:.3f}")


def _refused(store: Store, login: str, limits: Accounts) -> float:
    started = time.perf_counter()
    try:
        prove(store, login, "a wrong password", Caller("127.0.0.1"), limits)
    except SignInError:
        return time.perf_counter() - started
    raise RuntimeError("a wrong password was let in")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else TRIES)
