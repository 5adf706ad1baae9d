"""The real server as a process of its own, on loopback; it may be killed, and started again."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType

from geo_app.settings import Settings

_PATIENCE_S = 60.0


class Server:
    """``geo-app serve`` on a port that stays the same over restarts."""

    def __init__(self, settings: Settings, *, under: Sequence[str] = ()) -> None:
        """A server, not started yet.

        Args:
            settings: Of the installation.
            under: Command that the server's is the argument of: ``strace …``, ``prlimit …``.
        """
        self._settings = settings
        self._under = tuple(under)
        self._port = 0
        self._process: subprocess.Popen[str] | None = None
        self.url = ""

    def start(self) -> None:
        """Start it; back when it answers."""
        environ = {
            **os.environ,
            "DATABASE_URL": self._settings.database_url,
            "GEO_APP_RATE_UPLOADS": "off",  # one person stands for a whole office here
        }
        command = [sys.executable, "-m", "geo_app", "serve", "--data", str(self._settings.data)]
        self._process = subprocess.Popen(
            [*self._under, *command, "--port", str(self._port)],
            env=environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            process_group=0,
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line.startswith("http://"), "the server does not start"
        self.url = line.strip().rstrip("/")
        self._port = int(self.url.rsplit(":", 1)[1])
        until = time.monotonic() + _PATIENCE_S
        while not self._answers():
            assert self._process.poll() is None, "the server ended at its start"
            assert time.monotonic() < until, "the server does not answer"
            time.sleep(0.05)

    def _answers(self) -> bool:
        with suppress(OSError, http.client.HTTPException):
            return bool(self.get("/about"))
        return False

    def kill(self) -> None:
        """SIGKILL to it and to all processes that it started: nothing is put in order."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it as an operator does."""
        self._end(signal.SIGTERM)

    def _end(self, with_signal: signal.Signals) -> None:
        process = self._process
        if process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(process.pid, with_signal)
        process.wait(20)
        assert process.stdout is not None
        process.stdout.close()
        with suppress(ProcessLookupError):  # what outlived it, as its group is ours alone
            os.killpg(process.pid, signal.SIGKILL)
        self._process = None

    def get(self, path: str, key: str = "") -> bytes:
        """The body of an answer; with an access key where one is needed."""
        asked = urllib.request.Request(f"{self.url}{path}")
        if key:
            asked.add_header("Authorization", f"Bearer {key}")
        with urllib.request.urlopen(asked, timeout=60) as answer:
            body: bytes = answer.read()
            return body

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
