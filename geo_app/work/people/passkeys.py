"""Passkeys (WebAuthn): a device of a person signs a challenge of ours; nothing secret is kept here.

A passkey is bound to the name by which browsers call us, and opens only after the device has known
its owner by finger, face or PIN: both factors at once. The device finds the passkey by itself,
so nobody says a login first, and nobody can ask who has one. A challenge is good once, for minutes.
"""

from __future__ import annotations

import hashlib
import struct
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    decode_credential_public_key,
    decoded_public_key_to_cryptography,
    options_to_json_dict,
    parse_attestation_object,
    parse_authentication_credential_json,
    parse_registration_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AttestationFormat,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from geo_app.domain.actor import Actor
from geo_app.domain.text import clean_line
from geo_app.errors import ConflictError, InputError, NotFoundError, TooLargeError
from geo_app.settings import Accounts
from geo_app.store.people import BrowserSession, Passkey, Person, SpentChallenge
from geo_app.work.people import book
from geo_app.work.people.accounts import actor_of
from geo_app.work.people.sign_in import be_patient, came_in, count, of_address

ISSUER = "整改核查一张图"
"""Name under which devices list what is ours."""

LONGEST_NAME = 60
LONGEST_ANSWER = 16_384
"""Characters of what a browser hands over; real ones have about a thousand."""

_FORMATS = frozenset({AttestationFormat.NONE, AttestationFormat.PACKED})
"""We ask for no attestation; a device may vouch for itself. Certificates of makers are not read."""

_FAULTS = (
    WebAuthnException,
    UnsupportedAlgorithm,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    OverflowError,
    RecursionError,
    struct.error,
)
"""What the library raises for bytes that are none of its kind."""

_VERIFIED = UserVerificationRequirement.REQUIRED


@dataclass(frozen=True, slots=True)
class Front:
    """How browsers call us: the only name that counts.

    Attributes:
        host: Name without port.
        origin: Scheme, name and port.
    """

    host: str
    origin: str


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a device is to sign.

    Attributes:
        value: Random bytes.
        at: When it was made.
    """

    value: bytes
    at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """What a browser is asked for.

    Attributes:
        challenge: To be kept until the answer.
        options: For ``navigator.credentials``; bytes are base64url.
    """

    challenge: Challenge
    options: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a browser hands over.

    Attributes:
        text: JSON, as the browser says it.
        challenge: That this browser was asked; None where it was not asked.
        front: How it calls us.
    """

    text: str
    challenge: Challenge | None
    front: Front


def of(session: Session, person_id: str) -> list[Passkey]:
    """The passkeys of a person, oldest first."""
    query = select(Passkey).where(Passkey.person_id == person_id)
    return list(session.scalars(query.order_by(Passkey.made_at, Passkey.id)))


def has(session: Session, person_id: str) -> bool:
    """Whether a person can come in by a passkey."""
    return session.scalar(select(Passkey.id).where(Passkey.person_id == person_id)) is not None


def who_has(session: Session) -> set[str]:
    """Ids of who can come in by a passkey."""
    return set(session.scalars(select(Passkey.person_id)))


def are_there(session: Session) -> bool:
    """Whether anybody has one: otherwise the door need not speak of them."""
    return session.scalar(select(Passkey.id).limit(1)) is not None


def begin(session: Session, person: Person, front: Front, limits: Accounts) -> Asked:
    """Ask the device of a person, who has just shown the password, to make a passkey.

    Raises:
        ConflictError: The person has as many as one may have.
    """
    known = of(session, person.id)
    if len(known) >= limits.passkeys:
        raise ConflictError("people.passkeys_many", limit=limits.passkeys)
    options = generate_registration_options(
        rp_id=front.host,
        rp_name=ISSUER,
        user_id=person.id.encode("ascii"),
        user_name=person.login,
        user_display_name=person.name,
        timeout=_milliseconds(limits),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=_VERIFIED
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=base64url_to_bytes(each.credential_id))
            for each in known
            if each.host == front.host
        ],
    )
    return Asked(Challenge(options.challenge, datetime.now(UTC)), options_to_json_dict(options))


def keep(session: Session, person: Person, name: str, answer: Answer, limits: Accounts) -> Passkey:
    """Keep a passkey that a device has made.

    Args:
        session: A write transaction.
        person: Whose.
        name: By which the person knows the device.
        answer: Of the device.
        limits: How many, for how long.

    Raises:
        InputError: There is no name, or the answer is not one to the challenge.
        TooLargeError: The answer is too long.
        ConflictError: The passkey is known, or there are too many.
    """
    name = clean_line(name)[:LONGEST_NAME]
    if not name:
        raise InputError("people.passkey_no_name")
    if len(answer.text) > LONGEST_ANSWER:
        raise TooLargeError("people.passkey_large")
    if answer.challenge is None or not _is_fresh(answer.challenge, limits):
        raise InputError("people.passkey_late")
    try:
        made = _made(answer.text, answer.challenge, answer.front)
    except _FAULTS as error:
        raise InputError("people.passkey_bad") from error
    # two at once of one person wait for each other here
    session.get_one(Person, person.id, with_for_update=True)
    if len(of(session, person.id)) >= limits.passkeys:
        raise ConflictError("people.passkeys_many", limit=limits.passkeys)
    credential_id = bytes_to_base64url(made.credential_id)
    if session.scalar(select(Passkey.id).where(Passkey.credential_id == credential_id)):
        raise ConflictError("people.passkey_known")
    if not _spend(session, answer.challenge, limits):
        raise InputError("people.passkey_late")
    key = Passkey(
        id=str(uuid.uuid4()),
        person_id=person.id,
        credential_id=credential_id,
        public_key=made.credential_public_key,
        uses=made.sign_count,
        host=answer.front.host,
        name=name,
        made_at=datetime.now(UTC),
        used_at=None,
    )
    session.add(key)
    who = actor_of(person)
    book.note(session, book.Kind.PASSKEY_ADDED, who, subject=person.login, passkey=name)
    return key


