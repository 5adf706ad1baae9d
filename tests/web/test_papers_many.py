"""Many papers as one zip: in the background, one's own, stopped without a trace, past a restart."""

from __future__ import annotations

import io
import re
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from geo_app.domain.actor import Actor, Role
from geo_app.errors import ConflictError, GeoAppError, NotFoundError, TooLargeError
from geo_app.reports.batch.archive import StoppedError, Wanted, write
from geo_app.reports.batch.background import Background
from geo_app.settings import Papers
from geo_app.store.jobs import Job, Jobs, State
from geo_app.store.models import Site
from geo_app.store.people import Entry
from tests import papers
from tests.papers import INSPECTOR, TODAY, Filed, filed
from tests.signed_in import SignedIn
from tests.web.conftest import House

WAIT_S = 60


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filed]:
    with filed(tmp_path_factory.mktemp("many"), photos=False) as found:
        yield found
        background_of(found.house).close()


def background_of(house: House) -> Background:
    found: Background = house.app.extensions["geo_app"].background
    return found


@pytest.fixture
def alone(made: Filed, tmp_path: Path) -> Iterator[Background]:
    """The background with a folder of its own."""
    own = background_of(made.house)
    found = Background(own.store, own.desk, own.districts, Jobs(tmp_path / "jobs"))
    yield found
    found.close()


def ids(made: Filed) -> tuple[str, ...]:
    with made.store.session(read_only=True) as session:
        return tuple(session.scalars(select(Site.id).order_by(Site.code)))


def wanted(made: Filed, count: int = 1, kind: str = "pdf") -> Wanted:
    return Wanted((made.site,) * count, kind, TODAY)


def until(job: Callable[[], Job], true: Callable[[Job], bool]) -> Job:
    end = time.monotonic() + WAIT_S
    while not true(found := job()):
        assert time.monotonic() < end, found
        time.sleep(0.02)
    return found


def over(job: Job) -> bool:
    return job.state.is_over


def test_a_zip_holds_each_paper_whole_and_is_the_same_each_time(
    made: Filed, tmp_path: Path
) -> None:
    district = background_of(made.house).districts
    asked = Wanted((*ids(made), made.site), "pdf", TODAY)
    heard: list[tuple[int, int]] = []
    for name in ("a.zip", "b.zip"):
        write(
            made.store, made.desk, district, asked, tmp_path / name,
            tell=lambda done, count: heard.append((done, count)),
        )  # fmt: skip
    first, second = (tmp_path / name for name in ("a.zip", "b.zip"))
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
        assert names[-1] == f"点位档案-{made.code}-2.pdf"
        assert len(set(names)) == len(asked.sites)
        assert "青石桥东侧150米处" in papers.text(archive.read(f"点位档案-{made.code}.pdf"))
    count = len(asked.sites)
    assert heard == [(n, count) for n in range(count + 1)] * 2


def test_what_is_stopped_or_fails_leaves_the_file_of_before(made: Filed, tmp_path: Path) -> None:
    target = tmp_path / "x.zip"
    target.write_bytes(b"of before")
    district = background_of(made.house).districts
    asked = iter([False, False, True])
    with pytest.raises(StoppedError):
        write(made.store, made.desk, district, wanted(made, 9), target,
              is_to_stop=lambda: next(asked))  # fmt: skip
    own = replace(made.desk.settings, papers=Papers(template=str(tmp_path / "no.docx")))
    with pytest.raises(GeoAppError, match=made.code) as failed:
        write(made.store, replace(made.desk, settings=own), district,
              wanted(made, 2, "docx"), target)  # fmt: skip
    assert "no.docx" in failed.value.text("zh")
    with pytest.raises(NotFoundError):
        write(made.store.seen_from(("999999",)), made.desk, district, wanted(made), target)
    assert [path.name for path in tmp_path.iterdir()] == ["x.zip"]
    assert target.read_bytes() == b"of before"


