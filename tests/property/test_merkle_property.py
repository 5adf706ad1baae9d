"""Every proof of every tree holds, and none that was changed in any way."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from geo_app.store.merkle import (
    compute,
    consistency_nodes,
    inclusion_nodes,
    root,
    verify_consistency,
    verify_inclusion,
)

leaves = st.lists(st.binary(max_size=8), min_size=1, max_size=80)


def hashes(data: list[bytes], nodes: list[tuple[int, int]]) -> list[bytes]:
    found = compute(data, nodes)
    return [found[each] for each in nodes]


@given(leaves, st.data())
def test_a_proof_of_inclusion_holds_for_its_leaf_only(
    data: list[bytes], draw: st.DataObject
) -> None:
    size = len(data)
    index = draw.draw(st.integers(0, size - 1))
    proof = hashes(data, inclusion_nodes(index, size))
    top = root(data)
    assert verify_inclusion(data[index], index, size, proof, top)
    assert not verify_inclusion(data[index] + b"x", index, size, proof, top)
    other = draw.draw(st.integers(-1, size))
    if other != index:
        # with equal leaves another place may be proved by the same hashes only if these are equal
        there = 0 <= other < size and hashes(data, inclusion_nodes(other, size)) == proof
        assert verify_inclusion(data[index], other, size, proof, top) == (
            there and data[other] == data[index]
        )


@given(leaves, st.data())
def test_a_changed_proof_of_inclusion_never_holds(data: list[bytes], draw: st.DataObject) -> None:
    size = len(data)
    index = draw.draw(st.integers(0, size - 1))
    proof = hashes(data, inclusion_nodes(index, size))
    top = root(data)
    assert not verify_inclusion(data[index], index, size, [*proof, top], top)
    if proof:
        at = draw.draw(st.integers(0, len(proof) - 1))
        assert not verify_inclusion(data[index], index, size, proof[:at] + proof[at + 1 :], top)
        changed = [*proof]
        changed[at] = bytes([changed[at][0] ^ 1]) + changed[at][1:]
        assert not verify_inclusion(data[index], index, size, changed, top)


@given(leaves, st.data())
def test_consistency_holds_for_a_log_that_only_grew(data: list[bytes], draw: st.DataObject) -> None:
    second = len(data)
    first = draw.draw(st.integers(1, second))
    proof = hashes(data, consistency_nodes(first, second))
    before, now = root(data[:first]), root(data)
    assert verify_consistency(first, second, before, now, proof)
    at = draw.draw(st.integers(0, first - 1))
    rewritten = [*data]
    rewritten[at] += b"x"
    forged = hashes(rewritten, consistency_nodes(first, second))
    assert not verify_consistency(first, second, before, root(rewritten), forged)
    assert not verify_consistency(first, second, before, now, [*proof, now])
    if proof:
        assert not verify_consistency(first, second, before, now, proof[:-1])
