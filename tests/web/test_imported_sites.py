"""Pages of sites that came in with very many others tell their histories as any other page does."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from geo_app.store.models import Site
from geo_app.work import bulk
from tests.vectors import sample
from tests.web.conftest import OPERATOR, House


@pytest.fixture
def ids(house: House, tmp_path: Path) -> dict[str, str]:
    """Four sites of a file in an installation that has a notice under review."""
    path = sample(tmp_path)
    with house.store.session() as session:
        bulk.import_file(session, OPERATOR, path, house.settings, date(2024, 7, 1))
        return {row.code: row.id for row in session.execute(select(Site.code, Site.id))}


@pytest.mark.parametrize("code", ["A-1", "A-2", "A-3", "A-4"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_tells_history_and_position(
    house: House, ids: dict[str, str], code: str, language: str
) -> None:
    client = house.app.test_client()
    client.set_cookie("language", language)
    answer = client.get(f"/sites/{ids[code]}")
    assert answer.status_code == 200
    page = answer.text
    words = {
        "zh": {"A-1": ["石坝北侧"], "A-2": ["自报整改完成", "2024年3月1日"],
               "A-3": ["2024年3月20日", "2024年4月2日"], "A-4": ["2024年5月9日", "未定位"]},
        "en": {"A-1": ["石坝北侧"], "A-2": ["2024-03-01"], "A-3": ["2024-03-20", "2024-04-02"],
               "A-4": ["2024-05-09", "Unlocated"]},
    }  # fmt: skip
    for word in (*words[language][code], "sample.gpkg"):
        assert word in page
    assert OPERATOR.name in page


def test_the_interface_lists_them(house: House, ids: dict[str, str]) -> None:
    answer = house.app.test_client().get("/api/sites.geojson").json
    assert {each["id"] for each in answer["features"]} == set(ids.values())


def test_a_look_back_at_the_map_shows_them_as_they_stood(house: House, ids: dict[str, str]) -> None:
    client = house.app.test_client()
    then = client.get("/tiles/0/0/0.mvt?as-of=2024-03-10")
    before = client.get("/tiles/0/0/0.mvt?as-of=2024-02-01")
    assert ids["A-2"].encode() in then.data
    assert ids["A-2"].encode() not in before.data
    assert ids["A-3"].encode() not in then.data
