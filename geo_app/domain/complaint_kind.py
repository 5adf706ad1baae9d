"""What a complaint is about, and of which sites that can be: noise is none about an outlet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType


class Medium(StrEnum):
    """What a complaint is about."""

    AIR = "air"
    WATER = "water"
    WASTE = "waste"
    NOISE = "noise"


_WORDS = MappingProxyType(
    {
        Medium.AIR: (
            "异味|恶臭|臭味|臭气|气味|大气|废气|扬尘|粉尘|烟|焚烧|^气$|air|odou?r|smell|dust"
        ),
        Medium.WATER: "水污染|污水|废水|黑臭|排污|排水|水质|河道|水体|水环境|^水$|water",
        Medium.WASTE: "固废|固体废物|垃圾|渣土|堆放|倾倒|危废|粪污|^土壤|waste",
        Medium.NOISE: "噪声|噪音|振动|震动|^声$|noise",
    }
)

_SITES: Mapping[Medium, frozenset[str]] = MappingProxyType(
    {
        # foul water, a station that stands still and rubbish smell as well
        Medium.AIR: frozenset(
            {"odour", "air", "illegal_factory", "sewage_station", "dumping", "river_outlet"}
        ),
        Medium.WATER: frozenset({"river_outlet", "sewage_station", "illegal_factory", "dumping"}),
        Medium.WASTE: frozenset({"dumping", "illegal_factory"}),
        Medium.NOISE: frozenset({"air", "illegal_factory"}),
    }
)
"""Categories of sites that a complaint can be about."""

_ANYTHING = "other"
"""Nobody has said what a site of this category is."""


@lru_cache(maxsize=1024)
def media(kind: str) -> frozenset[Medium]:
    """What the kind of a complaint names, in the words of the hotline; often two at once.

    Args:
        kind: 水污染, 大气-恶臭/异味, …; empty where nothing is said.
    """
    return frozenset(each for each, words in _WORDS.items() if re.search(words, kind, re.I))


def fits(kind: str | None, category: str) -> bool:
    """Whether a complaint can be about a site; where either says nothing, it can.

    Args:
        kind: Of the complaint, in the words of the hotline.
        category: Of the site.
    """
    named = media(kind or "")
    if not named or category == _ANYTHING:
        return True
    return any(category in _SITES[each] for each in named)
