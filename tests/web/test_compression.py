"""What goes over the wire compressed, and what must not."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable

import brotli
import pytest
from flask.testing import FlaskClient

GZIP = {"Accept-Encoding": "gzip, deflate"}
BROTLI = {"Accept-Encoding": "gzip, deflate, br, zstd"}
TEXTS = ("/api/sites.geojson", "/api/districts.geojson", "/static/css/base.css")


@pytest.mark.parametrize("path", TEXTS)
@pytest.mark.parametrize(
    ("accepted", "name", "unpack"),
    [
        (GZIP, "gzip", gzip.decompress),
        (BROTLI, "br", brotli.decompress),
        ({"Accept-Encoding": "br;q=0.5, gzip;q=0.8"}, "gzip", gzip.decompress),
        ({"Accept-Encoding": "br;q=0, gzip"}, "gzip", gzip.decompress),
    ],
)
def test_text_is_compressed_as_a_browser_likes_it_best(
    client: FlaskClient,
    path: str,
    accepted: dict[str, str],
    name: str,
    unpack: Callable[[bytes], bytes],
) -> None:
    with client.get(path) as plain, client.get(path, headers=accepted) as packed:
        assert "Content-Encoding" not in plain.headers
        assert packed.headers["Content-Encoding"] == name
        assert unpack(packed.data) == plain.data
        assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data)
        for answer in (plain, packed):
            assert "Accept-Encoding" in answer.headers["Vary"]


def test_the_language_still_tells_answers_apart(client: FlaskClient) -> None:
    vary = client.get("/api/sites.geojson", headers=GZIP).headers["Vary"]
    assert {"Cookie", "Accept-Encoding"} <= set(re.split(r",\s*", vary))


@pytest.mark.parametrize("path", TEXTS)
def test_an_unchanged_compressed_answer_is_not_sent_again(client: FlaskClient, path: str) -> None:
    with client.get(path, headers=GZIP) as first:
        tag = first.headers["ETag"]
        assert tag.startswith("W/"), "other bytes than the plain answer"
    with client.get(path, headers={**GZIP, "If-None-Match": tag}) as again:
        assert again.status_code == 304
        assert again.data == b""
        assert again.headers["ETag"] == tag


@pytest.mark.parametrize("accepted", ["identity", "gzip;q=0", "gzip;q=0, br;q=0", ""])
def test_a_browser_that_does_not_take_it_gets_plain_text(
    client: FlaskClient, accepted: str
) -> None:
    with client.get(TEXTS[0], headers={"Accept-Encoding": accepted}) as answer:
        assert "Content-Encoding" not in answer.headers
        assert answer.json["type"] == "FeatureCollection"


def test_pages_that_carry_the_token_are_never_compressed(client: FlaskClient) -> None:
    assert "Content-Encoding" not in client.get("/?q=abc", headers=GZIP).headers


def test_a_short_answer_stays_as_it_is(client: FlaskClient) -> None:
    answer = client.get("/api/sites/nowhere", headers=GZIP)
    assert answer.status_code == 404
    assert "Content-Encoding" not in answer.headers


def test_asking_for_the_head_says_the_length_of_the_body(client: FlaskClient) -> None:
    head = client.head(TEXTS[0], headers=GZIP)
    assert head.data == b""
    assert head.headers["Content-Encoding"] == "gzip"
