"""A running server and who sends visits to it, for faults that are made around them."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from geo_app.settings import Settings
from tests.server import Server
from tests.siege import Outcome, Parcel, look, parcels, send
from tests.signed_in import access_key
from tests.visits import photo, told


class Office:
    """An installation, its server, and sites to report visits of.

    Args:
        settings: Of an installation that may be new.
        under: As for ``Server``.
    """

    def __init__(self, settings: Settings, *, under: Sequence[str] = ()) -> None:
        self.settings = settings
        self.server = Server(settings, under=under)
        self.outcome = Outcome()
        self.key = ""
        self._sites: list[str] = []

    def __enter__(self) -> Office:
        self.server.start()
        self.key = access_key(self.settings)
        sites = json.loads(self.server.get("/api/sites.geojson", self.key))["features"]
        self._sites = [
            each["id"] for each in sites if each["properties"]["category"] == "river_outlet"
        ]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.server.stop()

    def parcels(self, count: int) -> list[Parcel]:
        """Visits with photos of their own."""
        return parcels(count, self._sites)

    def again(self, parcel: Parcel, count: int) -> list[Parcel]:
        """Other visits with the very same photos: of these only rows are new."""
        return [
            Parcel(
                told(self._sites[n % len(self._sites)], [photo() for _ in parcel.pictures]),
                parcel.pictures,
            )
            for n in range(count)
        ]

    def send(self, parcels: Sequence[Parcel]) -> list[Parcel]:
        """Send each once; those that were not acknowledged."""
        return [each for each in parcels if not send(self.server, self.key, each, self.outcome)]

    def answer(self, parcel: Parcel) -> tuple[int, dict[str, Any], str | None, float]:
        """Status, problem document, ``Retry-After`` and the seconds that it took."""
        address = urlsplit(self.server.url)
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=60)
        body, kind = parcel.body()
        headers = {
            "Content-Type": kind,
            "X-Geo-App-Client": "office",
            "Authorization": f"Bearer {self.key}",
        }
        began = time.monotonic()
        connection.request("POST", "/api/inspections", body, headers)
        answer = connection.getresponse()
        content = json.loads(answer.read())
        connection.close()
        return answer.status, content, answer.headers["Retry-After"], time.monotonic() - began

    def seconds_of_a_look(self) -> float:
        """How long the ledger takes to read."""
        began = time.monotonic()
        self.server.get("/ledger", self.key)
        return time.monotonic() - began

    def whole(self) -> Outcome:
        """Stop, and look whether what was acknowledged is there, and nothing else."""
        self.server.stop()
        look(self.settings, self.outcome)
        return self.outcome
