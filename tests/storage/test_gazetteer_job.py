"""Anchors in the store: what rests on them moves with them, and it is said how far."""

from __future__ import annotations

import orjson
import pytest
from pyproj import Geod
from shapely.geometry import Point
from sqlalchemy import select

from geo_app.domain.status import EventKind
from geo_app.errors import ConflictError, InputError, NotFoundError
from geo_app.settings import Settings
from geo_app.store.log import verify
from geo_app.store.models import Event, Place, Problem, Site
from geo_app.store.session import Store
from geo_app.work import exchange, gazetteer, places, sites
from tests.storage.helpers import add_sample, confirm_sample
from tests.storage.samples import ACTOR, QINGHE, districts, draft
from tests.storage.samples import gazetteer as made_up


def correct(store: Store, settings: Settings, lon: float, radius_m: float = 15.0):
    with store.session() as session:
        return gazetteer.correct(
            session,
            ACTOR,
            QINGHE.id,
            lon=lon,
            lat=34.80,
            radius_m=radius_m,
            source="现场测量",
            settings=settings,
        )


def test_what_is_seeded_is_loaded_again_equal(store: Store) -> None:
    with store.session() as session:
        assert gazetteer.seed(session, ACTOR, made_up()) == 2
        assert gazetteer.seed(session, ACTOR, made_up()) == 0
    with store.session(read_only=True) as session:
        loaded = gazetteer.load(session)
        assert {a.id: a for a in loaded.anchors} == {a.id: a for a in made_up().anchors}
        assert verify(session).events == 2


def test_a_corrected_anchor_moves_its_draft_and_says_how_far(
    store: Store, settings: Settings
) -> None:
    add_sample(store, settings)
    (moved,) = correct(store, settings, 114.32)
    expected = Geod(ellps="GRS80").inv(114.30, 34.80, 114.32, 34.80)[2]
    assert (moved.name, moved.site_id) == ("青河桥排口", None)
    assert (moved.old, moved.new) == ((114.3, 34.8), (114.32, 34.8))
    assert moved.metres == pytest.approx(expected, abs=0.5)
    with store.session(read_only=True) as session:
        kinds = session.scalars(
            select(Event.kind).where(Event.subject_id == QINGHE.id).order_by(Event.seq)
        ).all()
        assert kinds == [EventKind.ADDED, EventKind.CORRECTED]


def test_a_site_that_shows_the_computed_position_follows(store: Store, settings: Settings) -> None:
    first, *_ = confirm_sample(store, settings)
    (moved,) = correct(store, settings, 114.32)
    assert moved.site_id == first
    with store.session(read_only=True) as session:
        sheet = sites.get(session, first)
    assert (sheet.site.lon, sheet.site.position_layer) == (114.32, "computed")
    assert [p.lon for p in sheet.positions if p.layer == "computed"] == [114.3, 114.32]
    assert sheet.events[-1].kind == EventKind.MOVED


def test_a_site_that_a_person_drew_stays_but_learns_of_it(store: Store, settings: Settings) -> None:
    add_sample(store, settings)
    with store.session() as session:
        place = session.scalars(select(Place).where(Place.text == "青河桥")).one()
        site = places.redraw(session, ACTOR, place.id, Point(114.301, 34.801), 5)
    (moved,) = correct(store, settings, 114.32)
    with store.session(read_only=True) as session:
        sheet = sites.get(session, site.id)
    assert (moved.site_id, moved.new) == (site.id, (114.32, 34.8))
    assert (sheet.site.lon, sheet.site.position_layer) == (114.301, "confirmed")
    assert sheet.layers["computed"].lon == 114.32


