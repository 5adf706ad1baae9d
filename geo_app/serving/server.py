"""The web server: one process, several threads.

SQLite has one writer anyway, and reads do not wait for it.
"""

from __future__ import annotations

import gc
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from geo_app.errors import GeoAppError
from geo_app.settings import Settings

THREADS = 8


def listen(host: str, port: int) -> socket.socket:
    """An open port.

    Args:
        host: Address to listen on.
        port: Its number; 0 = any free one.

    Raises:
        GeoAppError: It is taken or not allowed.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise GeoAppError("cli.port", host=host, port=port, reason=error.strerror) from error
    return listener


def address_of(listener: socket.socket, host: str, scheme: str = "http") -> str:
    """How a browser calls what listens there, with a slash at the end."""
    shown = f"[{host}]" if ":" in host else host
    return f"{scheme}://{shown}:{listener.getsockname()[1]}/"


def run(
    settings: Settings,
    listener: socket.socket,
    *,
    certificate: Path | None = None,
    beside: Callable[[], None] | None = None,
) -> None:
    """Serve until a signal ends it.

    Args:
        settings: Of the installation.
        listener: Where.
        certificate: PEM file of key and certificate, for HTTPS.
        beside: Called once in the process that serves, to start what else runs there.
    """
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):  # type: ignore[misc] # gunicorn ships no types
        def load_config(self) -> None:
            self.cfg.set("bind", f"fd://{listener.fileno()}")
            self.cfg.set("worker_class", "gthread")
            self.cfg.set("threads", THREADS)
            self.cfg.set("loglevel", "warning")
            self.cfg.set("control_socket_disable", True)
            if certificate:
                self.cfg.set("certfile", str(certificate))
                self.cfg.set("keyfile", str(certificate))

        def load(self) -> Any:
            # in the worker: database connections must not cross a fork
            from geo_app.web import create_app
            from geo_app.web.warm import warm_up

            application = create_app(settings)
            warm_up(application)
            if beside:
                beside()
            # what is loaded by now stays for good: to look through it all would halt every
            # request for some 40 ms, again and again
            gc.collect()
            gc.freeze()
            return application

    Server().run()
