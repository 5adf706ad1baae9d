"""Review: confirm, redraw, leave unlocated, merge, take back."""

from __future__ import annotations

import math

import pytest
from shapely.geometry import LineString, MultiPoint, Point, Polygon
from sqlalchemy import select

from geo_app.domain.status import EventKind, Status
from geo_app.errors import ConflictError, InputError, NotFoundError
from geo_app.settings import Settings
from geo_app.store.log import verify
from geo_app.store.models import Place, Position, Problem, Site
from geo_app.store.session import Store
from geo_app.work import places, sites
from tests.storage.helpers import add_sample, confirm_sample, happened
from tests.storage.samples import ACTOR, ISSUED


def place_ids(store: Store) -> list[str]:
    with store.session(read_only=True) as session:
        query = select(Place.id).join(Place.problem).order_by(Problem.number, Place.ordinal)
        return list(session.scalars(query))


def test_confirming_makes_a_site_with_its_layers_and_history(
    store: Store, settings: Settings
) -> None:
    add_sample(store, settings)
    first = place_ids(store)[0]
    with store.session() as session:
        site = places.confirm(session, ACTOR, first)
        sheet = sites.get(session, site.id)
    assert (site.code, site.located, site.lon, site.lat) == ("P1-1", True, 114.3, 34.8)
    assert (site.status, site.claimed_on.isoformat()) == (Status.CLAIMED, "2024-02-29")
    assert site.verified_on is None
    assert site.responsible_unit == "河务所"
    assert list(sheet.layers) == ["phrase", "computed"]
    assert sheet.layers["phrase"].geometry is None
    assert sheet.layers["phrase"].source == "青河桥"
    assert [event.kind for event in sheet.events] == [
        EventKind.FOUND,
        EventKind.CLAIMED,
        EventKind.LOCATED,
    ]
    assert {event.actor_name for event in sheet.events} == {ACTOR.name}
    assert [reason.code for reason in sheet.reasons] == ["history.found", "history.claimed"]


def test_confirming_again_changes_nothing(store: Store, settings: Settings) -> None:
    add_sample(store, settings)
    first = place_ids(store)[0]
    with store.session() as session:
        site = places.confirm(session, ACTOR, first)
    with store.session() as session:
        before = verify(session).events
        assert places.confirm(session, ACTOR, first).id == site.id
        assert verify(session).events == before


def test_all_drafts_are_confirmed_or_listed_as_unlocated(store: Store, settings: Settings) -> None:
    confirm_sample(store, settings)
    with store.session(read_only=True) as session:
        rows = session.scalars(select(Site).order_by(Site.code)).all()
        found = [(s.code, s.located, s.status, s.geometry is None) for s in rows]
    assert found == [
        ("P1-1", True, Status.CLAIMED, False),
        ("P1-2", True, Status.DISPUTED, False),
        ("P3-1", False, Status.IN_WORK, True),
        ("P3-2", False, Status.IN_WORK, True),
    ]
    assert rows[1].status_on == ISSUED
    assert rows[3].doubts[-1]["code"] == "doubt.named_nowhere"


def test_nothing_computed_cannot_be_confirmed(store: Store, settings: Settings) -> None:
    add_sample(store, settings)
    with store.session() as session, pytest.raises(ConflictError) as caught:
        places.confirm(session, ACTOR, place_ids(store)[2])
    assert caught.value.code == "job.nothing_located"


@pytest.mark.parametrize(
    ("shape", "kind"),
    [
        (Point(114.31, 34.81), "Point"),
        (LineString([(114.31, 34.81), (114.33, 34.81)]), "LineString"),
        (Polygon([(114.31, 34.81), (114.31, 34.82), (114.32, 34.82)]), "Polygon"),
    ],
)
def test_a_drawn_shape_is_confirmed_and_the_computed_one_stays(
    store: Store, settings: Settings, shape: Point, kind: str
) -> None:
    add_sample(store, settings)
    with store.session() as session:
        site = places.redraw(session, ACTOR, place_ids(store)[0], shape, 12.5)
        sheet = sites.get(session, site.id)
        feature = sites.feature(site, None)
    assert list(sheet.layers) == ["phrase", "computed", "confirmed"]
    computed = sites.geometry_of(sheet.layers["computed"])
    assert computed == {"type": "Point", "coordinates": [114.3, 34.8]}
    assert feature["geometry"]["type"] == kind
    properties = feature["properties"]
    assert (properties["position_layer"], properties["position_source"]) == ("confirmed", "drawn")
    assert properties["radius_m"] == 12.5
    assert shape.distance(Point(properties["lon"], properties["lat"])) < 1e-6


def test_a_drawn_polygon_is_wound_as_rfc_7946_says(store: Store, settings: Settings) -> None:
    add_sample(store, settings)
    clockwise = Polygon([(114.31, 34.81), (114.31, 34.82), (114.32, 34.82)])
    assert not clockwise.exterior.is_ccw
    with store.session() as session:
        site = places.redraw(session, ACTOR, place_ids(store)[0], clockwise, 10)
        ring = sites.geometry_of(site)["coordinates"][0]  # type: ignore[index]
    assert Polygon(ring).exterior.is_ccw


