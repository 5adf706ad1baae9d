"""Steps that several storage tests begin with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from geo_app.domain.notice import NoticeDraft
from geo_app.domain.status import EventKind
from geo_app.settings import Settings
from geo_app.store.session import Store
from geo_app.work import events, notices, places
from geo_app.work import gazetteer as gazetteer_job
from tests.storage.samples import ACTOR, districts, draft, gazetteer


def add_sample(store: Store, settings: Settings, made: NoticeDraft | None = None) -> str:
    """Keep the made-up notice; gives its id."""
    with store.session() as session:
        gazetteer_job.seed(session, ACTOR, gazetteer())
        notice = notices.add(
            session,
            ACTOR,
            made or draft(),
            source_name="sample.txt",
            gazetteer=gazetteer_job.load(session),
            districts=districts(),
            settings=settings,
        )
        return notice.id


def confirm_sample(store: Store, settings: Settings) -> list[str]:
    """Keep the made-up notice and confirm all of it; gives the ids of its sites."""
    notice_id = add_sample(store, settings)
    with store.session() as session:
        return [site.id for site in places.confirm_all(session, ACTOR, notice_id)]


def happened(
    session: Session,
    subject_id: str,
    kind: EventKind,
    as_of: date | None,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Let something have happened, whoever may do it: for tests of what it leads to."""
    events.add(session, ACTOR, events.subject(session, subject_id), kind, as_of, data)
