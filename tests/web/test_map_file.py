"""The map in one file: what stands in it for whom, who gets it, what the book says."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from shapely.geometry import Point
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor
from geo_app.domain.inspection import PhotoRole
from geo_app.errors import UsageError
from geo_app.geo.measure import distance_m
from geo_app.reports.map_file.choice import chosen
from geo_app.reports.map_file.write import STYLES
from geo_app.settings import MapFile, Public
from geo_app.store.models import Site
from geo_app.store.people import Entry
from geo_app.store.session import Store
from geo_app.work import places, publication
from tests import map_files, papers
from tests.map_files import OFFICE, PUBLIC, Elements, island, properties
from tests.papers import TODAY, Filed, filed
from tests.web.conftest import OPERATOR, House, build

PERSON = "欧阳锦程"
PUT = (114.331234, 34.780123)
"""Where the site is: degrees with figures that nothing else has."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filed]:
    """With a name of a person in everything that people write."""
    with filed(tmp_path_factory.mktemp("map")) as found:
        person = Actor("i-9", PERSON, unit=f"{PERSON}工作室")
        at = datetime(2023, 8, 1, 2, tzinfo=UTC)
        papers.visit(found, at, PhotoRole.AFTER, 2, note=f"{PERSON}到场", actor=person)
        told = {
            "name": f"{PERSON}养殖场排口", "place_text": f"{PERSON}家门口",
            "responsible_unit": f"{PERSON}养殖场", "lon": PUT[0], "lat": PUT[1], "radius_m": 20.0,
            "doubts": [{"code": "notice.doubt", "values": {"who": PERSON}}],
            "overridden": [{"code": "history.overridden",
                            "values": {"day": "2023-09-01", "name": PERSON, "reason": PERSON}}],
        }  # fmt: skip
        with found.store.session() as session:
            session.execute(update(Site).where(Site.id == found.site).values(**told))
        yield found


def page(made: Filed, choice: object = OFFICE, language: str = "zh") -> bytes:
    return map_files.made(made.store, made.desk, TODAY, choice, language)  # type: ignore[arg-type]


def test_the_same_sites_on_the_same_day_give_the_same_bytes(made: Filed) -> None:
    assert page(made) == page(made)
    assert page(made, PUBLIC) == page(made, PUBLIC)


def test_the_office_reads_claim_and_verification_apart_with_a_photo(made: Filed) -> None:
    told = properties(page(made))[made.code]
    assert told["name"] == f"{PERSON}养殖场排口"
    assert (told["status"], told["claimed_on"], told["verified_on"]) == (
        "claimed",
        "2021年8月31日",
        None,
    )
    assert (told["lon"], told["lat"]) == PUT
    assert told["photo"]["src"].startswith("data:image/webp;base64,")
    assert told["photo"]["words"] == "整改后照片，2023年8月1日检查"
    text = page(made).decode()
    assert "仅自报完成 2 处，" in text
    assert "已核实 0 处" in text
    assert "截至2024年8月1日" in text
    assert "照片 1 / 共 1 处有照片" in text


def test_it_names_no_address_and_forbids_to_load_any(made: Filed) -> None:
    text = page(made)
    addresses = set(re.findall(rb"https?://[\w.]+", text))
    # names of XML vocabularies, and where Leaflet names its home in a link that is switched off
    assert addresses <= {b"http://www.w3.org", b"https://leafletjs.com"}
    kept = [of for tag, of in Elements(text).found if tag in ("meta", "style", "script")]
    # before anything that it is about
    assert [of.get("http-equiv") for of in kept[:2]] == [None, "Content-Security-Policy"]
    assert (kept[1]["content"] or "").startswith("default-src 'none'; script-src data: 'sha256-")
    assert all("src" not in of for tag, of in Elements(text).found if tag in ("script", "link"))
    assert len(re.findall(rb"<style", text)) == len(STYLES) + 1
    assert not re.findall(rb"url\((?!#)", text)


