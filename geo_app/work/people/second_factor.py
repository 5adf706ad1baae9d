"""The second factor: codes of an app (TOTP, RFC 6238), and codes on paper for when it is lost.

The secret of the app is kept sealed with the key of the installation: who reads the database alone
can make no codes. A code is good once. A code on paper is kept as SHA-256 and is good once too.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pyotp import TOTP, random_base32
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor, Right
from geo_app.errors import ConflictError, InputError, NotFoundError
from geo_app.settings import Accounts
from geo_app.store.people import Person, RecoveryCode, SecondFactor
from geo_app.work.people import book, passkeys
from geo_app.work.people.accounts import ROLES, actor_of, new_mark
from geo_app.work.people.sign_in import Caller, Count, be_patient, came_in, count, forget, key_of

PAPER_CODES = 10
STEP_S = 30
_DRIFT = 1  # steps that the clock of a phone may be off, either way
_GROUPS, _GROUP = 4, 4
_LONGEST = 60


class Seal:
    """Seals small secrets with the key of the installation.

    Args:
        key: The one that signs cookies.
    """

    def __init__(self, key: str) -> None:
        derived = HKDF(SHA256(), 32, salt=None, info=b"geo-app second factor")
        self._fernet = Fernet(base64.urlsafe_b64encode(derived.derive(key.encode("utf-8"))))

    def close(self, text: str) -> str:
        """Sealed text."""
        return self._fernet.encrypt(text.encode("ascii")).decode("ascii")

    def open(self, sealed: str) -> str | None:
        """The text; None where it was sealed with another key."""
        try:
            return self._fernet.decrypt(sealed).decode("ascii")
        except InvalidToken:
            return None


@dataclass(frozen=True, slots=True)
class Offer:
    """What the app of a person has to be told.

    Attributes:
        secret: To be typed in, base32.
        address: The same as otpauth:// address, for a QR code.
    """

    secret: str
    address: str


def demanded_of(limits: Accounts) -> frozenset[str]:
    """Roles that reach nothing until they have a second factor.

    Raises:
        InputError: The setting names no role that somebody signs in with.
    """
    roles = {each.strip() for each in limits.second_factor_for.split(",")} - {""}
    for each in roles:
        if each not in ROLES:
            raise InputError("people.no_role", role=each[:_LONGEST])
    return frozenset(roles)


def who_has(session: Session) -> set[str]:
    """Ids of who shows a second factor at the door."""
    confirmed = SecondFactor.confirmed_at.is_not(None)
    return set(session.scalars(select(SecondFactor.person_id).where(confirmed)))


def has(session: Session, person_id: str) -> bool:
    """Whether a person shows a second factor at the door."""
    row = session.get(SecondFactor, person_id)
    return row is not None and row.confirmed_at is not None


def paper_left(session: Session, person_id: str) -> int:
    """How many codes on paper are not used yet."""
    query = select(func.count()).where(
        RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None)
    )
    return session.scalar(query) or 0


def begin(session: Session, person: Person, seal: Seal) -> Offer:
    """A secret for the app of a person; it counts once a code of it was shown.

    Raises:
        ConflictError: The person has a second factor.
    """
    row = session.get(SecondFactor, person.id)
    if row is not None and row.confirmed_at is not None:
        raise ConflictError("people.has_second_factor")
    if row is None:
        row = SecondFactor(person_id=person.id, confirmed_at=None)
        session.add(row)
    secret = random_base32()
    row.sealed, row.last_step, row.made_at = seal.close(secret), 0, datetime.now(UTC)
    return _offer(person, secret)


def offered(session: Session, person: Person, seal: Seal) -> Offer | None:
    """What was offered and is not confirmed yet."""
    row = session.get(SecondFactor, person.id)
    if row is None or row.confirmed_at is not None:
        return None
    secret = seal.open(row.sealed)
    return _offer(person, secret) if secret else None


def confirm(session: Session, person: Person, code: str, seal: Seal) -> list[str]:
    """Let the second factor count from now on; other sessions end.

    Returns:
        The codes on paper, which cannot be shown again.

    Raises:
        InputError: The code is wrong, or nothing was begun.
    """
    row = session.get(SecondFactor, person.id, with_for_update=True)
    if row is None or row.confirmed_at is not None or not _is_next(row, code, seal):
        raise InputError("people.code_wrong")
    row.confirmed_at = datetime.now(UTC)
    person.session_mark = new_mark()
    book.note(session, book.Kind.SECOND_FACTOR_SET, actor_of(person), subject=person.login)
    return _new_paper(session, person)


def renew_paper(session: Session, person: Person) -> list[str]:
    """New codes on paper; the older ones are worth nothing.

    Raises:
        NotFoundError: The person has no second factor.
    """
    if not has(session, person.id):
        raise NotFoundError("people.no_second_factor")
    book.note(session, book.Kind.PAPER_RENEWED, actor_of(person), subject=person.login)
    return _new_paper(session, person)


def _new_paper(session: Session, person: Person) -> list[str]:
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    codes = [_paper_code() for _ in range(PAPER_CODES)]
    session.add_all(
        RecoveryCode(digest=_digest(each), person_id=person.id, used_at=None) for each in codes
    )
    return codes


def remove(session: Session, person: Person) -> None:
    """Let a person come in by the password alone, who has just shown it; all sessions end.

    Raises:
        NotFoundError: There is none.
    """
    if not has(session, person.id):
        raise NotFoundError("people.no_second_factor")
    _remove(session, actor_of(person), person)


def reset(session: Session, actor: Actor, person: Person) -> None:
    """Let a person who has lost phone and paper come in by the password alone; all sessions end.

    Passkeys are taken back as well: they may have been on the phone.

    Raises:
        ForbiddenError: The actor may not administer.
        ConflictError: It is the actor's own, which takes the password.
        NotFoundError: There is none.
    """
    actor.must(Right.ADMINISTER)
    if actor.id == actor_of(person).id:
        raise ConflictError("people.own_second_factor")
    has_app = has(session, person.id)
    if not has_app and not passkeys.has(session, person.id):
        raise NotFoundError("people.no_second_factor")
    passkeys.remove_all(session, actor, person)
    if has_app:
        _remove(session, actor, person)
    person.session_mark = new_mark()


def _remove(session: Session, actor: Actor, person: Person) -> None:
    for table in (RecoveryCode, SecondFactor):
        session.execute(delete(table).where(table.person_id == person.id))
    person.session_mark = new_mark()
    book.note(session, book.Kind.SECOND_FACTOR_REMOVED, actor, subject=person.login)


def show(
    session: Session, person: Person, code: str, caller: Caller, seal: Seal, limits: Accounts
) -> bool:
    """Whether a code is right, at the door; wrong ones are counted, and make who guesses wait.

    Args:
        session: A write transaction; it is to be committed whatever the answer.
        person: Whose password was right.
        code: As typed: of the app or from the paper.
        caller: Who is at the door.
        seal: Of the installation.
        limits: Free tries, longest wait.

    Raises:
        WaitError: Too many were wrong.
    """
    key = key_of("code", person.id, caller.known or "")
    counts = [Count(key, limits.free_tries, limits.longest_wait_of_code_s)]
    row = session.get(SecondFactor, person.id, with_for_update=True)
    be_patient(session, counts)
    if row is not None and row.confirmed_at is None:
        row = None
    if row is not None and (_is_next(row, code, seal) or _is_on_paper(session, person, code)):
        forget(session, counts)
        came_in(session, person, caller.address)
        return True
    count(session, counts)
    book.note(session, book.Kind.REFUSED, subject=person.login, address=caller.address, code="code")
    return False


def _is_next(row: SecondFactor, code: str, seal: Seal) -> bool:
    """Whether a code of the app is right and was not shown before."""
    secret, typed = seal.open(row.sealed), "".join(code[:_LONGEST].split())
    if secret is None or not (typed.isascii() and typed.isdecimal()):
        return False
    app, now = TOTP(secret), int(time.time()) // STEP_S
    for step in range(now - _DRIFT, now + _DRIFT + 1):
        if step > row.last_step and hmac.compare_digest(app.at(step * STEP_S), typed):
            row.last_step = step
            return True
    return False


def _is_on_paper(session: Session, person: Person, code: str) -> bool:
    unused = update(RecoveryCode).where(
        RecoveryCode.digest == _digest(code[:_LONGEST]),
        RecoveryCode.person_id == person.id,
        RecoveryCode.used_at.is_(None),
    )
    used = session.execute(unused.values(used_at=datetime.now(UTC)).returning(RecoveryCode.digest))
    return used.first() is not None


def _offer(person: Person, secret: str) -> Offer:
    return Offer(
        secret, TOTP(secret).provisioning_uri(name=person.login, issuer_name=passkeys.ISSUER)
    )


def _paper_code() -> str:
    letters = base64.b32encode(secrets.token_bytes(10)).decode("ascii").lower()
    return "-".join(letters[n : n + _GROUP] for n in range(0, _GROUPS * _GROUP, _GROUP))


def _digest(code: str) -> str:
    plain = "".join(each for each in code.lower() if each.isalnum())
    return hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()
