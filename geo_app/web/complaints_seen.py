"""What complaints say of a site, as its page shows it."""

from __future__ import annotations

from typing import Any

from geo_app.domain.actor import Actor, Right
from geo_app.domain.complaint import RATE_DAYS, Period
from geo_app.settings.complaints import Complaints
from geo_app.web.language import remark_text
from geo_app.work.complaints.near import Near, Told


def seen(told: Told, actor: Actor, limits: Complaints) -> dict[str, Any] | None:
    """The section of a page; None where there is nothing to say.

    What people have said is for those who read tips: the unit that is complained about could tell
    by it who has complained.
    """
    after = told.after
    if after is None or told.first is None or not (after.near or after.coarse):
        return None
    doubt = after.doubt()
    reads = actor.may(Right.TIPS)
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
        "listed": [_line(each, reads) for each in told.listed],
        "reads": reads,
    }


def _rate(period: Period | None) -> dict[str, Any] | None:
    if period is None:
        return None
    return {"count": period.count, "days": period.days, "rate": round(period.rate, 1)}


def _line(near: Near, reads: bool) -> dict[str, Any]:
    row = near.row
    return {
        "day": row.day,
        "kind": row.kind,
        "apart_m": near.apart_m,
        "radius_m": row.radius_m,
        "words": row.words if reads else None,
        "place": row.place_text if reads else None,
    }