def test_crossing_a_border_changes_the_district_that_was_not_named(
    store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from geo_app.work import relocation

    monkeypatch.setattr(relocation, "shipped_districts", districts)
    first, *_ = confirm_sample(store, settings)
    correct(store, settings, 114.40)
    with store.session(read_only=True) as session:
        assert session.get_one(Site, first).district == "东屏区"


def test_a_better_radius_alone_is_news_too(store: Store, settings: Settings) -> None:
    add_sample(store, settings)
    (moved,) = correct(store, settings, 114.30, radius_m=200)
    assert moved.metres == 0
    assert moved.old_radius_m is not None
    assert moved.new_radius_m is not None
    assert moved.new_radius_m > moved.old_radius_m


def test_a_new_anchor_locates_what_waited_for_it(store: Store, settings: Settings) -> None:
    site_id = confirm_sample(store, settings)[2]
    with store.session() as session:
        anchor, moved = gazetteer.add(
            session,
            ACTOR,
            name="石坪镇污水站",
            kind="plant",
            lon=114.28,
            lat=34.75,
            radius_m=40,
            source="现场测量",
            settings=settings,
        )
    assert anchor.name == "石坪镇污水站"
    assert [(each.name, each.metres, each.old) for each in moved] == [("石坪镇污水站", None, None)]
    with store.session(read_only=True) as session:
        site = session.get_one(Site, site_id)
        assert (site.located, site.lon, site.position_layer) == (True, 114.28, "computed")
        place = session.scalars(select(Place).where(Place.site_id == site_id)).one()
        assert place.state == "confirmed"


def test_a_person_who_left_a_place_unlocated_is_not_overruled(
    store: Store, settings: Settings
) -> None:
    add_sample(store, settings)
    with store.session() as session:
        place = session.scalars(select(Place).where(Place.text == "青河桥")).one()
        site = places.mark_unlocated(session, ACTOR, place.id)
    correct(store, settings, 114.32)
    with store.session(read_only=True) as session:
        row = session.get_one(Site, site.id)
        assert (row.located, row.position_layer) == (False, "phrase")


def test_a_removed_anchor_leaves_its_site_unlocated(store: Store, settings: Settings) -> None:
    first, *_ = confirm_sample(store, settings)
    with store.session() as session:
        (moved,) = gazetteer.remove(session, ACTOR, QINGHE.id, settings=settings)
    assert (moved.old, moved.new, moved.metres) == ((114.3, 34.8), None, None)
    with store.session(read_only=True) as session:
        site = session.get_one(Site, first)
        assert (site.located, site.geometry, site.radius_m) == (False, None, None)
        assert sites.get(session, first).layers["computed"].geometry is None
        query = select(Place.state).join(Place.problem).where(Problem.number == 1)
        assert sorted(session.scalars(query)) == ["confirmed", "unlocated"]


def test_a_site_from_a_file_follows_its_anchor_though_its_notice_has_no_text(
    store: Store, settings: Settings
) -> None:
    data = exchange.sites_of_draft(
        ACTOR,
        draft(),
        source_name="sample.txt",
        gazetteer=made_up(),
        districts=districts(),
        settings=settings,
    )
    with store.session() as session:
        gazetteer.seed(session, ACTOR, made_up())
        exchange.import_sites(session, ACTOR, data, "sites.geojson", settings)
    (moved,) = correct(store, settings, 114.32)
    assert (moved.place_id, moved.name) == (None, "青河桥排口")
    assert (moved.old, moved.new) == ((114.3, 34.8), (114.32, 34.8))
    with store.session(read_only=True) as session:
        sheet = sites.get(session, moved.site_id or "")
    assert (sheet.site.lon, sheet.site.position_layer) == (114.32, "computed")
    assert correct(store, settings, 114.32) == []


def collection(*features: dict[str, object]) -> bytes:
    return orjson.dumps({"type": "FeatureCollection", "features": features})


def anchor(name: str, lon: float, **properties: object) -> dict[str, object]:
    return {
        "type": "Feature",
        "id": f"x-{name}",
        "geometry": {"type": "Point", "coordinates": [lon, 34.8]},
        "properties": {"name": name, "kind": "bridge", "radius_m": 10, **properties},
    }


def test_an_import_adds_and_corrects_and_again_changes_nothing(
    store: Store, settings: Settings
) -> None:
    add_sample(store, settings)
    replaced = {**anchor("青河桥", 114.31), "id": QINGHE.id}
    data = collection(replaced, anchor("新桥", 114.2))
    with store.session() as session:
        report = gazetteer.import_features(session, ACTOR, data, "a.geojson", settings)
    assert (report.added, report.changed, report.unchanged) == (1, 1, 0)
    assert [moved.name for moved in report.moved] == ["青河桥排口"]
    with store.session() as session:
        again = gazetteer.import_features(session, ACTOR, data, "a.geojson", settings)
    assert (again.added, again.changed, again.unchanged, again.moved) == (0, 0, 2, [])


def test_a_faulty_import_changes_nothing(store: Store, settings: Settings) -> None:
    add_sample(store, settings)
    data = collection(anchor("新桥", 114.2), anchor("", 114.2))
    with pytest.raises(InputError), store.session() as session:
        gazetteer.import_features(session, ACTOR, data, "a.geojson", settings)
    with store.session(read_only=True) as session:
        assert len(gazetteer.load(session).anchors) == 2


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": "  "}, "job.anchor_name"),
        ({"name": "新\0桥"}, "job.anchor_text"),
        ({"source": "测\0试"}, "job.anchor_text"),
        ({"kind": "castle"}, "job.anchor_kind"),
        ({"lon": 999.0}, "job.bad_geometry"),
        ({"lat": float("nan")}, "job.bad_geometry"),
        ({"lon": None}, "job.bad_geometry"),
        ({"radius_m": 0.0}, "job.bad_radius"),
        ({"radius_m": float("inf")}, "job.bad_radius"),
    ],
)
def test_an_unusable_anchor_is_refused(
    store: Store, settings: Settings, change: dict[str, object], code: str
) -> None:
    values = {
        "name": "新桥", "kind": "bridge", "lon": 114.2, "lat": 34.8, "radius_m": 10.0,
        "source": "测试", **change,
    }  # fmt: skip
    with pytest.raises(InputError) as caught, store.session() as session:
        gazetteer.add(session, ACTOR, settings=settings, **values)
    assert caught.value.code == code


def test_an_anchor_is_added_once(store: Store, settings: Settings) -> None:
    def add() -> None:
        with store.session() as session:
            gazetteer.add(
                session, ACTOR, name="新桥", kind="bridge", lon=114.2, lat=34.8, radius_m=10,
                source="测试", settings=settings,
            )  # fmt: skip

    add()
    with pytest.raises(ConflictError):
        add()


def test_an_unknown_anchor_is_not_found(store: Store, settings: Settings) -> None:
    with pytest.raises(NotFoundError):
        correct(store, settings, 114.3)
