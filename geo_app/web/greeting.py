"""The page that hands out the certificate of a local network: over plain HTTP, and nothing else.

A phone that does not trust us yet cannot open a page of ours without a warning, so this one stands
on a port of its own, knows no data, no database and no cookie, and says what to compare.
"""

from __future__ import annotations

from dataclasses import dataclass

import segno
from flask import Flask, Response, render_template, request

from geo_app.resources import resource
from geo_app.web import assets, headers
from geo_app.words import LANGUAGES, say

FILE = "geo-app-authority.crt"
MIMETYPE = "application/x-x509-ca-cert"
"""By this type Android and iOS know that it is to be installed."""

LONGEST_PATH = 200


@dataclass(frozen=True, slots=True)
class Greeting:
    """What the page tells.

    Attributes:
        here: Address of the page itself, for the square.
        pages: Address of the program, HTTPS.
        certificate: That of the authority, DER.
        fingerprint: Its SHA-256 in pairs of digits.
        language: Language of who has not chosen: zh or en.
    """

    here: str
    pages: str
    certificate: bytes
    fingerprint: str
    language: str


def create_greeting(greeting: Greeting) -> Flask:
    """The page as a WSGI application."""
    static = resource("static")
    app = Flask(
        "geo_app.web", static_folder=str(static), template_folder=str(resource("templates"))
    )
    # one short form-less page: nothing is ever sent to it
    app.config.update(MAX_CONTENT_LENGTH=0)
    files = assets.Assets(static)
    square = segno.make_qr(greeting.here).svg_data_uri(
        scale=6, border=2, dark="#1e2328", light="#fff"
    )

    @app.get("/")
    def page() -> str:
        language = _language(greeting.language)
        return render_template(
            "greeting.html",
            greeting=greeting,
            square=square,
            file=FILE,
            language=language,
            other=next(each for each in LANGUAGES if each != language),
            asset=files.url,
            nonce=headers.nonce(),
            say=lambda code, **values: say(f"lan.{code}", values, language),
        )

    @app.get(f"/{FILE}")
    def certificate() -> Response:
        answer = Response(greeting.certificate, mimetype=MIMETYPE)
        answer.headers["Content-Disposition"] = f'attachment; filename="{FILE}"'
        return answer

    @app.after_request
    def protect(response: Response) -> Response:
        response.headers.update(headers.FIXED)
        response.headers["Content-Security-Policy"] = headers.policy(headers.nonce(), [])
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return app


def _language(default: str) -> str:
    """That of the link, else of the browser, else of the installation."""
    chosen = request.args.get("language")
    if chosen in LANGUAGES:
        return str(chosen)
    return request.accept_languages.best_match(LANGUAGES, default) or default
