"""Mail: one message a person, over a connection that others cannot read or turn elsewhere."""

from __future__ import annotations

import re
import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, localtime
from typing import ClassVar

from geo_app.errors import InputError
from geo_app.reports.reminder.channel import SendError
from geo_app.settings import Outgoing
from geo_app.settings.outside import SMTP_SECURITY
from geo_app.work.people.accounts import is_mail
from geo_app.work.reminders.message import Message

_PLAIN = re.compile(r"[^\x20-\x7e]+")
_REPLY_CHARACTERS = 120


class Mail:
    """A mail server.

    Args:
        told: Where it is, and who we are there.

    Raises:
        InputError: The settings contradict themselves.
    """

    name: ClassVar[str] = "mail"
    room: ClassVar[int | None] = None

    def __init__(self, told: Outgoing) -> None:
        if told.smtp_security not in SMTP_SECURITY:
            raise InputError("remind.security", value=told.smtp_security)
        if told.smtp_security == "none" and (told.smtp_user or told.smtp_password):
            raise InputError("remind.clear_password")
        if not is_mail(told.smtp_from):
            raise InputError("remind.sender", value=told.smtp_from)
        self._told = told

    def send(self, to: str, message: Message, message_id: str) -> None:
        """Hand a mail over to the server.

        Args:
            to: Address of a person.
            message: What is said.
            message_id: The same when the same is sent again.

        Raises:
            SendError: The server cannot be reached or trusted, or does not take it.
        """
        mail = self._written(to, message, message_id)
        try:
            with self._connected() as server:
                server.send_message(mail)
        except smtplib.SMTPRecipientsRefused as error:
            code, reply = next(iter(error.recipients.values()))
            raise SendError(self._said(code, reply)) from error
        except (smtplib.SMTPAuthenticationError, smtplib.SMTPConnectError) as error:
            raise SendError(self._said(error.smtp_code, error.smtp_error), down=True) from error
        except smtplib.SMTPResponseException as error:
            raise SendError(self._said(error.smtp_code, error.smtp_error)) from error
        except UnicodeError as error:  # a password that the protocol cannot carry; says part of it
            raise SendError("UnicodeError", down=True) from error
        except (smtplib.SMTPException, OSError) as error:
            raise SendError(_reason(error), down=True) from error

    def _connected(self) -> smtplib.SMTP:
        told = self._told
        context = ssl.create_default_context()
        if told.smtp_security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                told.smtp_host, told.smtp_port, timeout=told.seconds, context=context
            )
        else:
            server = smtplib.SMTP(told.smtp_host, told.smtp_port, timeout=told.seconds)
        try:
            if told.smtp_security == "starttls":
                server.starttls(context=context)  # a server without it gets nothing
            if told.smtp_user:
                server.login(told.smtp_user, told.smtp_password)
        except BaseException:
            server.close()
            raise
        return server

    def _written(self, to: str, message: Message, message_id: str) -> EmailMessage:
        mail = EmailMessage(policy=SMTP)
        domain = self._told.smtp_from.rpartition("@")[2]
        mail["From"] = Address(addr_spec=self._told.smtp_from)
        mail["To"] = Address(addr_spec=to)
        mail["Subject"] = message.subject
        mail["Date"] = format_datetime(localtime())
        mail["Message-ID"] = f"<{message_id}@{domain}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(message.text)
        return mail

    def _said(self, code: int, reply: bytes | str) -> str:
        """What the server replied, which may repeat what it was told."""
        words = reply.decode("latin-1") if isinstance(reply, bytes) else reply
        shown = f"{code} {_PLAIN.sub(' ', words)[:_REPLY_CHARACTERS]}"
        for secret in filter(None, (self._told.smtp_password,)):
            shown = shown.replace(secret, "***")
        return shown.strip()


def _reason(error: Exception) -> str:
    # of our own making and of the system's: neither knows the password
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"TLS: {error.verify_message}"
    words = getattr(error, "strerror", None) or (str(error) if error.args else "")
    return f"{type(error).__name__}: {_PLAIN.sub(' ', words)[:_REPLY_CHARACTERS]}".rstrip(": ")
