"""Every view × every role × own and other district, against the table of rights."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import mapbox_vector_tile
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from geo_app.domain.actor import OF_ALL, RIGHTS, Actor, Right, Role
from geo_app.settings import Provider, Public
from geo_app.store.models import Site
from geo_app.web import gate
from geo_app.work import places, public_photos
from geo_app.work.people import ROLES
from tests.signed_in import SignedIn
from tests.visits import furnish, photo, picture, post, submit, told
from tests.web.conftest import OPERATOR, House, build

OWN, OTHER = "410204", "410205"
NOBODY_KNOWS = "00000000-0000-0000-0000-000000000000"


class World:
    """Two sites with a visit each, one in the own district and one in another."""

    def __init__(self, house: House) -> None:
        self.house = house
        desk = furnish(house.app)
        with house.store.session() as session:
            sites = places.confirm_all(session, OPERATOR, house.notice_id)
            for site, district in zip(sites, (OWN, OTHER), strict=True):
                site.district_code, site.category = district, "river_outlet"
                site.lon, site.lat = 114.33, 34.78
                site.geometry = '{"type":"Point","coordinates":[114.33,34.78]}'
                site.located = True
            self.sites = {site.district_code: site.id for site in sites}
            codes = {site.district_code: site.code for site in sites}
        self.photos, self.visits = {}, {}
        for n, district in enumerate((OWN, OTHER)):
            made = told(codes[district], [photo()])
            submit(house.store, desk, made, picture(n), actor=OPERATOR)
            self.photos[district], self.visits[district] = made["photos"][0]["id"], made["id"]
        with house.store.session() as session:
            for each in self.photos.values():  # looked at for the public, and not shown
                public_photos.choose(session, OPERATOR, each, [], show=False, limits=Public())

    def values(self, district: str | None) -> dict[str, Any]:
        """Of the arguments of a path; of what does not exist without a district."""
        if district is None:
            names = ("site_id", "subject_id", "photo_id", "inspection_id")
            return dict.fromkeys(names, NOBODY_KNOWS)
        return {
            "site_id": self.sites[district],
            "subject_id": self.sites[district],
            "photo_id": self.photos[district],
            "inspection_id": self.visits[district],
        }


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    house = build(
        tmp_path_factory.mktemp("rights"),
        public=Public(is_on=True, takes_tips=True),
        provider=Provider(issuer="http://127.0.0.1:9", client_id="map"),
    )
    yield World(house)
    house.store.engine.dispose()


def views(world: World) -> list[Any]:
    return [rule for rule in world.house.app.url_map.iter_rules() if rule.endpoint != "static"]


def bound(world: World, role: Role, areas: tuple[str, ...] = (OWN,)) -> FlaskClient:
    client = world.house.app.test_client()
    assert isinstance(client, SignedIn)
    client.become(Actor("", f"某{role.value}{len(areas)}", "某单位", role, areas))
    return client


def address(world: World, rule: Any, district: str | None) -> str:
    fixed = {
        "notice_id": world.house.notice_id, "place_id": "x", "category": "other", "size": "thumb",
        "step": "refuse", "action": "confirm", "anchor_id": "qingshi", "secret": "x",
        "z": "0", "x": "0", "y": "0", "key_id": "x", "person_id": "x", "which": "disable",
        "upload_id": NOBODY_KNOWS, "session_id": "x", "pixels": "192", "kind": "pdf", "number": 1,
        "job_id": "0" * 32, "view_id": "x", "key": "0" * 30, "tip_id": NOBODY_KNOWS,
        "mapping_id": "x", "draw_id": NOBODY_KNOWS,
    }  # fmt: skip
    values = {**fixed, **world.values(district)}
    with world.house.app.test_request_context():
        return world.house.app.url_map.bind("localhost").build(
            rule.endpoint, {name: values[name] for name in rule.arguments}
        )


def method_of(rule: Any) -> str:
    """What a view is for: the first of these that it takes."""
    return next(each for each in ("POST", "PATCH", "DELETE", "GET", "HEAD") if each in rule.methods)


def test_every_view_has_its_row(world: World) -> None:
    known = {rule.endpoint for rule in views(world)} | {"static"}
    listed = [*gate.OPEN, *gate.SIGNED_IN, *gate.NEEDS]
    assert sorted(listed) == sorted(set(listed)), "in two rows"
    assert set(listed) == known


def test_nobody_gets_in_without_signing_in(world: World) -> None:
    client = world.house.app.test_client()
    assert isinstance(client, SignedIn)
    client.nobody()
    for rule in views(world):
        if rule.endpoint in gate.OPEN:
            continue
        method = method_of(rule)
        answer = client.open(address(world, rule, OWN), method=method)
        at_the_door = answer.status_code == 303 and answer.location.startswith("/sign-in")
        assert at_the_door or answer.status_code == 401, (rule.endpoint, answer.status_code)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("areas", [(), (OWN,)], ids=["all", "own"])
def test_a_role_reaches_what_the_table_says_and_nothing_else(
    world: World, role: Role, areas: tuple[str, ...]
) -> None:
    client = bound(world, role, areas)
    for rule in views(world):
        right = gate.NEEDS.get(rule.endpoint)
        if right is None:
            continue
        method = method_of(rule)
        # without the token of the session nothing is changed: 400 says that the door was open
        answer = client.open(address(world, rule, OWN), method=method)
        may = right in RIGHTS[role] and not (areas and right in OF_ALL)
        assert (answer.status_code == 403) is not may, (rule.endpoint, role, answer.status_code)


@pytest.mark.parametrize("role", ROLES)
def test_what_lies_in_another_district_is_as_what_does_not_exist(world: World, role: Role) -> None:
    client = bound(world, role)
    token = client.get("/about").text.split('name="csrf_token" value="')[1].split('"')[0]
    own = {"site_id", "photo_id", "inspection_id"}
    seen = 0
    for rule in views(world):
        right = gate.NEEDS.get(rule.endpoint)
        if not own & rule.arguments or right is None or not bound_may(role, right):
            continue
        method = method_of(rule)
        form = {"csrf_token": token, "reason": "排口附近仍有污水渗出"}
        other, nowhere = (
            client.open(
                address(world, rule, district),
                method=method,
                **({"data": form} if method == "POST" and "/api/" not in rule.rule else {}),
                **(
                    {"json": {"reason": form["reason"]}, "headers": {"X-CSRFToken": token}}
                    if method == "POST" and "/api/" in rule.rule
                    else {}
                ),
            )
            for district in (OTHER, None)
        )
        assert other.status_code == nowhere.status_code == 404, (rule.endpoint, other.status_code)
        told_of = other.text.replace(str(world.values(OTHER)), "")
        for name in own:
            told_of = told_of.replace(world.values(OTHER)[name], NOBODY_KNOWS)
        assert len(told_of) == pytest.approx(len(nowhere.text), abs=120), rule.endpoint
        if method == "GET" and rule.endpoint != "visits.compare":  # which asks for two photos
            mine = client.get(address(world, rule, OWN))
            assert mine.status_code in (200, 400), (rule.endpoint, mine.status_code)
        seen += 1
    assert seen >= 5


def bound_may(role: Role, right: Right) -> bool:
    return right in RIGHTS[role] and right not in OF_ALL


def test_lists_tiles_and_numbers_hold_the_own_district_only(world: World) -> None:
    client = bound(world, Role.INSPECTOR)
    found = client.get("/api/sites.geojson").json["features"]
    assert [each["id"] for each in found] == [world.sites[OWN]]
    asked = client.get(f"/api/sites.geojson?district={OTHER}").json["features"]
    assert asked == []
    for path in ("/tiles/18/", "/tiles/8/"):
        zoom = int(path.split("/")[2])
        from geo_app.geo.tilekey import Tile, point

        tile = Tile.of(point(114.33, 34.78), zoom)
        content = client.get(f"{path}{tile.x}/{tile.y}.mvt").data
        marks = mapbox_vector_tile.decode(content)["sites"]["features"]
        assert [each["properties"]["id"] for each in marks] == [world.sites[OWN]]
        empty = client.get(f"{path}{tile.x}/{tile.y}.mvt?district={OTHER}").data
        assert empty == b""
    everybody = bound(world, Role.INSPECTOR, ())
    assert len(everybody.get("/api/sites.geojson").json["features"]) == 2
    with world.house.store.session(read_only=True) as session:
        names = {site.district_code: site.name for site in session.scalars(select(Site))}
    for page in ("/", "/ledger"):
        text = client.get(page).text
        assert names[OWN] in text
        # the finding of the problem that both belong to names both
        assert world.sites[OTHER] not in text, page


def test_a_picture_that_was_used_in_another_district_is_still_found(world: World) -> None:
    client = bound(world, Role.INSPECTOR)
    assert isinstance(client, SignedIn)
    # the same bytes as the photo of the other district
    token = client.get("/about").text.split('name="csrf_token" value="')[1].split('"')[0]
    made = told(world.sites[OWN], [photo()])
    answer = post(client, made, picture(1), headers={"X-CSRFToken": token})
    assert answer.status_code == 201, answer.text
    [seen] = answer.json["photos"]
    check = next(each for each in seen["checks"] if each["aspect"] == "originality")
    assert check["outcome"] == "fail", check
