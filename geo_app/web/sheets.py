"""Plain values that templates and scripts read, made from the answers of ``work``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from geo_app.domain.complaint import AfterClaim
from geo_app.domain.status import DONE_AS_CHECKED, Status
from geo_app.web.language import radius_words, remark_text
from geo_app.web.translate import _
from geo_app.work import sites, word_search
from geo_app.work.site_filter import SiteFilter

ROWS = 60
"""Rows that a page draws itself; the scripts fetch the others."""


def where(properties: dict[str, Any]) -> str:
    """Position of a site in words: how well it is known, or that it is not."""
    if not properties.get("located"):
        return _("未定位")
    parts = [radius_words(properties.get("radius_m"))]
    if properties.get("schematic"):
        parts.append(_("示意"))
    return _("，").join(part for part in parts if part)


def feature(site: Any, today: date) -> dict[str, Any]:
    """GeoJSON Feature of a site: doubts as sentences, position in words, what its photos prove."""
    made = sites.feature(site, today)
    properties = made["properties"]
    seen = {"verdict": site.verdict, "inspected_on": site.inspected_on}
    words = {
        "doubts": _worded(properties["doubts"]),
        "overridden": _worded(properties["overridden"]),
        "where": where(properties),
    }
    return {**made, "properties": {**properties, **seen, **words}}


def complaints(followed: AfterClaim | None) -> dict[str, Any] | None:
    """What complaints say after the claim of a site; None where there is no doubt."""
    doubt = followed.doubt() if followed else None
    if followed is None or doubt is None:
        return None
    return {
        "near": followed.near,
        "since_verified": followed.since_verified,
        "last_on": followed.last_on and followed.last_on.isoformat(),
        "message": remark_text(doubt.to_json()),
    }


def _worded(remarks: list[dict[str, Any]] | None) -> list[dict[str, Any]]:
    return [{**each, "message": remark_text(each)} for each in remarks or ()]


def row(site: Any, today: date) -> dict[str, Any]:
    """One line of a list: the flat properties of the feature, its id, and the mark it shows."""
    made = feature(site, today)
    properties: dict[str, Any] = made["properties"]
    shown = properties["status"] if properties["located"] else "unlocated"
    return {**properties, "id": made["id"], "shown_status": shown}


def same_named(rows: Iterable[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Rows of one name together, in the order of the first of each."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for each in rows:
        groups.setdefault(each["name"], []).append(each)
    return list(groups.values())


def figures(session: Session, choice: SiteFilter, today: date) -> dict[str, int]:
    """How many sites of a filter are on the map, claimed and verified of these, and unlocated."""
    found = None if choice.bbox else word_search.matching(session, choice, today)

    def total(located: bool, *statuses: Status) -> int:
        if found:
            return found.number(*(each.value for each in statuses), located=located)
        wanted = tuple(each.value for each in statuses) or choice.statuses
        if choice.statuses:
            wanted = tuple(each for each in wanted if each in choice.statuses)
            if not wanted:
                return 0
        where = replace(choice, located=located, statuses=wanted)
        return sites.find(session, where, 0, today=today).total

    return {
        "located": total(True),
        Status.CLAIMED.value: total(True, Status.CLAIMED),
        Status.VERIFIED.value: total(True, *DONE_AS_CHECKED),
        "unlocated": total(False),
    }
