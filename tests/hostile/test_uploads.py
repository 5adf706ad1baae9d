"""Uploads that mean no good: a 4xx in words, nothing stored, and the next visit is taken."""

from __future__ import annotations

import io
import json
import re
import struct
import tracemalloc  # noqa: F401 # whole before pytest asks it about what is collected
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from geo_app.settings import Visits
from geo_app.work import places
from tests.hostile.bad_drafts import BAD_DRAFTS
from tests.hostile.program import kept
from tests.hostile.test_http import calm
from tests.photos import exif, jpeg, scene
from tests.visits import CLIENT_HEADER, furnish, photo, picture, post, told
from tests.web.conftest import OPERATOR, UNHURRIED, House, build

# a large upload lies in a file that the client of the tests leaves to the garbage collector
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
OUTLET = "P2-1"
MOST = 4 * 1024 * 1024


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made = build(
        tmp_path_factory.mktemp("uploads"), visits=Visits(body_bytes=MOST), rates=UNHURRIED
    )
    furnish(made.app)
    with made.store.session() as session:
        places.confirm_all(session, OPERATOR, made.notice_id)
    yield made
    program = made.app.test_client(use_cookies=False)
    assert post(program, told(OUTLET, [photo()]), picture(3)).status_code == 201
    made.store.engine.dispose()


@pytest.fixture(scope="module")
def client(house: House) -> FlaskClient:
    return house.app.test_client(use_cookies=False)


def state(house: House) -> tuple[str, set[str]]:
    """Every row, and every file."""
    data = house.settings.data
    files = {
        str(path) for path in data.rglob("*") if path.is_file() and "geo_app.db" not in path.name
    }
    return kept(data), files


@pytest.fixture(autouse=True)
def _nothing_stored(request: pytest.FixtureRequest, house: House) -> Iterator[None]:
    before = state(house)
    yield
    if "stores" not in request.fixturenames:
        assert state(house) == before


@pytest.fixture
def stores() -> None:
    """For a test in which something is stored, as it should be."""


def send(client: FlaskClient, data: bytes, name: str = "a.jpg", **more: object) -> TestResponse:
    return post(client, told(OUTLET, [photo(**more)]), data, names=[name])


@pytest.mark.parametrize("case", BAD_DRAFTS)
def test_a_bad_visit_is_refused(client: FlaskClient, case: str) -> None:
    part = (io.BytesIO(BAD_DRAFTS[case](OUTLET)), "visit.json")
    answer = client.post("/api/inspections", data={"inspection": part}, headers=CLIENT_HEADER)
    calm(answer, 404, 413, 422)
    assert "@" not in answer.json["message"]


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../../evil.php", "x")
    return out.getvalue()


def saved(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30)).save(out, kind)
    return out.getvalue()


