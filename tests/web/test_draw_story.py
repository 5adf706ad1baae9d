"""What was drawn stands in the story of the site."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from geo_app.domain.actor import SYSTEM, Actor, Role
from geo_app.work import draws
from geo_app.work.draws import Asked
from tests.signed_in import person
from tests.web.conftest import confirmed


def test_an_assignment_is_read_on_the_page_of_the_site(tmp_path: Path) -> None:
    with confirmed(tmp_path) as house:
        person(house.store, Actor("", "某甲<b>", "第三方", Role.INSPECTOR))
        asked, today = Asked(percent=100, each=1), date(2026, 6, 1)
        with house.store.session() as session:
            pool = draws.pool_of(session, SYSTEM, asked, today, house.settings)
            draw_id = draws.announce(session, SYSTEM, pool, None)
        with house.store.session() as session:
            draws.carry_out(session, SYSTEM, draw_id, today)
        page = house.app.test_client().get(f"/sites/{pool.sites[0].id}").text
        assert "双随机抽中，指派核查" in page
        assert "某甲&lt;b&gt;（第三方）" in page
        assert draw_id in page
