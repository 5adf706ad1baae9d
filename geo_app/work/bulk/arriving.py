"""Records of a file meet what is here already: notices, codes, sites, earlier histories."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor
from geo_app.domain.status import Status
from geo_app.errors import InputError
from geo_app.store.imported import Imported
from geo_app.store.models import Event, Site
from geo_app.work import arrival
from geo_app.work.bulk.in_hand import InHand
from geo_app.work.bulk.keeping import Keeper
from geo_app.work.bulk.record import Records
from geo_app.work.bulk.source import Source
from geo_app.work.shortest import Standing
from geo_app.work.site_file import NoticeRecord, ProblemRecord, SiteFile

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

    def __init__(
        self, session: Session, actor: Actor, file: Source, title: str, in_hand: InHand | None
    ) -> None:
        """See ``keep``.

        Args:
            session: A write transaction.
            actor: Who imports.
            file: Of the records.
            title: Of the notice that the file itself is, where it names none.
            in_hand: Takes up the sites that are new.
        """
        self._session = session
        self._actor = actor
        self._file = file
        self._title = title
        self._keeper = Keeper(session, actor, file, in_hand)
        self._problems: set[tuple[str, int]] = set()
        self._seen: dict[str, set[str]] = {"id": set(), "code": set()}
        self._is_first = session.scalar(select(Site.id).limit(1)) is None
        self._left = _left_behind(session)
        self._count = {"added": 0, "unchanged": 0, "differing": 0, "unlocated": 0}

    def keep(self, records: Records) -> None:
        """Keep the records that are not here yet.

        Raises:
            InputError: A code or an id comes twice or belongs to another site here, or a site was
                taken back here and has a history.
        """
        self._keep_notices(records)
        self._check_once(records, "code", records.codes)
        if self._file.has_ids:  # else the id is made of the code
            self._check_once(records, "id", records.ids)
        new = records if self._is_first else records.only(self._new(records))
        if not self._left.isdisjoint(new.ids):
            row = next(row for row, site_id in enumerate(new.ids) if site_id in self._left)
            raise InputError(
                "bulk.earlier_history",
                file=self._file.name,
                index=new.numbers[row],
                site=new.codes[row],
            )
        self._keeper.keep(new)
        self._count["added"] += len(new)
        self._count["unlocated"] += new.spots.geometries.count(None)

    def report(self) -> BulkReport:
        """What was done so far."""
        return BulkReport(**self._count)

    def _keep_notices(self, records: Records) -> None:
        pairs = list(zip(records.notices, records.problems, strict=True))
        unknown = set(pairs) - self._problems
        if not unknown:
            return
        self._problems |= unknown
        wanted: dict[str, tuple[str | None, dict[int, ProblemRecord]]] = {}
        for row, (sha256, number) in enumerate(pairs):
            if (sha256, number) not in unknown:
                continue
            unknown.remove((sha256, number))
            of_file = sha256 == self._file.sha256
            title = self._title if of_file else records.titles[row]
            problem = ProblemRecord(number, records.categories[row], None, None, _UNTOLD)
            wanted.setdefault(sha256, (title, {}))[1][number] = problem
        notices = tuple(
            NoticeRecord(sha256, title, None, None, tuple(problems.values()))
            for sha256, (title, problems) in wanted.items()
        )
        arrival.keep_notices(self._session, self._actor, SiteFile((), notices), self._file.name)

    def _check_once(self, records: Records, name: str, values: Sequence[str]) -> None:
        seen, here = self._seen[name], set(values)
        if len(here) < len(values) or not seen.isdisjoint(here):
            for number, value in zip(records.numbers, values, strict=True):
                if value in seen:
                    raise InputError(
                        "import.repeated", file=self._file.name, index=number, name=name,
                        value=value,
                    )  # fmt: skip
                seen.add(value)
        seen |= here

    def _new(self, records: Records) -> list[int]:
        """Places of the records that are not here yet."""
        columns = (Site.id, Site.code, Site.name, Site.category, Site.status, Site.geometry)
        ids: dict[str, tuple[str | None, ...]] = {}
        codes: dict[str, str] = {}
        for column, values in ((Site.id, records.ids), (Site.code, records.codes)):
            for some in _parts(values):
                for row in self._session.execute(select(*columns).where(column.in_(some))):
                    ids[row.id], codes[row.code] = tuple(row)[1:], row.id
        return [row for row in range(len(records)) if not self._is_here(records, row, ids, codes)]

    def _is_here(
        self,
        records: Records,
        row: int,
        ids: dict[str, tuple[str | None, ...]],
        codes: dict[str, str],
    ) -> bool:
        code = records.codes[row]
        known = ids.get(records.ids[row])
        named = {"file": self._file.name, "index": records.numbers[row], "site": code}
        if known is None:
            if code in codes:
                raise InputError("import.code_taken", **named)
            return False
        if known[0] != code:
            raise InputError("import.code_changed", known=known[0], **named)
        told = (
            records.names[row],
            records.categories[row],
            records.statuses[row],
            records.spots.geometries[row],
        )
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