def test_papers_of_sites_with_and_without_a_place_are_told_apart(made: Filed) -> None:
    client = made.house.app.test_client()

    def total(query: str) -> int:
        page = client.get(f"/papers{query}").text
        found = re.search(r'papers-total"><b class="number">(\d+)', page)
        assert found is not None
        return int(found[1])

    placed, unplaced = total("?located=1"), total("?located=0")
    assert placed + unplaced == total("")
    assert placed
    assert unplaced


def test_from_the_ledger_to_the_zip_past_a_reload(made: Filed) -> None:
    client = made.house.app.test_client()
    assert 'href="/papers?status=claimed"' in client.get("/ledger?status=claimed").text
    page = client.get("/papers?status=claimed").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    total = re.search(r'papers-total"><b class="number">(\d+)', page)
    assert total is not None
    form = {"csrf_token": token[1], "status": "claimed", "kind": "docx"}
    answer = client.post("/papers", data=form)
    assert answer.status_code == 303
    name = answer.location.partition("#job-")[2]
    jobs = background_of(made.house).jobs
    job = until(lambda: jobs.get(name), over)
    assert (job.state, job.error) == (State.DONE, None)
    page = client.get(answer.location).text
    assert f"/papers/{name}.zip" in page
    with client.get(f"/papers/{name}.zip") as fetched:
        assert fetched.mimetype == "application/zip"
        assert fetched.headers["Cache-Control"] == "no-store"
        content = fetched.data
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert len(archive.namelist()) == int(total[1]) == job.count
        assert all(each.endswith(".docx") for each in archive.namelist())
    with made.store.session(read_only=True) as session:
        entry = session.scalars(select(Entry).where(Entry.subject == "papers.zip")).one()
    assert entry.data == {"sites": total[1], "format": "docx"}
    assert client.post(f"/papers/{name}/stop", data=form).status_code == 303
    assert client.get(f"/papers/{name}.zip").status_code == 404


def test_nobody_else_sees_fetches_or_stops_it(made: Filed) -> None:
    background = background_of(made.house)
    clients = []
    for name in ("甲", "乙"):
        client = made.house.app.test_client()
        assert isinstance(client, SignedIn)
        client.become(Actor("", name, "某单位", Role.INSPECTOR))
        clients.append(client)
    page = clients[0].get("/papers").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    name = clients[0].post("/papers", data={"csrf_token": token[1]}).location.partition("#job-")[2]
    until(lambda: background.jobs.get(name), over)
    with clients[0].get(f"/papers/{name}.zip") as fetched:
        assert fetched.status_code == 200
    page = clients[1].get("/papers").text
    assert name not in page
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    assert clients[1].get(f"/papers/{name}.zip").status_code == 404
    answer = clients[1].post(f"/papers/{name}/stop", data={"csrf_token": token[1]})
    assert answer.status_code == 404
    assert background.jobs.get(name).state is State.DONE


def test_it_shows_what_its_owner_sees_and_is_lost_with_the_rights(
    made: Filed, alone: Background
) -> None:
    bound = replace(INSPECTOR, areas=("410204",))
    job = alone.begin(bound, Wanted((made.site,), "pdf", TODAY))
    assert until(lambda: alone.get(bound, job.id), over).state is State.DONE
    for other in (INSPECTOR, replace(bound, areas=("410221",)), replace(bound, role=Role.CLERK)):
        with pytest.raises(NotFoundError):
            alone.file(other, job.id)
    elsewhere = replace(INSPECTOR, areas=("410221",))
    job = alone.begin(elsewhere, Wanted((made.site,), "pdf", TODAY))
    failed = until(lambda: alone.get(elsewhere, job.id), over)
    assert (failed.state, failed.error and failed.error[0]) == (State.FAILED, "job.no_site")
    with pytest.raises(NotFoundError):
        alone.file(elsewhere, job.id)


def test_it_stops_soon_and_leaves_nothing(made: Filed, alone: Background) -> None:
    job = alone.begin(INSPECTOR, wanted(made, 300))
    going = until(lambda: alone.get(INSPECTOR, job.id), lambda job: job.done > 1)
    assert going.state is State.WORKING
    alone.stop(INSPECTOR, job.id)
    stopped = until(lambda: alone.get(INSPECTOR, job.id), over)
    assert stopped.state is State.STOPPED
    assert {each.name for each in (alone.jobs.root / job.id).iterdir()} == {
        "state.json", "lock", "stop"
    }  # fmt: skip
    alone.stop(INSPECTOR, job.id)
    assert alone.of(INSPECTOR) == []


