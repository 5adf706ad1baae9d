"""What a bundle says of visits, photos and positions, against the events that recorded them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any

from geo_app.domain.remark import Remark
from geo_app.domain.status import EventKind
from geo_app.reports.bundle import layout
from geo_app.reports.bundle.rows import event_from, from_json, inspection_from
from geo_app.store.audit import PLACING, check_positions, check_visit, form_fits, stands
from geo_app.store.inspections import Form
from geo_app.store.models import Position, Problem, Site


def check_facts(
    sites: Sequence[Mapping[str, Any]], events: Sequence[Mapping[str, Any]], members: Set[str]
) -> Iterator[Remark]:
    """What does not fit.

    Args:
        sites: As ``facts.json`` has them.
        events: As ``events.json`` has them.
        members: Names of all files of the bundle.

    Raises:
        KeyError: Something lacks a member.
        TypeError: A member is of another kind.
        ValueError: A time is malformed.
    """
    visits = {
        visit["id"]: inspection_from(visit) for site in sites for visit in site["inspections"]
    }
    recorded: set[str] = set()
    for told in events:
        if told["kind"] == EventKind.INSPECTED.value and told["data"].get("inspection"):
            event = event_from(told)
            recorded.add(event.data["inspection"])
            yield from check_visit(event, visits.get(event.data["inspection"]))
    for visit in visits.values():
        if visit.id not in recorded:
            yield Remark("log.inspection_unrecorded", {"id": visit.id})
        for photo in visit.photos:
            if layout.original(photo.sha256, photo.facts["mime"]) not in members:
                yield Remark("bundle.no_original", {"id": photo.id})
    for site in sites:
        yield from _standing(from_json(Problem, site["problem"]), events)
        yield from _standing(from_json(Site, site["site"]), events)
        yield from _positions(site["positions"], events)
        for form in (from_json(Form, each) for each in site["forms"]):
            if not form_fits(form):
                yield Remark("log.form_altered", {"name": form.category, "version": form.version})


def _positions(
    rows: Sequence[Mapping[str, Any]], events: Sequence[Mapping[str, Any]]
) -> Iterator[Remark]:
    of_site = {row["site_id"] for row in rows}
    placing = [
        event_from(each)
        for each in events
        if each["kind"] in {kind.value for kind in PLACING} and each["subject_id"] in of_site
    ]
    yield from check_positions(placing, ((row["id"], from_json(Position, row)) for row in rows))


def _standing(row: Problem | Site, events: Sequence[Mapping[str, Any]]) -> Iterator[Remark]:
    history = [
        event_from(each)
        for each in events
        if (each["subject_kind"], each["subject_id"]) == (row.__tablename__, row.id)
    ]
    if not stands(row, history):
        yield Remark("log.standing_altered", {"id": row.id})
