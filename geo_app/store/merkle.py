"""A Merkle tree over the log, as RFC 9162 section 2.1 (first RFC 6962) builds it.

A node is named by the leaves under it, ``(start, end)``. A root, a proof of inclusion and a proof
of consistency are each a list of nodes, and one pass over the leaves computes any number of them:
memory grows with what is asked for, not with the log.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence

Node = tuple[int, int]
"""Leaves ``start`` to ``end`` (exclusive), counted from 0."""

EMPTY_ROOT = hashlib.sha256().digest()
"""Root of a tree without leaves."""


def leaf_hash(data: bytes) -> bytes:
    """Hash of a leaf; the prefix keeps a leaf from being taken for an inner node."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The tree's root over the data of all leaves."""
    if not leaves:
        return EMPTY_ROOT
    level = list(map(leaf_hash, leaves))
    while len(level) > 1:
        last = level[-1:] if len(level) % 2 else []  # has no neighbour and goes up as it is
        level = [*map(node_hash, level[::2], level[1::2]), *last]
    return level[0]


def compute(leaves: Iterable[bytes], nodes: Collection[Node]) -> dict[Node, bytes]:
    """Hashes of the named nodes of the tree over ``leaves``, in one pass.

    Args:
        leaves: Data of every leaf, in order.
        nodes: Nodes of this tree; ``(0, 0)`` is the empty tree.

    Raises:
        KeyError: A node is not part of a tree of this size.
    """
    wanted = set(nodes)
    found: dict[Node, bytes] = {(0, 0): EMPTY_ROOT}
    # complete subtrees whose sizes fall: the binary digits of how many leaves were read
    stack: list[tuple[int, int, bytes]] = []

    def note(start: int, end: int, value: bytes) -> tuple[int, int, bytes]:
        if (start, end) in wanted:
            found[start, end] = value
        return start, end, value

    for number, data in enumerate(leaves):
        top = note(number, number + 1, leaf_hash(data))
        while stack and stack[-1][1] - stack[-1][0] == top[1] - top[0]:
            start, _, left = stack.pop()
            top = note(start, top[1], node_hash(left, top[2]))
        stack.append(top)
    while len(stack) > 1:
        right, left_top = stack.pop(), stack.pop()
        stack.append(note(left_top[0], right[1], node_hash(left_top[2], right[2])))
    return {node: found[node] for node in wanted}


def inclusion_nodes(index: int, size: int) -> list[Node]:
    """Nodes that prove leaf ``index`` to be in a tree of ``size`` leaves (RFC 9162, 2.1.3.1).

    Raises:
        ValueError: There is no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError("no such leaf")
    nodes: list[Node] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            nodes.append((middle, end))
            end = middle
        else:
            nodes.append((start, middle))
            start = middle
    return nodes[::-1]


def consistency_nodes(first: int, second: int) -> list[Node]:
    """Nodes that prove a tree of ``first`` leaves to be the beginning of one of ``second``.

    RFC 9162, 2.1.4.1.

    Raises:
        ValueError: Not 0 < first ≤ second.
    """
    if not 0 < first <= second:
        raise ValueError("not an earlier tree")
    nodes: list[Node] = []
    start, end, whole = 0, second, True
    while end != first:
        middle = start + _split(end - start)
        if first <= middle:
            nodes.append((middle, end))
            end = middle
        else:
            nodes.append((start, middle))
            start, whole = middle, False
    return nodes[::-1] if whole else [(start, end), *nodes[::-1]]


def _split(size: int) -> int:
    """The largest power of two smaller than ``size`` (which is at least 2)."""
    return 1 << ((size - 1).bit_length() - 1)


def verify_inclusion(
    data: bytes, index: int, size: int, proof: Sequence[bytes], expected: bytes
) -> bool:
    """Whether a proof shows leaf ``index`` to hold ``data`` (RFC 9162, 2.1.3.2).

    Args:
        data: Of the leaf.
        index: Of the leaf, from 0.
        size: Leaves of the tree.
        proof: Hashes of ``inclusion_nodes``.
        expected: The tree's root.
    """
    if not 0 <= index < size:
        return False
    node, last, value = index, size - 1, leaf_hash(data)
    for sibling in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            value = node_hash(sibling, value)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            value = node_hash(value, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and value == expected


def verify_consistency(
    first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether a proof shows the earlier tree to be the beginning of the later (RFC 9162, 2.1.4.2).

    Args:
        first: Leaves of the earlier tree.
        second: Leaves of the later tree.
        first_root: Root of the earlier tree.
        second_root: Root of the later tree.
        proof: Hashes of ``consistency_nodes``.
    """
    if not 0 < first <= second:
        return first == 0 <= second and first_root == EMPTY_ROOT and not proof
    if first == second:
        return not proof and first_root == second_root
    path = list(proof)
    if first & (first - 1) == 0:
        path.insert(0, first_root)
    if not path:
        return False
    node, last = first - 1, second - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    earlier = later = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            earlier, later = node_hash(sibling, earlier), node_hash(sibling, later)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            later = node_hash(later, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and earlier == first_root and later == second_root
