"""A mail server and a robot's host as real ones on loopback, which keep what they are sent."""

from __future__ import annotations

import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

LOGIN = (b"robot", b"s3cret-words")


class MailSink:
    """What aiosmtpd hands over; addresses in ``refused`` are not taken."""

    def __init__(self, *, needs_login: bool = False) -> None:
        self.needs_login = needs_login
        self.mails: list[EmailMessage] = []
        self.refused: set[str] = set()
        self.hold_s = 0.0
        self.arrived = threading.Event()

    async def handle_RCPT(  # noqa: N802 # the name that aiosmtpd asks for
        self, _server: Any, session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if self.needs_login and not session.authenticated:
            return "530 sign in first"
        if address in self.refused:
            return f"550 no such mailbox: {address}"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        made = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(made, EmailMessage)
        assert envelope.rcpt_tos == [made["To"]]
        self.mails.append(made)
        self.arrived.set()
        time.sleep(self.hold_s)
        return "250 OK"


@contextmanager
def mail_server(
    context: ssl.SSLContext | None = None, *, needs_login: bool = False, from_start: bool = False
) -> Iterator[tuple[MailSink, int]]:
    """A mail server.

    Args:
        context: It offers STARTTLS, and takes nothing before it; None = no encryption.
        needs_login: It takes nothing before ``LOGIN``.
        from_start: TLS from the first byte instead of STARTTLS.
    """
    sink = MailSink(needs_login=needs_login)

    def check(_server: Any, _session: Any, _envelope: Any, _kind: Any, data: Any) -> AuthResult:
        return AuthResult(success=(data.login, data.password) == LOGIN, handled=False)

    tls: dict[str, Any] = (
        {"ssl_context": context}
        if from_start
        else {"tls_context": context, "require_starttls": context is not None}
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(
        sink,
        hostname="127.0.0.1",
        port=port,
        authenticator=check,
        auth_require_tls=False,
        **tls,
    )
    controller.start()
    try:
        yield sink, port
    finally:
        controller.stop()


class RobotSink(ThreadingHTTPServer):
    """What is posted; ``answers`` says what is replied, ``errcode`` 0 otherwise."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Robot)
        self.posts: list[tuple[str, Any]] = []
        self.answer: tuple[int, dict[str, str], bytes] = (200, {}, b'{"errcode":0,"errmsg":"ok"}')

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Robot(BaseHTTPRequestHandler):
    server: RobotSink

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posts.append((self.path, json.loads(body)))
        status, headers, told = self.server.answer
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(told))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_: object) -> None:
        """Nothing on the screen."""


@contextmanager
def robot_host() -> Iterator[RobotSink]:
    """A host of robots."""
    with RobotSink() as sink:
        thread = threading.Thread(target=sink.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield sink
        finally:
            sink.shutdown()
            thread.join()
