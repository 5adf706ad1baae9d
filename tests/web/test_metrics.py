"""Figures for a monitoring program: behind a token, true, and without anybody's name."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from geo_app.domain.actor import Actor, Role
from geo_app.errors import InputError
from geo_app.settings import SQLITE_FILE, Operation, Settings, from_environ
from geo_app.store.field import Arrival, PhotoUpload
from geo_app.web import create_app
from geo_app.work import places, sites
from tests.described import hold
from tests.web.conftest import OPERATOR, House, build
from tests.web.door import Door

TOKEN = "0123456789abcdefghij"  # noqa: S105
NOW = datetime(2026, 11, 26, 8, tzinfo=UTC)
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[House]:
    house = build(tmp_path, operation=Operation(metrics_token=TOKEN))
    yield house
    house.store.engine.dispose()


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """For tests that only knock."""
    house = build(tmp_path_factory.mktemp("guarded"), operation=Operation(metrics_token=TOKEN))
    yield house
    house.store.engine.dispose()


def nobody(house: House) -> FlaskClient:
    return FlaskClient(house.app, house.app.response_class)


def figures(house: House) -> dict[tuple[str, ...], float]:
    """By name and labels."""
    answer = nobody(house).get("/metrics", headers=BEARER)
    hold(house.app, answer)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    return {
        (sample.name, *(value for _name, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


@pytest.mark.parametrize("told", [{}, BEARER, {"Authorization": "Bearer "}])
def test_without_a_setting_there_is_no_such_page(client: FlaskClient, told: dict[str, str]) -> None:
    answer = client.get("/metrics", headers=told)
    assert answer.status_code == 404
    assert "没有这个页面" in answer.text


@pytest.mark.parametrize(
    "told",
    ["", "Bearer", "Bearer ", TOKEN, f"Basic {TOKEN}", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}",
     f"Bearer  {TOKEN}", f"bearer {TOKEN}", "Bearer \xff\xfe", "Bearer " + "x" * 9000],
)  # fmt: skip
def test_a_wrong_token_is_401_and_tells_nothing(guarded: House, told: str) -> None:
    answer = nobody(guarded).get("/metrics", headers={"Authorization": told})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert "geo_app_" not in answer.text
    assert TOKEN not in answer.text


def test_neither_a_session_nor_a_key_nor_a_query_stands_for_the_token(guarded: House) -> None:
    app = guarded.app
    administrator = app.test_client()
    administrator.become(Actor("", "管理", None, Role.ADMINISTRATOR))
    assert administrator.get("/metrics").status_code == 401
    # a query is nothing that it takes, before anybody looks at a token
    for headers in ({}, BEARER):
        assert administrator.get(f"/metrics?token={TOKEN}", headers=headers).status_code == 400
    assert app.test_client(use_cookies=False).get("/metrics").status_code == 401
    assert nobody(guarded).post("/metrics", headers=BEARER).status_code in {400, 405}


def test_requests_are_counted_by_view_and_class_of_status(watched: House) -> None:
    client = watched.app.test_client()
    for path in ("/ledger", "/ledger?q=x", "/sites/none", "/nothing-here", "/no/such"):
        client.get(path)
    told, name = figures(watched), "geo_app_request_seconds_count"
    assert told[name, "pages.ledger", "2xx"] == 2
    assert told[name, "pages.site", "4xx"] == 1
    assert told[name, "none", "4xx"] == 2
    assert told["geo_app_request_seconds_bucket", "pages.ledger", "+Inf", "2xx"] == 2
    assert told["geo_app_request_seconds_sum", "pages.ledger", "2xx"] > 0


def test_of_many_threads_no_request_is_forgotten(watched: House) -> None:
    def ask() -> None:
        for _each in range(25):
            nobody(watched).get("/nothing-here")

    threads = [threading.Thread(target=ask) for _each in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert figures(watched)["geo_app_request_seconds_count", "none", "4xx"] == 200


def test_refused_sign_ins_are_counted(watched: House) -> None:
    door = Door(watched)
    door.administrator()
    free = watched.settings.accounts.free_tries
    for _each in range(free + 1):
        door.sign_in("Admin", "wrong")
    told = figures(watched)
    assert told["geo_app_sign_in_refused_total", "wrong"] == free
    assert told["geo_app_sign_in_refused_total", "too_many"] == 1


def test_sites_and_what_is_on_its_way_are_those_of_the_database(watched: House) -> None:
    with watched.store.session() as session:
        places.confirm_all(session, OPERATOR, watched.notice_id)
    with watched.store.session() as session:
        known = list(sites.every(session))
        session.add(
            Arrival(
                id="visit",
                site_id=known[0].id,
                actor_id="person:x",
                actor_name="不露名",
                actor_unit=None,
                visited_at=NOW,
                photos=["a", "b", "c"],
                first_at=NOW,
                last_at=NOW,
            )
        )
        for name, completed in (("a", NOW), ("b", None), ("z", None)):
            session.add(
                PhotoUpload(
                    id=name,
                    actor_id="person:x",
                    sha256="0" * 64,
                    size=10,
                    name="p.jpg",
                    created_at=NOW,
                    completed_at=completed,
                )
            )
    told = figures(watched)
    assert told["geo_app_sites", "claimed"] == len(known) == 2
    assert told["geo_app_sites", "verified"] == 0
    assert told["geo_app_sites_overdue",] == 0
    assert told["geo_app_visits_waiting",] == 1
    assert told["geo_app_photos_waiting",] == 2
    assert (told["geo_app_uploads",], told["geo_app_upload_bytes",]) == (2, 20)
    assert told["geo_app_database_up",] == 1
    assert told["geo_app_disk_free_bytes",] > 0
    text = nobody(watched).get("/metrics", headers=BEARER).text
    assert "不露名" not in text
    assert known[0].id not in text


def test_a_database_out_of_reach_leaves_the_other_figures(watched: House) -> None:
    nobody(watched).get("/about")

    watched.store.engine.dispose()
    for file in watched.settings.data.glob(f"{SQLITE_FILE}*"):
        file.unlink()
    (watched.settings.data / SQLITE_FILE).mkdir()
    told = figures(watched)
    assert told["geo_app_database_up",] == 0
    assert told["geo_app_request_seconds_count", "pages.about", "2xx"] == 1
    assert ("geo_app_sites", "claimed") not in told


@pytest.mark.parametrize("token", ["x", "x" * 19, "口" * 30, "two words of a long token"])
def test_a_token_that_is_weak_or_cannot_be_sent_is_refused_at_the_start(
    tmp_path: Path, token: str
) -> None:
    with pytest.raises(InputError, match="GEO_APP_METRICS_TOKEN"):
        create_app(Settings(data=tmp_path, operation=Operation(metrics_token=token)))


def test_the_token_is_not_in_what_settings_show_of_themselves() -> None:
    assert TOKEN not in repr(from_environ({"GEO_APP_METRICS_TOKEN": TOKEN}))
