"""Sites, anchors and a notice of invented names, in Kaifeng's districts so that these are found."""

from __future__ import annotations

import hashlib
from typing import Any

import orjson

Json = dict[str, Any]

NOTICE_TITLE = "关于柳沟河督察整改情况的通报"
SHA256 = hashlib.sha256(NOTICE_TITLE.encode()).hexdigest()
CLAIMED_ON = "2023-05-08"
VERIFIED_ON = "2023-06-01"
MARKUP_NAME = "<img src=x onerror=alert(1)>砂石堆"

STATUSES = (
    "open", "in_work", "claimed", "verified", "closed", "relapsed", "disputed", "transferred",
)  # fmt: skip
CATEGORIES = ("river_outlet", "dumping", "illegal_factory", "odour", "air", "sewage_station")


def site(code: str, name: str, geometry: Json | None, **properties: Any) -> Json:
    """A feature as ``geo-app sites import`` reads it."""
    status = properties.get("status", "claimed")
    checked = status in {"verified", "closed"}
    claimed = checked or status in {"claimed", "disputed", "transferred"}
    return {
        "type": "Feature",
        "geometry": geometry,
        "properties": {
            "code": code,
            "name": name,
            "category": "river_outlet",
            "notice": NOTICE_TITLE,
            "notice_sha256": SHA256,
            "problem_number": 1,
            "place_text": f"{name}一带",
            "status": status,
            "claimed_on": CLAIMED_ON if claimed else None,
            "verified_on": VERIFIED_ON if checked else None,
            "located": geometry is not None,
            "radius_m": None if geometry is None else properties.get("radius_m", 20),
            "position_source": "测试数据" if geometry else None,
            **properties,
        },
    }


def point(lon: float, lat: float) -> Json:
    return {"type": "Point", "coordinates": [lon, lat]}


def sites() -> Json:
    """Sites of each status and shape; two at one point, two nowhere, three of one name nowhere."""
    features = [
        site(
            f"T1-{i}", f"样点{i}号{status}", point(114.20 + 0.08 * i, 34.62),
            status=status, category=CATEGORIES[i % len(CATEGORIES)], district="祥符区",
        )
        for i, status in enumerate(STATUSES)
    ]  # fmt: skip
    line = {"type": "LineString", "coordinates": [[114.30, 34.70], [114.36, 34.71]]}
    ring = [[114.50, 34.70], [114.56, 34.70], [114.56, 34.74], [114.50, 34.74], [114.50, 34.70]]
    area = {"type": "Polygon", "coordinates": [ring]}
    features += [
        site("T2-1", "粗略点位", point(114.20, 34.45), radius_m=3000, district="尉氏县"),
        site("T2-2", "带圆点位", point(114.30, 34.45), radius_m=200, district="尉氏县"),
        site("T2-3", "堤段垃圾带", line, radius_m=900, schematic=True, category="dumping"),
        site("T2-4", "化工片区", area, radius_m=500, category="odour", status="in_work",
             deadline="2023-01-31"),
        site("T2-5", "同址甲", point(114.45, 34.45), category="air"),
        site("T2-6", "同址乙", point(114.45, 34.45), category="air", status="open"),
        site("T2-7", MARKUP_NAME, point(114.60, 34.45), category="dumping", status="open"),
        site("T3-1", "未具名站点一", None, category="sewage_station"),
        site("T3-2", "未具名站点二", None, category="sewage_station"),
        *(site(f"T3-{i}", "无名泵站", None, category="sewage_station") for i in (3, 4, 5)),
    ]  # fmt: skip
    return {"type": "FeatureCollection", "features": features}


def anchors() -> Json:
    """What the sample notice tells its places from."""

    def anchor(name: str, kind: str, geometry: Json, radius_m: float) -> Json:
        properties = {"name": name, "kind": kind, "radius_m": radius_m, "source": "测试数据"}
        return {"type": "Feature", "geometry": geometry, "properties": properties}

    return {
        "type": "FeatureCollection",
        "features": [
            anchor("青杨路柳沟河桥", "bridge", point(114.345, 34.772), 20),
            anchor("白杨店村", "village", point(114.520, 34.640), 300),
            anchor("东桥镇", "township", point(114.300, 34.560), 2000),
        ],
    }


def notice(mark: str) -> str:
    """A notice of its own for each test: the same text twice would be the same notice."""
    return f"""关于柳沟河督察整改情况的通报（{mark}）

问题1：河道管护不到位。现场看到，青杨路柳沟河桥东侧150米有一处排污口；白杨店村北堆有垃圾。
整改情况：已整改。排污口已封堵，垃圾已清运。
问题2：设施运行不正常。东桥镇污水处理站停运，另有石河镇污水处理站无人值守。
整改情况：正在整改。

市生态环境局
2023年5月8日
"""


def as_bytes(content: Json) -> bytes:
    return orjson.dumps(content)
