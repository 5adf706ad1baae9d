"""Papers of many sites, made while nobody waits: huey hands each order to one thread.

The order belongs to who gave it: for anybody else it is not there. What it may see is what that
person saw; when rights change, it is no longer that person's. A server that starts takes up what
another left unfinished.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
from huey import SqliteHuey
from huey.api import TaskWrapper
from huey.consumer import Consumer
from huey.registry import Message
from huey.serializer import Serializer

from geo_app.domain.actor import Actor, Right
from geo_app.errors import ConflictError, GeoAppError, NotFoundError, TooLargeError
from geo_app.geo.districts import Districts
from geo_app.reports.batch.archive import StoppedError, Wanted, write
from geo_app.settings import Papers
from geo_app.store.jobs import Job, Jobs, State, fsynced
from geo_app.store.session import Store
from geo_app.work.desk import Desk

_QUEUE = "queue.db"
_POLL_S = 0.5
"""An order waits so long at most before a free thread sees it."""
_PATIENCE_S = 5.0


@dataclass(slots=True)
class Background:
    """Orders of many papers, and the thread that carries them out.

    Attributes:
        store: The database, all of it.
        desk: Photos, thresholds and the key.
        districts: Outlines.
        jobs: Where orders are kept.
    """

    store: Store
    desk: Desk
    districts: Districts
    jobs: Jobs
    _order: TaskWrapper | None = field(default=None, repr=False)
    _consumer: Consumer | None = field(default=None, repr=False)
    _turn: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def limits(self) -> Papers:
        """Of this installation."""
        return self.desk.settings.papers

    def begin(self, actor: Actor, wanted: Wanted) -> Job:
        """Take an order.

        Raises:
            ForbiddenError: The actor may not see sites.
            NotFoundError: No site was asked for.
            TooLargeError: Too many were.
            ConflictError: Enough of this person's is under way.
            StoreError: It cannot be noted.
        """
        actor.must(Right.VIEW)
        if not wanted.sites:
            raise NotFoundError("batch.no_sites")
        if len(wanted.sites) > self.limits.batch_sites:
            raise TooLargeError(
                "batch.too_many", count=len(wanted.sites), limit=self.limits.batch_sites
            )
        own = self.of(actor)
        if sum(not job.state.is_over for job in own) >= self.limits.batch_orders:
            raise ConflictError("batch.under_way", limit=self.limits.batch_orders)
        for job in [job for job in own if job.state.is_over][self.limits.batch_kept - 1 :]:
            self.jobs.drop(job.id)
        job = self.jobs.begin(_owner(actor), _asked(wanted), len(wanted.sites))
        self._hand_over(job.id)
        return job

    def of(self, actor: Actor) -> list[Job]:
        """A person's orders, the newest first; what is too old is thrown away."""
        oldest = datetime.now(UTC) - timedelta(hours=self.limits.batch_hours)
        found = []
        for job in self.jobs.every():
            if job.at < oldest and job.state.is_over:
                self.jobs.drop(job.id)
            elif job.owner == _owner(actor):
                found.append(job)
        return found

    def get(self, actor: Actor, name: str) -> Job:
        """One of them.

        Raises:
            NotFoundError: There is none, or it is somebody else's.
        """
        job = self.jobs.get(name)
        if job.owner != _owner(actor):
            raise NotFoundError("jobs.none")
        return job

    def stop(self, actor: Actor, name: str) -> None:
        """Stop an order, or throw away what was made of it.

        Raises:
            NotFoundError: There is none, or it is somebody else's.
        """
        job = self.get(actor, name)
        if job.state.is_over:
            self.jobs.drop(job.id)
        else:
            self.jobs.stop(job)

    def file(self, actor: Actor, name: str) -> Path:
        """The zip that was made.

        Raises:
            NotFoundError: There is none, or it is somebody else's, or it is not done.
        """
        job = self.get(actor, name)
        if job.state is not State.DONE:
            raise NotFoundError("jobs.none")
        return self.jobs.file(job.id)

    def resume(self) -> None:
        """Take up what a server that ended left unfinished; nothing is started for nothing."""
        for job in reversed(self.jobs.every()):
            if not job.state.is_over:
                self._hand_over(job.id)

    def close(self) -> None:
        """Let nothing new begin; what is under way is taken up by the next server."""
        with self._turn:
            consumer, self._consumer, self._order = self._consumer, None, None
        if consumer is not None:
            consumer.stop()
            for each in (consumer.scheduler, *(thread for _, thread in consumer.worker_threads)):
                each.join(_PATIENCE_S)
            consumer.huey.storage.close()

    def _hand_over(self, name: str) -> None:
        with self._turn:
            if self._order is None:
                self._order = self._open()
            self._order(name)

    def _open(self) -> TaskWrapper:
        """The queue and its thread."""
        self.jobs.root.mkdir(parents=True, exist_ok=True)
        huey = SqliteHuey(
            name="papers",
            filename=str(self.jobs.root / _QUEUE),
            results=False,
            serializer=_Json(),
            journal_mode="delete",  # WAL of the system's SQLite has a bug (decisions/0001)
        )
        order = huey.task(name="papers")(self.carry_out)
        self._consumer = _Quiet(
            huey, workers=1, periodic=False, max_delay=_POLL_S, check_worker_health=False
        )
        self._consumer.start()
        return order

    def carry_out(self, name: str) -> None:
        """Make the zip of an order, unless another process is at it or it is over."""
        with self.jobs.turn(name) as job:
            if job is not None:
                self._carry_out(replace(job, state=State.WORKING, done=0))

    def _carry_out(self, job: Job) -> None:
        def tell(done: int, count: int) -> None:
            self.jobs.keep(replace(job, done=done, count=count))

        target = self.jobs.file(job.id)
        # whatever else happens, huey logs it
        over = replace(job, state=State.FAILED, error=("batch.failed", {}))
        try:
            write(
                self.store.seen_from(tuple(job.owner["areas"])),
                self.desk,
                self.districts,
                _wanted(job.asked),
                target,
                tell=tell,
                is_to_stop=lambda: self.jobs.is_to_stop(job.id),
            )
            fsynced(target)
            size = target.stat().st_size
            over = replace(job, state=State.DONE, done=job.count, size=size)
        except StoppedError:
            over = replace(job, state=State.STOPPED)
        except GeoAppError as error:
            over = replace(job, state=State.FAILED, error=_said(error))
        finally:
            if (self.jobs.root / job.id).is_dir():
                self.jobs.keep(over)