def png(width: int, height: int) -> bytes:
    """A header that claims any size, over a few bytes of pixels."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + pixels + chunk(b"IEND", b"")


BAD_PHOTOS: dict[str, tuple[Callable[[], bytes], str, int]] = {
    "empty": (lambda: b"", "a.jpg", 422),
    "one-byte": (lambda: b"\xff", "a.jpg", 415),
    "text": (lambda: b"hello", "a.jpg", 415),
    "html": (lambda: b"<html><script>alert(1)</script>", "a.jpg", 415),
    "svg": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", 415),
    "php": (lambda: b"<?php system($_GET[0]);", "a.php", 415),
    "exe": (lambda: b"MZ" + b"\0" * 200, "a.jpg", 415),
    "pdf": (lambda: b"%PDF-1.7\n", "a.jpg", 415),
    "eps": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n", "a.jpg", 415),
    "zip": (zipped, "a.jpg", 415),
    "gif": (lambda: saved("GIF"), "a.gif", 415),
    "tiff": (lambda: saved("TIFF"), "a.tif", 415),
    "bmp": (lambda: saved("BMP"), "a.bmp", 415),
    "jpeg-as-svg": (lambda: picture(1), "a.svg", 415),
    "jpeg-as-png": (lambda: picture(1), "a.png", 415),
    "jpeg-as-html": (lambda: picture(1), "a.jpg.html", 415),
    "only-a-start": (lambda: b"\xff\xd8\xff\xe0", "a.jpg", 422),
    "png-bomb": (lambda: png(3_000_000, 2_000_000), "a.png", 413),
    "png-tall": (lambda: png(309, 15_403_836), "a.png", 413),
}


@pytest.mark.parametrize("case", BAD_PHOTOS)
def test_a_bad_photo_is_refused_with_its_name_and_the_reason(
    client: FlaskClient, case: str
) -> None:
    made, name, status = BAD_PHOTOS[case]
    answer = send(client, made(), name)
    calm(answer, status)
    assert answer.json["code"] == "intake.refused"
    assert answer.json["details"]["file"] == name
    assert answer.json["details"]["because"].startswith("photo.")
    assert name in answer.json["message"]


def test_one_bad_photo_among_good_ones_keeps_all_out(client: FlaskClient) -> None:
    visit = told(OUTLET, [photo(), photo(), photo()])
    answer = post(client, visit, picture(21), b"no photo", picture(22))
    calm(answer, 415)
    assert answer.json["details"]["file"] == "1.jpg"


def test_bytes_that_were_damaged_on_the_way_are_refused(client: FlaskClient) -> None:
    answer = send(client, picture(23), sha256="0" * 64)
    calm(answer, 422)
    assert answer.json["details"]["because"] == "intake.other_bytes"


def test_a_body_over_the_limit_is_413(client: FlaskClient) -> None:
    calm(send(client, b"\xff\xd8\xff" + b"\0" * (MOST + 2 * 1024 * 1024)), 413)


def test_a_body_that_does_not_tell_its_length_is_413_too(client: FlaskClient) -> None:
    boundary = "----x"
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\n\r\n'
    body = head.encode() + b"\0" * (MOST + 2 * 1024 * 1024)
    answer = client.post(
        "/api/inspections",
        input_stream=io.BytesIO(body),
        headers={**CLIENT_HEADER, "Transfer-Encoding": "chunked"},
        content_type=f"multipart/form-data; boundary={boundary}",
        environ_overrides={"wsgi.input_terminated": True},
    )
    calm(answer, 413)


def test_many_parts_are_413(client: FlaskClient) -> None:
    form = {f"part{n}": "x" for n in range(2000)} | {"inspection": json.dumps(told(OUTLET))}
    answer = client.post(
        "/api/inspections", data=form, headers=CLIENT_HEADER, content_type="multipart/form-data"
    )
    calm(answer, 413)


def test_a_long_text_field_is_not_held_in_memory(client: FlaskClient) -> None:
    form = {"inspection": json.dumps(told(OUTLET)), "more": "x" * (2 * 1024 * 1024)}
    answer = client.post(
        "/api/inspections", data=form, headers=CLIENT_HEADER, content_type="multipart/form-data"
    )
    calm(answer, 413)


@pytest.mark.parametrize("body", [b"", b"--x", b"--x\r\n\r\n", b"--x--", b"\0" * 100], ids=range(5))
def test_a_broken_body_is_refused(client: FlaskClient, body: bytes) -> None:
    answer = client.post(
        "/api/inspections",
        data=body,
        headers=CLIENT_HEADER,
        content_type="multipart/form-data; boundary=x",
    )
    calm(answer, 400, 422)


NAMES = [
    "../../etc/x.jpg", "..\\..\\x.jpg", "C:\\x.jpg", "/abs.jpg", "a\0.jpg", "CON.jpg",
    "长" * 1500 + ".jpg", "gpj.\u202exe.jpg", '"><img src=x onerror=alert(1)>.jpg', "😀.jpg",
    "e\u0301.jpg", "=cmd().jpg", "%2e%2e%2fx.jpg", "{{7*7}}.jpg", ".jpg", "   .jpg",
]  # fmt: skip


@pytest.mark.usefixtures("stores")
@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_name_is_only_words(house: House, client: FlaskClient, tmp_path: Path, name: str) -> None:
    _, before = state(house)
    visit = told(OUTLET, [photo()])
    answer = post(client, visit, picture(31), names=[name])
    assert answer.status_code == 201, answer.text
    photo_id = visit["photos"][0]["id"]
    shown = client.get(f"/api/photos/{photo_id}").json["name"]
    assert len(shown) <= 255
    assert not set("/\\\0\r\n\u202e") & set(shown)
    original = client.get(f"/api/photos/{photo_id}/original")
    assert original.data == picture(31)
    _, after = state(house)
    made = re.compile(r"[0-9a-f]{64}(\.(web|thumb))?")  # the original and what is shown of it
    assert all(made.fullmatch(Path(path).name) for path in after - before)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("stores")
def test_what_tags_say_stays_words(client: FlaskClient) -> None:
    evil = "<script>alert(1)</script>{{7*7}}';DROP TABLE photo;--\r\nX: 1"
    data = jpeg(scene(32, (320, 240)), make=evil, model="\u202egnp", software=evil * 50)
    visit = told(OUTLET, [photo()])
    assert post(client, visit, data).status_code == 201
    answer = client.get(f"/api/photos/{visit['photos'][0]['id']}")
    assert answer.mimetype == "application/json"
    facts = answer.json["facts"]
    for fact in ("camera", "software"):
        assert len(facts[fact]) <= 420
        assert not set("\r\n\0\u202e") & set(facts[fact])


@pytest.mark.usefixtures("stores")
def test_a_number_that_is_none_becomes_no_number(client: FlaskClient) -> None:
    nothing = [(0, 0)] * 3
    block = exif(gps=[(1, 2, b"N\0"), (2, 5, nothing), (3, 2, b"E\0"), (4, 5, nothing)])
    visit = told(OUTLET, [photo()])
    assert post(client, visit, jpeg(scene(33, (320, 240)), block=block)).status_code == 201
    answer = client.get(f"/api/photos/{visit['photos'][0]['id']}")
    assert "NaN" not in answer.text
    assert answer.json["facts"]["position"] in (None, [0, 0])


NAMELESS = (
    b"--x\r\nContent-Disposition: form-data\r\n\r\nwords\r\n--x--",
    b'--x\r\nContent-Disposition: form-data; filename="a.jpg"\r\n\r\nbytes\r\n--x--',
)


@pytest.mark.parametrize("body", NAMELESS, ids=["field", "file"])
@pytest.mark.parametrize("path", ["/api/inspections", "/sign-in", "/notices"])
@pytest.mark.parametrize("program", [True, False], ids=["program", "browser"])
def test_a_part_without_a_name_is_refused(
    house: House, path: str, body: bytes, program: bool
) -> None:
    client = house.app.test_client(use_cookies=not program)
    answer = client.post(
        path, data=body, headers=CLIENT_HEADER, content_type="multipart/form-data; boundary=x"
    )
    calm(answer, 400, *((403,) if program else ()))
