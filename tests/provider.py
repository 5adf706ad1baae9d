"""A small OpenID Connect provider on this computer: real HTTP, real RS256, and lies to order."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "map", "liuxi-secret-4711"


@dataclass
class Office:
    """The provider.

    Attributes:
        issuer: Its address.
        subject: Who is signed in there.
        claims: What it says otherwise than it should.
        facts: What it says of itself otherwise.
        forged: Whether somebody else signs.
        is_down: Whether it answers 500 to everything.
        asked: What it was asked for tokens.
    """

    issuer: str
    subject: str = "u-1"
    claims: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    forged: bool = False
    is_down: bool = False
    asked: list[dict[str, str]] = field(default_factory=list)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "k1"}))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def grant(self, url: str) -> str:
        """Somebody signs in there: the path and query by which the browser comes back."""
        asked = dict(parse_qsl(urlsplit(url).query))
        assert asked["code_challenge_method"] == "S256"
        assert (asked["response_type"], asked["scope"]) == ("code", "openid")
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        back = urlsplit(asked["redirect_uri"]).path
        return f"{back}?{urlencode({'code': code, 'state': asked['state']})}"

    def answer(self, path: str) -> dict[str, Any] | None:
        told = {
            "/.well-known/openid-configuration": {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                **self.facts,
            },
            "/keys": {"keys": [self.key.as_dict(private=False)]},
        }
        return told.get(path)

    def token(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """What it gives for a code, once, to who can prove that it asked."""
        self.asked.append(form)
        asked = self.codes.pop(form["code"], None)
        proof = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).decode().rstrip("=")
        known = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if asked is None or asked["code_challenge"] != challenge or authorization[6:] != known:
            return None
        now = int(time.time())
        claims = {
            "iss": self.issuer, "sub": self.subject, "aud": CLIENT, "iat": now, "exp": now + 300,
            "nonce": asked["nonce"], **self.claims,
        }  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": "RS256", "kid": "k1"}
        signer: Any = self.key
        if self.forged:
            signer = RSAKey.generate_key(2048, {"kid": "k1"})
        told = jwt.encode(header, claims, signer)
        return {"access_token": "x", "token_type": "Bearer", "expires_in": 300, "id_token": told}


@contextmanager
def office() -> Iterator[Office]:
    """The provider, while it is open."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._send(here.answer(self.path), 404)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self._send(here.token(form, self.headers.get("Authorization", "")), 400)

        def _send(self, told: dict[str, Any] | None, otherwise: int) -> None:
            told = None if here.is_down else told
            status = 500 if here.is_down else 200 if told is not None else otherwise
            content = json.dumps(told if told is not None else {"error": "invalid_grant"}).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    here = Office(f"http://127.0.0.1:{listening.server_address[1]}")
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    try:
        yield here
    finally:
        listening.shutdown()
        listening.server_close()
