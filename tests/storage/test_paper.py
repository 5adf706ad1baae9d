"""What the paper of a site says is the same on both databases, and narrowed to the own areas."""

from __future__ import annotations

from datetime import date

import pytest

from geo_app.errors import NotFoundError
from geo_app.reports.paper.content import gather
from geo_app.settings import Settings
from geo_app.store.models import Site
from geo_app.store.session import Store
from geo_app.work import reference
from tests.storage.helpers import confirm_sample
from tests.storage.visits import picture, quick_desk, visit

TODAY = date(2024, 8, 1)


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
