"""Photos in pieces on both databases: who is behind is told, and nothing is there twice."""

from __future__ import annotations

import hashlib
import threading
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from geo_app.domain.actor import Actor, Role
from geo_app.errors import (
    ConflictError,
    ForbiddenError,
    GeoAppError,
    InputError,
    NotFoundError,
    StoreError,
    TooLargeError,
)
from geo_app.settings import Field, Settings
from geo_app.store.field import Arrival, PhotoUpload
from geo_app.store.inspections import Inspection, Photo
from geo_app.store.parts import Parts
from geo_app.store.session import Store
from geo_app.work.desk import Desk
from geo_app.work.field.arrivals import Waiting, arrive
from geo_app.work.field.uploads import Counter, open_counter
from geo_app.work.inspections import Recorded
from tests.storage.helpers import confirm_sample
from tests.visits import INSPECTOR, desk_of, draft, photo, picture, told

SOMEBODY = Actor("said:other", "赵六", "别的单位", Role.INSPECTOR)
PIECE = 1000


@pytest.fixture
def counter(store: Store, settings: Settings) -> Counter:
    return open_counter(store, settings)


@pytest.fixture
def desk(settings: Settings) -> Desk:
    return desk_of(settings)


@pytest.fixture
def site(store: Store, settings: Settings) -> str:
    return confirm_sample(store, settings)[0]


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def announce(counter: Counter, data: bytes, actor: Actor = INSPECTOR, name: str = "") -> str:
    name = name or str(uuid.uuid4())
    assert counter.begin(actor, name, digest(data), len(data), "江边.jpg").id == name
    return name


def bring(counter: Counter, name: str, data: bytes) -> None:
    """All of a photo, from where it is."""
    offset = counter.state(INSPECTOR, name).offset
    while offset < len(data):
        offset = counter.add(INSPECTOR, name, offset, data[offset : offset + PIECE]).offset


def rows(store: Store, kind: Any) -> int:
    with store.session(read_only=True) as session:
        return session.scalar(select(func.count()).select_from(kind)) or 0


def visit_with(site: str, *pictures: bytes) -> dict[str, Any]:
    return told(site, [photo(sha256=digest(data)) for data in pictures])


def come(counter: Counter, desk: Desk, visit: dict[str, Any]) -> Recorded | Waiting:
    return arrive(counter, INSPECTOR, draft(visit), desk, "web")


def test_one_photo_brought_by_many_lines_at_once_is_there_once(counter: Counter) -> None:
    data = picture(11)
    name = announce(counter, data)
    behind: list[GeoAppError] = []

    def line() -> None:
        # as a phone does whose older line is dead, but does not know it yet
        while not (now := counter.state(INSPECTOR, name)).whole:
            try:
                counter.add(INSPECTOR, name, now.offset, data[now.offset : now.offset + PIECE])
            except ConflictError as error:
                behind.append(error)

    lines = [threading.Thread(target=line) for _ in range(4)]
    for each in lines:
        each.start()
    for each in lines:
        each.join(60)
    assert counter.state(INSPECTOR, name).whole
    assert counter.parts.read(name, len(data) + 1) == data
    assert {error.code for error in behind} <= {"upload.offset"}


def test_the_same_visit_told_by_many_lines_at_once_is_recorded_once(
    counter: Counter, desk: Desk, site: str, store: Store
) -> None:
    pictures = [picture(12), picture(13)]
    visit = visit_with(site, *pictures)
    assert isinstance(come(counter, desk, visit), Waiting)
    for each, data in zip(visit["photos"], pictures, strict=True):
        announce(counter, data, name=each["id"])
        bring(counter, each["id"], data)
    start, answers = threading.Barrier(3), []

    def tell() -> None:
        start.wait()
        try:
            answers.append(come(counter, desk, visit))
        except (
            StoreError
        ):  # the bytes went into the record meanwhile: it comes again, as a phone does
            answers.append(come(counter, desk, visit))

    lines = [threading.Thread(target=tell) for _ in range(3)]
    for each in lines:
        each.start()
    for each in lines:
        each.join(60)
    assert [type(answer) for answer in answers] == [Recorded] * 3
    assert {answer.inspection.id for answer in answers if isinstance(answer, Recorded)} == {
        visit["id"]
    }
    found = [rows(store, kind) for kind in (Inspection, Photo, PhotoUpload, Arrival)]
    assert found == [1, 2, 0, 0]