def _made(text: str, challenge: Challenge, front: Front) -> VerifiedRegistration:
    credential = parse_registration_credential_json(text)
    if parse_attestation_object(credential.response.attestation_object).fmt not in _FORMATS:
        raise ValueError("attestation that nobody asked for")
    made = verify_registration_response(
        credential=credential,
        expected_challenge=challenge.value,
        expected_rp_id=front.host,
        expected_origin=front.origin,
        require_user_verification=True,
    )
    # also a key that no signature could ever be checked by is known here, not at the door
    decoded_public_key_to_cryptography(decode_credential_public_key(made.credential_public_key))
    return made


def remove(session: Session, person: Person, passkey_id: str) -> Passkey:
    """Take a passkey back from a person who has just shown the password.

    Sessions that were begun with it end: the device may be lost. Others go on.

    Raises:
        NotFoundError: The person has no such passkey.
    """
    key = session.get(Passkey, passkey_id)
    if key is None or key.person_id != person.id:
        raise NotFoundError("people.no_passkey")
    _remove(session, actor_of(person), person, key)
    return key


def remove_all(session: Session, actor: Actor, person: Person) -> None:
    """Take all passkeys of a person back; the caller has decided that the actor may."""
    for key in of(session, person.id):
        _remove(session, actor, person, key)


def _remove(session: Session, actor: Actor, person: Person, key: Passkey) -> None:
    session.execute(delete(BrowserSession).where(BrowserSession.passkey_id == key.id))
    session.delete(key)
    book.note(session, book.Kind.PASSKEY_REMOVED, actor, subject=person.login, passkey=key.name)


def ask(front: Front, limits: Accounts) -> Asked:
    """Ask whoever is at the door for a passkey; the same question for everybody."""
    options = generate_authentication_options(
        rp_id=front.host, timeout=_milliseconds(limits), user_verification=_VERIFIED
    )
    return Asked(Challenge(options.challenge, datetime.now(UTC)), options_to_json_dict(options))


def come_in(
    session: Session, answer: Answer, address: str, limits: Accounts
) -> tuple[Person, str] | None:
    """Who comes in by a passkey, and the id of it; None for every reason not to let somebody in.

    Args:
        session: A write transaction; it is to be committed whatever the answer.
        answer: Of the device.
        address: Where the request comes from.
        limits: How long a challenge is good, free tries.

    Raises:
        WaitError: Too much was wrong from there.
    """
    counts = [of_address(address, limits)]
    be_patient(session, counts)
    key = _named(session, answer.text)
    person = session.get(Person, key.person_id) if key else None
    if key and person and person.active and _opens(session, key, answer, limits):
        key.used_at = datetime.now(UTC)
        came_in(session, person, address, passkey=key.name)
        return person, key.id
    count(session, counts)
    subject = person.login if person else None
    book.note(session, book.Kind.REFUSED, subject=subject, address=address, code="passkey")
    return None


def _named(session: Session, text: str) -> Passkey | None:
    """The passkey that an answer says it is of."""
    if len(text) > LONGEST_ANSWER:
        return None
    try:
        credential_id = bytes_to_base64url(parse_authentication_credential_json(text).raw_id)
    except _FAULTS:
        return None
    query = select(Passkey).where(Passkey.credential_id == credential_id)
    return session.scalar(query.with_for_update())


def _opens(session: Session, key: Passkey, answer: Answer, limits: Accounts) -> bool:
    """Whether an answer is of the passkey, to this challenge, for the first time."""
    challenge, front = answer.challenge, answer.front
    if challenge is None or key.host != front.host or not _is_fresh(challenge, limits):
        return False
    try:
        credential = parse_authentication_credential_json(answer.text)
        shown = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge.value,
            expected_rp_id=front.host,
            expected_origin=front.origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=key.uses,
            require_user_verification=True,
        )
    except _FAULTS:
        return False
    if credential.response.user_handle != key.person_id.encode("ascii"):
        return False
    if not _spend(session, challenge, limits):
        return False
    key.uses = shown.new_sign_count
    return True


def _spend(session: Session, challenge: Challenge, limits: Accounts) -> bool:
    """Whether a challenge is answered for the first time.

    Two at once with the same answer wait for each other at the row of the passkey or person.
    """
    old = datetime.now(UTC) - timedelta(minutes=limits.passkey_minutes)
    session.execute(delete(SpentChallenge).where(SpentChallenge.spent_at < old))
    digest = hashlib.sha256(challenge.value).hexdigest()
    if session.get(SpentChallenge, digest) is not None:
        return False
    session.add(SpentChallenge(digest=digest, spent_at=datetime.now(UTC)))
    return True


def _is_fresh(challenge: Challenge, limits: Accounts) -> bool:
    age = datetime.now(UTC) - challenge.at
    return timedelta(0) <= age <= timedelta(minutes=limits.passkey_minutes)


def _milliseconds(limits: Accounts) -> int:
    return round(60_000 * limits.passkey_minutes)
