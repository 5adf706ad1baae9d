"""Before a server answers, it knows what its first visitor would wait for."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from geo_app.web import create_app
from geo_app.web.warm import warm_up
from tests.signed_in import SignedIn
from tests.web.conftest import build


def reads_of_all_areas(app: Flask, client: FlaskClient) -> int:
    """How often the first look at the district map reads the counts of all areas."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    engine = app.extensions["geo_app"].database.engine
    event.listen(engine, "before_cursor_execute", note)
    assert client.get("/leader").status_code == 200
    event.remove(engine, "before_cursor_execute", note)
    return sum("site_count" in each or "site_due" in each for each in asked)


def test_the_first_visitor_of_a_process_waits_for_no_reading_of_all_areas(tmp_path: Path) -> None:
    house = build(tmp_path)
    house.app.extensions["geo_app"].desk.close()
    house.store.engine.dispose()
    found = []
    for warmed in (False, True):
        app = create_app(house.settings)
        app.test_client_class = SignedIn
        if warmed:
            warm_up(app)
        with app.test_client() as client:
            found.append(reads_of_all_areas(app, client))
        app.extensions["geo_app"].desk.close()
        app.extensions["geo_app"].database.engine.dispose()
    assert found[0] > 0
    assert found[1] == 0
