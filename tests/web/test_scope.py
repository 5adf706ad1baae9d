"""Not a word, a number or a place of another district leaves the house, whatever is asked.

The site of the other district has a word in everything that people wrote about it; no answer to
somebody of the own district may hold that word, its ids or its position.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import mapbox_vector_tile
import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from geo_app.domain.actor import RIGHTS, Actor, Right, Role
from geo_app.domain.procedure import Step
from geo_app.geo.tilekey import Tile, point
from geo_app.store.models import Problem, Site
from geo_app.web import gate
from geo_app.work import verification
from geo_app.work.people import ROLES
from geo_app.work.verification import Said
from tests.signed_in import SignedIn
from tests.visits import photo, picture, post, told
from tests.web.conftest import UNHURRIED, House, build
from tests.web.test_rights import NOBODY_KNOWS, OTHER, OWN, World, address, bound, views

WORD = "禾黍离离"
FAR = (114.61234, 34.98765)
"""Where the other site is: no place of the own district has these figures."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    house = build(tmp_path_factory.mktemp("scope"), rates=UNHURRIED)
    made = World(house)
    _speak(made, house)
    yield made
    house.store.engine.dispose()


def _speak(world: World, house: House) -> None:
    desk = house.app.extensions["geo_app"].desk
    today = house.app.extensions["geo_app"].today()
    site = world.sites[OTHER]
    with house.store.session() as session:
        where = json.dumps({"type": "Point", "coordinates": list(FAR)})
        row = session.get_one(Site, site)
        row.lon, row.lat, row.geometry = (*FAR, where)
        row.name, row.responsible_unit, row.place_text = f"{WORD}排口", f"{WORD}局", f"{WORD}桥东"
        # of a problem of its own: that of two districts is shown whole to both
        told_of = session.get_one(Problem, row.problem_id)
        values = {c.name: getattr(told_of, c.name) for c in Problem.__table__.columns}
        values |= {"id": "other-problem", "number": 99, "title": WORD, "finding": WORD}
        values = {name: value for name, value in values.items() if name in Problem.__table__.c}
        session.add(Problem(**values))
        session.flush()
        session.execute(update(Site).where(Site.id == site).values(problem_id="other-problem"))
    with house.store.session() as session:
        said = Said(reason=f"{WORD}，污水仍在外排", note=WORD)
        who = Actor("test", f"{WORD}某", "核查办", Role.OPERATOR)
        verification.take(session, who, site, Step.REFUSE, said, desk, today)


def test_the_word_is_there_for_who_may_see_it(world: World) -> None:
    """Else the tests below would prove nothing."""
    everybody = bound(world, Role.INSPECTOR, ())
    for path in ("/", "/ledger", f"/sites/{world.sites[OTHER]}", "/api/sites.geojson"):
        assert WORD in everybody.get(path).text, path
    assert f"{FAR[0]}" in everybody.get("/api/sites.geojson").text


QUESTIONS = (
    "",
    f"?q={WORD}",
    f"?district={OTHER}",
    f"?district={OWN}&district={OTHER}",
    "?status=refused",
    "?bbox=114.6,34.9,114.7,35.0",
    "?bbox=-180,-90,180,90&limit=1000",
    f"?near={FAR[0]},{FAR[1]}",
    "?overdue=1",
)


