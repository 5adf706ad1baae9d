"""Evidence assembled from rows: what the pure rules are given, and what the site shows of it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import orjson
import pytest
from sqlalchemy import select

from geo_app.domain.evidence.nouns import Aspect, Check, Outcome, Verdict, Witness
from geo_app.domain.status import EventKind
from geo_app.errors import NotFoundError
from geo_app.settings import Settings
from geo_app.store.models import Site
from geo_app.store.session import Store
from geo_app.work import events, evidence, tokens, visit_json
from geo_app.work.desk import Desk
from geo_app.work.evidence import PhotoEvidence, SiteEvidence
from tests.storage.helpers import confirm_sample
from tests.storage.samples import ACTOR
from tests.visits import desk_of, photo, picture, submit, told

QINGHE = {"lon": 114.30, "lat": 34.80}


@pytest.fixture
def desk(settings: Settings) -> Desk:
    return desk_of(settings)


@pytest.fixture
def site(store: Store, settings: Settings) -> str:
    """An outlet at a bridge whose place is known to some metres."""
    return confirm_sample(store, settings)[0]


def of_site(store: Store, desk: Desk, site: str) -> SiteEvidence:
    with store.session(read_only=True) as session:
        return evidence.of_site(session, session.get_one(Site, site), desk)


def check(found: PhotoEvidence, aspect: Aspect) -> Check:
    return next(each for each in found.assessment.checks if each.aspect is aspect)


def test_visits_come_newest_first_and_photos_in_their_order(
    store: Store, desk: Desk, site: str
) -> None:
    old = told(site, [photo("before"), photo("far")], visited_at="2024-04-01T10:00:00+08:00")
    new = told(site, [photo("after")], visited_at="2024-05-01T10:00:00+08:00")
    submit(store, desk, new, picture(3))
    submit(store, desk, old, picture(1), picture(2))
    found = of_site(store, desk, site)
    assert [visit.inspection.id for visit in found.visits] == [new["id"], old["id"]]
    assert [each.photo.id for each in found.photos] == [
        each["id"] for visit in (new, old) for each in visit["photos"]
    ]


def test_each_photo_has_every_check(store: Store, desk: Desk, site: str) -> None:
    submit(store, desk, told(site, [photo()]), picture(1))
    [found] = of_site(store, desk, site).photos
    assert [each.aspect for each in found.assessment.checks] == list(Aspect)
    with store.session(read_only=True) as session:
        assert orjson.dumps(visit_json.photo(session, found))


def test_a_photo_from_the_spot_passes_for_place(store: Store, desk: Desk, site: str) -> None:
    submit(store, desk, told(site, [photo()]), picture(1, **QINGHE, hpos_error_m=5))
    [found] = of_site(store, desk, site).photos
    assert check(found, Aspect.PLACE).outcome is Outcome.PASS
    assert Witness.EXIF in found.assessment.witnesses


def test_a_photo_from_elsewhere_does_not(store: Store, desk: Desk, site: str) -> None:
    submit(store, desk, told(site, [photo()]), picture(1, lon=114.9, lat=34.8, hpos_error_m=5))
    [found] = of_site(store, desk, site).photos
    assert check(found, Aspect.PLACE).outcome is Outcome.FAIL
    assert found.assessment.verdict is Verdict.NONE


def test_the_device_is_a_witness_beside_the_file(store: Store, desk: Desk, site: str) -> None:
    fix = {**QINGHE, "accuracy_m": 6, "at": "2024-05-01T10:22:05+08:00"}
    submit(store, desk, told(site, [photo(fix=fix, external=False)]), picture(1))
    [found] = of_site(store, desk, site).photos
    assert Witness.DEVICE in found.assessment.witnesses
    assert found.sighting.fix is not None
    assert found.sighting.fix.accuracy_m == 6


def test_a_reused_photo_is_named_on_the_later_one(store: Store, desk: Desk, site: str) -> None:
    first, second = photo(), photo()
    with store.session(read_only=True) as session:
        other = next(each.id for each in session.scalars(select(Site)) if each.id != site)
    submit(store, desk, told(other, [first]), picture(1))
    submit(store, desk, told(site, [second]), picture(1))
    [found] = of_site(store, desk, site).photos
    assert check(found, Aspect.ORIGINALITY).outcome is Outcome.FAIL
    [twin] = found.sighting.twins
    assert (twin.photo_id, twin.site_id, twin.same_bytes) == (first["id"], other, True)
    [earlier] = of_site(store, desk, other).photos
    assert check(earlier, Aspect.ORIGINALITY).outcome is not Outcome.FAIL


def test_a_photo_that_is_used_elsewhere_later_changes_what_the_first_site_shows(
    store: Store, desk: Desk, site: str
) -> None:
    fix = {**QINGHE, "accuracy_m": 6, "at": "2024-05-01T10:22:05+08:00"}
    honest = told(site, [photo("near", fix=fix, external=False)])
    submit(store, desk, honest, picture(1, **QINGHE, taken="2024:05:01 10:22:05"))
    with store.session(read_only=True) as session:
        other = next(each.id for each in session.scalars(select(Site)) if each.id != site)
    reused = picture(1, **QINGHE, taken="2024:05:01 10:22:05")
    submit(store, desk, told(other, [photo("near")]), reused)
    with store.session(read_only=True) as session:
        shown = session.get_one(Site, site).verdict
    assert shown == of_site(store, desk, site).verdict


def test_the_finding_bounds_the_time(store: Store, desk: Desk, site: str) -> None:
    with store.session() as session:
        row = session.get_one(Site, site)
        events.tell(session, ACTOR, row, EventKind.FOUND, date(2024, 2, 1))
        events.refresh(session, row)
    submit(store, desk, told(site, [photo()]), picture(1, **QINGHE, taken="2023:05:01 10:00:00"))
    found = of_site(store, desk, site)
    assert found.site.found_at is not None
    assert found.site.found_at.astimezone(desk.zone).date() <= date(2024, 2, 29)
    assert check(found.photos[0], Aspect.TIME).outcome is Outcome.FAIL


def test_a_token_bounds_the_time(store: Store, desk: Desk, site: str) -> None:
    token = tokens.issue(desk, datetime(2024, 5, 1, 0, 5, tzinfo=UTC))
    visit = told(site, [photo(external=False)], token=token)
    submit(store, desk, visit, picture(1, taken="2024:04:28 10:00:00"))
    [found] = of_site(store, desk, site).photos
    assert check(found, Aspect.BRACKET).outcome is Outcome.FAIL


def test_the_site_shows_the_verdict_of_the_newest_visit_that_shows_it(
    store: Store, desk: Desk, site: str
) -> None:
    good = told(site, [photo("near")], visited_at="2024-05-01T10:25:00+08:00")
    sign = told(site, [photo("sign")], visited_at="2024-05-03T10:25:00+08:00")
    submit(store, desk, good, picture(1, **QINGHE, taken="2024:05:01 10:22:05"))
    submit(store, desk, sign, picture(2, lon=114.9, lat=34.8))
    found = of_site(store, desk, site)
    shown = found.visits[1].photos[0].assessment.verdict
    assert shown is not Verdict.NONE
    with store.session(read_only=True) as session:
        assert session.get_one(Site, site).verdict == shown.value == found.verdict


def test_a_site_without_visits_proves_nothing_and_says_nothing(
    store: Store, desk: Desk, site: str
) -> None:
    found = of_site(store, desk, site)
    assert (found.visits, found.photos, found.verdict) == ((), (), None)


def test_what_is_not_there_is_said(store: Store, desk: Desk, site: str) -> None:
    with store.session(read_only=True) as session, pytest.raises(NotFoundError):
        evidence.of_visit(session, "00000000-0000-4000-8000-000000000000", desk)
