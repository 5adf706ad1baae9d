"""A made-up notice, gazetteer and districts: invented names, coordinates by hand."""

from __future__ import annotations

from datetime import date

from shapely.geometry import Point, box

from geo_app.domain.actor import Actor
from geo_app.domain.notice import (
    ClaimDraft,
    NoticeDraft,
    PlaceDraft,
    ProblemDraft,
    Quote,
)
from geo_app.domain.place import PlacePhrase
from geo_app.domain.remark import Remark
from geo_app.domain.status import Status
from geo_app.geo.districts import District, Districts
from geo_app.geo.gazetteer import Anchor, Gazetteer

ACTOR = Actor("tester", "测试员")
ISSUED = date(2024, 3, 8)

TEXT = """青河市督查整改通报
问题1：青河桥有一处排口直排，白柳桥另有一处排口直排。
整改情况：已整改。青河桥的口子2月底封好了；白柳桥的其实是雨水口。
问题2：例会记录不全。
整改情况：已整改。
问题3：石坪镇污水站停运，还有一座没写名字。
整改情况：正在整改。
青河市环保整改办
2024年3月8日
"""


def quote(words: str, nth: int = 0) -> Quote:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return Quote(start, start + len(words), words)


def phrase(words: str, anchor: str | None, kind: str) -> PlacePhrase:
    return PlacePhrase(words, anchor, kind, "at" if anchor else "none")


def _problem(number: int, end: str | None, **fields: object) -> ProblemDraft:
    label = quote(f"问题{number}：")
    stop = TEXT.index(end) if end else TEXT.index("青河市环保整改办")
    reply = TEXT.index("整改情况：", label.start)
    values: dict[str, object] = {
        "number": number,
        "label": label,
        "whole": Quote.of(TEXT, label.start, stop),
        "finding": Quote.of(TEXT, label.end, reply - 1),
        "reply": Quote.of(TEXT, reply, stop - 1),
        **fields,
    }
    return ProblemDraft(**values)  # type: ignore[arg-type]


def draft() -> NoticeDraft:
    outlets = _problem(
        1,
        "问题2",
        status_word=quote("已整改", 0),
        status=Status.CLAIMED,
        category="river_outlet",
        claims=(
            ClaimDraft(quote("封好了"), Status.CLAIMED, date(2024, 2, 29), "month", place=0),
            ClaimDraft(quote("雨水口"), Status.DISPUTED, ISSUED, "document", place=1),
        ),
        places=(
            PlaceDraft(
                quote("青河桥"),
                phrase("青河桥", "青河桥", "bridge"),
                "青河桥排口",
                "river_outlet",
                Status.CLAIMED,
                aliases=(quote("青河桥", 1),),
                responsible_unit="河务所",
            ),
            PlaceDraft(
                quote("白柳桥"),
                phrase("白柳桥", "白柳桥", "bridge"),
                "白柳桥排口",
                "river_outlet",
                Status.DISPUTED,
                district="东屏区",
            ),
        ),
    )
    records = _problem(
        2,
        "问题3",
        status_word=quote("已整改", 1),
        status=Status.CLAIMED,
        category="discipline",
        doubts=(Remark("notice.made_up"),),
    )
    stations = _problem(
        3,
        None,
        status_word=quote("正在整改"),
        status=Status.IN_WORK,
        category="sewage_station",
        claims=(ClaimDraft(quote("正在整改"), Status.IN_WORK, ISSUED, "document"),),
        places=(
            PlaceDraft(
                quote("石坪镇污水站"),
                phrase("石坪镇污水站", "石坪镇污水站", "plant"),
                "石坪镇污水站",
                "sewage_station",
                Status.IN_WORK,
            ),
            PlaceDraft(quote("一座"), None, "未写名的污水站", "sewage_station", Status.IN_WORK),
        ),
    )
    first = TEXT.index("问题1")
    last = TEXT.index("青河市环保整改办")
    return NoticeDraft(
        TEXT,
        quote("青河市督查整改通报"),
        quote("青河市环保整改办"),
        ISSUED,
        Quote.of(TEXT, 0, first),
        Quote.of(TEXT, last, len(TEXT)),
        (outlets, records, stations),
    )


QINGHE = Anchor("a-qinghe", "青河桥", "bridge", Point(114.30, 34.80), radius_m=20, source="测试")
BAILIU = Anchor("a-bailiu", "白柳桥", "bridge", Point(114.38, 34.80), radius_m=20, source="测试")


def gazetteer() -> Gazetteer:
    return Gazetteer([QINGHE, BAILIU])


def districts() -> Districts:
    """Two squares side by side: the border runs along 114.34° E."""
    west = box(114.2, 34.7, 114.34, 34.9)
    east = box(114.34, 34.7, 114.5, 34.9)
    return Districts(
        [
            District("990101", "西屏区", ("西屏",), west, Point(114.27, 34.8)),
            District("990102", "东屏区", ("东屏",), east, Point(114.42, 34.8)),
        ]
    )