def told_by(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code < 500, path
    assert answer.status_code != 429, path  # which would tell nothing of anything
    if answer.mimetype == "application/vnd.mapbox-vector-tile" and answer.data:
        return json.dumps(mapbox_vector_tile.decode(answer.data), ensure_ascii=False)
    is_text = "json" in answer.mimetype or "text" in answer.mimetype
    return answer.get_data(as_text=True) if is_text else ""


@pytest.mark.parametrize("role", ROLES)
def test_no_view_tells_anything_of_another_district(world: World, role: Role) -> None:
    client = bound(world, role)
    secrets = [WORD, world.sites[OTHER], world.photos[OTHER], world.visits[OTHER], "other-problem"]
    secrets += [str(FAR[0]), str(FAR[1])]
    asked = 0
    for rule in views(world):
        right = gate.NEEDS.get(rule.endpoint)
        if "GET" not in rule.methods or (right and right not in RIGHTS[role]):
            continue
        for question in QUESTIONS:
            path = address(world, rule, OWN) + question
            text = told_by(client, path)
            for secret in secrets:
                # a page repeats what was asked for
                assert secret in question or secret not in text, (path, secret)
            asked += 1
    assert asked > 100


def test_no_tile_and_no_number_counts_another_district(world: World) -> None:
    client, everybody = bound(world, Role.LEADER), bound(world, Role.LEADER, ())
    seen = 0
    for zoom in range(19):
        tile = Tile.of(point(*FAR), zoom)
        path = f"/tiles/{zoom}/{tile.x}/{tile.y}.mvt"
        ours = told_by(client, path)
        assert WORD not in ours
        assert world.sites[OTHER] not in ours
        if zoom >= 14:
            assert ours == "", zoom
            seen += world.sites[OTHER] in told_by(everybody, path)
    assert seen
    west, south, east, north = client.get("/tiles.json").json["bounds"]
    assert not (west <= FAR[0] <= east and south <= FAR[1] <= north)


def test_an_answer_that_the_browser_kept_is_not_taken_for_somebody_elses(world: World) -> None:
    everybody, client = bound(world, Role.LEADER, ()), bound(world, Role.LEADER)
    tile = Tile.of(point(*FAR), 10)
    for path in (f"/tiles/10/{tile.x}/{tile.y}.mvt", "/api/sites.geojson", "/tiles.json"):
        first = everybody.get(path)
        assert {"private", "no-store"} & set(re.split(", *", first.headers["Cache-Control"])), path
        again = client.get(path, headers={"If-None-Match": first.headers.get("ETag", "x")})
        assert again.status_code == 200, path


@pytest.mark.parametrize("step", Step)
def test_no_step_is_taken_in_another_district(world: World, step: Step) -> None:
    site = world.sites[OTHER]
    for role in (role for role in ROLES if Right.VIEW in RIGHTS[role]):
        client = bound(world, role)
        token = client.get("/about").text.split('name="csrf_token" value="')[1].split('"')[0]
        body: dict[str, Any] = {"reason": "排口附近仍有污水渗出", "to": "某局", "day": "2030-01-01"}
        other, nowhere = (
            client.post(f"/api/sites/{each}/{step}", json=body, headers={"X-CSRFToken": token})
            for each in (site, NOBODY_KNOWS)
        )
        assert other.status_code == nowhere.status_code, role
        assert other.status_code in (404, 422), role  # a slip of the pen is said first
        assert other.text.replace(site, NOBODY_KNOWS) == nowhere.text, role


def test_no_visit_is_recorded_in_another_district(world: World) -> None:
    client = bound(world, Role.INSPECTOR)
    token = client.get("/about").text.split('name="csrf_token" value="')[1].split('"')[0]
    made = told(world.sites[OTHER], [])
    part = (BytesIO(json.dumps(made).encode()), "visit.json", "application/json")
    answer = client.post(
        "/api/inspections", data={"inspection": part}, headers={"X-CSRFToken": token}
    )
    assert answer.status_code == 404, answer.text


def test_that_a_picture_was_used_elsewhere_is_said_but_not_where(world: World) -> None:
    """The last test of this module: it adds a visit to the own district."""
    client = bound(world, Role.INSPECTOR)
    assert isinstance(client, SignedIn)
    token = client.get("/about").text.split('name="csrf_token" value="')[1].split('"')[0]
    made = told(world.sites[OWN], [photo()])
    answer = post(client, made, picture(1), headers={"X-CSRFToken": token})
    assert answer.status_code == 201, answer.text
    [seen] = answer.json["photos"]
    assert "fail" in {check["outcome"] for check in seen["checks"]}
    pages = [answer.text]
    for path in (
        f"/api/photos/{seen['id']}",
        f"/api/inspections/{made['id']}",
        f"/sites/{world.sites[OWN]}",
        f"/api/sites/{world.sites[OWN]}/photos.geojson",
        f"/api/sites/{world.sites[OWN]}/standing",
    ):
        pages.append(told_by(client, path))
    for secret in (WORD, world.sites[OTHER], world.photos[OTHER], world.visits[OTHER]):
        assert [page[:80] for page in pages if secret in page] == [], secret
