"""The shipped file of sites comes out of the real notice, and holds facts only."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import orjson
import pytest
from shapely.geometry import shape

from geo_app.domain.actor import Actor
from geo_app.geo.districts import Districts
from geo_app.geo.gazetteer import load_gazetteer
from geo_app.notice.parser import parse_notice
from geo_app.notice.reader import read_text
from geo_app.settings import Settings
from geo_app.store.session import Store
from geo_app.work.exchange import export_sites, import_sites, sites_of_draft

ROOT = Path(__file__).resolve().parents[2]
NOTICE = ROOT.parent / "shared" / "cases" / "notice-kaifeng-2021.txt"
SHIPPED = ROOT / "data" / "sites.geojson"
ACTOR = Actor("test", "测试员")
LONGEST_RUN = 25
pytestmark = pytest.mark.skipif(not NOTICE.is_file(), reason="the real notice is not here")


def road() -> bytes:
    settings = Settings()
    draft = parse_notice(read_text(NOTICE.read_bytes(), name=NOTICE.name, limits=settings.limits))
    return sites_of_draft(
        ACTOR,
        draft,
        source_name=NOTICE.name,
        gazetteer=load_gazetteer(ROOT / "data" / "gazetteer.geojson", settings.limits),
        districts=Districts.load(ROOT / "data" / "districts.geojson"),
        settings=settings,
    )


def test_the_shipped_sites_are_what_the_road_gives() -> None:
    assert SHIPPED.read_bytes() == road()


def test_the_shipped_sites_load_back_equal(store: Store, settings: Settings) -> None:
    with store.session() as session:
        report = import_sites(session, ACTOR, SHIPPED.read_bytes(), SHIPPED.name, settings)
        assert (report.added, report.unchanged) == (26, 0)
    with store.session(read_only=True) as session:
        assert export_sites(session) == SHIPPED.read_bytes()


def test_the_shipped_sites_are_rfc_7946() -> None:
    document = orjson.loads(SHIPPED.read_bytes())
    assert set(document) == {"type", "notices", "features"}
    features = document["features"]
    assert len(features) == 26
    assert len({feature["id"] for feature in features}) == 26
    placed = [feature for feature in features if feature["geometry"]]
    assert len(placed) == 14
    for feature in features:
        assert set(feature) == {"type", "id", "geometry", "properties"}
        assert set(feature["properties"]) == documented()
        assert feature["properties"]["located"] is (feature["geometry"] is not None)
    for feature in placed:
        geometry: Any = shape(feature["geometry"])
        assert geometry.is_valid
        assert 114 < geometry.centroid.x < 115.5
        assert 34 < geometry.centroid.y < 35.2
        if geometry.geom_type == "Polygon":
            assert geometry.exterior.is_ccw
            assert not any(hole.is_ccw for hole in geometry.interiors)


def documented() -> set[str]:
    """Names in the table of properties of docs/data.md, but for those of the interface only."""
    text = (ROOT / "docs" / "data.md").read_text("utf-8").split("## Sites as GeoJSON")[1]
    rows = re.findall(r"^\| (`[^|]+) \|([^|]*)\|([^|]*)\|$", text, re.MULTILINE)
    return {
        name
        for names, _, meaning in rows
        if "in the API only" not in meaning
        for name in re.findall(r"`(\w+)`", names)
    }


def test_no_sentence_of_the_notice_is_in_the_project() -> None:
    phrases = [
        feature["properties"]["place_text"]
        for feature in orjson.loads(SHIPPED.read_bytes())["features"]
    ]
    notice = "".join(re.findall(r"[\u4e00-\u9fff]", NOTICE.read_text("utf-8")))
    runs = {notice[at : at + LONGEST_RUN] for at in range(len(notice) - LONGEST_RUN + 1)}
    folders = ("data", "docs", "templates", "geo_app", "tests", "static")
    kinds = {".geojson", ".md", ".html", ".py", ".js", ".txt", ".jsonl", ".po", ".css"}
    files = [file for folder in folders for file in (ROOT / folder).rglob("*")]
    found = set()
    for file in [*files, *ROOT.glob("*.md")]:
        if file.suffix not in kinds or "vendor" in file.parts:
            continue
        text = file.read_text("utf-8")
        for phrase in phrases:
            text = text.replace(phrase, "|")
        for run in re.findall(rf"[\u4e00-\u9fff]{{{LONGEST_RUN},}}", text):
            starts = range(len(run) - LONGEST_RUN + 1)
            if any(run[at : at + LONGEST_RUN] in runs for at in starts):
                found.add(str(file.relative_to(ROOT)))
    assert found == set()
