"""Of which sites a complaint can be: what is not said excludes nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_app.domain.complaint_kind import Medium, fits, media
from geo_app.words import TABLE

CATEGORIES = sorted(key.partition(".")[2] for key in TABLE if key.startswith("category."))
CATEGORY = st.sampled_from(CATEGORIES)
KIND = st.sampled_from(
    ["水污染", "大气-恶臭/异味", "固废", "噪声", "水,大气", "水、气、声", "其他", "", "辐射"]
)


@given(st.one_of(KIND, st.text(max_size=20)), CATEGORY)
def test_what_is_not_said_excludes_nothing(kind: str, category: str) -> None:
    assert fits(None, category)
    assert fits(kind, "other")
    assert fits(kind, category) or media(kind)


@given(KIND, KIND, CATEGORY)
def test_two_media_fit_what_either_fits(one: str, other: str, category: str) -> None:
    if media(one) and media(other):
        both = f"{one}；{other}".replace("水、气、声", "水污染、大气、噪声")
        if media(both) == media(one) | media(other):
            assert fits(both, category) == (fits(one, category) or fits(other, category))


@pytest.mark.parametrize("medium", Medium)
def test_each_medium_has_its_sites(medium: Medium) -> None:
    kind = {"air": "恶臭", "water": "水", "waste": "垃圾", "noise": "噪声"}[medium]
    assert media(kind) == {medium}
    places = {each for each in CATEGORIES if fits(kind, each)}
    assert {"other"} < places < set(CATEGORIES)


def test_noise_is_none_about_an_outlet_and_a_smell_is_one_about_a_station() -> None:
    assert not fits("噪声", "river_outlet")
    assert not fits("水污染", "odour")
    assert fits("大气-恶臭/异味", "odour")
    assert fits("异味扰民", "sewage_station")
    assert fits("噪声、水污染", "river_outlet")
