"""What the ways out have in common."""

from __future__ import annotations

from typing import ClassVar, Protocol

from geo_app.errors import GeoAppError
from geo_app.work.reminders.message import Message


class SendError(GeoAppError):
    """A message was not taken.

    Args:
        reason: Why; holds no secret.
        down: The whole way is closed, not only for this addressee.
    """

    def __init__(self, reason: str, *, down: bool = False) -> None:
        super().__init__("remind.not_taken", reason=reason)
        self.reason = reason
        self.down = down


class Channel(Protocol):
    """A way out."""

    name: ClassVar[str]
    room: ClassVar[int | None]
    """Bytes that a message may have; None = any number."""

    def send(self, to: str, message: Message, message_id: str) -> None:
        """Send a message.

        Args:
            to: Address of the addressee; a robot has its own.
            message: What is said.
            message_id: The same when the same is sent again.

        Raises:
            SendError: It was not taken.
        """
