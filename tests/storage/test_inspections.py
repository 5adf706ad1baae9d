"""Recording a visit: idempotent, whole or not at all, on both databases."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import orjson
import pytest
from sqlalchemy import func, select

from geo_app.domain.actor import Actor, Role
from geo_app.domain.status import EventKind
from geo_app.errors import ConflictError, ForbiddenError, GeoAppError, InputError, NotFoundError
from geo_app.settings import Settings
from geo_app.store import log
from geo_app.store.fingerprints import Picture
from geo_app.store.inspections import Form, Inspection, Photo, PhotoTwin
from geo_app.store.models import Event, Site
from geo_app.store.session import Store
from geo_app.store.visits import digest, photo_digest, receipt_digest
from geo_app.work import forms, inspections, tokens
from geo_app.work.desk import Desk
from tests.storage.helpers import confirm_sample
from tests.visits import ANSWERS, INSPECTOR, desk_of, draft, photo, picture, submit, told

TABLES = (Inspection, Photo, PhotoTwin, Picture, Event)


@pytest.fixture
def desk(settings: Settings) -> Desk:
    return desk_of(settings)


@pytest.fixture
def sites(store: Store, settings: Settings) -> list[str]:
    return confirm_sample(store, settings)


def counts(store: Store) -> dict[str, int]:
    with store.session(read_only=True) as session:
        return {
            table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0
            for table in TABLES
        }


def inspected(store: Store, site: str) -> list[Event]:
    with store.session(read_only=True) as session:
        query = select(Event).where(Event.kind == EventKind.INSPECTED, Event.subject_id == site)
        return list(session.scalars(query.order_by(Event.seq)))


def test_a_visit_is_a_row_its_photos_and_one_event(
    store: Store, desk: Desk, sites: list[str]
) -> None:
    visit = told(sites[0], [photo("before"), photo("near")], note="口子封了\u202e", token=None)
    done = submit(store, desk, visit, picture(1), picture(2))
    assert not done.again
    with store.session(read_only=True) as session:
        row = inspections.get(session, visit["id"])
        assert (row.site_id, row.answers, row.note) == (sites[0], ANSWERS, "口子封了")
        assert Actor(row.actor_id, row.actor_name, row.actor_unit) == INSPECTOR
        assert [(each.ordinal, each.id, each.role) for each in row.photos] == [
            (n, each["id"], each["role"]) for n, each in enumerate(visit["photos"], 1)
        ]
        assert [desk.files.get(each.sha256) for each in row.photos] == [picture(1), picture(2)]
        assert row.photos[0].facts["camera"] == "Maker M1"
        form = session.get_one(Form, row.form_id)
        assert (form.category, form.version) == ("river_outlet", 1)
        site = session.get_one(Site, sites[0])
        assert site.inspected_on == date(2024, 5, 1)
        assert site.verdict is not None
        assert log.verify(session).broken_at is None
        [event] = inspected(store, sites[0])
        assert (event.actor_id, event.as_of) == ("said:inspector", date(2024, 5, 1))
        assert event.data == {
            "inspection": row.id,
            "digest": digest(row, row.photos),
            "photos": [
                {
                    "id": each.id,
                    "sha256": each.sha256,
                    "role": each.role,
                    "digest": photo_digest(each),
                }
                for each in row.photos
            ],
            "received_at": row.received_at.isoformat(),
            "source": "api",
            "unit": "监测站",
            "receipt": receipt_digest(row),
        }


def test_the_same_visit_again_changes_nothing(store: Store, desk: Desk, sites: list[str]) -> None:
    visit = told(sites[0], [photo()], sent_at="2024-05-01T12:00:00+08:00")
    first = submit(store, desk, visit, picture(1))
    before = counts(store)
    visit["sent_at"] = "2024-05-01T18:00:00+08:00"
    again = submit(store, desk, visit, picture(1))
    assert (first.again, again.again) == (False, True)
    assert again.inspection.received_at == first.inspection.received_at
    assert counts(store) == before


@pytest.mark.parametrize(
    "change",
    [
        {"note": "不同"},
        {"visited_at": "2024-05-01T10:25:01+08:00"},
        {"answers": {**ANSWERS, "oil_film": True}},
        {"fix": {"lon": 114.3, "lat": 34.8}},
        {"photos": []},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_same_id_with_other_content_is_refused(
    store: Store, desk: Desk, sites: list[str], change: dict[str, Any]
) -> None:
    visit = told(sites[0], [photo()])
    submit(store, desk, visit, picture(1))
    before = counts(store)
    other = visit | change
    with pytest.raises(ConflictError, match=visit["id"]):
        submit(store, desk, other, *[picture(1) for _ in other["photos"]])
    assert counts(store) == before


def test_other_bytes_under_the_same_id_are_refused(
    store: Store, desk: Desk, sites: list[str]
) -> None:
    visit = told(sites[0], [photo()])
    submit(store, desk, visit, picture(1))
    with pytest.raises(ConflictError):
        submit(store, desk, visit, picture(2))


def test_a_photo_id_belongs_to_one_visit(store: Store, desk: Desk, sites: list[str]) -> None:
    shared = photo()
    submit(store, desk, told(sites[0], [shared]), picture(1))
    before = counts(store)
    with pytest.raises(ConflictError, match=shared["id"]):
        submit(store, desk, told(sites[0], [shared]), picture(2))
    assert counts(store) == before


def test_the_same_visit_sent_many_times_at_once_is_one(
    store: Store, desk: Desk, sites: list[str]
) -> None:
    visit = told(sites[0], [photo()])
    answers: list[bool | GeoAppError] = []

    def send() -> None:
        try:
            answers.append(submit(store, desk, visit, picture(1)).again)
        except GeoAppError as error:
            answers.append(error)

    threads = [threading.Thread(target=send) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(map(str, answers)) == ["False", *["True"] * 5]
    assert len(inspected(store, sites[0])) == 1


def test_the_order_of_arrival_does_not_matter(store: Store, desk: Desk, sites: list[str]) -> None:
    may = told(sites[0], [photo("before")], visited_at="2024-05-01T10:00:00+08:00")
    june = told(sites[0], [photo("near")], visited_at="2024-06-01T10:00:00+08:00")
    submit(store, desk, june, picture(2))
    submit(store, desk, may, picture(1))
    with store.session(read_only=True) as session:
        assert session.get_one(Site, sites[0]).inspected_on == date(2024, 6, 1)
    assert [event.as_of for event in inspected(store, sites[0])] == [
        date(2024, 6, 1),
        date(2024, 5, 1),
    ]


def test_a_clock_that_runs_ahead_is_kept_as_told(
    store: Store, desk: Desk, sites: list[str]
) -> None:
    visit = told(sites[0], visited_at="2199-01-01T00:00:00+08:00")
    done = submit(store, desk, visit)
    today = done.inspection.received_at.astimezone(desk.zone).date()
    assert done.inspection.visited_at == datetime(2198, 12, 31, 16, tzinfo=UTC)
    with store.session(read_only=True) as session:
        assert session.get_one(Site, sites[0]).inspected_on == today


def test_the_same_picture_elsewhere_is_noted(store: Store, desk: Desk, sites: list[str]) -> None:
    first, second, third = photo(), photo(), photo()
    submit(store, desk, told(sites[0], [first]), picture(1))
    submit(store, desk, told(sites[1], [second, third]), picture(1), picture(1, quality=60))
    with store.session(read_only=True) as session:
        pairs = {
            (each.photo_id, each.earlier_id): each.same_bytes
            for each in session.scalars(select(PhotoTwin))
        }
    assert pairs == {
        (second["id"], first["id"]): True,
        (third["id"], first["id"]): False,
        (third["id"], second["id"]): False,
    }


def test_who_was_there_may_be_another_than_who_sends(
    store: Store, desk: Desk, sites: list[str]
) -> None:
    visit = told(sites[0], inspector={"name": "赵六", "unit": "第二监测站"})
    row = submit(store, desk, visit).inspection
    assert (row.actor_name, row.actor_unit) == ("赵六", "第二监测站")
    assert row.actor_id.startswith("said:")
    other = told(sites[0], inspector={"name": " 赵六", "unit": "第二监测站 "})
    assert submit(store, desk, other).inspection.actor_id == row.actor_id


def test_who_has_no_right_records_nothing(store: Store, desk: Desk, sites: list[str]) -> None:
    leader = Actor("said:leader", "李局", None, Role.LEADER)
    with pytest.raises(ForbiddenError):
        submit(store, desk, told(sites[0], [photo()]), picture(1), actor=leader)
    assert list(desk.files.names()) == []


@pytest.mark.parametrize(
    ("change", "error", "word"),
    [
        ({"site": "P9-9"}, NotFoundError, "P9-9"),
        ({"answers": {}}, InputError, "discharging"),
        ({"answers": {**ANSWERS, "smell": 6}}, InputError, "smell"),
        ({"answers": {**ANSWERS, "colour": "black"}}, InputError, "colour"),
        ({"form_version": 7}, NotFoundError, "7"),
    ],
    ids=["site", "no-answer", "bad-answer", "not-asked", "version"],
)
def test_a_draft_that_does_not_fit_is_refused_before_its_photos_are_read(
    store: Store,
    desk: Desk,
    sites: list[str],
    change: dict[str, Any],
    error: type[GeoAppError],
    word: str,
) -> None:
    before = counts(store)
    with pytest.raises(error, match=word):
        submit(store, desk, told(sites[0], [photo()]) | change, b"no photo")
    assert counts(store) == before
    assert list(desk.files.names()) == []


def test_a_site_may_be_named_by_its_code(store: Store, desk: Desk, sites: list[str]) -> None:
    with store.session(read_only=True) as session:
        code = session.get_one(Site, sites[0]).code
    assert submit(store, desk, told(code)).inspection.site_id == sites[0]


def test_a_position_in_gcj02_is_converted_and_says_so(
    store: Store, desk: Desk, sites: list[str]
) -> None:
    fix = {"lon": 114.31, "lat": 34.80, "accuracy_m": 8}
    visit = told(sites[0], [photo(fix=fix)], fix=fix, datum="GCJ-02")
    row = submit(store, desk, visit, picture(1)).inspection
    for kept in (row.fix, row.photos[0].fix):
        assert kept["converted_from"] == "GCJ-02"
        assert 0.004 < 114.31 - kept["lon"] < 0.008  # some 550 m west at Kaifeng
        assert kept["accuracy_m"] == 8


def test_an_old_form_that_was_offered_is_still_answered(
    store: Store, settings: Settings, desk: Desk, sites: list[str]
) -> None:
    forms.remember(store, desk.forms)
    own = settings.data / forms.FOLDER
    own.mkdir(parents=True)
    content = dict(desk.forms.of("river_outlet").content) | {"version": 2}
    content["fields"] = [{**content["fields"][-1], "name": "newly_asked", "required": True}]
    (own / "river_outlet.json").write_bytes(orjson.dumps(content))
    renewed = desk_of(settings)
    old = told(sites[0], form_version=1)
    submit(store, renewed, old)
    with pytest.raises(InputError, match="discharging"):
        submit(store, renewed, told(sites[0]))
    new = told(sites[0], answers={"newly_asked": "有"})
    submit(store, renewed, new)
    with store.session(read_only=True) as session:
        versions = session.execute(
            select(Inspection.id, Form.version).join(Form, Form.id == Inspection.form_id)
        )
        assert dict(tuple(row) for row in versions) == {old["id"]: 1, new["id"]: 2}


def test_a_form_that_changed_without_a_new_version_is_refused(
    store: Store, settings: Settings, desk: Desk
) -> None:
    forms.remember(store, desk.forms)
    forms.remember(store, desk.forms)
    own = settings.data / forms.FOLDER
    own.mkdir(parents=True)
    content = dict(desk.forms.of("dumping").content) | {"title": {"zh": "改了", "en": "changed"}}
    (own / "dumping.json").write_bytes(orjson.dumps(content))
    with pytest.raises(ConflictError, match="dumping"):
        forms.remember(store, desk_of(settings).forms)


def test_rows_of_visits_are_never_changed(store: Store, desk: Desk, sites: list[str]) -> None:
    submit(store, desk, told(sites[0], [photo()]), picture(1))
    for table in (Inspection, Photo, Form):
        with pytest.raises(GeoAppError), store.session() as session:
            session.delete(session.scalars(select(table)).one())


def test_a_token_says_when_it_was_issued(store: Store, desk: Desk, sites: list[str]) -> None:
    issued = datetime(2024, 5, 1, 0, 5, tzinfo=UTC)
    token = tokens.issue(desk, issued)
    row = submit(store, desk, told(sites[0], token=token)).inspection
    assert row.token == {"text": token, "issued_at": issued.isoformat(), "problem": None}
    forged = submit(store, desk, told(sites[0], token=f"{token[:-3]}AAA")).inspection
    assert forged.token["problem"]["code"] == "token.forged"


@pytest.fixture(autouse=True)
def _chain(store: Store) -> Iterator[None]:
    """Whatever a test does, the chain holds."""
    yield
    with store.session(read_only=True) as session:
        assert log.verify(session).broken_at is None


def test_a_draft_without_a_form_answers_nothing(store: Store, desk: Desk, sites: list[str]) -> None:
    told_ = replace(draft(told(sites[0])), answers=None)
    with store.session() as session:
        row = inspections.record(session, INSPECTOR, told_, (), desk, source="import").inspection
    assert (row.form_id, row.answers) == (None, {})
