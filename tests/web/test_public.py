"""What everybody may see: nothing where it is off, and where it is on what was published only."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update
from werkzeug.test import Client

from geo_app.domain.actor import Actor, Role
from geo_app.domain.procedure import Step
from geo_app.settings import Public
from geo_app.store import portable
from geo_app.store.models import Problem, Site
from geo_app.work import publication, verification
from geo_app.work.verification import Said
from tests.signed_in import SignedIn
from tests.web.conftest import OPERATOR, UNHURRIED, House, Token, build
from tests.web.test_rights import OTHER, OWN, World, bound, views

WORD = "禾黍离离"
NAME = "柳河某排口"
ADDRESSES = (
    "/public", "/public?language=en", "/public/sites.geojson", "/public/districts.geojson",
    "/public/sites/1", "/public/sites/2", "/public?district=410204", "/public?status=in_work",
)  # fmt: skip
ON = Public(is_on=True, bureau="某市整改办", contact="0371-0000000")


def secrets(house: House) -> set[str]:
    """Every word and figure of every table, also inside JSON."""
    found: set[str] = set()

    def take(value: Any) -> None:
        if isinstance(value, str):
            found.add(value)
        elif isinstance(value, float):
            found.add(str(value))
        elif isinstance(value, dict):
            for each in value.values():
                take(each)
        elif isinstance(value, list):
            for each in value:
                take(each)

    with house.store.engine.connect() as connection:
        for table in portable.tables(connection):
            for row in portable.read(connection, table):
                for value in row:
                    take(value)
    return {each for each in found if len(each.strip()) >= 3}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Two sites with visits and much said about them; the first is shown, the other is not."""
    house = build(tmp_path_factory.mktemp("public"), rates=UNHURRIED, public=ON)
    made = World(house)
    desk, today = (getattr(house.app.extensions["geo_app"], name) for name in ("desk", "today"))
    with house.store.session() as session:
        session.execute(update(Problem).values(finding=f"{WORD}一", reply=f"{WORD}二"))
        for n, site in enumerate(session.scalars(select(Site))):
            site.name, site.responsible_unit = f"{WORD}厂{n}", f"{WORD}公司{n}"
            site.lon, site.lat = 114.334567, 34.789123 + n
            said = Said(reason=f"{WORD}，污水仍在外排{n}", note=WORD)
            who = Actor("test", f"{WORD}某", "核查办", Role.OPERATOR)
            session.flush()
            verification.take(session, who, site.id, Step.REFUSE, said, desk, today())
    yield made
    house.store.engine.dispose()


@pytest.fixture
def reader(world: World) -> Client:
    """A browser that has never been here."""
    return Client(world.house.app)


def texts(reader: Client) -> dict[str, str]:
    return {path: reader.get(path).text for path in ADDRESSES}


def test_nothing_but_what_is_published_leaves_the_house(world: World, reader: Client) -> None:
    before = "".join(texts(reader).values())
    with world.house.store.session() as session:
        row = publication.show(session, OPERATOR, world.sites[OWN], NAME, ON, date(2026, 11, 26))
        assert row.number == 1
        site = session.get_one(Site, world.sites[OWN])
        published = {NAME, site.category, site.district or "", site.status}
        published |= {str(day) for day in (site.status_on, site.claimed_on, row.since)}
    after = texts(reader)
    assert NAME in after["/public"]
    assert NAME in after["/public/sites/1"]
    assert NAME in after["/public/sites.geojson"]
    told = secrets(world.house)
    assert len(told) > 150
    assert any(WORD in each for each in told)
    for path, text in after.items():
        plain = json.dumps(json.loads(text), ensure_ascii=False) if "geojson" in path else text
        out = {each for each in told if each in plain and each not in before}
        assert out <= {*published, "Point"}, (path, out - published)
        assert WORD not in plain, path
        assert "114.33456" not in plain, path


def test_every_view_for_all_asks_by_a_session_of_the_public(world: World, reader: Client) -> None:
    """A view that were added and forgot it is named here."""
    known = {rule.endpoint for rule in views(world) if rule.endpoint.startswith("public.")}
    asked = {
        "public.page",
        "public.photo",
        "public.site",
        "public.sites_geojson",
        "public.districts_geojson",
    }
    assert known == asked
    for rule in views(world):
        if rule.endpoint in known:
            assert rule.methods <= {"GET", "HEAD", "OPTIONS"}


def test_what_is_not_shown_is_as_what_does_not_exist(world: World, reader: Client) -> None:
    hidden, never = reader.get("/public/sites/2"), reader.get("/public/sites/3")
    assert hidden.status_code == never.status_code == 404
    strip = re.compile(r'nonce="[^"]+"|value="[^"]+"|class="number">[^<]+<')
    assert strip.sub("", hidden.text).replace("2", "3") == strip.sub("", never.text).replace(
        "2", "3"
    )