@pytest.mark.parametrize(
    ("shape", "radius", "code"),
    [
        (Polygon([(0, 0), (1, 1), (0, 1), (1, 0)]), 10, "job.bad_geometry"),
        (Point(), 10, "job.bad_geometry"),
        (Point(200, 10), 10, "job.bad_geometry"),
        (Point(math.nan, 10), 10, "job.bad_geometry"),
        (MultiPoint([(0, 0), (1, 1)]), 10, "job.bad_geometry"),
        (Point(114.3, 34.8), -1, "job.bad_radius"),
        (Point(114.3, 34.8), math.inf, "job.bad_radius"),
        (Point(114.3, 34.8), 1e6, "job.bad_radius"),
    ],
)
def test_an_unusable_drawing_is_refused(
    store: Store, settings: Settings, shape: Point, radius: float, code: str
) -> None:
    add_sample(store, settings)
    first = place_ids(store)[0]
    with pytest.raises(InputError) as caught, store.session() as session:
        places.redraw(session, ACTOR, first, shape, radius)
    assert caught.value.code == code
    with store.session(read_only=True) as session:
        assert session.scalars(select(Site)).all() == []


def test_a_place_left_unlocated_has_no_position_though_one_was_computed(
    store: Store, settings: Settings
) -> None:
    add_sample(store, settings)
    with store.session() as session:
        site = places.mark_unlocated(session, ACTOR, place_ids(store)[0])
        assert sites.feature(site, None)["geometry"] is None
    assert (site.located, site.lon, site.radius_m, site.position_layer) == (
        False,
        None,
        None,
        "phrase",
    )
    assert [doubt["code"] for doubt in site.doubts] == ["doubt.marked_unlocated"]


def test_a_mind_can_be_changed_between_the_three(store: Store, settings: Settings) -> None:
    add_sample(store, settings)
    first = place_ids(store)[0]
    seen = []
    with store.session() as session:
        for act in (
            lambda: places.mark_unlocated(session, ACTOR, first),
            lambda: places.redraw(session, ACTOR, first, Point(114.4, 34.85), 5),
            lambda: places.confirm(session, ACTOR, first),
        ):
            site = act()
            seen.append((site.position_layer, site.located, site.lon))
    assert seen == [
        ("phrase", False, None),
        ("confirmed", True, 114.4),
        ("computed", True, 114.3),
    ]


def test_merging_makes_a_place_a_further_mention_of_another(
    store: Store, settings: Settings
) -> None:
    confirm_sample(store, settings)
    first, second, *_ = place_ids(store)
    with store.session() as session:
        into = places.merge(session, ACTOR, second, first)
        assert [alias["text"] for alias in into.aliases] == ["青河桥", "白柳桥"]
        assert session.scalars(select(Site.code).where(Site.code == "P1-2")).all() == []
    with store.session() as session:
        merged = places.get(session, second)
        assert (merged.state, merged.merged_into, merged.site_id) == ("merged", first, None)
        with pytest.raises(ConflictError):
            places.confirm(session, ACTOR, second)
        with pytest.raises(ConflictError):
            places.merge(session, ACTOR, first, second)
        back = places.reset(session, ACTOR, second)
        assert back.state == "draft"
        assert [alias["text"] for alias in places.get(session, first).aliases] == ["青河桥"]


def test_only_places_of_one_problem_can_be_one(store: Store, settings: Settings) -> None:
    add_sample(store, settings)
    first, _, third, _ = place_ids(store)
    with store.session() as session:
        for one, other in ((first, third), (first, first)):
            with pytest.raises(ConflictError):
                places.merge(session, ACTOR, one, other)


def test_a_site_without_later_records_can_be_taken_back_and_confirmed_again(
    store: Store, settings: Settings
) -> None:
    confirm_sample(store, settings)
    first = place_ids(store)[0]
    with store.session() as session:
        place = places.reset(session, ACTOR, first)
        assert (place.state, place.site_id) == ("draft", None)
        assert session.scalars(select(Site).where(Site.code == "P1-1")).all() == []
    with store.session() as session:
        site = places.confirm(session, ACTOR, first)
        sheet = sites.get(session, site.id)
        assert (site.code, site.status) == ("P1-1", Status.CLAIMED)
        assert [event.kind for event in sheet.events].count(EventKind.CLAIMED) == 1
        assert EventKind.WITHDRAWN in [event.kind for event in sheet.events]
        assert len(sheet.positions) == 2  # those of its first life are kept, but not shown
        kept = session.scalars(select(Position).where(Position.site_id == site.id)).all()
        assert len(kept) == 4
        assert verify(session).broken_at is None


def test_a_site_with_later_records_is_not_taken_back(store: Store, settings: Settings) -> None:
    site_id = confirm_sample(store, settings)[0]
    with store.session() as session:
        happened(session, site_id, EventKind.VERIFIED, ISSUED)
    with pytest.raises(ConflictError) as caught, store.session() as session:
        places.reset(session, ACTOR, place_ids(store)[0])
    assert caught.value.code == "job.has_history"
    with store.session(read_only=True) as session:
        assert session.get(Site, site_id) is not None


def test_the_review_sheet_is_plain_json_and_complete(store: Store, settings: Settings) -> None:
    import orjson

    notice_id = add_sample(store, settings)
    with store.session() as session:
        places.redraw(session, ACTOR, place_ids(store)[0], Point(114.31, 34.81), 5)
        sheet = places.review(session, notice_id)
    assert orjson.loads(orjson.dumps(sheet.to_json())) == sheet.to_json()
    assert sheet.text is not None
    assert [problem["number"] for problem in sheet.problems] == [1, 2, 3]
    for place in sheet.places:
        assert sheet.text[place["start"] : place["end"]] == place["text"]
    assert [place["state"] for place in sheet.places] == ["confirmed", "draft", "draft", "draft"]
    assert [place["located"] for place in sheet.places] == [True, True, False, False]
    assert sheet.places[0]["shown"]["geometry"]["coordinates"] == [114.31, 34.81]
    assert sheet.places[0]["location"]["geometry"]["coordinates"] == [114.3, 34.8]


def test_an_unknown_place_is_not_found(store: Store) -> None:
    with store.session() as session, pytest.raises(NotFoundError):
        places.confirm(session, ACTOR, "no-such-id")
