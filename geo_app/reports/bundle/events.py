"""The events of a bundle: unaltered, none missing, each in the log that the head signs."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import pairwise
from typing import Any

from geo_app.domain.remark import Remark
from geo_app.domain.status import EventKind
from geo_app.store import log, merkle
from geo_app.store.checkpoint import Checkpoint
from geo_app.store.imported_proofs import ProvedLeaf, is_proved

Listed = tuple[int, str, str]
"""Number, id and hash of an event, as the manifest names it."""

_BESIDE = frozenset({"hash", "proof"})
"""Members of an event that its hash does not cover."""


def check_events(
    events: Sequence[Mapping[str, Any]], listed: Sequence[Listed], head: Checkpoint | None
) -> Iterator[Remark]:
    """What is wrong with the events.

    Args:
        events: As ``events.json`` has them.
        listed: As the manifest names them, in the order of the log.
        head: The signed head; None where it could not be read, then nothing is proved by it.

    Raises:
        KeyError: An event lacks a member.
        TypeError: A member is of another kind.
        ValueError: A hash or a proof is malformed.
    """
    there = {(event["seq"], event["id"], event["hash"]) for event in events}
    seqs = {event["seq"] for event in events}
    for seq, event_id, value in listed:
        if (seq, event_id, value) not in there:
            altered = seq in seqs
            code = "bundle.event_altered" if altered else "bundle.no_event"
            yield Remark(code, {"seq": seq, "id": event_id})
    for event in events:
        yield from _check(event, head)
    yield from _unlisted(events, {seq for seq, _, _ in listed})
    yield from _chain(events, head)


def leaves_from(told: Mapping[str, Any]) -> list[ProvedLeaf]:
    """What ``events.json`` tells of imported sites; bundles of older programs tell nothing.

    Raises:
        KeyError: A member is missing.
        TypeError: A member is of another kind.
        ValueError: A proof is malformed.
    """
    return [
        ProvedLeaf(
            each["event"], each["number"], dict(each["content"]), tuple(_decoded(each["proof"]))
        )
        for each in told.get("imported", ())
    ]


def check_leaves(
    leaves: Sequence[ProvedLeaf], events: Sequence[Mapping[str, Any]]
) -> Iterator[Remark]:
    """Imported sites that do not stand under the event that they name.

    Args:
        leaves: As ``leaves_from`` reads them.
        events: As ``events.json`` has them, checked by ``check_events``.

    Raises:
        KeyError: Something lacks a member.
        TypeError: A member is of another kind.
        ValueError: A root is malformed.
    """
    batches = {
        event["seq"]: event["data"] for event in events if event["kind"] == EventKind.IMPORTED.value
    }
    for leaf in leaves:
        batch = batches.get(leaf.event)
        if batch is None or not is_proved(leaf.content, leaf.number, batch, leaf.path):
            named = {"id": leaf.content["site"], "seq": leaf.event}
            yield Remark("bundle.imported_unproved", named)


def check_growth(
    told: Mapping[str, Any], earlier: Checkpoint, head: Checkpoint | None
) -> Iterator[Remark]:
    """Whether the log has only grown since a head that the reader has.

    Args:
        told: ``since`` of ``events.json``: size of the earlier log, and the proof.
        earlier: The head that the reader has.
        head: The head of the bundle; None where it could not be read.

    Raises:
        KeyError: A member is missing.
        TypeError: A member is of another kind.
        ValueError: The proof is malformed.
    """
    if told["size"] != earlier.size:
        yield Remark("bundle.other_since", {"found": told["size"], "size": earlier.size})
    elif head is None or not merkle.verify_consistency(
        earlier.size, head.size, earlier.root, head.root, _decoded(told["proof"])
    ):
        yield Remark("log.rewritten", {"size": earlier.size})


def _decoded(proof: Sequence[str]) -> list[bytes]:
    return [base64.b64decode(each, validate=True) for each in proof]


def _check(event: Mapping[str, Any], head: Checkpoint | None) -> Iterator[Remark]:
    named = {"seq": event["seq"], "id": event["id"]}
    covered = {name: value for name, value in event.items() if name not in _BESIDE}
    if log.digest_of(covered) != event["hash"]:
        yield Remark("bundle.event_altered", named)
    elif head is not None:
        proof = _decoded(event["proof"])
        data, index = bytes.fromhex(event["hash"]), event["seq"] - 1
        if not merkle.verify_inclusion(data, index, head.size, proof, head.root):
            yield Remark("bundle.event_unproved", named)


def _unlisted(events: Sequence[Mapping[str, Any]], numbers: Set[int]) -> Iterator[Remark]:
    """Events that the manifest does not name, or that stand twice or out of order."""
    last = 0
    for event in events:
        if event["seq"] not in numbers or event["seq"] <= last:
            yield Remark("bundle.event_unlisted", {"seq": event["seq"]})
        last = max(last, event["seq"])


def _chain(events: Sequence[Mapping[str, Any]], head: Checkpoint | None) -> Iterator[Remark]:
    """Neighbours in the log hold on to each other, and the last event of all to the head."""
    for one, other in pairwise(events):
        if other["seq"] == one["seq"] + 1 and other["prev_hash"] != one["hash"]:
            yield Remark("bundle.chain_broken", {"seq": other["seq"]})
    last = events[-1] if events else None
    if head and last and last["seq"] == head.size and last["hash"] != head.chain:
        yield Remark("bundle.chain_broken", {"seq": head.size})
