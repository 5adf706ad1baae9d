"""Text goes over the wire compressed where the browser takes it: styles, scripts, JSON, drawings.

Pages do not: they carry the session's token beside words of the address, and the length of a
compressed answer would tell a listener about both (the BREACH attack).
"""

from __future__ import annotations

import gzip
from functools import lru_cache

from flask import Flask, Response, request

KINDS = frozenset({
    "text/css", "text/javascript", "application/javascript", "image/svg+xml",
    "application/json", "application/geo+json",
})  # fmt: skip
LEAST_BYTES = 1024
LEVEL = 6
QUICK_LEVEL = 4
"""For what is made anew for each request by the hundred: 1 % longer, in two thirds of the time."""


@lru_cache(maxsize=256)
def _kept(body: bytes) -> bytes:
    """Our own files are few and the same for everybody: each is compressed once."""
    return gzip.compress(body, LEVEL, mtime=0)


def takes_gzip() -> bool:
    """Whether the program that asks can unpack gzip."""
    return request.accept_encodings.quality("gzip") > 0


def packed(body: bytes) -> bytes:
    """Bytes of an answer that compresses itself, as tiles do: their strong tag is of these."""
    return gzip.compress(body, QUICK_LEVEL, mtime=0)


def init(app: Flask) -> None:
    """Compress what is worth it, and say that the answer depends on what was accepted."""

    @app.after_request
    def compress(response: Response) -> Response:
        if response.mimetype not in KINDS or response.headers.get("Content-Encoding"):
            return response
        response.vary.add("Accept-Encoding")
        if not takes_gzip():
            return response
        etag, _weak = response.get_etag()
        if etag:  # other bytes than without compression, the same meaning
            response.set_etag(etag, weak=True)
        if response.status_code != 200:
            return response
        response.direct_passthrough = False
        body = response.get_data()
        if len(body) < LEAST_BYTES:
            return response
        static = request.endpoint == "static"
        response.set_data(_kept(body) if static else gzip.compress(body, LEVEL))
        response.headers["Content-Encoding"] = "gzip"
        return response
