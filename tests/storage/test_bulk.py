"""Very many sites at once: the same rows and history as one by one, or nothing at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest
import shapely
from sqlalchemy import func, inspect, select

from geo_app.domain.remark import Remark
from geo_app.domain.status import EventKind, Status
from geo_app.errors import InputError
from geo_app.settings import BulkLimits, Settings
from geo_app.store import counts, histories
from geo_app.store.audit import audit
from geo_app.store.log import verify
from geo_app.store.models import Event, Notice, Problem, Site
from geo_app.store.session import Store, open_store
from geo_app.work import bulk, exchange
from geo_app.work.bulk import road
from tests.storage.helpers import confirm_sample, happened
from tests.storage.samples import ACTOR
from tests.vectors import COLUMNS, frame, sample, write

TODAY = date(2024, 7, 1)


def take_in(store: Store, settings: Settings, path: Path, **options: Any) -> bulk.BulkReport:
    with store.session() as session:
        return bulk.import_file(session, ACTOR, path, settings, TODAY, **options)


def kept(store: Store) -> dict[str, Site]:
    with store.session(read_only=True) as session:
        return {site.code: site for site in session.scalars(select(Site))}


def is_sound(store: Store) -> bool:
    """The chain is whole, every row is as its events say, the counts are those of the sites."""
    with store.session(read_only=True) as session:
        whole = verify(session).broken_at is None
        faults = [each.text() for each in audit(session)]
    with store.session() as session:
        counted = counts.total(session)
        sites = session.scalar(select(func.count()).select_from(Site))
    return whole and faults == [] and counted is not None and counted.n == sites


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Store]:
    """Another installation, empty."""
    opened = open_store(Settings(data=tmp_path / "other"))
    yield opened
    opened.engine.dispose()


@pytest.mark.parametrize("kind", ["gpkg", "fgb", "geojson", "parquet"])
def test_each_kind_of_file_comes_in_whole(
    store: Store, settings: Settings, tmp_path: Path, kind: str
) -> None:
    report = take_in(store, settings, sample(tmp_path, kind))
    assert report == bulk.BulkReport(added=4, unchanged=0, differing=0, unlocated=1)
    sites = kept(store)
    assert sorted(sites) == COLUMNS["code"]
    point, line, area, nowhere = (sites[code] for code in COLUMNS["code"])
    assert (point.lon, point.lat, point.radius_m, point.located) == (114.25, 34.8, 30.0, True)
    assert (point.name, point.category, point.place_text) == (
        "石坝排口",
        "river_outlet",
        "石坝北侧",
    )
    assert (point.status, point.deadline) == (Status.OPEN, date(2024, 6, 30))
    assert (line.status, line.claimed_on) == (Status.CLAIMED, date(2024, 3, 1))
    assert orjson.loads(line.geometry or "")["type"] == "LineString"
    assert (line.min_lon, line.max_lat) == (114.3, 34.81)
    assert (area.status, area.verified_on) == (Status.VERIFIED, date(2024, 4, 2))
    assert (area.min_lon, area.lon, area.max_lon) == (114.4, 114.405, 114.41)
    assert (nowhere.status, nowhere.status_on) == (Status.CLOSED, date(2024, 5, 9))
    assert (nowhere.located, nowhere.lon, nowhere.position_layer) == (False, None, "phrase")
    assert is_sound(store)


def test_the_file_is_one_notice_with_one_problem(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    take_in(store, settings, sample(tmp_path))
    with store.session(read_only=True) as session:
        notice = session.scalars(select(Notice)).one()
        problem = session.scalars(select(Problem)).one()
    assert (notice.title, notice.source_name, notice.text) == ("sample.gpkg", "sample.gpkg", None)
    assert (problem.number, problem.notice_id) == (1, notice.id)


def test_the_district_is_joined_where_the_file_does_not_say(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    columns = {
        "code": ["J-1", "J-2", "J-3", "J-4", "J-5"],
        "district_code": [None, "410221", None, None, None],
        "district": [None, None, "兰考县", None, "远处的县"],
    }
    inside = shapely.Point(114.1499, 34.3998)
    table = frame(columns, [inside, inside, inside, shapely.Point(100.0, 30.0), inside])
    take_in(store, settings, write(tmp_path / "joined.gpkg", table))
    found = {code: (site.district_code, site.district) for code, site in kept(store).items()}
    assert found == {
        "J-1": ("410223", "尉氏县"),
        "J-2": ("410221", "杞县"),
        "J-3": ("410225", "兰考县"),
        "J-4": (None, None),
        "J-5": (None, "远处的县"),
    }


def test_a_border_that_is_near_and_a_missing_radius_are_doubts(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    from geo_app.work import reference

    districts = reference.districts(settings)
    border = shapely.intersection(*(districts.districts[n].geometry.boundary for n in (0, 1)))
    spot = shapely.Point(shapely.get_coordinates(border)[0])
    take_in(store, settings, write(tmp_path / "near.gpkg", frame({"code": ["N-1"]}, [spot])))
    site = kept(store)["N-1"]
    doubts = [Remark.from_json(each).code for each in site.doubts]
    assert doubts == ["place.near_border", "bulk.no_radius"]
    assert site.radius_m == settings.bulk.radius_m
    assert is_sound(store)


def test_one_by_one_or_at_once_gives_the_same_rows_and_events(
    store: Store, settings: Settings, other: Store, tmp_path: Path
) -> None:
    site_ids = confirm_sample(store, settings)
    override = {"name": "周领导", "reason": "汛期道路中断，已由省厅现场验收", "missing": []}
    with store.session() as session:
        happened(session, site_ids[0], EventKind.VERIFIED, TODAY, {"override": override})
    with store.session(read_only=True) as session:
        exported = exchange.export_sites(session)
    path = tmp_path / "sites.geojson"
    path.write_bytes(exported)
    third = open_store(Settings(data=tmp_path / "third"))
    assert road.is_small_geojson(path, settings)
    with other.session() as session:
        road.import_geojson(session, ACTOR, exported, path.name, settings, TODAY)
    lowered = replace(settings, limits=replace(settings.limits, import_bytes=len(exported) - 1))
    assert not road.is_small_geojson(path, lowered)
    take_in(third, lowered, path)
    assert _sites(other) == _sites(third)
    [overridden] = [site["overridden"] for site in _sites(third) if site["overridden"]]
    assert override["reason"] in overridden[0]["message"]
    assert _events(other) == _events(third)
    assert _positions(other) == _positions(third)
    assert _ledger(other) == _ledger(third)
    assert is_sound(third)
    third.engine.dispose()


def _sites(store: Store) -> list[dict[str, Any]]:
    own = {"created_at", "updated_at"}
    with store.session(read_only=True) as session:
        rows = session.execute(select(Site.__table__).order_by(Site.id)).mappings().all()
    return [{name: value for name, value in row.items() if name not in own} for row in rows]


def _ledger(store: Store) -> list[tuple[Any, ...]]:
    """Every problem with its notice, also those without a site."""
    columns = (Notice.sha256, Notice.title, Notice.issuer, Notice.issued_on, *Problem.__table__.c)
    with store.session(read_only=True) as session:
        rows = session.execute(select(*columns).join(Problem.notice).order_by(Problem.id)).all()
    assert any(row.status_word for row in rows), "the sample tells nothing but sites"
    return [tuple(row) for row in rows]


@pytest.mark.parametrize("told", ["7", '{"a": []}', "[7]", '[{"sha256": "short"}]'])
def test_what_a_file_tells_of_notices_is_checked_before_its_sites(
    store: Store, settings: Settings, tmp_path: Path, told: str
) -> None:
    path = tmp_path / "sites.geojson"
    feature = '{"type":"Feature","geometry":null,"properties":{"code":"A-1","name":"甲"}}'
    head = f'{{"type":"FeatureCollection","notices":{told},"features":['
    path.write_text(f"{head}{feature}]}}", "utf-8")
    with pytest.raises(InputError) as caught:
        take_in(store, settings, path)
    assert caught.value.code == "import.notices"
    assert kept(store) == {}


def _events(store: Store) -> set[tuple[Any, ...]]:
    """What is told of sites, but for the ids that are made for it."""
    with store.session(read_only=True) as session:
        rows = [
            event
            for site_id in session.scalars(select(Site.id)).all()
            for event in histories.history(session, "site", site_id)
        ]
        return {
            (
                row.subject_id,
                row.kind,
                row.as_of,
                row.id if "positions" not in row.data else None,
                orjson.dumps(
                    {k: v for k, v in row.data.items() if k != "positions"},
                    option=orjson.OPT_SORT_KEYS,
                ),
            )
            for row in rows
        }


def _positions(store: Store) -> list[tuple[Any, ...]]:
    with store.session(read_only=True) as session:
        rows = [
            position
            for site_id in session.scalars(select(Site.id).order_by(Site.id)).all()
            for position in histories.positions(session, site_id)
        ]
    return [
        (p.site_id, p.layer, p.geometry, p.lon, p.lat, p.radius_m, p.source, p.schematic, p.doubts)
        for p in rows
    ]


def test_the_same_file_again_changes_nothing(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    path = sample(tmp_path)
    take_in(store, settings, path)
    before = _events(store)
    assert take_in(store, settings, path) == bulk.BulkReport(0, 4, 0, 0)
    assert _events(store) == before
    assert is_sound(store)


def test_a_site_that_is_here_stays_and_a_difference_is_counted(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    hashes = {"notice_sha256": ["5" * 64] * 4}
    first = write(tmp_path / "first.fgb", frame({**COLUMNS, **hashes}))
    names = {"name": ["石坝排口", "改了名的", "枣园异味", "无位置点"]}
    second = write(tmp_path / "second.fgb", frame({**COLUMNS, **hashes, **names}))
    take_in(store, settings, first)
    assert take_in(store, settings, second) == bulk.BulkReport(0, 4, 1, 0)
    assert kept(store)["A-2"].name == "柳桥垃圾"


def test_codes_are_made_where_the_file_has_none(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    path = write(tmp_path / "bare.fgb", frame({"name": ["甲", "乙"]}, [shapely.Point(114, 34)] * 2))
    take_in(store, settings, path)
    codes = sorted(kept(store))
    assert len(codes) == 2
    assert take_in(store, settings, path).unchanged == 2
    assert sorted(kept(store)) == codes


def test_notices_and_problems_that_the_file_names_are_kept(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    columns = {
        "code": ["a", "b", "c"],
        "notice_sha256": ["1" * 64, "1" * 64, "2" * 64],
        "notice": ["甲通报", "甲通报", "乙通报"],
        "problem_number": [3, 4, 1],
    }
    take_in(store, settings, write(tmp_path / "own.gpkg", frame(columns, [None] * 3)))
    with store.session(read_only=True) as session:
        rows = session.execute(select(Notice.title, Problem.number).join(Notice.problems)).all()
    assert sorted(map(tuple, rows)) == [("乙通报", 1), ("甲通报", 3), ("甲通报", 4)]


def test_small_batches_make_one_import(store: Store, settings: Settings, tmp_path: Path) -> None:
    count = 57
    columns = {"code": [f"c-{n}" for n in range(count)]}
    shapes = [shapely.Point(114 + n / 100, 34.5) for n in range(count)]
    small = Settings(
        data=settings.data, database_url=settings.database_url, bulk=BulkLimits(batch=10)
    )
    seen: list[tuple[int, int]] = []
    path = write(tmp_path / "many.gpkg", frame(columns, shapes))
    report = take_in(store, small, path, progress=lambda *told: seen.append(told))
    assert report.added == count
    assert seen == [*((done, count) for done in range(10, count, 10)), (count, count)]
    assert is_sound(store)


def test_a_bad_row_is_named_and_nothing_is_kept(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    path = write(tmp_path / "bad.gpkg", frame({**COLUMNS, "status": ["open", "open", "done", ""]}))
    with pytest.raises(InputError) as caught:
        take_in(store, settings, path)
    assert (caught.value.values["index"], caught.value.values["name"]) == (3, "status")
    assert kept(store) == {}
    with store.session(read_only=True) as session:
        assert session.scalar(select(func.count()).select_from(Event)) == 0
        assert session.scalar(select(func.count()).select_from(Notice)) == 0


def test_a_row_whose_days_do_not_fit_its_status_is_named(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    statuses = ["open"] * 13 + ["verified"] + ["open"] * 6  # without a day, in the second batch
    table = frame({"code": [f"d-{n}" for n in range(20)], "status": statuses}, [None] * 20)
    small = replace(settings, bulk=BulkLimits(batch=10))
    with pytest.raises(InputError) as caught:
        take_in(store, small, write(tmp_path / "days.gpkg", table))
    assert (caught.value.code, caught.value.values["index"]) == ("import.status_day", 14)
    assert kept(store) == {}


def test_indexes_are_there_afterwards_and_after_a_refusal(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    def indexes() -> set[str]:
        found = inspect(store.engine)
        names = ("site", "imported", "event")
        return {str(each["name"]) for name in names for each in found.get_indexes(name)}

    before = indexes()
    with pytest.raises(InputError):
        take_in(
            store, settings, write(tmp_path / "bad.gpkg", frame({"code": ["a", "a"]}, [None] * 2))
        )
    assert indexes() == before
    take_in(store, settings, sample(tmp_path))
    assert indexes() == before
    assert len(before) > 5


def test_codes_and_ids_of_others_are_refused(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    take_in(store, settings, sample(tmp_path))
    taken = write(tmp_path / "taken.gpkg", frame({"code": ["B-1", "A-2"]}, [None] * 2))
    with pytest.raises(InputError) as caught:
        take_in(store, settings, taken)
    assert (caught.value.code, caught.value.values["index"]) == ("import.code_taken", 2)
    own = kept(store)["A-1"].id
    columns = {"code": ["Z-1"], "id": [own], "notice_sha256": ["3" * 64]}
    changed = write(tmp_path / "changed.gpkg", frame(columns, [None]))
    with pytest.raises(InputError, match="A-1") as caught:
        take_in(store, settings, changed)
    assert caught.value.code == "import.code_changed"
    assert len(kept(store)) == 4
