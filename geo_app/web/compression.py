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


@lru_cache(maxsize=256)
def _kept(body: bytes) -> bytes:
    """Our own files are few and the same for everybody: each is compressed once."""
    return gzip.compress(body, LEVEL, mtime=0)


def _takes_gzip() -> bool:
    return request.accept_encodings.quality("gzip") > 0


def init(app: Flask) -> None:
    """Compress what is worth it, and say that the answer depends on what was accepted."""

    @app.after_request
    def compress(response: Response) -> Response:
        if response.mimetype not in KINDS or response.headers.get("Content-Encoding"):
            return response
        response.vary.add("Accept-Encoding")
        if not _takes_gzip():
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
        packed = _kept(body) if request.endpoint == "static" else gzip.compress(body, LEVEL)
        response.set_data(packed)
        response.headers["Content-Encoding"] = "gzip"
        return response
