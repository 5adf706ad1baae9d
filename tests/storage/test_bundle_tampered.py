"""Whatever is changed in a bundle, the member is named; where it can be, also the event."""

from __future__ import annotations

import base64
import hashlib
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from geo_app.errors import InputError
from geo_app.reports.bundle import layout
from geo_app.reports.bundle.verify import verify
from geo_app.settings import BundleLimits, Settings
from geo_app.store.keys import signing_key
from geo_app.store.log import digest_of
from geo_app.store.session import open_store
from tests.storage.bundles import Made, codes, edited, make, named, pack, tampered


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """One bundle for the whole module: it is only ever read."""
    folder = tmp_path_factory.mktemp("bundle")
    settings = Settings(data=folder / "data")
    store = open_store(settings)
    yield make(store, settings, folder / "x.zip")
    store.engine.dispose()


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tampered") / "x.zip"


@given(st.data())
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_byte_of_any_member(made: Made, other: Path, draw: st.DataObject) -> None:
    members = made.members()
    name = draw.draw(st.sampled_from(sorted(members)))
    data = bytearray(members[name])
    at = draw.draw(st.integers(0, len(data) - 1))
    data[at] ^= draw.draw(st.integers(1, 255))
    report = tampered(made, other, {name: bytes(data)})
    assert name in named(report), report.faults


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@given(draw=st.data())
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_byte_of_the_file(made: Made, other: Path, method: int, draw: st.DataObject) -> None:
    """Also in the frame of the ZIP: refused, or named, or of no weight for what is inside."""
    data = bytearray(pack(other, made.members(), method).read_bytes())
    at = draw.draw(st.integers(0, len(data) - 1))
    data[at] ^= draw.draw(st.integers(1, 255))
    other.write_bytes(data)
    try:
        is_good = verify(other, BundleLimits()).is_good
    except InputError:
        is_good = False
    if is_good:
        with zipfile.ZipFile(other) as archive:
            assert {name: archive.read(name) for name in archive.namelist()} == made.members()


@given(st.data())
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_member_left_out_or_emptied(made: Made, other: Path, draw: st.DataObject) -> None:
    name = draw.draw(st.sampled_from(sorted(set(made.members()) - {layout.MANIFEST})))
    assert codes(tampered(made, other, {name: None}), name) == {"bundle.missing"}
    assert name in named(tampered(made, other, {name: b""}))


def test_a_member_too_many(made: Made, other: Path) -> None:
    extra = f"originals/{'0' * 64}.jpg"
    report = tampered(made, other, {extra: b"x", "说明.txt": b"x"})
    assert codes(report, extra) == codes(report, "说明.txt") == {"bundle.extra"}


def test_swapped_photos(made: Made, other: Path) -> None:
    members = made.members()
    one, two = [layout.original(sha256, mime) for sha256, mime in made.content.photos[:2]]
    report = tampered(made, other, {one: members[two], two: members[one]})
    assert named(report) == {one, two}


def test_any_event_dropped(made: Made, other: Path) -> None:
    data = made.members()[layout.EVENTS]
    for at, event in enumerate(made.content.events):

        def drop(value: Any, at: int = at) -> None:
            del value["events"][at]

        report = tampered(made, other, {layout.EVENTS: edited(data, drop)})
        said = [(fault.what.code, fault.what.values.get("seq")) for fault in report.faults]
        assert ("bundle.no_event", event["seq"]) in said


def test_any_event_doubled_or_exchanged_with_the_next(made: Made, other: Path) -> None:
    data = made.members()[layout.EVENTS]
    for at in range(len(made.content.events) - 1):

        def double(value: Any, at: int = at) -> None:
            value["events"].insert(at, value["events"][at])

        def exchange(value: Any, at: int = at) -> None:
            events = value["events"]
            events[at], events[at + 1] = events[at + 1], events[at]

        for change in (double, exchange):
            report = tampered(made, other, {layout.EVENTS: edited(data, change)})
            assert codes(report, layout.EVENTS) >= {"bundle.altered", "bundle.event_unlisted"}


def test_a_reworded_event_is_named_by_its_number(made: Made, other: Path) -> None:
    def reword(value: Any) -> None:
        value["events"][1]["actor_name"] = "somebody else"

    data = made.members()[layout.EVENTS]
    report = tampered(made, other, {layout.EVENTS: edited(data, reword)})
    said = [fault.text("en") for fault in report.faults]
    seq = made.content.events[1]["seq"]
    assert any(f"event {seq} " in sentence and "altered" in sentence for sentence in said)


# what somebody can do who has the key, or puts a key of his own in


