"""A site that is claimed and a day in the office, for the tests of its verification."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from geo_app.domain.actor import Actor
from geo_app.domain.procedure import Step
from geo_app.domain.status import Status
from geo_app.store.models import Event, Site
from geo_app.store.session import Store
from geo_app.work import verification as job
from geo_app.work.desk import Desk
from tests.storage.shown import (
    CLERK,
    VERIFIER,
    show,
)

WHY = "排口附近仍有污水渗出"
ANSWERS = (Step.ACCEPT, Step.REFUSE, Step.REVISIT)
"""What is said to a claim."""


class Case:
    """The first site of the made-up notice, claimed by it, and a day in the office."""

    def __init__(self, store: Store, desk: Desk, site_ids: list[str]) -> None:
        self.store, self.desk, self.site_ids = store, desk, site_ids
        self.site_id = site_ids[0]
        self.today = datetime.now(desk.zone).date()

    def do(self, step: Step, actor: Actor, days: int = 0, **told: Any) -> Event:
        with self.store.session() as session:
            today = self.today + timedelta(days=days)
            return job.take(session, actor, self.site_id, step, job.Said(**told), self.desk, today)

    def standing(self, actor: Actor = VERIFIER, days: int = 0) -> job.Standing:
        with self.store.session(read_only=True) as session:
            today = self.today + timedelta(days=days)
            return job.standing(session, actor, self.site_id, self.desk, today)

    def show(self, **given: Any) -> list[str]:
        return show(self.store, self.desk, self.site_id, **given)

    def accepted(self) -> None:
        self.show()
        self.do(Step.ACCEPT, VERIFIER)

    def closed(self) -> None:
        self.accepted()
        self.do(Step.PUBLISH, CLERK)
        self.do(Step.CLOSE, CLERK, days=7)

    @property
    def status(self) -> Status:
        with self.store.session(read_only=True) as session:
            return Status(session.get_one(Site, self.site_id).status)
