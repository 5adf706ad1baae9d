"""Visits made for tests: the JSON of a draft, a desk, and photos that are quickly made."""

from __future__ import annotations

import atexit
import io
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from geo_app.domain.actor import Actor
from geo_app.domain.inspection import Draft
from geo_app.photo.workshop import Workshop
from geo_app.settings import PhotoLimits, Settings
from geo_app.store.session import Store
from geo_app.web.installation import EXTENSION, Installation
from geo_app.work import inspections
from geo_app.work.desk import Desk, open_desk
from geo_app.work.draft import read_draft
from geo_app.work.inspections import Recorded
from geo_app.work.intake import Upload
from tests.photos import jpeg, scene

ANSWERS = {"discharging": "no", "smell": 1}
"""What the form of an outlet must know."""

CLIENT_HEADER = {"X-Geo-App-Client": "tests"}
"""How a program that is no browser says who it is."""

INSPECTOR = Actor("said:inspector", "王五", "监测站")


@cache
def workshop() -> Workshop:
    """One for all tests: its child processes take longer to start than a photo to read."""
    made = Workshop(PhotoLimits(), ZoneInfo("Asia/Shanghai"))
    atexit.register(made.close)
    return made


def desk_of(settings: Settings) -> Desk:
    """The desk of an installation, with the workshop of all tests."""
    return replace(open_desk(settings), workshop=workshop())


@cache
def picture(seed: int, **said: Any) -> bytes:
    """A small JPEG, another one for each seed."""
    return jpeg(scene(seed, (480, 360)), **said)


def photo(role: str = "after", **more: Any) -> dict[str, Any]:
    """A photo of a draft."""
    return {"id": str(uuid.uuid4()), "role": role, **more}


def told(site: str, photos: Sequence[dict[str, Any]] = (), **more: Any) -> dict[str, Any]:
    """A draft as a client sends it."""
    return {
        "id": str(uuid.uuid4()),
        "site": site,
        "visited_at": "2024-05-01T10:25:00+08:00",
        "answers": ANSWERS,
        "photos": list(photos),
        **more,
    }


def draft(visit: dict[str, Any]) -> Draft:
    """The draft of its JSON."""
    return read_draft(orjson.dumps(visit), Settings().visits)


def submit(
    store: Store,
    desk: Desk,
    visit: dict[str, Any],
    *pictures: bytes,
    actor: Actor = INSPECTOR,
    source: str = "api",
) -> Recorded:
    """Record a visit with its photos."""
    uploads = [Upload.of(f"{index}.jpg", data) for index, data in enumerate(pictures)]
    return inspections.submit(store, actor, draft(visit), uploads, desk, source)


def furnish(app: Flask) -> Desk:
    """Give a server the workshop of all tests; gives its desk."""
    installation: Installation = app.extensions[EXTENSION]
    desk = replace(installation.desk, workshop=workshop())
    app.extensions[EXTENSION] = replace(installation, desk=desk)
    return desk


def post(
    client: FlaskClient,
    visit: dict[str, Any],
    *pictures: bytes,
    headers: Mapping[str, str] = CLIENT_HEADER,
    parts: Sequence[str] | None = None,
    names: Sequence[str] | None = None,
) -> TestResponse:
    """Send a visit; the parts of photos are called by their ids unless said otherwise."""
    form = MultiDict[str, Any]([("inspection", orjson.dumps(visit).decode())])
    for index, data in enumerate(pictures):
        part = parts[index] if parts else visit["photos"][index]["id"]
        name = names[index] if names else f"{index}.jpg"
        form.add(part, (io.BytesIO(data), name))
    return client.post(
        "/api/inspections", data=form, headers=headers, content_type="multipart/form-data"
    )
