"""Sites out to a file and back: the same bytes, or nothing at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest
from shapely.geometry import LineString, Polygon
from sqlalchemy import func, select

from geo_app.domain.status import EventKind, Status
from geo_app.errors import InputError
from geo_app.settings import Settings
from geo_app.store.log import verify
from geo_app.store.models import Event, Notice, Place, Problem, Site
from geo_app.store.session import Store, open_store
from geo_app.work import events, exchange, places, sites
from tests.storage.helpers import add_sample, confirm_sample, happened
from tests.storage.samples import ACTOR, ISSUED, TEXT, districts, draft, gazetteer


def export(store: Store) -> bytes:
    with store.session(read_only=True) as session:
        return exchange.export_sites(session)


def take_in(store: Store, settings: Settings, data: bytes) -> exchange.ImportReport:
    with store.session() as session:
        return exchange.import_sites(session, ACTOR, data, "sites.geojson", settings)


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Store]:
    """Another installation, empty."""
    opened = open_store(Settings(data=tmp_path / "other"))
    yield opened
    opened.engine.dispose()


def with_a_long_history(store: Store, settings: Settings) -> None:
    """Every status, every kind of shape."""
    first, second, third, fourth = confirm_sample(store, settings)
    with store.session() as session:
        by_site = {p.site_id: p.id for p in session.scalars(select(Place))}
        line = LineString([(114.3, 34.8), (114.31, 34.81)])
        area = Polygon([(114.3, 34.8), (114.31, 34.8), (114.31, 34.81)])
        places.redraw(session, ACTOR, by_site[second], line, 40)
        places.redraw(session, ACTOR, by_site[third], area, 0.0)

        def say(site: str, *told: tuple[EventKind, str]) -> None:
            for kind, day in told:
                happened(session, site, kind, date.fromisoformat(day))

        say(first, (EventKind.VERIFIED, "2024-04-01"), (EventKind.CLOSED, "2024-04-08"))
        say(
            third,
            (EventKind.CLAIMED, "2024-04-01"),
            (EventKind.VERIFIED, "2024-04-02"),
            (EventKind.REOPENED, "2024-06-01"),
        )
        say(fourth, (EventKind.CLAIMED, "2024-04-01"), (EventKind.TRANSFERRED, "2024-04-03"))
        events.record(
            session, ACTOR, first, EventKind.DEADLINE_SET, None, {"deadline": "2024-05-01"}
        )
        problem = session.scalars(select(Problem).where(Problem.number == 2)).one()
        happened(session, problem.id, EventKind.VERIFIED, date(2024, 4, 5))
        told = {"override": {"name": "示例领导", "reason": "汛期道路中断，已由省厅现场验收"}}
        row = events.subject(session, second)
        for kind, day in ((EventKind.CLAIMED, 4), (EventKind.VERIFIED, 5), (EventKind.REOPENED, 6)):
            events.add(session, ACTOR, row, kind, date(2024, 4, day), told)


def test_out_in_and_out_again_gives_the_same_bytes(
    store: Store, settings: Settings, other: Store
) -> None:
    with_a_long_history(store, settings)
    data = export(store)
    report = take_in(other, settings, data)
    assert (report.added, report.unchanged, report.differing) == (4, 0, ())
    assert export(other) == data
    with other.session(read_only=True) as session:
        (site,) = session.scalars(select(Site).where(Site.overridden.is_not(None)))
        assert "汛期道路中断" in site.overridden[0]["message"]


@pytest.mark.parametrize(
    "overridden",
    [
        "x",
        [1],
        [{"code": "history.overridden"}],
        [{"code": "history.overridden", "values": {"day": "2024-04-01", "name": "甲"}}],
        [{"code": "history.overridden", "values": {"day": 1, "name": "甲", "reason": "乙"}}],
        [{"code": "history.found", "values": {"day": "1", "name": "甲", "reason": "乙"}}],
        [{"code": "history.overridden", "values": {"day": "1", "name": "\0", "reason": "乙"}}],
    ],
)
def test_a_malformed_override_is_named(
    store: Store, settings: Settings, other: Store, overridden: object
) -> None:
    confirm_sample(store, settings)
    collection = orjson.loads(export(store))
    collection["features"][1]["properties"]["overridden"] = overridden
    with pytest.raises(InputError) as caught:
        take_in(other, settings, orjson.dumps(collection))
    assert caught.value.values["index"] == 2
    assert "overridden" in caught.value.text("zh")
    with other.session(read_only=True) as session:
        assert verify(session).broken_at is None


def test_the_same_file_again_changes_nothing(
    store: Store, settings: Settings, other: Store
) -> None:
    with_a_long_history(store, settings)
    data = export(store)
    take_in(other, settings, data)
    with other.session(read_only=True) as session:
        before = verify(session)
    report = take_in(other, settings, data)
    assert (report.added, report.unchanged, report.differing) == (0, 4, ())
    with other.session(read_only=True) as session:
        assert verify(session) == before


def test_the_file_is_rfc_7946_and_holds_no_sentence_of_the_notice(
    store: Store, settings: Settings
) -> None:
    confirm_sample(store, settings)
    document = orjson.loads(export(store))
    assert document["type"] == "FeatureCollection"
    assert [feature["type"] for feature in document["features"]] == ["Feature"] * 4
    assert [feature["geometry"] is None for feature in document["features"]] == [
        False,
        False,
        True,
        True,
    ]
    told = export(store).decode()
    sentences = [s for line in TEXT.splitlines()[1:-2] for s in line.split("，")]
    assert [s for s in sentences if len(s) > 8 and s in told] == []
    (notice,) = document["notices"]
    assert [p["number"] for p in notice["problems"]] == [1, 2, 3]
    assert [p["status"] for p in notice["problems"]] == [
        Status.CLAIMED,
        Status.CLAIMED,
        Status.IN_WORK,
    ]


def test_an_imported_verification_names_the_file_and_who_brought_it(
    store: Store, settings: Settings, other: Store
) -> None:
    with_a_long_history(store, settings)
    take_in(other, settings, export(store))
    with other.session(read_only=True) as session:
        site = session.scalars(select(Site).where(Site.code == "P1-1")).one()
        sheet = sites.get(session, site.id)
    assert [event.kind for event in sheet.events if event.as_of] == [
        EventKind.FOUND,
        EventKind.CLAIMED,
        EventKind.VERIFIED,
        EventKind.CLOSED,
    ]
    assert {event.data["imported_from"] for event in sheet.events} == {"sites.geojson"}
    assert {event.actor_name for event in sheet.events} == {ACTOR.name}
    assert list(sheet.layers) == ["phrase", "computed"]


def test_a_notice_that_was_known_from_a_file_gets_its_text_and_keeps_its_sites(
    store: Store, settings: Settings, other: Store
) -> None:
    confirm_sample(store, settings)
    data = export(store)
    take_in(other, settings, data)
    with other.session(read_only=True) as session:
        assert session.scalars(select(Notice.text)).all() == [None]
    add_sample(other, settings)
    with other.session(read_only=True) as session:
        (notice,) = session.scalars(select(Notice)).all()
        assert notice.text == TEXT
        states = session.scalars(select(Place.state).order_by(Place.start)).all()
        assert states == ["draft"] * 4, "nobody has looked at them beside the text yet"
        assert session.scalar(select(func.count()).select_from(Site)) == 4
        statuses = session.scalars(select(Problem.status).order_by(Problem.number)).all()
        assert statuses == [Status.CLAIMED, Status.CLAIMED, Status.IN_WORK]
        first = session.scalars(select(Site).where(Site.code == "P1-1")).one()
        told = session.scalars(select(Event.kind).where(Event.subject_id == first.id)).all()
        assert sorted(told).count(EventKind.CLAIMED) == 1
    assert export(other) == data
    with other.session() as session:
        places.confirm_all(session, ACTOR, notice.id)
        states = session.scalars(select(Place.state).order_by(Place.start)).all()
        assert sorted(states) == ["confirmed", "confirmed", "unlocated", "unlocated"]
        assert session.scalar(select(func.count()).select_from(Site)) == 4
    assert export(other) == data


def test_a_file_that_lost_ids_and_notices_still_comes_in(
    store: Store, settings: Settings, other: Store
) -> None:
    """As after a way through another program that keeps geometry and flat properties only."""
    confirm_sample(store, settings)
    document = orjson.loads(export(store))
    del document["notices"]
    for feature in document["features"]:
        del feature["id"]
    report = take_in(other, settings, orjson.dumps(document))
    assert report.added == 4
    with other.session(read_only=True) as session:
        rows = session.scalars(select(Problem).order_by(Problem.number)).all()
        assert [(row.number, row.status) for row in rows] == [(1, Status.OPEN), (3, Status.OPEN)]
        (notice,) = session.scalars(select(Notice)).all()
        assert notice.title == "青河市督查整改通报"


def test_what_is_here_is_not_overwritten_and_the_difference_is_said(
    store: Store, settings: Settings
) -> None:
    first, *_ = confirm_sample(store, settings)
    data = export(store)
    with store.session() as session:
        happened(session, first, EventKind.VERIFIED, ISSUED)
    report = take_in(store, settings, data)
    assert (report.added, report.unchanged, report.differing) == (0, 4, ("P1-1",))
    with store.session(read_only=True) as session:
        assert session.get_one(Site, first).status == Status.VERIFIED


GONE, AS_FIRST = "<gone>", "<as in the first feature>"

FAULTS: list[tuple[str, object, str, str]] = [
    ("code", GONE, "import.property_missing", "code"),
    ("code", "  ", "import.property_missing", "code"),
    ("name", 5, "import.property_type", "name"),
    ("name", "a\0b", "import.property_type", "name"),
    ("status", "done", "import.property_type", "status"),
    ("category", "castle", "import.property_type", "category"),
    ("problem_number", "12", "import.property_type", "problem_number"),
    ("problem_number", True, "import.property_type", "problem_number"),
    ("problem_number", 0, "import.property_type", "problem_number"),
    ("notice_sha256", "abc", "import.property_type", "notice_sha256"),
    ("claimed_on", "2024-13-01", "import.property_type", "claimed_on"),
    ("claimed_on", "20240301", "import.property_type", "claimed_on"),
    ("deadline", 20240301, "import.property_type", "deadline"),
    ("radius_m", -1, "import.property_type", "radius_m"),
    ("radius_m", "20 m", "import.property_type", "radius_m"),
    ("radius_m", GONE, "import.property_missing", "radius_m"),
    ("located", False, "import.located", "located"),
    ("located", "yes", "import.property_type", "located"),
    ("position_layer", "guess", "import.property_type", "position_layer"),
    ("doubts", "many", "import.property_type", "doubts"),
    ("doubts", [1], "import.property_type", "doubts"),
    ("phrase", "青河桥", "import.property_type", "phrase"),
    ("phrase", {"text": "青河桥"}, "import.property_type", "phrase"),
    ("/features/1/properties/phrase/anchor", 5, "import.property_type", "phrase"),
    ("/features/1/properties/phrase/distance_m", "150", "import.property_type", "phrase"),
    ("/features/1/properties/phrase/chainage_m", [1], "import.property_type", "phrase"),
    ("status", "verified", "import.status_day", "verified_on"),
    ("verified_on", "2024-04-01", "import.day_without_status", "verified_on"),
    ("status", "open", "import.day_without_status", "claimed_on"),
    ("code", AS_FIRST, "import.repeated", "code"),
    ("/features/1/id", AS_FIRST, "geojson.duplicate_id", "2"),
    ("/features/1/id", "not-a-uuid", "import.property_type", "id"),
    ("/features/1/geometry/coordinates", [34.8, 114.4], "geojson.swapped", "2"),
    ("/notices", {}, "import.notices", "dict"),
    ("/notices", [1], "import.notices", "1"),
    ("/notices/0/sha256", "x", "import.notices", "sha256"),
    ("/notices/0/issued_on", "soon", "import.notices", "issued_on"),
    ("/notices/0/problems", [{"number": 1}], "import.notices", "category"),
]


def spoil(document: dict[str, Any], path: str, value: object) -> None:
    """Set one member; a path without a slash is a property of the second feature."""
    full = path if path.startswith("/") else f"/features/1/properties/{path}"
    *way, last = full.strip("/").split("/")

    def follow(steps: list[str]) -> Any:
        target: Any = document
        for step in steps:
            target = target[int(step)] if isinstance(target, list) else target[step]
        return target

    if value is GONE:
        del follow(way)[last]
    elif value is AS_FIRST:
        follow(way)[last] = follow(["features", "0", *way[2:]])[last]
    else:
        follow(way)[last] = value


@pytest.mark.parametrize(
    ("path", "value", "code", "part"), FAULTS, ids=[f"{f[0]}={f[1]!r}" for f in FAULTS]
)
def test_a_fault_is_named_and_nothing_is_written(
    store: Store,
    settings: Settings,
    sample_file: bytes,
    path: str,
    value: object,
    code: str,
    part: str,
) -> None:
    document = orjson.loads(sample_file)
    document["features"][1]["properties"] |= {"status": "claimed", "claimed_on": "2024-03-01"}
    spoil(document, path, value)
    with pytest.raises(InputError) as caught:
        take_in(store, settings, orjson.dumps(document))
    assert caught.value.code == code
    for language in ("zh", "en"):
        sentence = caught.value.text(language)
        assert part in sentence
        assert "…" not in sentence
    with store.session(read_only=True) as session:
        assert session.scalar(select(func.count()).select_from(Notice)) == 0
        assert verify(session).events == 0


def test_verified_before_it_was_claimed_is_refused(
    store: Store, settings: Settings, sample_file: bytes
) -> None:
    document = orjson.loads(sample_file)
    document["features"][0]["properties"] |= {
        "status": "verified",
        "claimed_on": "2024-04-02",
        "verified_on": "2024-04-01",
    }
    with pytest.raises(InputError) as caught:
        take_in(store, settings, orjson.dumps(document))
    assert caught.value.code == "import.day_order"


@pytest.fixture
def sample_file(settings: Settings) -> bytes:
    return exchange.sites_of_draft(
        ACTOR,
        draft(),
        source_name="sample.txt",
        gazetteer=gazetteer(),
        districts=districts(),
        settings=settings,
    )


def test_the_way_in_memory_gives_what_the_store_gives(
    store: Store, settings: Settings, sample_file: bytes
) -> None:
    confirm_sample(store, settings)
    assert export(store) == sample_file


def test_a_code_that_belongs_to_another_site_is_refused_whole(
    store: Store, settings: Settings, sample_file: bytes
) -> None:
    take_in(store, settings, sample_file)
    document = orjson.loads(sample_file)
    for feature in document["features"]:
        feature["id"] = feature["id"][:-4] + "0000"
    document["features"][0]["properties"]["code"] = "new-1"  # this one alone would be welcome
    with pytest.raises(InputError) as caught:
        take_in(store, settings, orjson.dumps(document))
    assert (caught.value.code, caught.value.values["index"]) == ("import.code_taken", 2)
    with store.session(read_only=True) as session:
        assert session.scalar(select(func.count()).select_from(Site)) == 4


def test_a_site_does_not_change_its_code(
    store: Store, settings: Settings, sample_file: bytes
) -> None:
    take_in(store, settings, sample_file)
    document = orjson.loads(sample_file)
    document["features"][0]["properties"]["code"] = "new-1"
    with pytest.raises(InputError) as caught:
        take_in(store, settings, orjson.dumps(document))
    assert caught.value.code == "import.code_changed"


def test_a_failed_import_leaves_a_session_that_goes_on_clean(
    store: Store, settings: Settings, sample_file: bytes
) -> None:
    """All or nothing holds within a larger transaction too."""
    document = orjson.loads(sample_file)
    document["features"][3]["properties"]["code"] = "P1-1-again"
    take_in(store, settings, sample_file)
    with store.session() as session:
        before = verify(session).events
        with pytest.raises(InputError):
            exchange.import_sites(session, ACTOR, orjson.dumps(document), "f", settings)
    with store.session(read_only=True) as session:
        assert verify(session) == verify(session)
        assert verify(session).events == before


def test_two_notices_may_have_the_same_numbers(store: Store, settings: Settings) -> None:
    from dataclasses import replace

    confirm_sample(store, settings)
    second = add_sample(store, settings, replace(draft(), text=TEXT + "\n"))
    with store.session() as session:
        codes = [site.code for site in places.confirm_all(session, ACTOR, second)]
        sha256 = session.get_one(Notice, second).sha256
    assert codes == [
        f"{sha256[:6]}-P1-1",
        f"{sha256[:6]}-P1-2",
        f"{sha256[:6]}-P3-1",
        f"{sha256[:6]}-P3-2",
    ]
