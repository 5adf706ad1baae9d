"""The districts of the administrator: counted, and other outlines after a look."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from geo_app.domain.actor import Actor, Role
from geo_app.store.models import Site
from geo_app.store.people import Entry
from geo_app.work.reference import districts
from tests.signed_in import SignedIn
from tests.web.conftest import UNHURRIED, House, Token, confirmed


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with confirmed(tmp_path, rates=UNHURRIED) as made:
        with made.store.session() as session:
            first, second = session.scalars(select(Site).order_by(Site.code)).all()
            first.lon, first.lat, first.district_code = 114.33, 34.78, "410204"
            second.lon, second.lat, second.district_code = None, None, None
        yield made


@pytest.fixture
def admin(house: House) -> FlaskClient:
    client = house.app.test_client()
    assert isinstance(client, SignedIn)
    client.become(Actor("", "管理", "某办", Role.ADMINISTRATOR))
    return client


def outline(code: str, west: float, name: str = "示例区", **more: Any) -> dict[str, Any]:
    east, south, north = west + 0.2, 34.7, 34.9
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "type": "Feature",
        "properties": {"code": code, "name": name, **more},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def file(*features: Any, **members: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features, **members}).encode()


def send(client: FlaskClient, token: str, data: bytes):  # type: ignore[no-untyped-def]
    form = {"csrf_token": token, "file": (io.BytesIO(data), "../界线.geojson")}
    return client.post("/people/districts", data=form)


def test_other_outlines_are_looked_at_then_used_from_the_next_start(
    house: House, admin: FlaskClient, token: Token
) -> None:
    page = admin.get("/people/districts").text
    assert re.search(r"410204</td><td>鼓楼区</td><td class=\"number\">1<", page)
    assert re.search(r"未注明区县</td><td class=\"number\">1<", page)
    assert "<dt>审图号</dt><dd>GS(2024)0650号</dd>" in page, "as the setting has it, so no remark"
    csrf = token(admin)
    made = file(outline("990101", 114.2), attribution="某局 豫S(2025)012号")
    look = send(admin, csrf, made)
    assert look.status_code == 200, look.text
    assert "1 处 / 共 1 处有位置的点位" in look.text
    assert "<dt>审图号</dt><dd>豫S(2025)012号</dd>" in look.text
    assert not (house.settings.data / "districts.geojson").exists(), "a look changes nothing"
    key = re.findall(r'name="key" value="([^"]+)"', look.text)[0]
    form = {"csrf_token": csrf, "key": key, "name": "界线.geojson"}
    done = admin.post("/people/districts/confirm", data=form, follow_redirects=True)
    assert "已载入 1 个区县的界线" in done.text
    assert "重新启动服务后使用；下表仍是正在使用的" in done.text
    assert [each.code for each in districts(house.settings).districts] == ["990101"]
    assert admin.post("/people/districts/confirm", data=form).status_code == 404, "once"
    with house.store.session(read_only=True) as session:
        assert session.scalars(select(Site.district_code).order_by(Site.code)).all()[0] == "410204"
        entry = session.scalars(select(Entry).where(Entry.kind == "imported")).one()
        assert (entry.subject, entry.data) == ("界线.geojson", {"districts": "1"})


HOSTILE = {
    "nothing": b"",
    "no JSON": b"\x00\xff{",
    "no features": file(),
    "a point": file(
        {**outline("990101", 114.2), "geometry": {"type": "Point", "coordinates": [1, 2]}}
    ),
    "no code": file(outline("", 114.2)),
    "a code of words": file(outline("../../x", 114.2)),
    "a name of blanks": file(outline("990101", 114.2, "\u200b ")),
    "a code twice": file(outline("990101", 114.2), outline("990101", 115.2)),
    "NaN": file(outline("990101", float("nan"))),
    "crossing itself": file(
        {
            **outline("990101", 114.2),
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]],
            },
        }
    ),
    "deep": b'{"type":' + b"[" * 50_000,
}


def test_a_hostile_file_is_refused_in_words_and_nothing_is_kept(
    house: House, admin: FlaskClient, token: Token
) -> None:
    csrf = token(admin)
    for what, data in HOSTILE.items():
        answer = send(admin, csrf, data)
        assert 400 <= answer.status_code < 500, what
        assert 'role="alert"' in answer.text, what
    form = {"csrf_token": csrf, "key": "x\0" * 900, "name": "/etc/passwd"}
    assert admin.post("/people/districts/confirm", data=form).status_code == 404
    assert list(house.settings.data.glob("*districts*")) == []
    odd = file(outline("990101", 114.2, "<script>区", label=["x", None]), attribution=["x"])
    look = send(admin, csrf, odd)
    assert look.status_code == 200
    assert "<script>区" not in look.text
