"""Records of a file meet what is here already: notices, codes, sites, earlier histories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor
from geo_app.domain.status import Status
from geo_app.errors import InputError
from geo_app.geo.vectors import VectorFile
from geo_app.store.imported import Imported
from geo_app.store.models import Event, Notice, Site
from geo_app.work import arrival
from geo_app.work.bulk.keeping import Keeper
from geo_app.work.bulk.reading import OWN
from geo_app.work.bulk.record import Record
from geo_app.work.site_file import NoticeRecord, ProblemRecord, SiteFile, Standing

Item = TypeVar("Item")

_QUESTION = 5_000
_UNTOLD = Standing(Status.OPEN, None, None, None, None)


@dataclass(frozen=True, slots=True)
class BulkReport:
    """What an import did.

    Attributes:
        added: New sites.
        unchanged: Sites that were there; they are left as they are.
        differing: How many of those the file describes otherwise.
        unlocated: New sites without a place.
    """

    added: int
    unchanged: int
    differing: int
    unlocated: int


class Arriving:
    """Takes in the records of one file."""

    def __init__(self, session: Session, actor: Actor, file: VectorFile, title: str) -> None:
        """See ``keep``.

        Args:
            session: A write transaction.
            actor: Who imports.
            file: Of the records.
            title: Of the notice that the file itself is, where it names none.
        """
        self._session = session
        self._actor = actor
        self._file = file
        self._title = title
        self._keeper = Keeper(session, actor, file)
        self._problems: set[tuple[str, int]] = set()
        self._seen: dict[str, set[str]] = {"id": set(), "code": set()}
        self._is_first = session.scalar(select(Site.id).limit(1)) is None
        self._left = _left_behind(session)
        self._count = {"added": 0, "unchanged": 0, "differing": 0, "unlocated": 0}
        self.days: dict[str, date] = {}

    def look_up(self, notices: Iterable[Any]) -> None:
        """Learn the days on which notices were issued, of those that are here."""
        unknown = {each for each in notices if isinstance(each, str)}
        for some in _parts(sorted(unknown - {sha256 for sha256, _ in self._problems})):
            query = select(Notice.sha256, Notice.issued_on).where(Notice.sha256.in_(some))
            self.days.update({sha256: day for sha256, day in self._session.execute(query) if day})

    def keep(self, records: Sequence[Record]) -> None:
        """Keep the records that are not here yet.

        Raises:
            InputError: A code or an id comes twice or belongs to another site here, or a site was
                taken back here and has a history.
        """
        self._keep_notices(records)
        for record in records:
            self._check_once(record, "code", record.code)
            if OWN in self._file.columns:  # else the id is made of the code
                self._check_once(record, "id", record.id)
        new = list(records) if self._is_first else self._new(records)
        for record in new:
            if record.id in self._left:
                raise InputError(
                    "bulk.earlier_history",
                    file=self._file.name,
                    index=record.number,
                    site=record.code,
                )
        self._keeper.keep(new)
        self._count["added"] += len(new)
        self._count["unlocated"] += sum(record.spot.geometry_json is None for record in new)

    def report(self) -> BulkReport:
        """What was done so far."""
        return BulkReport(**self._count)

    def _keep_notices(self, records: Sequence[Record]) -> None:
        wanted: dict[str, tuple[str | None, dict[int, ProblemRecord]]] = {}
        for record in records:
            sha256, number = key = (record.notice_sha256, record.problem_number)
            if key in self._problems:
                continue
            self._problems.add(key)
            of_file = sha256 == self._file.sha256
            title = self._title if of_file else record.notice_title
            problem = ProblemRecord(number, record.category, None, None, _UNTOLD)
            wanted.setdefault(sha256, (title, {}))[1][number] = problem
        notices = tuple(
            NoticeRecord(sha256, title, None, None, tuple(problems.values()))
            for sha256, (title, problems) in wanted.items()
        )
        arrival.keep_notices(self._session, self._actor, SiteFile((), notices), self._file.name)

    def _check_once(self, record: Record, name: str, value: str) -> None:
        seen = self._seen[name]
        before = len(seen)
        seen.add(value)
        if len(seen) == before:
            raise InputError(
                "import.repeated", file=self._file.name, index=record.number, name=name, value=value
            )

    def _new(self, records: Sequence[Record]) -> list[Record]:
        columns = (Site.id, Site.code, Site.name, Site.category, Site.status, Site.geometry)
        ids: dict[str, tuple[str | None, ...]] = {}
        codes: dict[str, str] = {}
        for some in _parts(records):
            for name, column in (("id", Site.id), ("code", Site.code)):
                asked = [getattr(record, name) for record in some]
                for row in self._session.execute(select(*columns).where(column.in_(asked))):
                    ids[row.id], codes[row.code] = tuple(row)[1:], row.id
        return [record for record in records if not self._is_here(record, ids, codes)]

    def _is_here(
        self, record: Record, ids: dict[str, tuple[str | None, ...]], codes: dict[str, str]
    ) -> bool:
        known = ids.get(record.id)
        if known is None:
            if record.code in codes:
                raise InputError(
                    "import.code_taken",
                    file=self._file.name,
                    index=record.number,
                    site=record.code,
                )
            return False
        if known[0] != record.code:
            raise InputError(
                "import.code_changed",
                file=self._file.name,
                index=record.number,
                known=known[0],
                site=record.code,
            )
        told = (record.name, record.category, record.story.status, record.spot.geometry_json)
        self._count["unchanged"] += 1
        self._count["differing"] += known[1:] != told
        return True


def _parts(values: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """Parts that one statement can name."""
    for start in range(0, len(values), _QUESTION):
        yield values[start : start + _QUESTION]


def _left_behind(session: Session) -> frozenset[str]:
    """Ids of sites that were taken back: they have a history here, but no row."""
    here = select(Site.id)
    events = select(Event.subject_id).where(
        Event.subject_kind == Site.__tablename__, Event.subject_id.not_in(here)
    )
    imported = select(Imported.site_id).where(Imported.site_id.not_in(here))
    return frozenset((*session.scalars(events.distinct()), *session.scalars(imported)))
