"""The review sheet of a notice as plain values: what the page draws and the scripts read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor
from geo_app.web.language import radius_words, remark_text, word
from geo_app.web.translate import _
from geo_app.work import places

ACTIONS: dict[str, Callable[[Session, Actor, str], Any]] = {
    "confirm": places.confirm,
    "unlocated": places.mark_unlocated,
    "reset": places.reset,
}
"""Decisions that need no more than the place."""

PROBLEM_FIELDS = ("number", "category", "status", "start", "end")
PLACE_FIELDS = (
    "id", "ordinal", "text", "name", "start", "end", "aliases", "category", "district",
    "accounting_unit", "state", "located", "merged_into",
)  # fmt: skip


def sheet(session: Session, notice_id: str) -> dict[str, Any]:
    """Everything about a notice under review, sentences in the language of the request.

    Raises:
        NotFoundError: There is no such notice.
    """
    found = places.review(session, notice_id)
    drafts = [_place(each) for each in found.places]
    live = [each for each in drafts if each["state"] != "merged"]
    return {
        "id": found.id,
        "title": found.title or _("（无标题）"),
        "issued_on": found.issued_on,
        "doubts": _sentences(found.doubts),
        "counts": {
            "located": sum(each["located"] for each in live),
            "unlocated": sum(not each["located"] for each in live),
            "doubtful": sum(bool(each["doubts"]) for each in live),
            "drafts": sum(each["state"] == "draft" for each in live),
            "confirmed": sum(each["state"] == "confirmed" for each in live),
        },
        "problems": [
            {
                **{name: each[name] for name in PROBLEM_FIELDS},
                "doubts": _sentences(each["doubts"]),
            }
            for each in found.problems
        ],
        "places": drafts,
    }


def _place(place: dict[str, Any]) -> dict[str, Any]:
    computed = place["location"]["properties"] if place["location"] else {}
    location = _shown(place)
    return {
        **{name: place[name] for name in PLACE_FIELDS},
        "problem": place["problem_number"],
        "status": place["claimed_status"],
        "state_word": state_word(place["state"]),
        "site": place["site_id"],
        "where": _where(place["district"], location),
        "location": location,
        "steps": _sentences(computed.get("steps")),
        "doubts": _sentences(place["doubts"]),
        "reasons": _sentences(place["unresolved"]),
    }


def _shown(place: dict[str, Any]) -> dict[str, Any] | None:
    """The position that counts now: the site's where there is one, else the computed one."""
    if place["shown"]:
        shown: dict[str, Any] = place["shown"]
        return shown if shown["geometry"] else None
    location: dict[str, Any] | None = place["location"]
    if location is None:
        return None
    properties = {
        name: location["properties"][name]
        for name in ("radius_m", "lon", "lat", "source", "schematic")
    }
    return {**location, "properties": {**properties, "layer": "computed"}}


def _where(district: str | None, location: dict[str, Any] | None) -> str:
    if location is None:
        return _("未定位")
    properties = location["properties"]
    parts = [
        district or "",
        f"{properties['lon']:.5f}, {properties['lat']:.5f}",
        radius_words(properties["radius_m"]),
        _("示意") if properties["schematic"] else "",
    ]
    return _("，").join(part for part in parts if part)


def notice_of(session: Session, place_id: str) -> str:
    """Id of the notice that a place belongs to.

    Raises:
        NotFoundError: There is no such place.
    """
    notice_id: str = places.get(session, place_id).problem.notice_id
    return notice_id


def _sentences(remarks: Iterable[dict[str, Any]] | None) -> list[str]:
    return list(dict.fromkeys(remark_text(each) for each in remarks or ()))


def state_word(state: str) -> str:
    """Word for the state of a place under review."""
    return {
        "draft": _("待核对"),
        "confirmed": _("已确认"),
        "unlocated": _("未定位"),
        "merged": _("已合并"),
    }.get(state, word(state, "status"))
