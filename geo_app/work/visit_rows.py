"""Rows of a visit, made of what was told and of what its photos are; nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from geo_app.domain.actor import Actor
from geo_app.domain.inspection import Draft, Fix
from geo_app.store.inspections import Inspection, Photo
from geo_app.store.models import Site
from geo_app.work.intake import TakenIn


def inspection(
    draft: Draft, site: Site, form_id: str | None, answers: Mapping[str, Any], person: Actor
) -> Inspection:
    """The row of a visit, received now; ``source``, ``token`` and ``digest`` are the caller's."""
    return Inspection(
        id=draft.id,
        site_id=site.id,
        form_id=form_id,
        visited_at=draft.visited_at.astimezone(UTC),
        fix=_fix(draft.fix, draft),
        answers=dict(answers),
        note=draft.note,
        track=[_fix(each, draft) for each in draft.track] or None,
        actor_id=person.id,
        actor_name=person.name,
        actor_unit=person.unit,
        sent_at=draft.sent_at.astimezone(UTC) if draft.sent_at else None,
        received_at=datetime.now(UTC),
    )


def photos(visit: Inspection, draft: Draft, taken: Sequence[TakenIn]) -> list[Photo]:
    """The rows of its photos, in their order."""
    return [_photo(visit, index, draft, photo) for index, photo in enumerate(taken)]


def _photo(visit: Inspection, index: int, draft: Draft, photo: TakenIn) -> Photo:
    told = draft.photos[index]
    return Photo(
        id=told.id,
        inspection_id=visit.id,
        site_id=visit.site_id,
        ordinal=index + 1,
        sha256=photo.sha256,
        role=told.role.value,
        name=photo.name,
        size=photo.size,
        facts=photo.facts.to_json(),
        likeness=photo.likeness.to_json() if photo.likeness else None,
        fix=_fix(told.fix, draft),
        external=told.external,
        seal=told.seal.to_json() if told.seal else None,
        seal_hash=told.seal.hash if told.seal else None,
        received_at=visit.received_at,
    )


def _fix(fix: Fix | None, draft: Draft) -> dict[str, Any] | None:
    """A position as it is kept; one that was converted says from which datum."""
    if fix is None:
        return None
    told = fix.to_json()
    return told if draft.converted_from is None else told | {"converted_from": draft.converted_from}
