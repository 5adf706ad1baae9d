"""Ids and times that are made by the million are what one by one would be."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from geo_app.store.bulk import fresh_ids, moment, moments
from geo_app.work import ids

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:geo-app")


@given(st.text(), st.text())
def test_named_ids_are_uuids_of_version_5(one: str, other: str) -> None:
    one, other = (each.encode("utf-8", "replace").decode() for each in (one, other))
    assert ids.of_site_file(one, other) == str(uuid.uuid5(_NAMESPACE, f"site/{one}/{other}"))


def test_fresh_ids_are_uuids_of_version_7_that_rise() -> None:
    before = datetime.now(UTC)
    made = fresh_ids(5_000)
    assert made == sorted(made)
    assert len(set(made)) == 5_000
    for each in made[::500]:
        parsed = uuid.UUID(each)
        assert str(parsed) == each
        assert (parsed.version, parsed.variant) == (7, uuid.RFC_4122)
        age = parsed.int >> 80
        assert abs(age / 1000 - before.timestamp()) < 60
    assert set(made).isdisjoint(fresh_ids(5_000))


def test_times_rise_by_a_microsecond_across_a_second() -> None:
    start = datetime(2026, 12, 31, 23, 59, 59, 999_997, tzinfo=UTC)
    expected = [moment(start + timedelta(microseconds=n)) for n in range(6)]
    assert list(islice(moments(start), 6)) == expected
    assert expected[-1] == "2027-01-01 00:00:00.000002"
