"""What files of very many sites told: one event for thousands of sites, and under it each of them.

The event ``imported`` carries the root of a Merkle tree (``store.merkle``) whose leaves are the
rows of this table, one a site. A leaf says all that one by one would be several events and
positions; ``Leaf`` gives just these, so that the history of a site is the same on both roads
(docs/data.md, "Imported histories").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any, NamedTuple

import orjson
from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from geo_app.domain import ids
from geo_app.domain.history import TOLD_BY_FILE
from geo_app.domain.status import EventKind
from geo_app.store import merkle
from geo_app.store.models import Base, Event, Position, Site
from geo_app.store.positions import stamp

FILE = "file"
"""Kind of subject of an ``imported`` event; its id is the SHA-256 of the file."""

PHRASE = "phrase"
"""The layer of a position that only has words."""

_APART = timedelta(microseconds=1)


class Imported(Base):
    """A leaf: what a file told of one site. Append-only, like ``event``.

    ``seq`` counts without gaps; the leaves of an event follow one another.
    """

    __tablename__ = "imported"
    __table_args__ = (Index("ix_imported_site_id", "site_id", unique=True),)

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    event_seq: Mapped[int] = mapped_column(ForeignKey(Event.seq))
    site_id: Mapped[str]
    content: Mapped[str]


class Telling(NamedTuple):
    """An event of a leaf, as far as a fold needs it."""

    id: str
    kind: str
    as_of: date | None
    at: datetime
    data: Mapping[str, Any]


class Batch(NamedTuple):
    """What an ``imported`` event says of all its leaves.

    Attributes:
        seq: Of the event.
        at: When it was recorded, UTC.
        actor_id: Who imported.
        actor_name: Who imported.
        data: ``imported_from``, ``first``, ``count``, ``root``.
        hash: Of the event.
    """

    seq: int
    at: datetime
    actor_id: str
    actor_name: str
    data: Mapping[str, Any]
    hash: str

    @classmethod
    def of(cls, event: Event) -> Batch:
        """The batch of an event."""
        return cls(*(getattr(event, name) for name in cls._fields))


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf as it is read.

    Attributes:
        batch: The event under which it stands.
        site_id: Whom it is about.
        events: Kind, day (ISO 8601 or None), and what more is said, if anything.
        phrase: The words that say where.
        layer: Position layer that is shown.
        place: Where it is; None where only words are known.
    """

    batch: Batch
    site_id: str
    events: Sequence[Sequence[Any]]
    phrase: str
    layer: str
    place: Mapping[str, Any] | None

    @classmethod
    def read(cls, batch: Batch, content: Mapping[str, Any]) -> Leaf:
        """The leaf that ``pack`` wrote.

        Raises:
            KeyError: A member is missing.
        """
        told = (content[name] for name in ("events", "phrase", "layer", "place"))
        return cls(batch, content["site"], *told)

    def tellings(self) -> list[Telling]:
        """Its events, but for what they say of positions."""
        file = {TOLD_BY_FILE: self.batch.data[TOLD_BY_FILE]}
        said = [(kind, day, {**file, **dict(*more)}) for kind, day, *more in self.events]
        placed = (self._placing, None, {**file, "layer": self.layer})
        return [
            Telling(
                ids.of_event(self.site_id, _key(kind, data), day),
                kind,
                date.fromisoformat(day) if day else None,
                # apart: so that those of one day stay in the order in which they are told
                self.batch.at + number * _APART,
                data,
            )
            for number, (kind, day, data) in enumerate(chain(said, (placed,)))
        ]

    def history(self) -> list[Event]:
        """Its events as rows that stand in no table; ``seq`` and ``hash`` are the batch's."""
        batch = self.batch
        told = self.tellings()
        stamps = [stamp(position) for position in self.positions()]
        told[-1] = told[-1]._replace(data={**told[-1].data, "positions": stamps})
        return [
            Event(
                seq=batch.seq,
                subject_kind=Site.__tablename__,
                subject_id=self.site_id,
                actor_id=batch.actor_id,
                actor_name=batch.actor_name,
                prev_hash="",
                hash=batch.hash,
                **each._asdict(),
            )
            for each in told
        ]

    def positions(self) -> list[Position]:
        """Its positions as rows that stand in no table: the words, and the place if there is."""
        made = [self._position(PHRASE, {"source": self.phrase})]
        if self.place is not None:
            made.append(self._position(self.layer, {**self.place, "geometry": self._geometry}))
        return made

    @property
    def _placing(self) -> str:
        return (EventKind.UNLOCATED if self.place is None else EventKind.LOCATED).value

    @property
    def _geometry(self) -> str:
        assert self.place is not None  # noqa: S101 # asked above
        drawn = self.place["geometry"] or {
            "type": "Point",
            "coordinates": (self.place["lon"], self.place["lat"]),
        }
        # in the order in which the row of the site has it
        return orjson.dumps({name: drawn[name] for name in ("type", "coordinates")}).decode()

    def _position(self, layer: str, said: Mapping[str, Any]) -> Position:
        names = ("geometry", "lon", "lat", "radius_m", "source")
        return Position(
            id=ids.of_position(self.site_id, layer),
            seq=0,
            site_id=self.site_id,
            layer=layer,
            **{name: said.get(name) for name in names},
            schematic=said.get("schematic", False),
            anchors=[],
            steps=[],
            doubts=said.get("doubts", []),
            actor_id=self.batch.actor_id,
            actor_name=self.batch.actor_name,
            at=self.batch.at,
        )


def pack(
    site_id: str, events: bytes, phrase: str, layer: str, place: Mapping[str, Any] | None
) -> bytes:
    """The bytes of a leaf: canonical JSON (sorted keys, UTF-8).

    Args:
        site_id: Whom it is about.
        events: JSON list of ``[kind, day]`` or ``[kind, day, data]``; data with sorted keys and
            without ``imported_from``, which the batch says.
        phrase: The words that say where.
        layer: Position layer that is shown.
        place: ``doubts``, ``geometry`` (GeoJSON, None = a point at the mark), ``lat``, ``lon``,
            ``radius_m``, ``schematic``, ``source``; None where only words are known.
    """
    return orjson.dumps(
        {
            "events": orjson.Fragment(events),
            "layer": layer,
            "phrase": phrase,
            "place": place,
            "site": site_id,
        },
        option=orjson.OPT_SORT_KEYS,
    )


def canonical(content: Mapping[str, Any]) -> bytes:
    """The bytes of a leaf that was read."""
    return orjson.dumps(dict(content), option=orjson.OPT_SORT_KEYS)


def root_of(leaves: Iterable[str]) -> str:
    """What the event of these leaves carries as ``data.root``."""
    return merkle.root(list(map(str.encode, leaves))).hex()


def _key(kind: str, data: Mapping[str, Any]) -> str:
    """What makes the id of an event beside its subject and day."""
    return f"{kind} {data['deadline']}" if kind == EventKind.DEADLINE_SET else kind
