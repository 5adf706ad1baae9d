"""What proves single imported sites: the path of each leaf to the root that its event carries."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_app.errors import StoreError
from geo_app.store import merkle
from geo_app.store.imported import Imported, canonical
from geo_app.store.models import Event

_BATCH = 500


@dataclass(frozen=True, slots=True)
class ProvedLeaf:
    """A leaf that a stranger can check against its event.

    Attributes:
        event: Number of the event that carries the root.
        number: Of the leaf under it, from 0.
        content: What it says.
        path: Hashes from the leaf to the root (RFC 9162, 2.1.3).
    """

    event: int
    number: int
    content: Mapping[str, Any]
    path: tuple[bytes, ...]


def prove(session: Session, site_ids: Collection[str]) -> list[ProvedLeaf]:
    """The leaves of some sites, each with its path; sites that came in otherwise have none.

    Args:
        session: Any transaction.
        site_ids: So many that one statement can name them.

    Raises:
        StoreError: The leaves are not those that the event recorded.
    """
    query = (
        select(Imported.seq, Imported.event_seq, Event.data)
        .join(Event, Event.seq == Imported.event_seq)
        .where(Imported.site_id.in_(site_ids))
        .order_by(Imported.seq)
    )
    proved = []
    for event, rows in groupby(session.execute(query).all(), key=lambda row: row.event_seq):
        wanted = [(row.seq, row.data) for row in rows]
        proved += _of_batch(session, event, wanted[0][1], [seq for seq, _ in wanted])
    return proved


def is_proved(
    content: Mapping[str, Any], number: int, batch: Mapping[str, Any], path: Sequence[bytes]
) -> bool:
    """Whether a path shows a leaf to stand under an event.

    Args:
        content: Of the leaf.
        number: Of the leaf, from 0.
        batch: ``data`` of the event.
        path: As ``ProvedLeaf``.
    """
    root = bytes.fromhex(batch["root"])
    return merkle.verify_inclusion(canonical(content), number, batch["count"], path, root)


def _of_batch(
    session: Session, event: int, batch: Mapping[str, Any], seqs: Sequence[int]
) -> list[ProvedLeaf]:
    first, size = batch["first"], batch["count"]
    paths = {seq: merkle.inclusion_nodes(seq - first, size) for seq in seqs}
    nodes = {node for path in paths.values() for node in path} | {(0, size)}
    contents: dict[int, str] = {}
    try:
        found = merkle.compute(_leaves(session, first, size, contents, set(seqs)), nodes)
    except KeyError as error:  # there are fewer leaves than the event says
        raise StoreError("log.broken", seq=event) from error
    if found[0, size].hex() != batch["root"]:
        raise StoreError("log.broken", seq=event)
    return [
        ProvedLeaf(
            event, seq - first, orjson.loads(contents[seq]), tuple(found[node] for node in path)
        )
        for seq, path in paths.items()
    ]


def _leaves(
    session: Session, first: int, size: int, contents: dict[int, str], wanted: Collection[int]
) -> Iterator[bytes]:
    """The bytes of all leaves of a batch; keeps the contents that are wanted."""
    query = (
        select(Imported.seq, Imported.content)
        .where(Imported.seq >= first, Imported.seq < first + size)
        .order_by(Imported.seq)
        .execution_options(yield_per=_BATCH)
    )
    with closing(session.execute(query)) as rows:
        for seq, content in rows:
            if seq in wanted:
                contents[seq] = content
            yield content.encode()