def test_what_waits_is_stopped_before_it_begins(made: Filed, alone: Background) -> None:
    first = alone.begin(INSPECTOR, wanted(made, 300))
    second = alone.begin(INSPECTOR, wanted(made, 300))
    alone.stop(INSPECTOR, second.id)
    assert alone.get(INSPECTOR, second.id).state is State.STOPPED
    alone.stop(INSPECTOR, first.id)
    until(lambda: alone.get(INSPECTOR, first.id), over)


def test_limits(made: Filed, alone: Background) -> None:
    few = Papers(batch_sites=2, batch_orders=1, batch_kept=1, batch_hours=0.0)
    settings = replace(made.desk.settings, papers=few)
    alone.desk = replace(made.desk, settings=settings)
    with pytest.raises(TooLargeError):
        alone.begin(INSPECTOR, wanted(made, 3))
    with pytest.raises(NotFoundError):
        alone.begin(INSPECTOR, wanted(made, 0))
    noted = alone.jobs.begin({"id": "x"}, {}, 1)
    job = alone.begin(INSPECTOR, wanted(made, 2))
    if not alone.jobs.get(job.id).state.is_over:
        with pytest.raises(ConflictError):
            alone.begin(INSPECTOR, wanted(made))
    until(lambda: alone.jobs.get(job.id), over)
    assert alone.of(INSPECTOR) == []  # too old at once
    with pytest.raises(NotFoundError):
        alone.jobs.get(job.id)
    assert alone.jobs.get(noted.id)  # not over, and not of this person


def test_several_processes_make_each_order_once(made: Filed, alone: Background) -> None:
    other = Background(alone.store, alone.desk, alone.districts, alone.jobs)
    people = [replace(INSPECTOR, id=f"i-{n}") for n in range(6)]
    jobs = [
        (alone if n % 2 else other).begin(person, wanted(made, 3))
        for n, person in enumerate(people)
    ]
    other.resume()  # hands over what is under way once more
    found = [until(lambda job=job: alone.jobs.get(job.id), over) for job in jobs]  # type: ignore[misc]
    assert {job.state for job in found} == {State.DONE}
    with alone.jobs.turn(jobs[0].id) as again:
        assert again is None
    other.close()


KILLED = """
import sys, time
from pathlib import Path
from geo_app.settings import Settings
from geo_app.store.session import open_store
from geo_app.work import reference
from geo_app.work.desk import open_desk
from geo_app.reports.batch.background import Background
from geo_app.store.jobs import Jobs
settings = Settings(data=Path(sys.argv[1]))
with open_desk(settings) as desk:
    Background(
        open_store(settings), desk, reference.districts(settings), Jobs(Path(sys.argv[2]))
    ).resume()
    time.sleep(600)
"""


def test_a_server_that_was_killed_leaves_it_to_the_next(made: Filed, alone: Background) -> None:
    job = alone.jobs.begin(
        {"id": INSPECTOR.id, "role": INSPECTOR.role.value, "areas": []},
        {"sites": [made.site] * 40, "kind": "pdf", "today": "2024-08-01", "language": "zh"},
        40,
    )
    data = str(made.house.settings.data)
    server = subprocess.Popen([sys.executable, "-c", KILLED, data, str(alone.jobs.root)])
    try:
        until(lambda: alone.jobs.get(job.id), lambda job: job.done > 2)
        with alone.jobs.turn(job.id) as taken:
            assert taken is None
    finally:
        server.send_signal(signal.SIGKILL)
        server.wait()
    assert alone.jobs.get(job.id).state is State.WORKING
    assert not alone.jobs.file(job.id).exists()
    alone.resume()
    assert until(lambda: alone.get(INSPECTOR, job.id), over).state is State.DONE
    with zipfile.ZipFile(alone.file(INSPECTOR, job.id)) as archive:
        assert len(archive.namelist()) == 40
