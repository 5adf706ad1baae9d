"""Many complaints at once are judged as one is: whole columns say what the rule says of each."""

from __future__ import annotations

import math
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from geo_app.domain.complaint import Nearness, nearness
from geo_app.domain.complaint_kind import fits
from geo_app.geo.nearness import distances_m
from geo_app.settings.complaints import Complaints
from geo_app.store.models import Site
from geo_app.work.complaints.crowd import Crowd

DAY = date(2024, 3, 1)
NEAR = st.floats(-0.05, 0.05)
ROWS = st.lists(
    st.tuples(
        NEAR,
        NEAR,
        st.floats(0, 4_000),
        st.lists(st.sampled_from(["park", "bridge"]), max_size=2),
        st.sampled_from([None, "水污染", "噪声扰民", "大气-恶臭/异味"]),
    ),
    max_size=30,
)


@given(
    ROWS,
    st.sampled_from([(114.3, 34.8), (179.99, -0.01), (-179.99, 70.0)]),
    st.floats(0, 4_000),
    st.sampled_from(["river_outlet", "odour", "other"]),
    st.frozensets(st.sampled_from(["park", "bridge", "dike"])),
    st.floats(0, 2_000),
    st.floats(0, 4_000),
)
def test_columns_say_what_the_rule_says(
    told: list[tuple[float, float, float, list[str], str | None]],
    at: tuple[float, float],
    radius_m: float,
    category: str,
    anchors: frozenset[str],
    near_m: float,
    coarse_m: float,
) -> None:
    rows = [
        (at[1] + up, math.remainder(at[0] + aside, 360.0), radius, DAY, about, kind, str(nth))
        for nth, (up, aside, radius, about, kind) in enumerate(told)
    ]
    rows.sort(key=lambda row: row[0])
    site = Site(lon=at[0], lat=at[1], radius_m=radius_m, category=category)
    limits = Complaints(near_m=near_m, coarse_m=coarse_m)
    crowd = Crowd(rows, (DAY, DAY), limits)
    expected: dict[Nearness, list[int]] = {each: [] for each in Nearness}
    for nth, (lat, lon, radius, _, about, kind, _) in enumerate(rows):
        apart = float(distances_m(*at, [lon], [lat])[0])
        same = not anchors.isdisjoint(about)
        how = nearness(apart, radius, radius_m, near_m, coarse_m, same_thing=same)
        expected[how if fits(kind, category) else Nearness.FAR].append(nth)
    found = crowd.near_to(site, anchors)
    assert found.near.tolist() == expected[Nearness.NEAR]
    assert found.coarse.tolist() == expected[Nearness.COARSE]
    assert len(found.near_m) == len(found.near)
    quick = crowd.near_to(site, anchors, coarse=False)
    assert quick.near.tolist() == expected[Nearness.NEAR]
