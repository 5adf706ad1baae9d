"""The field page's entry points, and what does not belong there: a 4xx in words, nothing kept."""

from __future__ import annotations

import base64
import hashlib
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from geo_app.work import places
from tests.hostile.program import kept
from tests.hostile.test_http import calm
from tests.visits import CLIENT_HEADER, furnish, photo, picture, told
from tests.web.conftest import OPERATOR, House, build

TUS = {"Tus-Resumable": "1.0.0", **CLIENT_HEADER}
PIECE = TUS | {"Content-Type": "application/offset+octet-stream"}
DATA = picture(31)
LATIN = st.characters(min_codepoint=32, max_codepoint=255)
"""What a header can hold."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made = build(tmp_path_factory.mktemp("field"))
    furnish(made.app)
    with made.store.session() as session:
        places.confirm_all(session, OPERATOR, made.notice_id)
    yield made
    made.store.engine.dispose()


@pytest.fixture(scope="module")
def client(house: House) -> FlaskClient:
    return house.app.test_client(use_cookies=False)


def state(house: House) -> tuple[str, set[str]]:
    data = house.settings.data
    files = {str(path) for path in (data / "uploads").rglob("*") if path.is_file()}
    return kept(data), files


def refused(answer: TestResponse, *statuses: int) -> None:
    calm(answer)
    assert answer.status_code in (statuses or range(400, 500)), answer.text


def base64_of(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def announce(client: FlaskClient, name: str, data: bytes = DATA, **more: str) -> TestResponse:
    said = {"photo": name, "sha256": hashlib.sha256(data).hexdigest(), **more}
    metadata = ",".join(f"{key} {base64_of(value)}" for key, value in said.items())
    headers = TUS | {"Upload-Length": str(len(data)), "Upload-Metadata": metadata}
    return client.post("/api/uploads", headers=headers)


@pytest.fixture
def upload(client: FlaskClient) -> Iterator[str]:
    """An upload of which a hundred bytes are here; nothing that follows changes that."""
    name = str(uuid.uuid4())
    assert announce(client, name).status_code == 201
    address = f"/api/uploads/{name}"
    first = client.patch(address, data=DATA[:100], headers=PIECE | {"Upload-Offset": "0"})
    assert first.status_code == 204
    yield address
    there = client.head(address, headers=TUS)
    assert there.headers["Upload-Offset"] == "100"
    assert client.delete(address, headers=TUS).status_code == 204


@pytest.mark.parametrize(
    "offset", ["0", "99", "101", "-1", "1e2", "", " ", "٣", "9" * 30, "100.0", "0x64", "100, 100"]
)
def test_an_offset_that_is_not_the_end(client: FlaskClient, upload: str, offset: str) -> None:
    headers = PIECE | {"Upload-Offset": offset}
    refused(client.patch(upload, data=b"abc", headers=headers), 409, 413, 422)


def test_a_piece_without_an_offset(client: FlaskClient, upload: str) -> None:
    refused(client.patch(upload, data=b"abc", headers=PIECE), 422)


@pytest.mark.parametrize("kind", ["application/json", "image/jpeg", "multipart/form-data", ""])
def test_a_piece_that_is_of_another_kind(client: FlaskClient, upload: str, kind: str) -> None:
    headers = PIECE | {"Content-Type": kind, "Upload-Offset": "100"}
    refused(client.patch(upload, data=b"abc", headers=headers), 415)


def test_more_than_was_announced_in_one_piece(client: FlaskClient, upload: str) -> None:
    headers = PIECE | {"Upload-Offset": "100"}
    refused(client.patch(upload, data=DATA, headers=headers), 413)


@pytest.mark.parametrize("name", ["..", "%2e%2e%2fkey", "x", "0" * 36, "a" * 400, "%00", "é"])
@pytest.mark.parametrize("method", ["HEAD", "PATCH", "DELETE"])
def test_a_name_that_is_none(client: FlaskClient, method: str, name: str) -> None:
    answer = client.open(f"/api/uploads/{name}", method=method, headers=PIECE)
    assert 400 <= answer.status_code < 500


def test_without_a_name_of_the_program_nothing_is_taken(client: FlaskClient, upload: str) -> None:
    headers = {key: value for key, value in PIECE.items() if key not in CLIENT_HEADER}
    refused(client.patch(upload, data=b"a", headers=headers | {"Upload-Offset": "100"}), 403)
    refused(client.delete(upload, headers=headers), 403)
    refused(client.post("/api/uploads", headers=headers), 403)


@settings(max_examples=60, deadline=None)
@given(st.text(LATIN, max_size=80), st.text("0123456789-+e.x ", max_size=20))
def test_no_announcement_breaks_the_program(
    house: House, client: FlaskClient, metadata: str, length: str
) -> None:
    before = state(house)
    headers = TUS | {"Upload-Metadata": metadata, "Upload-Length": length.strip()}
    refused(client.post("/api/uploads", headers=headers))
    assert state(house) == before


@pytest.mark.parametrize("name", ["\0", "../../x.jpg", "a" * 5000, "\u202egpj.exe", "<script>"])
def test_a_file_name_that_means_no_good_is_only_a_word(client: FlaskClient, name: str) -> None:
    photo_id = str(uuid.uuid4())
    answer = announce(client, photo_id, filename=name)
    assert answer.status_code in (201, 422)
    client.delete(f"/api/uploads/{photo_id}", headers=TUS)


VISITS: list[tuple[dict[str, Any], tuple[int, ...]]] = [
    ({"photos": [photo()]}, (422,)),
    ({"photos": [photo(sha256="x" * 64)]}, (422,)),
    ({"photos": [photo(sha256="0" * 64) for _ in range(500)]}, (413, 422)),
    ({"note": "长" * 300_000}, (413,)),
    ({"site": "nowhere", "photos": [photo(sha256="0" * 64)]}, (404,)),
    ({"photos": [photo(sha256="0" * 64, seal={"wall": "x"})]}, (422,)),
    ({"photos": [photo(sha256="0" * 64, seal=[])]}, (422,)),
    ({"photos": [photo(sha256="0" * 64, external="yes")]}, (422,)),
    ({"photos": {"id": 1}}, (422,)),
]


@pytest.mark.parametrize(("more", "statuses"), VISITS)
def test_a_visit_that_cannot_be_told(
    house: House, client: FlaskClient, more: dict[str, Any], statuses: tuple[int, ...]
) -> None:
    before = state(house)
    body = {**told("P2-1"), **more}
    refused(client.post("/api/inspections", json=body, headers=CLIENT_HEADER), *statuses)
    assert state(house) == before


@pytest.mark.parametrize(
    "query",
    ["lon=114", "lat=34", "lon=x&lat=34", "lon=nan&lat=34", "lon=inf&lat=0", "lon=181&lat=0",
     "lon=114&lat=-91", "lon=&lat=1", "lon=1e400&lat=1"],
)  # fmt: skip
def test_a_pack_around_no_place(client: FlaskClient, query: str) -> None:
    refused(client.get(f"/api/field/pack?{query}"), 400)


@pytest.mark.parametrize("size", ["0", "1", "193", "99999", "-1", "x"])
def test_an_icon_of_a_size_that_there_is_not(client: FlaskClient, size: str) -> None:
    assert client.get(f"/field/icon-{size}.png").status_code == 404


def test_nobody_is_told_anything_who_has_not_signed_in(house: House) -> None:
    stranger = house.app.test_client(use_cookies=False)
    stranger.environ_base.pop("HTTP_AUTHORIZATION", None)
    for path in ("/api/field/me", "/api/field/pack"):
        assert stranger.get(path, headers={"Accept": "application/json"}).status_code == 401
    shell = stranger.get("/field")
    assert shell.status_code == 200
    assert "P2-1" not in shell.text
