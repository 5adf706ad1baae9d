"""A site of the samples that was visited twice, recorded by the interface as a program would."""

from __future__ import annotations

import json
import urllib.request
import uuid
from dataclasses import dataclass
from functools import cache
from typing import Any

from werkzeug.test import EnvironBuilder

from tests import scenery
from tests.browser.conftest import Server
from tests.photos import bare, jpeg, scene

CODE = "T2-2"
SPOT = {"lon": 114.3004, "lat": 34.4502, "hpos_error_m": 6.0}
NEAR = {"lon": 114.30045, "lat": 34.45022, "hpos_error_m": 9.0}
FAR_OFF = {"lon": 114.35, "lat": 34.47, "hpos_error_m": 5.0}


@dataclass(frozen=True, slots=True)
class Visited:
    """Ids of the site and of its photos."""

    site: str
    before: str
    after: str
    elsewhere: str
    bare: str


@cache
def visited(server: Server) -> Visited:
    """Record the visits; once for a server."""
    found = server.json("/api/sites.geojson")["features"]
    site = next(each["id"] for each in found if each["properties"]["code"] == CODE)
    before, elsewhere, plain, after = (str(uuid.uuid4()) for _ in range(4))
    _record(
        server,
        site,
        "2023-06-01T10:00:00+08:00",
        {"discharging": "yes", "colour": "grey", "turbidity": "turbid", "smell": 3},
        {
            before: ("before", _taken("2023:06:01 10:00:00", 0, direction=40.0, **SPOT)),
            plain: ("sign", bare(scene(7, (360, 480)))),
        },
    )
    _record(
        server,
        site,
        "2023-07-05T15:00:00+08:00",
        {"discharging": "no", "smell": 0},
        {
            after: (
                "after",
                _taken("2023:07:05 15:00:00", 1, direction=47.0, direction_ref="M", **NEAR),
            ),
            elsewhere: ("near", jpeg(scene(8, (480, 360)), taken="2023:07:05 15:05:00", **FAR_OFF)),
        },
    )
    return Visited(site, before, after, elsewhere, plain)


def _taken(when: str, day: int, **said: Any) -> bytes:
    return jpeg(scenery.photo(0, day), taken=when, **said)


def _record(
    server: Server,
    site: str,
    at: str,
    answers: dict[str, Any],
    photos: dict[str, tuple[str, bytes]],
) -> None:
    told = {
        "id": str(uuid.uuid4()),
        "site": site,
        "visited_at": at,
        "answers": answers,
        "fix": {"lon": SPOT["lon"], "lat": SPOT["lat"], "accuracy_m": 8},
        "inspector": {"name": "李巡", "unit": "市督查组"},
        "photos": [{"id": each, "role": role} for each, (role, _) in photos.items()],
    }
    builder = EnvironBuilder(method="POST", data={"inspection": json.dumps(told)})
    for each, (_, data) in photos.items():
        builder.files.add_file(each, _stream(data), f"{each[:8]}.jpg", "image/jpeg")
    environ = builder.get_environ()
    request = urllib.request.Request(
        f"{server.address}/api/inspections",
        data=environ["wsgi.input"].read(),
        headers={
            "Content-Type": environ["CONTENT_TYPE"],
            "X-Geo-App-Client": "tests",
            "Authorization": f"Bearer {server.key}",
        },
        method="POST",
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        assert answer.status == 201


def _stream(data: bytes) -> Any:
    import io

    return io.BytesIO(data)
