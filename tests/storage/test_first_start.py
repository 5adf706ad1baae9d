"""The first start fills an empty store, once, whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from geo_app.domain.actor import SYSTEM
from geo_app.errors import InputError
from geo_app.geo.geojson import write_features
from geo_app.settings import Settings
from geo_app.store.log import verify
from geo_app.store.models import Event, Site
from geo_app.store.session import Store
from geo_app.work import exchange, first_start, gazetteer
from tests.storage.helpers import confirm_sample
from tests.storage.samples import ACTOR, districts, draft
from tests.storage.samples import gazetteer as made_up


@pytest.fixture
def shipped(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of files that come with the program."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "gazetteer.geojson").write_bytes(write_features(made_up().to_features()))
    (folder / "sites.geojson").write_bytes(
        exchange.sites_of_draft(
            ACTOR,
            draft(),
            source_name="sample.txt",
            gazetteer=made_up(),
            districts=districts(),
            settings=settings,
        )
    )

    def resource(*parts: str) -> Path:
        path = tmp_path.joinpath(*parts)
        if not path.exists():
            raise FileNotFoundError(path)
        return path

    monkeypatch.setattr(first_start, "resource", resource)
    return folder


def sizes(store: Store) -> tuple[int, int, int]:
    with store.session(read_only=True) as session:
        return (
            len(gazetteer.load(session).anchors),
            session.scalar(select(func.count()).select_from(Site)) or 0,
            verify(session).events,
        )


def test_anchors_and_sites_come_in_once(store: Store, settings: Settings, shipped: Path) -> None:
    assert first_start.first_start(store, settings) is True
    anchors, sites, events = sizes(store)
    assert (anchors, sites) == (2, 4)
    assert first_start.first_start(store, settings) is False
    assert sizes(store) == (2, 4, events)
    with store.session(read_only=True) as session:
        assert set(session.scalars(select(Event.actor_id))) == {SYSTEM.id}
        data = exchange.export_sites(session)
    assert data == (shipped / "sites.geojson").read_bytes()


def test_a_store_in_use_is_left_alone(store: Store, settings: Settings, shipped: Path) -> None:
    confirm_sample(store, settings)
    before = sizes(store)
    assert first_start.first_start(store, settings) is False
    assert sizes(store) == before


def test_a_start_that_fails_leaves_nothing_half_filled(
    store: Store, settings: Settings, shipped: Path
) -> None:
    (shipped / "sites.geojson").write_text("{")
    with pytest.raises(InputError):
        first_start.first_start(store, settings)
    assert sizes(store) == (0, 0, 0)


@pytest.mark.parametrize("name", ["gazetteer.geojson", "sites.geojson"])
def test_a_program_without_its_files_is_damaged_and_fills_nothing(
    store: Store, settings: Settings, shipped: Path, name: str
) -> None:
    (shipped / name).unlink()
    with pytest.raises(FileNotFoundError):
        first_start.first_start(store, settings)
    assert sizes(store) == (0, 0, 0)