def resigned(made: Made, folder: Path, changes: dict[str, bytes]) -> dict[str, bytes]:
    """The bundle with members changed and all signed anew by another key."""
    signer = signing_key(folder)
    members = made.members() | changes
    members[layout.KEY] = f"{signer.public}\n".encode()
    members[layout.CHECKPOINT] = (
        made.members()[layout.CHECKPOINT]
        if layout.CHECKPOINT not in changes
        else changes[layout.CHECKPOINT]
    )
    events = orjson.loads(members[layout.EVENTS])["events"]

    def list_anew(manifest: Any) -> None:
        manifest["log"]["origin"] = signer.name
        manifest["events"] = [
            {name: event[name] for name in ("seq", "id", "hash")} for event in events
        ]
        manifest["members"] = [
            {"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            for name, data in sorted(members.items())
            if name not in (layout.MANIFEST, layout.SIGNATURE)
        ]

    members[layout.MANIFEST] = edited(members[layout.MANIFEST], list_anew)
    sha256 = hashlib.sha256(members[layout.MANIFEST]).hexdigest()
    members[layout.SIGNATURE] = signer.sign(layout.manifest_text(signer.name, sha256)).encode()
    return members


def forge(change: Callable[[Any], None], data: bytes) -> bytes:
    """Events after a change, each with a hash that fits."""

    def seal(value: Any) -> None:
        change(value)
        for event in value["events"]:
            covered = {k: v for k, v in event.items() if k not in ("hash", "proof")}
            event["hash"] = digest_of(covered)

    return edited(data, seal)


def test_signed_anew_by_another_key(made: Made, other: Path, tmp_path: Path) -> None:
    signer = signing_key(tmp_path)
    head = made.content.head
    note = type(head)(signer.name, head.size, head.root, head.chain, head.at).sign(signer)
    members = resigned(made, tmp_path, {layout.CHECKPOINT: note.encode()})
    report = tampered(made, other, members)
    # all fits: only the fingerprint tells whose word this is
    assert report.is_good
    assert report.fingerprint != made.signer.public.fingerprint
    assert not verify(other, BundleLimits(), key=made.signer.public.fingerprint).is_good


def test_an_event_forged_under_the_old_head(made: Made, other: Path, tmp_path: Path) -> None:
    def reword(value: Any) -> None:
        value["events"][1]["actor_name"] = "somebody else"

    signer = signing_key(tmp_path)
    head = made.content.head
    note = type(head)(signer.name, head.size, head.root, head.chain, head.at).sign(signer)
    changes = {
        layout.EVENTS: forge(reword, made.members()[layout.EVENTS]),
        layout.CHECKPOINT: note.encode(),
    }
    report = tampered(made, other, resigned(made, tmp_path, changes))
    assert codes(report, layout.EVENTS) >= {"bundle.event_unproved"}
    assert named(report) == {layout.EVENTS}


def test_facts_forged_against_their_events(made: Made, other: Path, tmp_path: Path) -> None:
    def move(value: Any) -> None:
        photo = value["sites"][0]["inspections"][0]["photos"][0]
        photo["facts"]["position"] = [114.5, 34.5]

    def reword(value: Any) -> None:
        value["sites"][1]["inspections"][0]["note"] = "已恢复"

    def lose(value: Any) -> None:
        del value["sites"][0]["inspections"][1]

    def invent(value: Any) -> None:
        visit = dict(value["sites"][0]["inspections"][0], id="invented", photos=[])
        value["sites"][0]["inspections"].append(visit)

    def reform(value: Any) -> None:
        value["sites"][0]["forms"][0]["content"]["title"]["en"] = "x"

    def promote(value: Any) -> None:
        value["sites"][0]["site"]["status_on"] = "2024-05-01"

    for change, code in (
        (promote, "log.standing_altered"),
        (move, "log.photo_altered"),
        (reword, "log.inspection_altered"),
        (lose, "log.no_inspection"),
        (invent, "log.inspection_unrecorded"),
        (reform, "log.form_altered"),
    ):
        facts = edited(made.members()[layout.FACTS], change)
        report = tampered(made, other, resigned(made, tmp_path, {layout.FACTS: facts}))
        assert code in codes(report, layout.FACTS), change


def test_a_proof_that_is_too_long_or_of_another_event(made: Made, other: Path) -> None:
    def lengthen(value: Any) -> None:
        value["events"][0]["proof"].append(base64.b64encode(bytes(32)).decode())

    def exchange(value: Any) -> None:
        events = value["events"]
        events[0]["proof"], events[-1]["proof"] = events[-1]["proof"], events[0]["proof"]

    data = made.members()[layout.EVENTS]
    for change in (lengthen, exchange):
        report = tampered(made, other, {layout.EVENTS: edited(data, change)})
        assert "bundle.event_unproved" in codes(report, layout.EVENTS)
