"""What the review page shows: a notice, its text, and every place with where it was put."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_app.store.models import Place, Problem, Site
from geo_app.work import positions
from geo_app.work.notices import get as get_notice
from geo_app.work.sites import geometry_of


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """All that the review page shows, as JSON values.

    Attributes:
        id: Of the notice.
        sha256: Of its text.
        title: Its title.
        issuer: Who signed it.
        issued_on: ISO date.
        source_name: File that it came from.
        text: The text; None where only a file of sites was imported.
        problems: ``id, number, start, end, category, status, status_word, finding, reply,
            doubts`` each.
        places: ``id, problem_id, problem_number, ordinal, text, start, end, aliases, name,
            category, claimed_status, state, merged_into, site_id, located, location (Feature),
            shown (Feature of the site), unresolved, district, accounting_unit, phrase, doubts``.
        doubts: Of the notice as a whole.
    """

    id: str
    sha256: str
    title: str | None
    issuer: str | None
    issued_on: str | None
    source_name: str | None
    text: str | None
    problems: list[dict[str, Any]]
    places: list[dict[str, Any]]
    doubts: list[dict[str, Any]]

    def to_json(self) -> dict[str, Any]:
        """The sheet as one JSON object."""
        return asdict(self)


def review(session: Session, notice_id: str) -> ReviewSheet:
    """The notice with all its places.

    Raises:
        NotFoundError: There is no such notice.
    """
    notice = get_notice(session, notice_id)
    sites = {
        site.id: site
        for site in session.scalars(
            select(Site).join(Site.problem).where(Problem.notice_id == notice.id)
        )
    }
    return ReviewSheet(
        id=notice.id,
        sha256=notice.sha256,
        title=notice.title,
        issuer=notice.issuer,
        issued_on=notice.issued_on.isoformat() if notice.issued_on else None,
        source_name=notice.source_name,
        text=notice.text,
        problems=[_problem_sheet(problem) for problem in notice.problems],
        places=[
            _place_sheet(place, sites.get(place.site_id or ""))
            for problem in notice.problems
            for place in problem.places
        ],
        doubts=notice.doubts,
    )


def _problem_sheet(problem: Problem) -> dict[str, Any]:
    whole = (problem.spans or {}).get("whole") or [0, 0]
    return {
        "id": problem.id,
        "number": problem.number,
        "start": whole[0],
        "end": whole[1],
        "category": problem.category,
        "status": problem.status,
        "status_word": problem.status_word,
        "finding": problem.finding,
        "reply": problem.reply,
        "doubts": problem.doubts,
    }


def _place_sheet(place: Place, site: Site | None) -> dict[str, Any]:
    return {
        "id": place.id,
        "problem_id": place.problem_id,
        "problem_number": place.problem.number,
        "ordinal": place.ordinal,
        "text": place.text,
        "start": place.start,
        "end": place.end,
        "aliases": place.aliases,
        "name": place.name,
        "category": place.category,
        "claimed_status": place.claimed_status,
        "state": place.state,
        "merged_into": place.merged_into,
        "site_id": place.site_id,
        "located": site.located if site else place.location is not None,
        "location": place.location,
        "shown": {
            "type": "Feature",
            "geometry": geometry_of(site),
            "properties": {
                "code": site.code,
                "lon": site.lon,
                "lat": site.lat,
                "radius_m": site.radius_m,
                "layer": site.position_layer,
                "source": site.position_source,
                "schematic": site.schematic,
            },
        }
        if site
        else None,
        "unresolved": place.unresolved or [],
        "district_code": place.district_code,
        "district": place.district,
        "accounting_unit": place.accounting_unit,
        "responsible_unit": place.responsible_unit,
        "phrase": place.phrase,
        "doubts": positions.doubts_of(place, positions.computed(place))
        if place.location
        else place.doubts,
    }
