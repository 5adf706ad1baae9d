"""Signing in at an OpenID Connect provider of the office (extra ``oidc``).

Authorization code with PKCE, state and nonce; what the provider says is believed only after its
signature, issuer, audience, time and nonce were checked. Who somebody is here is decided by issuer
and subject, which a person or an invitation has bound before: never by a name or a mail address.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_app.errors import ConflictError, InputError, NotFoundError, OutsideError, SignInError
from geo_app.settings import LOOPBACK, Provider
from geo_app.store.people import Person, ProviderIdentity
from geo_app.work.people import book
from geo_app.work.people.accounts import actor_of

_WELL_KNOWN = "/.well-known/openid-configuration"
_SIGNATURES = ("RS256", "PS256", "ES256", "EdDSA")
"""No secret of ours signs what a provider says, and nothing is believed unsigned."""
_LEEWAY_S = 60
_LONGEST = 255


@dataclass(frozen=True, slots=True)
class Way:
    """The way of one browser to the provider and back.

    Attributes:
        url: Where it goes.
        state: That it must bring back.
        nonce: That the provider must sign.
        verifier: That proves that it is we who ask (PKCE).
    """

    url: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is at a provider."""

    issuer: str
    subject: str


def check(provider: Provider) -> None:
    """Pass silently where the settings can be used, or no provider is set.

    Raises:
        InputError: They cannot, or the extra is not installed.
    """
    if not provider.issuer:
        return
    try:
        import authlib.integrations.requests_client  # noqa: F401 # is it there?
    except ImportError as error:
        raise InputError("provider.setting", reason="pip install geo-app[oidc]") from error
    told = urlsplit(provider.issuer)
    if told.scheme != "https" and told.hostname not in LOOPBACK:
        raise InputError("provider.setting", reason="GEO_APP_OIDC_ISSUER")
    if not provider.client_id:
        raise InputError("provider.setting", reason="GEO_APP_OIDC_CLIENT")
    if not provider.client_secret.isascii():  # it goes into a header
        raise InputError("provider.setting", reason="GEO_APP_OIDC_SECRET")


def set_out(provider: Provider, back: str) -> Way:
    """The way to the provider.

    Args:
        provider: Of the settings.
        back: Address of ours where the browser comes back.

    Raises:
        OutsideError: The provider does not answer as one.
    """
    nonce, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
    with _asking(provider, back) as client:
        facts = _facts(provider, client)
        url, state = client.create_authorization_url(
            facts["authorization_endpoint"], code_verifier=verifier, nonce=nonce
        )
    return Way(url, state, nonce, verifier)


def come_back(provider: Provider, back: str, way: Way, told: Mapping[str, str]) -> Identity:
    """Who comes back.

    Args:
        provider: Of the settings.
        back: As at setting out.
        way: As at setting out, of the same browser.
        told: What the browser brings back.

    Raises:
        SignInError: The provider has refused, or what it says is not true.
        OutsideError: It does not answer.
    """
    code = told.get("code", "")
    if not code or not hmac.compare_digest(told.get("state", "").encode(), way.state.encode()):
        raise _refused(provider)
    if told.get("iss", provider.issuer) != provider.issuer:
        raise _refused(provider)
    with _asking(provider, back) as client:
        facts = _facts(provider, client)
        token = client.fetch_token(
            facts["token_endpoint"],
            code=code,
            code_verifier=way.verifier,
            timeout=provider.seconds,
            allow_redirects=False,
        )
        keys = _read(provider, client, facts["jwks_uri"])
    return _believed(provider, way, token, keys)


