"""Photos for everybody: one by one, without metadata, with what was painted over gone for good."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
import pytest
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import Client, TestResponse

from geo_app.domain.actor import Role
from geo_app.settings import Public, Verification
from geo_app.work import publication
from tests.web.conftest import OPERATOR, UNHURRIED, Token, build
from tests.web.test_rights import NOBODY_KNOWS, OTHER, OWN, World, bound

ON = Public(is_on=True)
HALF = {"left": "0", "top": "0", "width": "50", "height": "100"}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Two sites with a photo each; the first is shown."""
    house = build(tmp_path_factory.mktemp("photos"), rates=UNHURRIED, public=ON)
    made = World(house)
    with house.store.session() as session:
        publication.show(session, OPERATOR, made.sites[OWN], "某排口", ON, date(2026, 11, 26))
    yield made
    house.store.engine.dispose()


@pytest.fixture
def clerk(world: World) -> FlaskClient:
    return bound(world, Role.CLERK, ())


@pytest.fixture
def reader(world: World) -> Client:
    return Client(world.house.app)


def page_of(world: World, district: str = OWN) -> str:
    return f"/sites/{world.sites[district]}/public/photos/{world.photos[district]}"


def choose(
    world: World, clerk: FlaskClient, token: Token, action: str = "show", district: str = OWN,
    **fields: Any,
) -> TestResponse:  # fmt: skip
    form = {"csrf_token": token(clerk), "action": action, **(fields or HALF)}
    return clerk.post(page_of(world, district), data=form)


def shown(reader: Client) -> list[str]:
    text = reader.get("/public/sites/1").text
    return re.findall(r'<img src="(/public/photos/[0-9a-f]{30}\.jpg)"', text)


def test_a_photo_is_shown_with_its_covers_and_without_metadata(
    world: World, clerk: FlaskClient, reader: Client, token: Token
) -> None:
    assert shown(reader) == []
    assert choose(world, clerk, token).status_code == 303
    [address] = shown(reader)
    answer = reader.get(address)
    assert answer.mimetype == "image/jpeg"
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    with Image.open(io.BytesIO(answer.data)) as picture:
        assert not picture.getexif()
        pixels = np.asarray(picture.convert("RGB"), np.int16)
    left = pixels[:, : pixels.shape[1] // 2 - 2]
    assert np.abs(left - np.array([96, 102, 108])).max() < 20
    assert pixels[:, pixels.shape[1] // 2 + 20 :].std() > 20
    assert world.photos[OWN] not in reader.get("/public/sites/1").text
    preview = clerk.get(f"{page_of(world)}/preview")
    assert preview.data == answer.data
    assert "no-store" in preview.headers["Cache-Control"]
    assert 'value="50"' in clerk.get(page_of(world)).text


def test_another_choice_has_another_address_and_the_old_one_is_dead(
    world: World, clerk: FlaskClient, reader: Client, token: Token
) -> None:
    choose(world, clerk, token, left="10", top="10", width="20", height="20")
    [old] = shown(reader)
    choose(world, clerk, token)
    [new] = shown(reader)
    assert new != old
    assert (reader.get(old).status_code, reader.get(new).status_code) == (404, 200)
    choose(world, clerk, token, action="keep")
    assert shown(reader) == []
    assert reader.get(new).status_code == 404


def test_who_hides_a_site_hides_its_photos_until_each_is_looked_at_again(
    world: World, clerk: FlaskClient, reader: Client, token: Token
) -> None:
    choose(world, clerk, token)
    [address] = shown(reader)
    with world.house.store.session() as session:
        publication.hide(session, OPERATOR, world.sites[OWN], "", Verification())
    assert reader.get(address).status_code == 404
    assert choose(world, clerk, token).status_code == 409
    with world.house.store.session() as session:
        publication.show(session, OPERATOR, world.sites[OWN], "某排口", ON, date(2026, 11, 26))
    assert shown(reader) == []
    assert reader.get(address).status_code == 404


def test_a_photo_of_a_site_that_is_not_shown_stays_inside(
    world: World, clerk: FlaskClient, token: Token
) -> None:
    answer = choose(world, clerk, token, district=OTHER)
    assert answer.status_code == 409
    assert "先公开点位" in answer.text


@pytest.mark.parametrize(
    "wrong",
    [
        {**HALF, "width": "150"}, {**HALF, "left": "-1"}, {**HALF, "height": "0"},
        {**HALF, "top": "nan"}, {**HALF, "top": "inf"}, {**HALF, "left": "<script>"},
        {**HALF, "left": ""}, {name: ["1"] * 31 for name in HALF}, {**HALF, "left": "1e999"},
    ],
)  # fmt: skip
def test_a_cover_that_makes_no_sense_changes_nothing(
    world: World, clerk: FlaskClient, reader: Client, token: Token, wrong: dict[str, Any]
) -> None:
    choose(world, clerk, token)
    before = shown(reader)
    answer = choose(world, clerk, token, **wrong)
    assert answer.status_code == 422
    assert "没有改动" in answer.text
    assert "<script>" not in re.sub(r"<script[^>]*(nonce|type)=[^>]*>", "", answer.text)
    assert shown(reader) == before


@pytest.mark.parametrize("key", ["0" * 30, "x" * 30, "%00" * 30, "..%2f" * 6, "０" * 30])
def test_an_address_of_no_photo_is_404(reader: Client, key: str) -> None:
    assert reader.get(f"/public/photos/{key}.jpg").status_code == 404


def test_a_photo_of_another_site_is_not_found(world: World, clerk: FlaskClient) -> None:
    crossed = f"/sites/{world.sites[OWN]}/public/photos/{world.photos[OTHER]}"
    assert clerk.get(crossed).status_code == 404
    assert clerk.get(f"{crossed}/preview").status_code == 404
    nowhere = f"/sites/{world.sites[OWN]}/public/photos/{NOBODY_KNOWS}"
    assert clerk.get(nowhere).status_code == 404
