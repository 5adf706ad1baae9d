"""Robots of group chats: WeCom (企业微信) and DingTalk (钉钉), as plain text.

Plain, because their markup can link, quote and call people, and what is told was typed by people.
The address of a robot is a secret: whoever has it writes to the group.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import quote, urlsplit

import orjson
import urllib3

from geo_app.errors import InputError
from geo_app.reports.reminder.channel import SendError
from geo_app.settings import LOOPBACK
from geo_app.work.reminders.message import Message

_ANSWER_BYTES = 64 * 1024
_PIECE = 4096
_REPLY_CHARACTERS = 120


class _Robot:
    """What both have in common: JSON by POST, and an ``errcode`` that is 0."""

    variable: ClassVar[str]

    def __init__(self, url: str, seconds: float) -> None:
        parts = urlsplit(url)
        is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
        if not is_safe or not parts.hostname or "@" in parts.netloc or parts.fragment:
            raise InputError("remind.robot_url", variable=self.variable)
        self._url = url
        self._seconds = seconds

    def _post(self, url: str, body: Mapping[str, Any]) -> None:
        # an address elsewhere is not followed: it was not set by who runs the installation
        try:
            with urllib3.PoolManager(
                retries=False, timeout=urllib3.Timeout(total=self._seconds)
            ) as pool:
                answer = pool.request(
                    "POST",
                    url,
                    body=orjson.dumps(body),
                    headers={"Content-Type": "application/json"},
                    redirect=False,
                    preload_content=False,
                )
                with answer:
                    told = _limited(answer, self._seconds)
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            # its words name the address
            raise SendError(type(error).__name__, down=True) from None
        if answer.status != 200:
            raise SendError(f"HTTP {answer.status}", down=True)
        try:
            read = orjson.loads(told)
            code = read["errcode"]
        except (ValueError, KeyError, TypeError) as error:
            raise SendError("no errcode", down=True) from error
        if code != 0:
            raise SendError(f"errcode {str(code)[:_REPLY_CHARACTERS]}", down=True)


class WeCom(_Robot):
    """企业微信: ``{"msgtype": "text", "text": {"content": …}}``, 2,048 bytes."""

    name: ClassVar[str] = "wecom"
    room: ClassVar[int | None] = 2048
    variable = "GEO_APP_WECOM_URL"

    def send(self, to: str, message: Message, message_id: str) -> None:
        """Write to the group; see ``Channel.send``."""
        content = f"{message.subject}\n{message.text}"
        self._post(self._url, {"msgtype": "text", "text": {"content": content}})


class DingTalk(_Robot):
    """钉钉: the same with nobody called; signed by a secret where the group demands it."""

    name: ClassVar[str] = "dingtalk"
    room: ClassVar[int | None] = 18_000
    variable = "GEO_APP_DINGTALK_URL"

    def __init__(self, url: str, seconds: float, secret: str) -> None:
        super().__init__(url, seconds)
        self._secret = secret

    def send(self, to: str, message: Message, message_id: str) -> None:
        """Write to the group; see ``Channel.send``."""
        body = {
            "msgtype": "text",
            "text": {"content": f"{message.subject}\n{message.text}"},
            "at": {"isAtAll": False},
        }
        self._post(self._signed(time.time_ns() // 1_000_000), body)

    def _signed(self, now_ms: int) -> str:
        if not self._secret:
            return self._url
        signature = sign(now_ms, self._secret)
        joint = "&" if urlsplit(self._url).query else "?"
        return f"{self._url}{joint}timestamp={now_ms}&sign={quote(signature, safe='')}"


def sign(now_ms: int, secret: str) -> str:
    """The signature that DingTalk asks for: HMAC-SHA256 over time and secret, in base64.

    Args:
        now_ms: Milliseconds since 1970; it is refused an hour later.
        secret: Of the robot.
    """
    told = f"{now_ms}\n{secret}".encode()
    return base64.b64encode(hmac.new(secret.encode(), told, hashlib.sha256).digest()).decode()


def _limited(answer: urllib3.BaseHTTPResponse, seconds: float) -> bytes:
    """The first bytes of an answer, however slowly it drips."""
    end, told = time.monotonic() + seconds, b""
    while len(told) < _ANSWER_BYTES and time.monotonic() < end:
        piece = answer.read1(_PIECE)
        if not piece:
            break
        told += piece
    return told
