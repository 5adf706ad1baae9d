"""A clock that jumps: what happened keeps its order, what has ended does not come back to life."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest
from sqlalchemy import select

from geo_app.domain.actor import Actor, Role
from geo_app.settings import Settings
from geo_app.store import log
from geo_app.store.models import Event
from geo_app.store.people import Person
from geo_app.store.session import as_it_is
from geo_app.work.people import links
from tests.faults.clock import Clock
from tests.faults.office import Office

ADMINISTRATOR = Actor("said:administrator", "管理员", role=Role.ADMINISTRATOR)
PASSWORD = "heron under the third sluice"  # noqa: S105 # of a test
ODD_MOMENTS = (
    datetime(2028, 2, 29, 15, 59, 58, tzinfo=UTC),  # the last seconds of a leap day, in the office
    datetime(2038, 1, 19, 3, 14, 6, tzinfo=UTC),  # where 31 bits of seconds end
    datetime(2086, 5, 4, 3, 0, 0, tzinfo=UTC),  # within the hour that China's clocks once left out
)


@pytest.fixture
def clock(tmp_path: Path) -> Clock:
    return Clock(tmp_path / "clock")


class Ticking(Office):
    """An office whose server has a clock of ours."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        super().__init__(settings, under=clock.under)
        self._clock = clock

    def shift(self, by: timedelta) -> None:
        """So much later by the server's clock than it is; back when it shows that."""
        self._clock.shift(by)
        until = time.monotonic() + 30
        while abs(datetime.now(UTC) + by - self._shown()) > timedelta(seconds=3):
            assert time.monotonic() < until, f"the clock does not follow: {self._shown()}, {by}"
            time.sleep(0.05)

    def _shown(self) -> datetime:
        with build_opener().open(f"{self.server.url}/about", timeout=60) as answer:
            return parsedate_to_datetime(answer.headers["Date"])


def test_visits_keep_their_order_whatever_the_clock_shows(settings: Settings, clock: Clock) -> None:
    with Ticking(settings, clock) as office:
        parcels = office.parcels(6)
        shifts = [timedelta(minutes=1), timedelta(hours=20), timedelta(hours=-2)]
        for parcel, shift in zip(parcels, shifts, strict=False):
            office.shift(shift)
            assert office.send([parcel]) == []
        for parcel, moment in zip(parcels[3:], ODD_MOMENTS, strict=True):
            office.shift(moment - datetime.now(UTC))
            # the key has ended by then, and is told so: no visit is refused for its own date
            status, problem, _, _ = office.answer(parcel)
            assert status == 401, problem
        office.shift(timedelta())
        assert office.send(parcels[3:]) == []
        outcome = office.whole()
        assert outcome.faults == []
        assert outcome.answers[201] == len(parcels)
    store = as_it_is(settings)
    with store.session(read_only=True) as session:
        times = [at for (at,) in session.execute(select(Event.at).order_by(Event.seq))]
        assert log.verify(session).broken_at is None
    store.engine.dispose()
    assert times != sorted(times), "the clock did not jump"


def test_what_has_ended_stays_ended_when_the_clock_goes_back(
    settings: Settings, clock: Clock
) -> None:
    with Ticking(settings, clock) as office:
        store = as_it_is(settings)
        with store.session() as session:
            someone = session.scalars(select(Person)).first()
            assert someone is not None
            secret = links.make(session, ADMINISTRATOR, someone.id, settings.accounts)
        store.engine.dispose()
        browser = Browser(office.server.url)
        link = f"/link/{secret}"
        assert browser.send(link, link, password=PASSWORD, again=PASSWORD) == "/"
        assert browser.look("/me") == 200
        for shift in (timedelta(days=40), timedelta(), timedelta(days=-2)):
            office.shift(shift)
            assert browser.look("/me") == "/sign-in"
            assert browser.look(link) == 422


class Browser:
    """Keeps cookies, sends forms with their token, follows where it is sent."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def look(self, path: str) -> int | str:
        """The status of a page, or where one is sent instead."""
        status, _, at = self._open(path)
        return status if at == path else at

    def send(self, action: str, path: str, **fields: str) -> str:
        """Send a form of a page: where one is sent."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', self._open(path)[1])
        assert token is not None
        told = urlencode({**fields, "csrf_token": token[1]}).encode()
        return self._open(action, told)[2]

    def _open(self, path: str, told: bytes | None = None) -> tuple[int, str, str]:
        asked = Request(f"{self._url}{path}", told, {"Accept": "application/json, text/html"})
        try:
            with self._opener.open(asked, timeout=60) as answer:
                return answer.status, answer.read().decode(), urlsplit(answer.url).path
        except HTTPError as error:
            with error:
                return error.code, "", path