@effort(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(-1, 21), st.integers(0, 21)), max_size=12))
def test_whatever_offsets_are_told_the_file_is_a_beginning_of_the_photo(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[tuple[int, int]]
) -> None:
    parts = Parts(tmp_path_factory.mktemp("parts"))
    data, name = bytes(range(20)), str(uuid.uuid4())
    for offset, size in pieces:
        before = parts.size(name)
        piece = data[max(offset, 0) : offset + size]
        if offset == before:
            assert parts.append(name, offset, piece) == before + len(piece)
        else:
            with pytest.raises(ConflictError):
                parts.append(name, offset, piece)
        there = parts.size(name)
        assert (parts.read(name, 99) if there else b"") == data[:there]


def test_an_upload_is_not_there_for_anybody_else(counter: Counter) -> None:
    data = picture(14)
    name = announce(counter, data)
    for act in (
        lambda: counter.state(SOMEBODY, name),
        lambda: counter.add(SOMEBODY, name, 0, data),
        lambda: counter.give_up(SOMEBODY, name),
    ):
        with pytest.raises(NotFoundError):
            act()
    with pytest.raises(ConflictError, match=name):
        announce(counter, data, SOMEBODY, name)
    assert counter.state(INSPECTOR, name).offset == 0


def test_photos_of_somebody_else_never_complete_a_visit(
    counter: Counter, desk: Desk, site: str
) -> None:
    data = picture(15)
    visit = visit_with(site, data)
    [each] = visit["photos"]
    announce(counter, data, SOMEBODY, each["id"])
    counter.add(SOMEBODY, each["id"], 0, data)
    answer = come(counter, desk, visit)
    assert isinstance(answer, Waiting)
    assert answer.missing == (each["id"],)


def test_who_may_not_inspect_may_not_send(counter: Counter) -> None:
    leader = Actor("said:leader", "领导", None, Role.LEADER)
    with pytest.raises(ForbiddenError):
        announce(counter, picture(14), leader)


def test_more_than_was_announced_is_refused_and_nothing_of_it_kept(counter: Counter) -> None:
    data = picture(16)
    name = announce(counter, data)
    with pytest.raises(TooLargeError):
        counter.add(INSPECTOR, name, 0, data + b"x")
    assert counter.state(INSPECTOR, name).offset == 0


def test_a_whole_that_is_something_else_begins_again(counter: Counter) -> None:
    data = picture(17)
    name = announce(counter, data)
    counter.add(INSPECTOR, name, 0, data[:-1])
    with pytest.raises(InputError) as caught:
        counter.add(INSPECTOR, name, len(data) - 1, b"?")
    assert caught.value.code == "intake.other_bytes"
    assert counter.state(INSPECTOR, name).offset == 0
    bring(counter, name, data)
    assert counter.state(INSPECTOR, name).whole


def test_bytes_that_went_after_they_were_whole_come_again(
    counter: Counter, desk: Desk, site: str
) -> None:
    data = picture(18)
    visit = visit_with(site, data)
    [each] = visit["photos"]
    announce(counter, data, name=each["id"])
    bring(counter, each["id"], data)
    counter.parts.drop(each["id"])
    assert isinstance(come(counter, desk, visit), Waiting)
    bring(counter, each["id"], data)
    assert isinstance(come(counter, desk, visit), Recorded)


def test_what_never_came_whole_is_forgotten_in_the_end(
    counter: Counter, desk: Desk, site: str, store: Store
) -> None:
    data = picture(19)
    visit = visit_with(site, data)
    come(counter, desk, visit)
    name = announce(counter, data, name=visit["photos"][0]["id"])
    counter.add(INSPECTOR, name, 0, data[:100])
    long_ago = datetime.now(UTC) - timedelta(days=counter.settings.in_the_field.waiting_days + 1)
    with store.session() as session:
        session.execute(update(PhotoUpload).values(created_at=long_ago))
        session.execute(update(Arrival).values(last_at=long_ago))
    announce(counter, picture(20))  # who comes next sweeps
    assert (rows(store, PhotoUpload), rows(store, Arrival)) == (1, 0)
    with pytest.raises(NotFoundError):
        counter.state(INSPECTOR, name)
    # the phone still has all of it
    announce(counter, data, name=name)
    bring(counter, name, data)
    assert isinstance(come(counter, desk, visit), Recorded)


@pytest.mark.parametrize("few", [Field(waiting_photos=1), Field(waiting_bytes=20_000)])
def test_one_person_does_not_fill_the_disk(counter: Counter, few: Field) -> None:
    counter = replace(counter, settings=replace(counter.settings, in_the_field=few))
    announce(counter, b"x" * 15_000)
    with pytest.raises(TooLargeError) as caught:
        announce(counter, b"y" * 15_000)
    assert caught.value.code == "upload.too_much_waiting"
    announce(counter, b"y" * 15_000, SOMEBODY)
