"""Uploads to a server that is killed again and again; afterwards every acknowledged one is whole.

The clients do what a phone does: they send a visit under its own id until it is acknowledged. The
short form is a test, the long one ``benchmarks/kill.py``.
"""

from __future__ import annotations

import collections
import hashlib
import http.client
import json
import queue
import random
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import orjson
from sqlalchemy import func, select

from geo_app.domain.status import EventKind
from geo_app.settings import Settings
from geo_app.store import log
from geo_app.store.audit import audit
from geo_app.store.files import open_files
from geo_app.store.inspections import Inspection, Photo
from geo_app.store.models import Event
from geo_app.store.session import open_store
from geo_app.work.files import check, named
from tests.photos import bare, scene
from tests.server import Server
from tests.signed_in import access_key
from tests.visits import photo, told

CLIENTS = 8
PHOTOS = 2
_PATIENCE_S = 240.0
"""A visit that is not acknowledged within this time is a fault."""


@dataclass(frozen=True)
class Parcel:
    """A visit with the bytes of its photos, as it lies in the outbox of a phone."""

    visit: dict[str, Any]
    pictures: tuple[bytes, ...]

    def body(self) -> tuple[bytes, str]:
        """A multipart body and its content type."""
        boundary = uuid.uuid4().hex
        head = f"--{boundary}\r\nContent-Disposition: form-data; name="
        parts = [f'{head}"inspection"\r\n\r\n'.encode() + orjson.dumps(self.visit)]
        for each, data in zip(self.visit["photos"], self.pictures, strict=True):
            file = f'{head}"{each["id"]}"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
            parts.append(file.encode() + data)
        body = b"\r\n".join(parts) + f"\r\n--{boundary}--\r\n".encode()
        return body, f"multipart/form-data; boundary={boundary}"


@dataclass
class Outcome:
    """What came of a siege."""

    kills: int = 0
    seconds: float = 0.0
    acknowledged: dict[str, list[str]] = field(default_factory=dict)
    """Visit → SHA-256 of its photos, as the server answered."""
    answers: collections.Counter[int] = field(default_factory=collections.Counter)
    unwell: collections.Counter[str] = field(default_factory=collections.Counter)
    """Codes of the answers 5xx."""
    broken: int = 0
    """Requests without an answer: the server was killed meanwhile."""
    faults: list[str] = field(default_factory=list)
    """What is not whole afterwards."""
    parts_left: int = 0
    orphans: int = 0
    renditions_lost: int = 0


def parcels(count: int, sites: list[str]) -> list[Parcel]:
    """Visits, each with photos of its own."""
    return [
        Parcel(
            told(sites[n % len(sites)], [photo() for _ in range(PHOTOS)]),
            tuple(bare(scene(PHOTOS * n + k, (160, 120))) for k in range(PHOTOS)),
        )
        for n in range(count)
    ]


Cut = Callable[[Server], None]
"""Takes a server away in the middle of its work, and brings it back."""


def kill(server: Server) -> None:
    """SIGKILL, then a new start."""
    server.kill()
    server.start()


def besiege(settings: Settings, uploads: int, kills: int, seed: int, cut: Cut = kill) -> Outcome:
    """Send the uploads while the server is taken away so many times, then look at what is there."""
    outcome, chance = Outcome(), random.Random(seed)  # noqa: S311 # when to kill is no secret
    server = Server(settings)
    server.start()
    key = access_key(settings)
    sites = json.loads(server.get("/api/sites.geojson", key))["features"]
    outlets = [each["id"] for each in sites if each["properties"]["category"] == "river_outlet"]
    todo: queue.SimpleQueue[Parcel] = queue.SimpleQueue()
    for parcel in parcels(uploads, outlets):
        todo.put(parcel)
    started = time.monotonic()
    clients = [
        threading.Thread(target=_send_all, args=(server, key, todo, outcome))
        for _ in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    # each kill falls into another part of the work, at a moment nobody chose
    for n in range(kills):
        due = uploads * (n + 1) / (kills + 1)
        while len(outcome.acknowledged) < due and any(each.is_alive() for each in clients):
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.3))
        cut(server)
        outcome.kills += 1
    for client in clients:
        client.join()
    outcome.seconds = time.monotonic() - started
    server.stop()
    look(settings, outcome)
    return outcome


def _send_all(server: Server, key: str, todo: queue.SimpleQueue[Parcel], outcome: Outcome) -> None:
    while not outcome.faults:  # after the first one there is nothing more to learn
        try:
            parcel = todo.get_nowait()
        except queue.Empty:
            return
        until = time.monotonic() + _PATIENCE_S
        while not send(server, key, parcel, outcome):
            if time.monotonic() > until:
                outcome.faults.append(f"never acknowledged: {parcel.visit['id']}")
                break
            time.sleep(0.05)


def send(server: Server, key: str, parcel: Parcel, outcome: Outcome) -> bool:
    """Whether the visit was acknowledged."""
    address = urlsplit(server.url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=30)
    body, kind = parcel.body()
    headers = {
        "Content-Type": kind,
        "X-Geo-App-Client": "siege",
        "Authorization": f"Bearer {key}",
    }
    try:
        connection.request("POST", "/api/inspections", body, headers)
        answer = connection.getresponse()
        content = answer.read()
    except (OSError, http.client.HTTPException):
        outcome.broken += 1
        return False
    finally:
        connection.close()
    outcome.answers[answer.status] += 1
    if answer.status in (200, 201):
        receipt = json.loads(content)
        outcome.acknowledged[receipt["id"]] = [each["sha256"] for each in receipt["photos"]]
        return True
    if answer.status >= 500:
        outcome.unwell[json.loads(content)["code"]] += 1
    else:
        outcome.faults.append(f"refused: {answer.status} {content[:200]!r}")
    return answer.status < 500


def look(settings: Settings, outcome: Outcome) -> None:
    """Whether every acknowledged visit is whole, none is double, and nothing else is there."""
    store, files = open_store(settings), open_files(settings)
    with store.session(read_only=True) as session:
        rows = {row.id: row for row in session.scalars(select(Inspection))}
        for visit_id, digests in outcome.acknowledged.items():
            row = rows.pop(visit_id, None)
            if row is None:
                outcome.faults.append(f"lost: {visit_id}")
                continue
            if [each.sha256 for each in row.photos] != digests:
                outcome.faults.append(f"photos differ: {visit_id}")
            for digest in digests:
                if hashlib.sha256(files.get(digest)).hexdigest() != digest:
                    outcome.faults.append(f"half: {digest}")
        outcome.faults += [f"never acknowledged, but there: {each}" for each in rows]
        count = select(func.count()).select_from(Event).where(Event.kind == EventKind.INSPECTED)
        visits, photos = len(outcome.acknowledged), session.scalar(select(func.count(Photo.seq)))
        if (session.scalar(count), photos) != (visits, visits * PHOTOS):
            outcome.faults.append("double: more events or photos than visits")
        broken_at = log.verify(session).broken_at
        outcome.faults += [f"chain broken at {broken_at}"] if broken_at else []
        outcome.faults += [remark.text("en") for remark in audit(session)]
        wanted = named(session)
    report = check(files, wanted, now=datetime.now(UTC), orphan_hours=24)
    # a picture to look at is written without waiting for the disk: it is made again when shown
    outcome.renditions_lost, report.damaged = len(report.damaged), []
    outcome.faults += [remark.text("en") for remark in report.remarks()]
    outcome.orphans = report.young
    outcome.parts_left = len(list(settings.data.rglob("*.part")))
    store.engine.dispose()
