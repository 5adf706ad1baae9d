"""What is on its way from phones, counted over all of them."""

from datetime import UTC, datetime

from geo_app.store.field import Arrival, PhotoUpload
from geo_app.store.session import Store
from geo_app.work.field.queue import Queue, queue

NOW = datetime(2026, 11, 26, 8, tzinfo=UTC)


def test_nothing_is_on_its_way(store: Store) -> None:
    with store.session(read_only=True) as session:
        assert queue(session) == Queue(0, 0, 0, 0)


def test_a_photo_is_missing_until_the_last_piece_of_it_is_here(store: Store) -> None:
    with store.session() as session:
        for number, photos in enumerate((["a", "b", "c"], [], ["d"])):
            session.add(
                Arrival(
                    id=f"visit-{number}",
                    site_id="site",
                    actor_id="person:x",
                    actor_name="某人",
                    actor_unit=None,
                    visited_at=NOW,
                    photos=photos,
                    first_at=NOW,
                    last_at=NOW,
                )
            )
        # c and d have not begun; the visit of z was not told yet
        for name, size, completed in (("a", 1, NOW), ("b", 2**30, None), ("z", 7, None)):
            session.add(
                PhotoUpload(
                    id=name,
                    actor_id="person:x",
                    sha256="0" * 64,
                    size=size,
                    name="p.jpg",
                    created_at=NOW,
                    completed_at=completed,
                )
            )
    with store.session(read_only=True) as session:
        assert queue(session) == Queue(3, 3, 2, 2**30 + 7)
