"""Orders of many papers: names that lead elsewhere, nonsense, a queue written by others."""

from __future__ import annotations

import os
import pickle
import re
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo_app.errors import NotFoundError
from geo_app.reports.batch.archive import Wanted
from geo_app.reports.batch.background import Background
from geo_app.store.jobs import Jobs, State
from tests.papers import INSPECTOR, TODAY, Filed, filed


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filed]:
    with filed(tmp_path_factory.mktemp("many"), photos=False) as found:
        yield found
        found.house.app.extensions["geo_app"].background.close()


def test_without_the_token_of_the_session_nothing_begins(made: Filed) -> None:
    client = made.house.app.test_client()
    assert client.post("/papers").status_code == 400


NAMES = (
    "..",
    ".",
    "../../geo_app.db",
    "/etc/passwd",
    "0" * 32,
    "0" * 33,
    "A" * 32,
    "queue.db",
    "x\0",
)


@pytest.mark.parametrize("name", NAMES)
def test_no_name_leads_out_of_the_folder(name: str, tmp_path: Path, made: Filed) -> None:
    jobs = Jobs(tmp_path)
    (tmp_path / "state.json").write_text("{}")
    with pytest.raises(NotFoundError):
        jobs.get(name)
    client = made.house.app.test_client()
    assert client.get(f"/papers/{name}.zip").status_code in (308, 404)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b'{"owner": 1}', b"\xff" * 9, b'{"state":"x"}']
)
def test_a_spoilt_note_is_no_order(content: bytes, tmp_path: Path) -> None:
    jobs = Jobs(tmp_path)
    job = jobs.begin({}, {}, 1)
    (tmp_path / job.id / "state.json").write_bytes(content)
    assert jobs.every() == []
    with pytest.raises(NotFoundError):
        jobs.get(job.id)


@pytest.mark.parametrize(
    "form",
    [
        {"kind": "exe"},
        {"kind": "../x"},
        {"status": "no-such"},
        {"district": "999999"},
        {"q": "\0"},
        {"q": "x" * 5_000},
        {"status": "closed"},
    ],
)
def test_a_form_with_nonsense_begins_nothing(form: dict[str, str], made: Filed) -> None:
    client = made.house.app.test_client()
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/papers").text)
    assert token is not None
    answer = client.post("/papers", data={"csrf_token": token[1], **form})
    assert answer.status_code in (400, 404, 422)
    assert made.house.app.extensions["geo_app"].background.jobs.every() == []


class Runs:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(Runs.where),)

    where = Path()


def test_what_somebody_writes_into_the_queue_does_not_run(made: Filed, tmp_path: Path) -> None:
    own = made.house.app.extensions["geo_app"].background
    background = Background(own.store, own.desk, own.districts, Jobs(tmp_path / "jobs"))
    try:
        background.begin(INSPECTOR, Wanted((made.site,), "pdf", TODAY))
        Runs.where = tmp_path / "it-ran"
        queue = sqlite3.connect(tmp_path / "jobs" / "queue.db", timeout=10)
        for data in (pickle.dumps(Runs()), b'{"name":"os.system","id":"1","args":["id"]}', b"\xff"):
            queue.execute("insert into task (queue, data) values ('papers', ?)", (data,))
        queue.commit()
        queue.close()
        job = background.begin(INSPECTOR, Wanted((made.site,), "pdf", TODAY))
        end = time.monotonic() + 30
        while not background.jobs.get(job.id).state.is_over and time.monotonic() < end:
            time.sleep(0.05)
        assert background.jobs.get(job.id).state is State.DONE
        assert not Runs.where.exists()
    finally:
        background.close()
