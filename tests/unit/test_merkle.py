"""The Merkle tree against trees written out by hand (RFC 9162, 2.1.5) and against pymerkle."""

from __future__ import annotations

import hashlib

import pytest
from pymerkle import InmemoryTree

from geo_app.store import merkle
from geo_app.store.merkle import compute, consistency_nodes, inclusion_nodes, root

LEAVES = [bytes([number]) * 32 for number in range(7)]


def leaf(data: bytes) -> bytes:
    return hashlib.sha256(b"\0" + data).digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


A, B, C, D, E, F, J = (leaf(data) for data in LEAVES)
G, H, EF = node(A, B), node(C, D), node(E, F)
K = node(G, H)
L = node(EF, J)
SEVEN = node(K, L)
"""The tree with seven leaves of RFC 9162, 2.1.5; its letters, but for i (EF)."""


def hashes(leaves: list[bytes], nodes: list[merkle.Node]) -> list[bytes]:
    found = compute(leaves, nodes)
    return [found[each] for each in nodes]


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (0, hashlib.sha256(b"").digest()),
        (1, A),
        (2, G),
        (3, node(G, C)),
        (4, K),
        (5, node(K, E)),
        (6, node(K, EF)),
        (7, SEVEN),
    ],
)
def test_root_of_a_small_tree(size: int, expected: bytes) -> None:
    assert root(LEAVES[:size]) == expected


@pytest.mark.parametrize(
    ("index", "proof"), [(0, [B, H, L]), (3, [C, G, L]), (4, [F, J, K]), (6, [EF, K])]
)
def test_inclusion_proofs_of_the_standard(index: int, proof: list[bytes]) -> None:
    assert hashes(LEAVES, inclusion_nodes(index, 7)) == proof
    assert merkle.verify_inclusion(LEAVES[index], index, 7, proof, SEVEN)


@pytest.mark.parametrize(
    ("first", "proof"), [(3, [C, D, G, L]), (4, [L]), (6, [EF, J, K]), (7, [])]
)
def test_consistency_proofs_of_the_standard(first: int, proof: list[bytes]) -> None:
    assert hashes(LEAVES, consistency_nodes(first, 7)) == proof
    assert merkle.verify_consistency(first, 7, root(LEAVES[:first]), SEVEN, proof)


@pytest.mark.parametrize("size", [1, 2, 3, 8, 21, 64, 100])
def test_another_implementation_has_the_same_roots_and_paths(size: int) -> None:
    leaves = [number.to_bytes(4, "big") for number in range(size)]
    other = InmemoryTree(algorithm="sha256")
    for data in leaves:
        other.append_entry(data)
    assert root(leaves) == other.get_root(size)
    for index in range(size):
        # theirs begins with the leaf itself
        theirs = other.prove_inclusion(index + 1, size).serialize()["path"][1:]
        assert [each.hex() for each in hashes(leaves, inclusion_nodes(index, size))] == theirs


def test_one_pass_answers_many_questions() -> None:
    nodes = [*inclusion_nodes(2, 7), *inclusion_nodes(6, 7), (0, 7)]
    assert compute(iter(LEAVES), nodes)[0, 7] == SEVEN


def test_there_is_no_proof_for_what_is_not_there() -> None:
    with pytest.raises(ValueError, match="leaf"):
        inclusion_nodes(7, 7)
    with pytest.raises(ValueError, match="earlier"):
        consistency_nodes(8, 7)
    with pytest.raises(KeyError):
        compute(LEAVES, [(0, 3)])


def test_an_empty_tree_is_the_beginning_of_every_tree() -> None:
    assert merkle.verify_consistency(0, 7, merkle.EMPTY_ROOT, SEVEN, [])
    assert not merkle.verify_consistency(0, 7, A, SEVEN, [])
    assert not merkle.verify_consistency(8, 7, SEVEN, SEVEN, [])
    assert not merkle.verify_inclusion(LEAVES[0], 0, 0, [], merkle.EMPTY_ROOT)


def test_a_leaf_cannot_be_passed_off_as_an_inner_node() -> None:
    assert root([G + H]) != K
