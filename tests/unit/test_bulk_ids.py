"""Ids that are made by the million are what the standard library makes of the same names."""

from __future__ import annotations

import uuid

from hypothesis import given
from hypothesis import strategies as st

from geo_app.domain import ids

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:geo-app")


@given(st.text(), st.text())
def test_named_ids_are_uuids_of_version_5(one: str, other: str) -> None:
    one, other = (each.encode("utf-8", "replace").decode() for each in (one, other))
    assert ids.of_site_file(one, other) == str(uuid.uuid5(_NAMESPACE, f"site/{one}/{other}"))
