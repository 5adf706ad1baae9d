"""What complaints say of a site, as its page shows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo_app.domain.complaint import RATE_DAYS, Near, Period, Told
from geo_app.settings.complaints import Complaints
from geo_app.web.language import remark_text


def seen(
    told: Told, words: Mapping[str, tuple[str, str]], limits: Complaints
) -> dict[str, Any] | None:
    """The section of a page; None where there is nothing to say.

    Args:
        told: What complaints say of the site.
        words: What of their words the reader may read, by the ids of complaints.
        limits: How near is near.
    """
    after = told.after
    if after is None or told.first is None or not (after.near or after.coarse):
        return None
    doubt = told.doubt
    return {
        "doubt": remark_text(doubt.to_json()) if doubt else None,
        "near": after.near,
        "coarse": after.coarse,
        "near_m": limits.near_m,
        "before": _rate(told.before_rate),
        "after": _rate(told.after_rate),
        "rate_days": RATE_DAYS,
        "first": told.first,
        "last": told.last,
        "listed": [_line(each, words) for each in told.listed],
    }


def _rate(period: Period | None) -> dict[str, Any] | None:
    if period is None:
        return None
    return {"count": period.count, "days": period.days, "rate": round(period.rate, 1)}


def _line(near: Near, words: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    said, place = words.get(near.id, ("", ""))
    return {
        "day": near.day,
        "kind": near.kind,
        "apart_m": near.apart_m,
        "radius_m": near.radius_m,
        "words": said,
        "place": place,
    }
