"""What the paper of a site says is the same on both databases, and narrowed to the own areas."""

from __future__ import annotations

import time
import zipfile
from datetime import date
from pathlib import Path

import pytest

from geo_app.domain.actor import Actor
from geo_app.errors import NotFoundError
from geo_app.reports.batch.archive import Wanted
from geo_app.reports.batch.background import Background
from geo_app.reports.brief.district import brief
from geo_app.reports.brief.notice import summary
from geo_app.reports.paper.content import gather
from geo_app.settings import Settings
from geo_app.store.jobs import Jobs, State
from geo_app.store.models import Site
from geo_app.store.session import Store
from geo_app.work import reference
from tests.storage.helpers import confirm_sample
from tests.storage.visits import picture, quick_desk, visit

TODAY = date(2024, 8, 1)
ACTOR = Actor("c-1", "办事员")


def test_a_paper_by_id_and_by_code(store: Store, settings: Settings) -> None:
    site_id = confirm_sample(store, settings)[0]
    districts = reference.districts(settings)
    with quick_desk(settings) as desk:
        visit(store, desk, site_id, [picture(1), picture(2)])
        with store.session(read_only=True) as session:
            site = session.get_one(Site, site_id)
            code, district = site.code, site.district_code
            made = gather(session, site_id, desk, districts, TODAY)
            assert gather(session, code, desk, districts, TODAY) == made
        assert district
        assert [each.told["role"] for each in made.photos] == ["整改后", "整改后"]
        assert [each["what"] for each in made.told["claims"]] == ["自报整改完成"]
        assert made.told["checks"] == []
        assert made.told["visits"][0]["texts"] == ["第1次现场检查 <b>"]
        with store.seen_from((district,)).session(read_only=True) as session:
            assert gather(session, code, desk, districts, TODAY).told == made.told
        with (
            store.seen_from(("999999",)).session(read_only=True) as session,
            pytest.raises(NotFoundError),
        ):
            gather(session, code, desk, districts, TODAY)


def test_an_order_of_papers_beside_either_database(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    ids = tuple(confirm_sample(store, settings))
    with quick_desk(settings) as desk:
        background = Background(store, desk, reference.districts(settings), Jobs(tmp_path / "jobs"))
        try:
            job = background.begin(ACTOR, Wanted(ids, "docx", TODAY))
            end = time.monotonic() + 60
            while not (found := background.get(ACTOR, job.id)).state.is_over:
                assert time.monotonic() < end
                time.sleep(0.02)
            assert (found.state, found.done) == (State.DONE, len(ids))
            with zipfile.ZipFile(background.file(ACTOR, job.id)) as archive:
                assert len(archive.namelist()) == len(ids)
        finally:
            background.close()


def test_briefs_on_either_database(store: Store, settings: Settings) -> None:
    ids = confirm_sample(store, settings)
    districts = reference.districts(settings)
    with quick_desk(settings) as desk, store.session(read_only=True) as session:
        site = session.get_one(Site, ids[0])
        told = summary(session, site.problem.notice_id, desk, TODAY).told
        assert [row[1] for row in told["sections"][0]["rows"]][1] == str(len(ids))
        whole = brief(session, districts, desk, TODAY).told["sections"][0]["rows"][-1]
        assert whole[1] == str(len(ids))
