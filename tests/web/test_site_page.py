"""The page of a site: visits, what their photos prove, two of them compared, what can be done."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import mapbox_vector_tile
import pytest
from flask.testing import FlaskClient
from PIL import Image

from geo_app.domain.actor import Actor, Role
from geo_app.geo import tilekey
from geo_app.geo.tilekey import Tile
from geo_app.work import places
from geo_app.work.desk import Desk
from tests import scenery
from tests.photos import bare, jpeg
from tests.signed_in import SignedIn
from tests.storage.shown import LEADER
from tests.visits import furnish, photo, submit, told
from tests.web.conftest import OPERATOR, House, Token, build
from tests.web.test_pages import island

SPOT = {"lon": 114.33163, "lat": 34.78002, "hpos_error_m": 5.0}
"""Where the outlet of the notice is: 150 m east of its bridge."""

FAR_OFF = {"lon": 114.40, "lat": 34.80, "hpos_error_m": 5.0}
OUTLET = "P2-1"


def taken(picture: Image.Image, when: str, **said: Any) -> bytes:
    return jpeg(picture, taken=when, **said)


class Site:
    """The outlet of the notice after two visits: one before, one after."""

    def __init__(self, house: House, desk: Desk) -> None:
        self.house = house
        before = told(
            OUTLET,
            [photo("before"), photo("sign")],
            visited_at="2021-09-01T10:00:00+08:00",
            note="<b>仍有</b>污水流出",
            answers={"discharging": "yes", "colour": "grey", "turbidity": "turbid", "smell": 3},
            inspector={"name": "李巡", "unit": "市督查组"},
        )
        after = told(
            OUTLET,
            [photo("after"), photo("near")],
            visited_at="2021-11-02T15:00:00+08:00",
            inspector={"name": "赵核", "unit": None},
        )
        submit(
            house.store, desk, before,
            taken(scenery.photo(0, 0), "2021:09:01 10:00:00", direction=40.0, **SPOT),
            bare(scenery.photo(1, 0)),
            actor=OPERATOR,
        )  # fmt: skip
        submit(
            house.store, desk, after,
            taken(scenery.photo(0, 1), "2021:11:02 15:00:00", direction=47.0, **SPOT),
            taken(scenery.photo(2, 0), "2021:11:02 15:05:00", **FAR_OFF),
            actor=OPERATOR,
        )  # fmt: skip
        (self.before, self.sign), (self.after, self.near) = (
            [each["id"] for each in visit["photos"]] for visit in (before, after)
        )
        self.visits = before["id"], after["id"]
        body = house.app.test_client().get("/api/sites.geojson").json
        ids = {each["properties"]["code"]: each["id"] for each in body["features"]}
        self.id, self.empty = ids[OUTLET], ids["P2-2"]

    def page(self, client: FlaskClient, query: str = "") -> str:
        return client.get(f"/sites/{self.id}{query}").text

    def compared(self, client: FlaskClient, before: str, after: str) -> Any:
        return client.get(f"/api/sites/{self.id}/compare?before={before}&after={after}")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    house = build(tmp_path_factory.mktemp("site"))
    desk = furnish(house.app)
    with house.store.session() as session:
        places.confirm_all(session, OPERATOR, house.notice_id)
    yield Site(house, desk)
    house.store.engine.dispose()


@pytest.fixture
def client(site: Site) -> FlaskClient:
    return site.house.app.test_client()


def part(page: str, start: str, end: str) -> str:
    """What stands between two pieces of the page."""
    assert start in page
    return page.split(start)[1].split(end, maxsplit=1)[0]


def chosen(page: str) -> tuple[str, str]:
    """Ids of the photos that are compared."""
    found = re.findall(r'<option value="([^"]+)" selected>', part(page, 'id="compare"', "</form>"))
    return found[0], found[1]


def test_the_visits_stand_in_the_story_in_the_order_of_their_days(
    site: Site, client: FlaskClient
) -> None:
    page = site.page(client)
    order = [page.index(f'id="visit-{each}"') for each in site.visits]
    assert order == sorted(order)
    assert page.index("自报整改完成") < order[0]
    assert page.count("现场检查</h3>") + page.count("现场检查 <span") == 2
    first = part(page, f'id="visit-{site.visits[0]}"', 'class="photos"')
    for words in ("李巡 · 市督查组", "正在排放", "浑浊", "3 ", "&lt;b&gt;仍有&lt;/b&gt;污水流出"):
        assert words in first


def test_a_photo_shows_its_role_its_verdict_and_every_check(
    site: Site, client: FlaskClient
) -> None:
    shown = part(site.page(client), f'id="photo-{site.after}"', "</li>")
    assert "整改后" in shown
    assert re.search(r'data-verdict="\w+"><svg.*?verdict-word">\S', shown, re.S)
    assert len(re.findall(r'class="check" data-outcome=', shown)) == 10
    for source in (f"/api/photos/{site.after}/thumb", f"/api/photos/{site.after}/web"):
        assert source in shown


def test_doubts_stand_open_and_passes_wait_behind_their_chips(
    site: Site, client: FlaskClient
) -> None:
    page = site.page(client)
    wrong = part(page, f'id="photo-{site.near}"', "</li>")
    assert 'data-outcome="fail" open' in wrong
    assert "不在该点位" in wrong
    for outcome in ("pass", "unknown"):
        assert f'data-outcome="{outcome}" open' not in page
    assert 'data-verdict="none"' in wrong


def test_the_witnesses_are_told_in_words(site: Site, client: FlaskClient) -> None:
    page = site.page(client)
    assert "（E）" in part(page, f'id="photo-{site.after}"', "</li>")
    assert "（S）" in part(page, f'id="photo-{site.sign}"', "</li>")


def test_the_line_on_top_names_what_the_newest_visit_proves(
    site: Site, client: FlaskClient
) -> None:
    assert 'class="verdict"' in part(site.page(client), 'class="site-line"', "</p>")


def test_the_oldest_before_stands_against_the_best_of_the_newest_visit(
    site: Site, client: FlaskClient
) -> None:
    page = site.page(client)
    assert chosen(page) == (site.before, site.after)
    between = part(page, 'class="compare-between', "</ul>")
    for words in ("相隔 62 天", "相距 0米", "朝向相差 7°"):
        assert words in between


def test_any_two_photos_may_be_compared_without_scripts(site: Site, client: FlaskClient) -> None:
    page = site.page(client, f"?before={site.sign}&after={site.near}")
    assert chosen(page) == (site.sign, site.near)
    assert chosen(site.page(client, "?before=nonsense")) == (site.before, site.after)


def test_a_pair_of_one_place_is_aligned(site: Site, client: FlaskClient) -> None:
    body = site.compared(client, site.before, site.after).json
    assert len(body["matrix"]) == 9
    assert "已自动对齐" in body["alignment"]
    # the later picture was taken from nearly the same spot: its middle lies near the middle
    a, b, c, d, e, f, g, h, i = body["matrix"]
    x, y, w = (a + b) / 2 + c, (d + e) / 2 + f, (g + h) / 2 + i
    assert (x / w, y / w) == pytest.approx((0.5, 0.5), abs=0.25)
    assert site.compared(client, site.before, site.after).json == body  # kept, and the same


def test_pictures_of_two_places_are_not_aligned_and_this_is_said(
    site: Site, client: FlaskClient
) -> None:
    body = site.compared(client, site.before, site.sign).json
    assert (body["matrix"], "无法对齐" in body["alignment"]) == (None, True)
    assert "距离不明" in " ".join(body["between"])


def test_a_damaged_alignment_is_worked_out_again(site: Site, client: FlaskClient) -> None:
    body = site.compared(client, site.before, site.after).json
    kept = [*(site.house.settings.data / "files" / "renditions").rglob("*.over1_*")]
    assert kept
    for each in kept:
        each.write_bytes(b"damaged")
    assert site.compared(client, site.before, site.after).json == body


@pytest.mark.parametrize("other", ["", "none", "../../etc/passwd", "00000000"])
def test_only_photos_of_the_site_are_compared(site: Site, client: FlaskClient, other: str) -> None:
    answer = site.compared(client, site.before, other)
    assert answer.status_code == 404
    assert answer.json["code"] == "inspection.no_photo"


def test_the_photos_of_a_site_as_geojson(site: Site, client: FlaskClient) -> None:
    answer = client.get(f"/api/sites/{site.id}/photos.geojson")
    assert answer.mimetype == "application/geo+json"
    features = {each["id"]: each for each in answer.json["features"]}
    assert [*features] == [site.before, site.sign, site.after, site.near]
    lon, lat = features[site.after]["geometry"]["coordinates"]
    assert (lon, lat) == pytest.approx((SPOT["lon"], SPOT["lat"]), abs=1e-6)
    assert features[site.after]["properties"]["direction_deg"] == 47.0
    assert features[site.sign]["geometry"] is None
    assert answer.json["verdict"] in {"strong", "fair", "weak", "none"}


def test_sites_on_the_map_carry_what_their_photos_prove(site: Site, client: FlaskClient) -> None:
    features = client.get("/api/sites.geojson").json["features"]
    seen = {each["id"]: each["properties"] for each in features}
    assert seen[site.id]["inspected_on"] == "2021-11-02"
    assert seen[site.id]["verdict"] in {"strong", "fair", "weak", "none"}
    assert seen[site.empty]["verdict"] is None


def test_a_site_without_photos_says_what_to_do(site: Site, client: FlaskClient) -> None:
    page = client.get(f"/sites/{site.empty}").text
    assert "还没有照片：记录一次现场检查" in page
    assert f"/sites/{site.empty}/inspect" in page
    assert 'id="compare"' not in page
    assert island(page)["photos"] == []


def test_what_an_acceptance_still_needs_is_said_before_anybody_asks(
    site: Site, client: FlaskClient
) -> None:
    panel = part(site.page(client), 'id="actions"', "</section>")
    assert "核实通过还缺" in panel
    assert "移交" in panel
    assert re.search(r"<dt>销号</dt><dd><p>\S", panel)


def test_an_exception_shows_on_top_and_in_the_story(house: House, token: Token) -> None:
    desk = furnish(house.app)
    with house.store.session() as session:
        outlet = next(
            site
            for site in places.confirm_all(session, OPERATOR, house.notice_id)
            if site.category == "river_outlet"
        )
    client = house.app.test_client()
    assert isinstance(client, SignedIn)
    client.become(LEADER)
    page = client.get(f"/sites/{outlet.id}").text
    assert "证据不足，特批通过" in part(page, 'id="actions"', "</section>")
    reason = "汛期无法到场，以在线<监测>数据为准"
    answer = client.post(
        f"/sites/{outlet.id}/accept", data={"csrf_token": token(client), "override": reason}
    )
    assert answer.status_code == 303
    page = client.get(f"/sites/{outlet.id}").text
    shown = "汛期无法到场，以在线&lt;监测&gt;数据为准"
    assert shown in part(page, 'class="override"', "</header>")
    assert shown in part(page, 'data-kind="verified" data-override', "</li>")
    assert "需要 1 张" in part(page, 'data-kind="verified" data-override', "</ol>")
    assert desk.settings.verification.override_characters <= len(reason)
    # and wherever else the site is shown: the map's list without scripts, its tile
    row = part(client.get("/").text, f'class="site-row" data-site="{outlet.id}"', "</li>")
    assert '<span class="site-overridden">证据不足特批</span>' in row
    tile = Tile.of(tilekey.point(outlet.lon, outlet.lat), 18)
    content = client.get(f"/tiles/{tile.z}/{tile.x}/{tile.y}.mvt").data
    marks = mapbox_vector_tile.decode(content)["sites"]["features"]
    shown_so = {each["properties"]["id"]: each["properties"].get("overridden") for each in marks}
    assert shown_so[outlet.id] is True
    assert not any(said for other, said in shown_so.items() if other != outlet.id)


def test_originals_are_offered_by_right_only(site: Site, client: FlaskClient) -> None:
    original = f"/api/photos/{site.after}/original"
    assert original in site.page(client)
    assert isinstance(client, SignedIn)
    client.become(Actor("", "李巡", "市督查组", Role.INSPECTOR))
    assert original not in site.page(client)


def test_the_page_is_whole_in_english(site: Site) -> None:
    client = site.house.app.test_client()
    client.set_cookie("language", "en")
    page = site.page(client)
    for words in ("Before and after", "Visit", "discharging", "does not fit", "Missing for an"):
        assert words in page
    assert "Cannot align" in site.compared(client, site.before, site.sign).json["alignment"]


def test_pictures_are_scaled_for_a_phone(site: Site, client: FlaskClient) -> None:
    answer = client.get(f"/api/photos/{site.after}/thumb")
    with Image.open(io.BytesIO(answer.data)) as shown:
        assert max(shown.size) <= 320