def _believed(provider: Provider, way: Way, token: Mapping[str, Any], keys: Any) -> Identity:
    from authlib.oidc.core import CodeIDToken
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    try:
        told = jwt.decode(
            token["id_token"], KeySet.import_key_set(keys), algorithms=list(_SIGNATURES)
        )
        claims = CodeIDToken(
            told.claims,
            told.header,
            {
                "iss": {"essential": True, "value": provider.issuer},
                "aud": {"essential": True, "value": provider.client_id},
            },
            {
                "nonce": way.nonce,
                "client_id": provider.client_id,
                "access_token": token.get("access_token"),
            },
        )
        claims.validate(leeway=_LEEWAY_S)
        subject = claims["sub"]
    except (JoseError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise _refused(provider) from error
    if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST:
        raise _refused(provider)
    return Identity(provider.issuer, subject)


@contextmanager
def _asking(provider: Provider, back: str) -> Iterator[Any]:
    """A client of the provider, whose faults are told in our words."""
    from authlib.integrations.base_client.errors import OAuthError
    from authlib.integrations.requests_client import OAuth2Session
    from requests import RequestException

    client = OAuth2Session(
        provider.client_id,
        provider.client_secret,
        scope="openid",
        redirect_uri=back,
        code_challenge_method="S256",
    )
    try:
        with client:
            yield client
    except OAuthError as error:
        raise _refused(provider) from error
    except (RequestException, ValueError, TypeError, KeyError) as error:
        raise OutsideError("provider.down", name=provider.name) from error


def _facts(provider: Provider, client: Any) -> Mapping[str, Any]:
    """What the provider says of itself."""
    facts = _read(provider, client, provider.issuer.rstrip("/") + _WELL_KNOWN)
    if facts["issuer"] != provider.issuer:
        raise ValueError("another issuer")
    return facts


def _read(provider: Provider, client: Any, url: str) -> Mapping[str, Any]:
    answer = client.get(url, withhold_token=True, timeout=provider.seconds, allow_redirects=False)
    answer.raise_for_status()
    told = answer.json()
    if not isinstance(told, dict):
        raise TypeError("no JSON object")
    return told


def _refused(provider: Provider) -> SignInError:
    return SignInError("provider.refused", name=provider.name)


# --- who that is here ---------------------------------------------------------------------------


def of(session: Session, person_id: str, issuer: str) -> ProviderIdentity | None:
    """Who a person is at a provider."""
    query = select(ProviderIdentity).where(
        ProviderIdentity.person_id == person_id, ProviderIdentity.issuer == issuer
    )
    return session.scalar(query)


def bind(session: Session, person: Person, who: Identity) -> None:
    """Let a person come in as somebody of a provider from now on.

    Args:
        session: A write transaction.
        person: Who has shown the password just now, or an invitation.
        who: Whom the provider has confirmed.

    Raises:
        ConflictError: Somebody else is that, or the person is somebody else there.
    """
    session.get_one(Person, person.id, with_for_update=True)
    known = session.get(ProviderIdentity, (who.issuer, who.subject))
    own = of(session, person.id, who.issuer)
    if known is not None and known is own:
        return
    if known is not None or own is not None:
        raise ConflictError("provider.taken")
    session.add(
        ProviderIdentity(
            issuer=who.issuer,
            subject=who.subject,
            person_id=person.id,
            bound_at=datetime.now(UTC),
            used_at=None,
        )
    )
    book.note(
        session,
        book.Kind.PROVIDER_BOUND,
        actor_of(person),
        subject=person.login,
        issuer=who.issuer,
        identity=who.subject,
    )


def remove(session: Session, person: Person, issuer: str) -> None:
    """Let a person who has just shown the password no longer come in by a provider.

    Raises:
        NotFoundError: The person does not.
    """
    own = of(session, person.id, issuer)
    if own is None:
        raise NotFoundError("provider.none")
    session.delete(own)
    book.note(
        session, book.Kind.PROVIDER_REMOVED, actor_of(person), subject=person.login, issuer=issuer
    )


def person_of(session: Session, who: Identity, address: str) -> Person | None:
    """Who somebody of a provider is here; None where nobody, or one who may not come in.

    Args:
        session: A write transaction; it is to be committed whatever the answer.
        who: Whom the provider has confirmed.
        address: Where the request comes from.
    """
    known = session.get(ProviderIdentity, (who.issuer, who.subject))
    person = session.get(Person, known.person_id) if known else None
    if known is None or person is None or not person.active:
        subject = person.login if person else None
        book.note(
            session, book.Kind.REFUSED, subject=subject, address=address, code="provider",
            identity=who.subject,
        )  # fmt: skip
        return None
    known.used_at = datetime.now(UTC)
    return person
