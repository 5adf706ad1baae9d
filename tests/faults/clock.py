"""A clock of the server that we set: told by a file while it runs.

    python -m tests.faults.clock FILE python -m MODULE …

runs a module; its wall clock shows so many seconds more than the true time as stand in the file.
"""

from __future__ import annotations

import os
import runpy
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import time_machine

_LOOK_EVERY_S = 0.02


class Clock:
    """The wall clock of a server.

    Args:
        file: A file that may be made.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self.shift(timedelta())

    @property
    def under(self) -> tuple[str, ...]:
        """The command under which a module of Python has this clock."""
        return (sys.executable, "-m", __name__, str(self._file))

    def shift(self, by: timedelta) -> None:
        """It shows so much more than the true time from now on."""
        told = self._file.with_suffix(".new")
        told.write_text(str(by.total_seconds()))
        told.replace(self._file)


def _follow(file: Path) -> None:
    """Set the clock of this process whenever the file says another thing; for ever."""
    traveller = time_machine.travel(time.time(), tick=True).start()
    known = ""
    while True:
        told = file.read_text()
        if told != known:
            known = told
            traveller.move_to(time_machine.escape_hatch.time.time() + float(told))
        time.sleep(_LOOK_EVERY_S)


def _start(file: Path) -> None:
    threading.Thread(target=_follow, args=(file,), daemon=True).start()


if __name__ == "__main__":
    _, name, _, _, module, *arguments = sys.argv
    # the server does its work in a process that is forked from this one, without our thread
    os.register_at_fork(after_in_child=lambda: _start(Path(name)))
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