def _said(error: GeoAppError) -> tuple[str, dict[str, Any]]:
    """Code and values of an error, those of an error inside of it as its sentence."""
    return error.code, {name: str(value) for name, value in error.values.items()}


class _Quiet(Consumer):  # type: ignore[misc] # huey carries no types
    """A consumer inside of a server: the signals of the process are the server's."""

    def _set_signal_handlers(self) -> None:
        pass


class _Json(Serializer):  # type: ignore[misc] # huey carries no types
    """Orders as JSON: huey's own pickles would run what somebody writes into the queue."""

    def _serialize(self, data: Message) -> bytes:
        return orjson.dumps({"name": data.name, "id": data.id, "args": data.args})

    def _deserialize(self, data: bytes) -> Message:
        told = orjson.loads(data)
        return Message(
            id=told["id"], name=told["name"], args=tuple(told["args"]), kwargs={}, retries=0
        )


def _owner(actor: Actor) -> dict[str, Any]:
    return {"id": actor.id, "role": actor.role.value, "areas": list(actor.areas)}


def _asked(wanted: Wanted) -> dict[str, Any]:
    return {
        "sites": list(wanted.sites),
        "kind": wanted.kind,
        "today": wanted.today.isoformat(),
        "language": wanted.language,
    }


def _wanted(asked: Mapping[str, Any]) -> Wanted:
    today = date.fromisoformat(asked["today"])
    return Wanted(tuple(asked["sites"]), asked["kind"], today, asked["language"])
