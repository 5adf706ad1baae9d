"""Photos from an old camera or a chat: looked at, planned, and recorded after somebody said yes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from geo_app.domain.actor import Actor
from geo_app.domain.inspection import Draft
from geo_app.errors import GeoAppError
from geo_app.store.session import Store
from geo_app.work import inspections
from geo_app.work.desk import Desk
from geo_app.work.intake import Upload, keep, look
from geo_app.work.photo_plan import Plan, Seen

SOURCE = "import"
"""Source of the visits that are recorded here."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a visit of the plan; ``refusal`` where it was not recorded."""

    draft: Draft
    again: bool = False
    refusal: GeoAppError | None = None


def survey(desk: Desk, uploads: Iterable[Upload]) -> Iterator[Seen]:
    """Look at each file; a bad one stops no other."""
    for upload in uploads:
        try:
            yield Seen(upload, look(desk, upload))
        except GeoAppError as error:
            yield Seen(upload, refusal=error)


def carry_out(store: Store, actor: Actor, desk: Desk, plan: Plan) -> Iterator[Outcome]:
    """Record the visits of a plan, each by itself: what is refused stops no other.

    Args:
        store: A transaction for each visit.
        actor: Who imports.
        desk: Keeps the bytes.
        plan: What was said yes to.

    Yields:
        What became of each visit, when it is through.
    """
    for draft, group in plan.drafts:
        uploads = [each.upload for each in group]
        photos = [each.photo for each in group if each.photo]
        try:
            keep(desk, uploads, photos)
            with store.session() as session:
                recorded = inspections.record(session, actor, draft, photos, desk, source=SOURCE)
        except GeoAppError as error:
            yield Outcome(draft, refusal=error)
        else:
            yield Outcome(draft, again=recorded.again)
