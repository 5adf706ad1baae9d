"""Terms of words, and sets of numbers as they are stored."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geo_app.store.postings import Gathered, block, grams, terms
from geo_app.store.postings.making import of_columns

TEXTS = st.text(max_size=30)


@given(
    before=TEXTS,
    word=st.text(st.characters(exclude_characters="\0"), min_size=1, max_size=6),  # is refused
    after=TEXTS,
)
def test_a_text_has_all_terms_of_its_pieces(before: str, word: str, after: str) -> None:
    line = grams.line([before + word + after, "x"])
    for piece in word.split():
        folded = grams.fold(piece)
        assert folded in line
        assert grams.of_word(folded) <= grams.of_line(line)


@given(first=TEXTS, second=TEXTS)
def test_no_piece_goes_from_one_text_into_the_next(first: str, second: str) -> None:
    line = grams.line([first, second])
    assert line == " ".join(line.split())
    assert grams.of_line(line) == {
        term
        for text in (first, second)
        for word in grams.fold(text).split()
        for term in (*word, *grams.of_word(word))
    }


def test_every_sign_is_folded_by_itself_and_leaves_no_gap() -> None:
    for number in range(0x110000):
        sign = chr(number)
        assert sign.isspace() or sign == "\0" or not any(map(str.isspace, grams.fold(sign)))


@given(places=st.sets(st.integers(0, block.SIZE - 1), max_size=300), thick=st.booleans())
def test_a_set_comes_back(places: set[int], thick: bool) -> None:
    wanted = sorted(places | set(range(0, block.SIZE, 11) if thick else ()))
    packed = block.pack(np.array(wanted, np.uint16))
    assert len(packed) <= block.SIZE // 8
    found = np.zeros(block.SIZE, np.bool_)
    block.unpack(packed, found)
    assert np.flatnonzero(found).tolist() == wanted


@given(
    names=st.lists(st.sampled_from(["北渠", "Nord 渠", "排口", "ä"]), min_size=2, max_size=40),
    first=st.integers(block.SIZE - 30, block.SIZE),
    cuts=st.sets(st.integers(1, 39), max_size=3),
)
def test_sites_taken_up_in_parts_have_the_postings_of_their_rows(
    names: list[str], first: int, cuts: set[int]
) -> None:
    serials = list(range(first, first + len(names)))
    rows: dict[str, list[Any]] = {column.name: list(names) for column in terms.COLUMNS}
    rows |= {"serial": serials, "tile_key": [n % 3 or None for n in serials]}
    gathered = Gathered()
    edges = [0, *sorted(cut for cut in cuts if cut < len(names)), len(names)]
    for start, end in pairwise(edges):
        gathered.take({name: values[start:end] for name, values in rows.items()})
    columns = [rows[column.name] for column in terms.COLUMNS]
    split = min(max(block.SIZE - first, 0), len(names))
    wanted = [
        of_columns(number, [values[of_block] for values in columns])
        for number, of_block in enumerate((slice(split), slice(split, None)))
        if serials[of_block]
    ]
    assert list(gathered.made()) == wanted