def test_an_answer_may_be_kept_and_is_not_sent_twice(world: World, reader: Client) -> None:
    for path in ("/public", "/public/sites.geojson", "/public/districts.geojson"):
        first = reader.get(path)
        assert first.headers["Cache-Control"] == "public, max-age=60", path
        assert "Set-Cookie" not in first.headers, path
        assert "Cookie" in first.headers["Vary"]
        again = reader.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b""), path
        assert reader.get(path).data == first.data, "no nonce, no token: the same bytes"
    other = reader.get("/public?language=en")
    assert other.headers["ETag"] != reader.get("/public").headers["ETag"]


def test_who_has_signed_in_gets_an_answer_of_his_own(world: World) -> None:
    answer = bound(world, Role.CLERK, ()).get("/public")
    assert answer.headers["Cache-Control"].startswith("private")


def test_the_page_runs_our_own_scripts_only(world: World, reader: Client) -> None:
    answer = reader.get("/public")
    policy = answer.headers["Content-Security-Policy"]
    [scripts] = re.findall(r"script-src ([^;]+)", policy)
    assert "unsafe" not in policy
    assert "nonce" not in answer.text
    assert re.fullmatch(r"'self'( 'sha256-[A-Za-z0-9+/]+=')+", scripts), scripts


def test_claim_and_verification_are_told_apart(world: World, reader: Client) -> None:
    text = reader.get("/public/sites/1?language=en").text
    assert "not verified" in text
    assert "The unit in charge reports work in progress." in text


@pytest.mark.parametrize(
    "query",
    ["page=0", "page=-1", "page=1e9", "page=99", "page=١", "status=x", "status='",
     "district=%00", f"district={'x' * 99}", "language=fr"],
)  # fmt: skip
def test_an_address_that_cannot_be_understood_is_400(
    world: World, reader: Client, query: str
) -> None:
    assert reader.get(f"/public?{query}").status_code == 400


@pytest.mark.parametrize("number", ["0", "99999999999999999999", "-1", "1.5", "x", "%00"])
def test_a_number_that_is_none_is_404(world: World, reader: Client, number: str) -> None:
    assert reader.get(f"/public/sites/{number}").status_code == 404


def test_where_it_is_off_there_is_no_such_address(shared: House) -> None:
    reader, site = Client(shared.app), "00000000-0000-0000-0000-000000000000"
    strip = re.compile(r'nonce="[^"]+"|value="[^"]+"|class="number">[^<]+<')
    for path in (*ADDRESSES, f"/sites/{site}/public/show"):
        for method in ("GET", "POST", "PUT"):
            ours = reader.open(path, method=method)
            other = reader.open(path.replace("public", "nowhere"), method=method)
            assert ours.status_code == other.status_code == 404, (method, path)
            plain = [
                strip.sub("", each.text.replace("public", "nowhere")) for each in (ours, other)
            ]
            assert plain[0] == plain[1], (method, path)
    text = shared.app.test_client().get(f"/sites/{first_site(shared)}").text
    assert 'id="public"' not in text


def first_site(house: House) -> str:
    with house.store.session(read_only=True) as session:
        return session.scalars(select(Site.id)).first() or ""


def test_the_office_shows_a_site_and_takes_it_away(
    world: World, reader: Client, token: Token
) -> None:
    clerk = bound(world, Role.CLERK, ())
    assert isinstance(clerk, SignedIn)
    site, form = world.sites[OTHER], {"csrf_token": token(clerk)}
    assert "向公众公开" in clerk.get(f"/sites/{site}").text
    told = clerk.post(f"/sites/{site}/public/show", data={**form, "name": "<b>某</b>厂"})
    assert told.location == f"/sites/{site}#public"
    page = clerk.get(f"/sites/{site}").text
    number = re.search(r'href="/public/sites/(\d+)"', page)
    assert number
    shown = reader.get(f"/public/sites/{number[1]}")
    assert "&lt;b&gt;某&lt;/b&gt;厂" in shown.text
    clerk.post(f"/sites/{site}/public/hide", data={**form, "reason": "x"})
    assert reader.get(f"/public/sites/{number[1]}").status_code == 404
    again = clerk.post(f"/sites/{site}/public/hide", data=form, follow_redirects=True)
    assert "没有公开，不用撤下" in again.text
    empty = clerk.post(f"/sites/{site}/public/show", data=form, follow_redirects=True)
    assert "公开名称应为" in empty.text


def test_a_form_of_another_site_shows_nothing(world: World) -> None:
    clerk = bound(world, Role.CLERK, ())
    answer = clerk.post(f"/sites/{world.sites[OTHER]}/public/show", data={"name": "某厂"})
    assert answer.status_code == 400


def test_one_address_does_not_ask_without_end(tmp_path: Path) -> None:
    house = build(tmp_path, rates=replace(UNHURRIED, public="3/minute"), public=ON)
    reader = Client(house.app)
    codes = [reader.get("/public").status_code for _ in range(4)]
    assert codes == [200, 200, 200, 429]
    house.store.engine.dispose()
