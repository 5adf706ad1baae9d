"""An installation with nobody in it, and browsers before its door."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask.testing import FlaskClient
from sqlalchemy import select

from geo_app.store.people import BrowserSession, Entry, Person
from geo_app.work.people import links

if TYPE_CHECKING:
    from tests.web.conftest import House

PASSWORD = "柳溪桥东 排口 150 米"  # noqa: S105
OTHER = "correct horse battery 9"


class Door:
    """An installation with nobody in it, and browsers before its door."""

    def __init__(self, house: House) -> None:
        self.house = house

    def browser(self) -> FlaskClient:
        return FlaskClient(self.house.app, self.house.app.response_class)

    def post(self, client: FlaskClient, path: str, **form: object):  # type: ignore[no-untyped-def]
        found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/about").text)
        assert found
        return client.post(path, data={"csrf_token": found[1], **form})

    def first_link(self) -> str:
        with self.house.store.session() as session:
            for table in (BrowserSession, Person):
                session.query(table).delete()
        with self.house.store.session() as session:
            secret = links.make_first(session, self.house.settings.accounts)
        assert secret
        return f"/link/{secret}"

    def administrator(self) -> FlaskClient:
        client, path = self.browser(), self.first_link()
        form = {"name": "管理", "login": "Admin", "password": PASSWORD, "again": PASSWORD}
        assert self.post(client, path, **form).status_code == 303
        return client

    def sign_in(self, login: str, password: str, client: FlaskClient | None = None):  # type: ignore[no-untyped-def]
        return self.post(client or self.browser(), "/sign-in", login=login, password=password)

    def add(self, admin: FlaskClient, login: str, **more: str) -> str:
        """Somebody new; the path of the link that the page shows."""
        form = {"login": login, "name": login, "role": "inspector", **more}
        answer = self.post(admin, "/people", **form)
        assert answer.status_code == 200, answer.text
        found = re.search(r"(/link/[\w-]+)<", answer.text)
        assert found
        return found[1]

    def book(self) -> list[str]:
        with self.house.store.session(read_only=True) as session:
            return list(session.scalars(select(Entry.kind).order_by(Entry.seq)))
