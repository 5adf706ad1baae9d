"""A PostgreSQL of our own, as durable as it comes, that may be killed and started again."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

_LONGEST_PATH = 100
"""Of a socket, less its name."""


def why_no_postgres() -> str | None:
    """Why none can be started here; None = it can be."""
    return None if _programs() else "no PostgreSQL on this machine"


def _programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    named = shutil.which("initdb")
    return found[-1].parent if found else Path(named).resolve().parent if named else None


class Cluster:
    """A cluster with one database.

    Args:
        data: Where its data is to be; on whatever disk.
        sockets: A folder with a short name on a disk that stays.
    """

    def __init__(self, data: Path, sockets: Path) -> None:
        programs = _programs()
        assert programs is not None, why_no_postgres()
        assert len(str(sockets)) < _LONGEST_PATH
        self._bin, self._data, self._sockets = programs, data, sockets
        # the server refuses to run as root
        self._owner = _owner() if os.geteuid() == 0 else None
        self._pid: int | None = None

    @property
    def url(self) -> str:
        """Its address for SQLAlchemy."""
        return f"postgresql+psycopg://geo_app@/postgres?host={self._sockets}"

    def make(self) -> None:
        """A new cluster, not started."""
        for folder in (self._data, self._sockets):
            folder.mkdir(exist_ok=True)
            if self._owner is not None:
                shutil.chown(folder, self._owner)
        options = ("-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        self._run("initdb", "-D", str(self._data), "-U", "geo_app", *options)

    def start(self) -> None:
        """Start it; back when it has recovered and answers."""
        options = f"-k '{self._sockets}' -c listen_addresses=''"
        data = str(self._data)
        self._run("pg_ctl", "-D", data, "-w", "-l", "server.log", "-o", options, "start")
        self._learn_pid()

    def restart(self) -> None:
        """As ``pg_ctl restart -m immediate``: every connection is cut, then it recovers."""
        self._run("pg_ctl", "-D", str(self._data), "-w", "-m", "immediate", "restart")
        self._learn_pid()

    def start_if_it_ended(self) -> None:
        """It ends by itself where its journal finds no room, in its recovery too."""
        status = [str(self._bin / "pg_ctl"), "-D", str(self._data), "status"]
        if subprocess.run(status, user=self._owner, capture_output=True, check=False).returncode:
            self.start()

    def kill(self) -> None:
        """SIGKILL to it; its children end by themselves."""
        assert self._pid is not None, "not started"
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)

    def clear(self) -> None:
        """Forget the process that was killed: a zombie would count as one that still runs."""
        (self._data / "postmaster.pid").unlink(missing_ok=True)
        for each in self._sockets.glob(".s.PGSQL.*"):
            each.unlink()

    def stop(self) -> None:
        """End it."""
        self._run("pg_ctl", "-D", str(self._data), "-w", "-m", "immediate", "stop")

    def _told(self) -> str:
        logs = [self._sockets / name for name in ("commands.log", "server.log")]
        return "\n".join(each.read_text()[-500:] for each in logs if each.exists())

    def _learn_pid(self) -> None:
        # while it is known: of a disk without power nothing is read
        self._pid = int((self._data / "postmaster.pid").read_text().split()[0])

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._bin / program), *arguments]
        # what it starts holds the file for ever: a pipe would never end
        with (self._sockets / "commands.log").open("ab") as told:
            done = subprocess.run(
                command, cwd=self._sockets, user=self._owner, stdout=told, stderr=told, check=False
            )
        if done.returncode:
            raise RuntimeError(f"{program}: {self._told()}")


def _owner() -> str:
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    raise RuntimeError("nobody to run PostgreSQL as")
