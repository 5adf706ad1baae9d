"""The administrator sees which settings are in force, and no secret."""

from __future__ import annotations

from tests.web.door import PASSWORD, Door


def test_the_administrator_reads_every_setting_in_both_languages(door: Door) -> None:
    admin = door.administrator()
    page = admin.get("/people/settings")
    assert page.status_code == 200
    assert page.headers["Cache-Control"].startswith("private")
    assert "通过核查到销号之间的公示天数。" in page.text
    assert "GEO_APP_NOTICE_DAYS" in page.text
    door.post(admin, "/preferences", language="en")
    english = admin.get("/people/settings").text
    assert "Days of public notice between acceptance and closure." in english
    assert "启动" not in english


def test_nobody_else_does(door: Door) -> None:
    admin, li = door.administrator(), door.browser()
    door.post(li, door.add(admin, "li", role="leader"), password=PASSWORD, again=PASSWORD)
    assert li.get("/people/settings").status_code == 403
    assert door.browser().get("/people/settings").status_code == 303
