"""The line between a phone and the server: it breaks where a test says, and is slow if need be."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field

CHUNK = 4096


@dataclass
class Line:
    """A relay on a port of its own.

    Attributes:
        upstream: Port of the server; another one from the next connection on.
        cut_after: Break everything when so many more bytes have gone up, and then again.
        bytes_per_second: Of both directions each; None: as fast as it goes.
        up: Bytes that have gone to the server.
    """

    upstream: int
    cut_after: list[int] = field(default_factory=list)
    bytes_per_second: int | None = None
    up: int = 0
    cuts: int = 0
    _listening: socket.socket = field(default_factory=socket.socket)
    _open: list[socket.socket] = field(default_factory=list)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._listening.bind(("127.0.0.1", 0))
        self._listening.listen(64)
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def address(self) -> str:
        """Of the server, as the phone knows it."""
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def cut(self) -> None:
        """Break what is open."""
        with self._turn:
            self.cuts += 1
            open_now, self._open[:] = list(self._open), []
        for each in open_now:
            _close(each)

    def close(self) -> None:
        """End it."""
        _close(self._listening)
        self.cut()

    def _accept(self) -> None:
        while True:
            try:
                phone, _ = self._listening.accept()
                server = socket.create_connection(("127.0.0.1", self.upstream))
            except OSError:
                if self._listening.fileno() < 0:
                    return
                _close(phone)
                continue
            with self._turn:
                self._open += [phone, server]
            for source, target, upwards in ((phone, server, True), (server, phone, False)):
                threading.Thread(
                    target=self._relay, args=(source, target, upwards), daemon=True
                ).start()

    def _relay(self, source: socket.socket, target: socket.socket, upwards: bool) -> None:
        with suppress(OSError):
            while data := source.recv(CHUNK):
                if self.bytes_per_second:
                    time.sleep(len(data) / self.bytes_per_second)
                target.sendall(self._counted(data) if upwards else data)
        _close(source)
        _close(target)

    def _counted(self, data: bytes) -> bytes:
        """What of it goes up; the rest is lost with the line."""
        with self._turn:
            if not self.cut_after or self.cut_after[0] > len(data):
                if self.cut_after:
                    self.cut_after[0] -= len(data)
                self.up += len(data)
                return data
            self.cut_after.pop(0)
        self.cut()
        raise OSError("the line is cut")


def _close(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
