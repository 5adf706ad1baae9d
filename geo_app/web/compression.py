"""Text goes over the wire compressed where the browser takes it: styles, scripts, JSON, drawings.

Pages do not: they carry the session's token beside words of the address, and the length of a
compressed answer would tell a listener about both (the BREACH attack).
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from functools import lru_cache, partial
from typing import NamedTuple

import brotli
from flask import Flask, Response, request

KINDS = frozenset({
    "text/css", "text/javascript", "application/javascript", "image/svg+xml",
    "application/json", "application/geo+json",
})  # fmt: skip
LEAST_BYTES = 1024


class Packing(NamedTuple):
    """A way to make bytes fewer.

    Attributes:
        name: As ``Content-Encoding`` says it.
        quickly: For what is made anew for each request.
        closely: For what is packed once and sent to everybody.
    """

    name: str
    quickly: Callable[[bytes], bytes]
    closely: Callable[[bytes], bytes]


# at these levels a tile takes the same time both ways; brotli's eleventh takes eight times as long
# as its ninth, for 8 % less
BROTLI = Packing("br", partial(brotli.compress, quality=4), partial(brotli.compress, quality=9))
GZIP = Packing(
    "gzip",
    partial(gzip.compress, compresslevel=4, mtime=0),
    partial(gzip.compress, compresslevel=9, mtime=0),
)


def accepted() -> Packing | None:
    """What the program that asks can unpack; the better one, where it likes both as much."""
    liked = request.accept_encodings
    best = max((BROTLI, GZIP), key=lambda each: liked.quality(each.name))
    return best if liked.quality(best.name) > 0 else None


@lru_cache(maxsize=256)
def _kept(packing: Packing, body: bytes) -> bytes:
    """Our own files are few and the same for everybody: each is compressed once."""
    return packing.closely(body)


def init(app: Flask) -> None:
    """Compress what is worth it, and say that the answer depends on what was accepted."""

    @app.after_request
    def compress(response: Response) -> Response:
        if response.mimetype not in KINDS or response.headers.get("Content-Encoding"):
            return response
        response.vary.add("Accept-Encoding")
        packing = accepted()
        if packing is None:
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
        response.set_data(_kept(packing, body) if static else packing.quickly(body))
        response.headers["Content-Encoding"] = packing.name
        return response
