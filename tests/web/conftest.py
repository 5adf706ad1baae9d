"""An installation with one small notice of invented names, and a client that asks it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from shapely.geometry import Point

from geo_app.domain.actor import Actor
from geo_app.domain.notice import ClaimDraft, NoticeDraft, PlaceDraft, ProblemDraft, Quote
from geo_app.domain.place import PlacePhrase
from geo_app.domain.remark import Remark
from geo_app.domain.status import Status
from geo_app.geo.districts import Districts
from geo_app.geo.gazetteer import Gazetteer
from geo_app.geo.geojson import Feature
from geo_app.resources import resource
from geo_app.settings import Rates, Settings
from geo_app.store.session import Store, open_store
from geo_app.web import create_app
from geo_app.work import gazetteer, notices, places
from tests.web.door import Door

TEXT = """关于柳河督察整改情况的通报

问题1：学习记录不全，抽查三份都没有签名。
整改情况：已整改。已补签并装订。
问题2：青石桥东侧150米处有污水外排<script>alert(1)</script>，老槐镇污水站停运。
整改情况：已整改。截至2021年8月31日，青石桥东侧150米处已封堵。

某某局
2021年10月14日
"""
OPERATOR = Actor("test", "测试员")
UNHURRIED = Rates(
    uploads="off", imports="off", exports="off", search="off", open="off", public="off", tips="off"
)
"""Where one person asks for more than anybody would; ``test_pace.py`` is about that."""


def quote(words: str, nth: int = 0) -> Quote:
    """The nth place in the text where the words stand."""
    starts = [match.start() for match in re.finditer(re.escape(words), TEXT)]
    return Quote.of(TEXT, starts[nth], starts[nth] + len(words))


def draft() -> NoticeDraft:
    """The notice as a parser would read it."""
    outlet = PlaceDraft(
        quote=quote("青石桥东侧150米处"),
        aliases=(quote("青石桥东侧150米处", 1),),
        phrase=PlacePhrase(
            "青石桥东侧150米处", "青石桥", "bridge", "offset_dir", direction="E", distance_m=150
        ),
        name="青石桥东排口",
        category="river_outlet",
        status=Status.CLAIMED,
        district="鼓楼区",
        doubts=(Remark("notice.some_doubt"),),
    )
    station = PlaceDraft(
        quote=quote("老槐镇污水站"),
        phrase=None,
        name="老槐镇污水站",
        category="sewage_station",
        status=Status.CLAIMED,
    )
    done = ClaimDraft(
        quote("已封堵"), Status.CLAIMED, date(2021, 8, 31), "day", quote("2021年8月31日"), place=0
    )
    first, second = TEXT.index("问题1"), TEXT.index("问题2")
    end = TEXT.index("\n某某局")
    return NoticeDraft(
        text=TEXT,
        title=quote("关于柳河督察整改情况的通报"),
        issuer=quote("某某局"),
        issued_on=date(2021, 10, 14),
        preamble=Quote.of(TEXT, 0, first),
        closing=Quote.of(TEXT, end, len(TEXT)),
        problems=(
            ProblemDraft(
                number=1,
                label=quote("问题1："),
                whole=Quote.of(TEXT, first, second),
                finding=quote("学习记录不全，抽查三份都没有签名。"),
                reply=quote("已补签并装订。"),
                status_word=quote("已整改"),
                status=Status.CLAIMED,
                category="study",
            ),
            ProblemDraft(
                number=2,
                label=quote("问题2："),
                whole=Quote.of(TEXT, second, end),
                finding=quote(
                    "青石桥东侧150米处有污水外排<script>alert(1)</script>，老槐镇污水站停运。"
                ),
                reply=quote("截至2021年8月31日，青石桥东侧150米处已封堵。"),
                status_word=quote("已整改", 1),
                status=Status.CLAIMED,
                category="river_outlet",
                claims=(done,),
                places=(outlet, station),
            ),
        ),
    )


def bridge(lon: float = 114.33, lat: float = 34.78) -> Feature:
    """The invented anchor of the notice."""
    properties = {"name": "青石桥", "kind": "bridge", "radius_m": 20, "source": "测试用"}
    return Feature("qingshi", Point(lon, lat), properties, 0)


@dataclass(frozen=True)
class House:
    """A filled installation."""

    app: Flask
    store: Store
    settings: Settings
    notice_id: str

    def places(self) -> dict[str, dict[str, object]]:
        """Places under review by name."""
        with self.store.session(read_only=True) as session:
            sheet = places.review(session, self.notice_id)
        return {place["name"]: place for place in sheet.places}


def build(folder: Path, **given: object) -> House:
    """An installation in a folder, with the notice read in and nothing confirmed."""
    settings = Settings(data=folder, operator="测试员", **given)  # type: ignore[arg-type]
    store = open_store(settings)
    anchors = Gazetteer.from_features([bridge()])
    districts = Districts.load(resource("data", "districts.geojson"))
    with store.session() as session:
        gazetteer.seed(session, OPERATOR, anchors)
        notice_id = notices.add(
            session,
            OPERATOR,
            draft(),
            source_name="通报.txt",
            gazetteer=anchors,
            districts=districts,
            settings=settings,
        ).id
    app = create_app(settings, store)
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    return House(app, store, settings, notice_id)


@contextmanager
def confirmed(folder: Path, **given: object) -> Iterator[House]:
    """The same with every place confirmed or marked unlocated, closed at the end."""
    house = build(folder, **given)
    with house.store.session() as session:
        places.confirm_all(session, OPERATOR, house.notice_id)
    yield house
    house.store.engine.dispose()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """For tests that only look."""
    with confirmed(tmp_path_factory.mktemp("shared")) as house:
        yield house


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """For tests that change something: all places are drafts."""
    made = build(tmp_path)
    yield made
    made.store.engine.dispose()


@pytest.fixture
def door(house: House) -> Door:
    """Nobody can sign in yet."""
    return Door(house)


@pytest.fixture
def client(shared: House) -> FlaskClient:
    """A browser that has not been here before."""
    return shared.app.test_client()


@pytest.fixture
def english(shared: House) -> FlaskClient:
    """A browser that has chosen English."""
    client = shared.app.test_client()
    client.set_cookie("language", "en")
    return client


Token = Callable[[FlaskClient], str]


@pytest.fixture
def token() -> Token:
    """Reads the token of the session from a page, as a form or a script does."""

    def read(client: FlaskClient) -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/about").text)
        assert found
        return found[1]

    return read