@pytest.mark.parametrize("positions", ["coarse", "none"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_everybody_reads_of_no_person_and_of_no_spot(
    made: Filed, positions: str, language: str
) -> None:
    text = page(made, chosen(public=True, positions=positions), language).decode()
    assert PERSON not in text
    assert not [each for each in ("李巡", "督查组", "测试员", "青石桥", "柳河") if each in text]
    assert "image/webp" not in text
    assert not [each for each in ("114.3312", "34.7801") if each in text]
    told = properties(text.encode())[made.code]
    assert {"responsible_unit", "words", "visited"}.isdisjoint(told)
    assert told["doubts"] == []
    assert told["status"] == "claimed"
    if positions == "none":
        assert "lon" not in told
        assert told["located"] is False
        assert told["unlocated"] is False
    else:
        shown = Point(told["lon"], told["lat"])
        assert 0 < distance_m(shown, Point(PUT)) + 20 <= told["radius_m"] <= 600


def at(store: Store, places: Sequence[tuple[float, float]]) -> None:
    """Put the sites of the house there, in the order of their codes."""
    with store.session() as session:
        for row, (lon, lat) in zip(_by_code(session), places, strict=True):
            row.lon, row.lat, row.radius_m = lon, lat, 20.0


def _by_code(session: Session) -> list[Site]:
    return list(session.scalars(select(Site).order_by(Site.code)))


@pytest.mark.parametrize("cell_m", [250.0, 500.0, 4_000.0])
def test_file_and_page_for_everybody_tell_one_square_of_one_place(
    tmp_path: Path, cell_m: float
) -> None:
    house = build(tmp_path, public=Public(is_on=True, cell_m=cell_m))
    client, today = house.app.test_client(), date(2024, 8, 1)
    with house.store.session() as session:
        places.confirm_all(session, OPERATOR, house.notice_id)
        for row in _by_code(session):
            publication.show(session, OPERATOR, row.id, row.code, house.settings.public, today)
    at(house.store, [PUT, (114.7, 34.51)])
    answer = client.get("/public/sites.geojson").get_json()
    on_page = {each["properties"]["name"]: each for each in answer["features"]}
    for choice in ("for=public", "positions=coarse"):
        in_file = island(client.get(f"/map/file.html?{choice}").data)["features"]
        assert {each["id"] for each in in_file} == set(on_page)
        for each in in_file:
            told, square = each["properties"], on_page[each["id"]]
            assert [told["lon"], told["lat"]] == square["geometry"]["coordinates"]
            assert told["radius_m"] == square["properties"]["radius_m"]
    house.app.extensions["geo_app"].desk.close()
    house.store.engine.dispose()


def test_the_file_for_everybody_is_the_same_wherever_in_its_square_a_site_stands(
    made: Filed,
) -> None:
    """Not a byte of it, so nothing in it, tells more than the square, of one site or of several."""
    with made.store.session(read_only=True) as session:
        before = [(each.lon or 0.0, each.lat or 0.0) for each in _by_code(session)]
        mine = [each.id for each in _by_code(session)].index(made.site)
    lon, lat = (properties(page(made, PUBLIC))[made.code][each] for each in ("lon", "lat"))
    corners = [(lon + x, lat + y) for x in (-0.0025, 0.0025) for y in (-0.0021, 0.0021)]
    files = set()
    for corner in corners:
        at(made.store, [corner if n == mine else each for n, each in enumerate(before)])
        files.add(page(made, PUBLIC))
    # all sites in one place, and each in another corner of its square
    at(made.store, [corners[0]] * len(before))
    together = page(made, PUBLIC)
    at(made.store, corners[: len(before)])
    apart = page(made, PUBLIC)
    at(made.store, before)
    assert len(files) == 1
    assert together == apart


def test_a_file_with_squares_for_the_office_carries_pixels_only(made: Filed) -> None:
    """Its photos say where they were taken no more than its marks do."""
    told = properties(page(made, chosen(public=False, positions="coarse")))[made.code]
    data = base64.b64decode(told["photo"]["src"].partition(",")[2])
    with Image.open(BytesIO(data)) as image:
        image.load()
        assert not image.getexif()
        assert not {"exif", "xmp", "icc_profile", "comment"} & set(image.info)


def test_names_are_published_only_where_somebody_asked_for_them(made: Filed) -> None:
    with_names = properties(page(made, chosen(public=True, names=True)))[made.code]
    without = properties(page(made, PUBLIC))[made.code]
    assert with_names["name"] == f"{PERSON}养殖场排口"
    assert without["name"] == f"入河排污口 {made.code}"


def test_what_must_not_be_published_is_refused() -> None:
    for wrong in ({"positions": "exact"}, {"photos": True}, {"positions": "exactly"}):
        with pytest.raises(UsageError):
            chosen(public=True, **wrong)  # type: ignore[arg-type]


def test_who_takes_it_is_written_down_with_what_is_in_it(made: Filed) -> None:
    client = made.house.app.test_client()
    answer = client.get("/map/file.html?for=public&positions=none&status=claimed")
    assert answer.status_code == 200
    assert answer.mimetype == "text/html"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert set(properties(answer.data)) >= {made.code}
    with made.store.session(read_only=True) as session:
        taken = select(Entry).where(Entry.kind == "exported").order_by(Entry.seq.desc())
        entry = session.scalars(taken).first()
    assert entry
    told = {"sites": "2", "audience": "public", "positions": "none", "photos": "False"}
    assert (entry.subject, entry.data) == ("map.html", told)


@pytest.mark.parametrize(
    "wrong",
    [
        "for=public&positions=exact", "for=public&photos=1", "for=everybody", "positions=near",
        "photos=yes", "names=on", "status=done", "nonsense=1", "district=Atlantis",
    ],
)  # fmt: skip
def test_what_cannot_be_asked_for_is_said(made: Filed, wrong: str) -> None:
    answer = made.house.app.test_client().get(f"/map/file.html?{wrong}")
    assert answer.status_code == 400
    assert "attachment" not in answer.headers.get("Content-Disposition", "")


def test_the_page_before_it_keeps_the_filter_and_says_how_many(made: Filed) -> None:
    client = made.house.app.test_client()
    answer = client.get("/map/file?status=claimed&district=410204&apply=&status=")
    assert answer.status_code == 200
    assert "将写入 1 处点位 / 您能看到的共 2 处" in answer.text
    assert answer.text.count('<input type="hidden" name="district" value="410204">') == 2
    assert "将写入 1 处点位" in client.get(f"/map/file?unit={PERSON}养殖场").text
    by_unit = client.get(f"/map/file.html?unit={PERSON}养殖场&photos=0")
    assert set(properties(by_unit.data)) == {made.code}
    for path in ("/", "/ledger"):
        assert 'formaction="/map/file"' in client.get(path).text


@pytest.fixture
def narrow(tmp_path: Path) -> Iterator[House]:
    house = build(tmp_path, map_file=MapFile(sites=1))
    yield house
    house.store.engine.dispose()


def test_more_sites_than_one_file_takes(narrow: House) -> None:
    with narrow.store.session() as session:
        places.confirm_all(session, OPERATOR, narrow.notice_id)
    client = narrow.app.test_client()
    assert "一个文件最多 1 处" in client.get("/map/file").text
    answer = client.get("/map/file.html")
    assert answer.status_code == 400
    assert "有 2 处点位，一个文件最多 1 处" in answer.text
    assert client.get("/map/file.html?q=青石桥东").status_code == 200


def test_in_english(made: Filed) -> None:
    text = page(made, language="en").decode()
    assert '<html lang="en">' in text
    assert "2 sites: " in text
    assert "not verified" in text
