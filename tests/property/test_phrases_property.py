"""Place phrases: what holds for every text."""

from __future__ import annotations

import math
import unicodedata

from hypothesis import example, given, settings
from hypothesis import strategies as st

from geo_app.domain.place import PlacePhrase
from geo_app.notice.phrase import lexicon
from geo_app.notice.phrase.folding import fold
from geo_app.notice.phrase.tokens import tokenise
from geo_app.notice.phrases import read_phrase, split_places
from geo_app.words import TABLE

KINDS = {code.removeprefix("kind.") for code in TABLE if code.startswith("kind.")}
SIDES = {code.removeprefix("side.") for code in TABLE if code.startswith("side.")}
DIRECTIONS = {code.removeprefix("direction.") for code in TABLE if code.startswith("direction.")}
RELATIONS = frozenset(
    [
        "at", "near", "side_of", "offset_dir", "offset_path", "distance_only", "chainage",
        "chainage_range", "corner", "between", "along", "inside", "outside", "opposite", "boundary",
        "address", "coordinate", "none",
    ]
)  # fmt: skip

anything = st.text(st.characters(), max_size=60)
wordy = st.lists(
    st.sampled_from([*sorted(lexicon.WORDS), *"青山红望李王甲乙0123456789.+K～（）， "]),
    max_size=12,
).map("".join)
texts = anything | wordy

anchors = st.sampled_from(
    ["青山路望河桥", "望河大桥", "青山村", "红星化工有限公司", "望河水文断面"]
)
points = st.sampled_from([("东", "E"), ("西北", "NW"), ("正南", "S"), ("东偏南", "ESE")])
hops = st.sampled_from(
    ["{a}{d}{n}米", "{a}{d}侧约{n}米处", "{a}以{d}{n}m", "距{a}{d}{n}米", "{a}{n}米{d}侧"]
)


def widened(text: str) -> str:
    """The same text in full-width forms, with blanks between."""
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    return "\u3000".join(wide) if wide else wide


def unspoken(reading: PlacePhrase) -> dict[str, object]:
    fields = reading.to_json()
    fields.pop("text")
    if reading.fallback is not None:
        fields["fallback"] = unspoken(reading.fallback)
    return fields


@settings(max_examples=500)
@given(texts)
@example("甲故道西南偏西排污口村引水渠")
def test_any_text_is_read_into_the_vocabulary(text: str) -> None:
    reading = read_phrase(text)
    assert reading.text == text
    assert reading.relation in RELATIONS
    assert reading.anchor_kind in KINDS
    assert reading.side is None or reading.side in SIDES
    assert set((reading.direction or "N").split(",")) <= DIRECTIONS
    assert {doubt.code for doubt in reading.doubts} <= TABLE.keys()
    assert reading.relation != "none" or (reading.anchor is None and reading.doubts)


@given(texts)
def test_numbers_are_finite_and_never_negative(text: str) -> None:
    reading = read_phrase(text)
    chainage = reading.chainage_m if isinstance(reading.chainage_m, tuple) else ()
    for number in (reading.distance_m, reading.distance_precision_m, *chainage):
        assert number is None or (math.isfinite(number) and number >= 0)


@given(texts)
def test_the_same_text_is_read_the_same(text: str) -> None:
    assert read_phrase(text) == read_phrase(text)


@given(texts)
def test_width_and_blanks_do_not_matter(text: str) -> None:
    plain = unicodedata.normalize("NFKC", text)
    assert unspoken(read_phrase(widened(plain))) == unspoken(read_phrase(plain))


@given(texts)
def test_a_reading_survives_json(text: str) -> None:
    reading = read_phrase(text)
    assert PlacePhrase.from_json(reading.to_json()) == reading


@given(anchors, points, st.integers(1, 9999), hops)
def test_anchor_direction_and_distance_are_found_in_any_order(
    anchor: str, point: tuple[str, str], metres: int, hop: str
) -> None:
    reading = read_phrase(hop.format(a=anchor, d=point[0], n=metres))
    assert (reading.anchor, reading.relation) == (anchor, "offset_dir")
    assert (reading.direction, reading.distance_m) == (point[1], metres)


@given(st.integers(0, 999), st.integers(0, 999), st.sampled_from(["K", "", "桩号", "桩号K"]))
def test_stakes_are_metres_from_the_beginning(kilometres: int, metres: int, sign: str) -> None:
    reading = read_phrase(f"望河大堤{sign}{kilometres}+{metres:03}")
    assert reading.chainage_m == kilometres * 1000 + metres


@given(texts)
def test_conjuncts_are_in_order_and_quote_the_text(text: str) -> None:
    places = split_places(text)
    assert places
    edge = 0
    for start, end, reading in places:
        assert edge <= start <= end <= len(text)
        assert text[start:end] == reading.text
        edge = end


@given(texts)
def test_the_words_of_a_text_leave_no_gap(text: str) -> None:
    folded = fold(text)
    assert "".join(token.text for token in tokenise(folded.text)) == folded.text
    assert list(folded.offsets) == sorted(folded.offsets)
