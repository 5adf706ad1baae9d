"""Rules for what is measured: distances, stakes along a line, coordinates."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from geo_app.notice.phrase import lexicon
from geo_app.notice.phrase.numerals import Number
from geo_app.notice.phrase.tokens import Token

METRES_PER_DEGREE = 111_320.0
"""Length of a degree on the ground, along a meridian (GBIF: 0.0001 degree is about 11 m)."""


@dataclass(frozen=True, slots=True)
class Distance:
    """A stated distance.

    Attributes:
        metres: None where the number is open (几百米).
        precision_m: Half of the last significant digit, metres.
        approximate: 约, 余, 左右 … was said.
        within: 以内, 范围内: not farther than this.
        end: Token after the rule.
    """

    metres: float | None
    precision_m: float | None
    approximate: bool
    within: bool
    end: int


@dataclass(frozen=True, slots=True)
class Stake:
    """A stake or a range of stakes, metres from 0+000.

    Attributes:
        metres: One chainage, or (from, to).
        precision_m: Half of the last significant digit, metres.
        end: Token after the rule.
    """

    metres: float | tuple[float, float]
    precision_m: float
    end: int


@dataclass(frozen=True, slots=True)
class Coordinate:
    """A position told in degrees.

    Attributes:
        lon: Degrees east.
        lat: Degrees north.
        precision_m: Ground length of the last digit, diagonal of its cell, metres.
        start: Offset of its first character in the folded text.
        end: One past its last character.
    """

    lon: float
    lat: float
    precision_m: float
    start: int
    end: int


def word(tokens: Sequence[Token], at: int) -> str:
    """The word at a position, "" beyond the end."""
    return tokens[at].text if 0 <= at < len(tokens) else ""


def number(tokens: Sequence[Token], at: int) -> Number | None:
    """The number at a position, if there is one."""
    return tokens[at].number if 0 <= at < len(tokens) else None


def distance(tokens: Sequence[Token], at: int) -> Distance | None:
    """Dist := [约] number [余] (米|公里|里…) [半] [左右|许|以内].

    Two numbers (150~200米) give their mean and half their difference as the precision.
    """
    here, approximate = at, False
    while word(tokens, here) in lexicon.ABOUT_BEFORE:
        here, approximate = here + 1, True
    vague = word(tokens, here) in {"几", "数"}
    here += vague
    value = number(tokens, here)
    if value is None:
        return None
    here += 1
    if number(tokens, here) is not None:  # 二三百米
        vague, here = True, here + 1
    upper = None
    if word(tokens, here) in lexicon.RANGE_MARK and number(tokens, here + 1):
        upper, here = number(tokens, here + 1), here + 2
    more = word(tokens, here) in lexicon.MORE
    vague |= word(tokens, here) == "几"  # 十几米: ten to nineteen, no number
    here += more
    unit = lexicon.UNITS.get(word(tokens, here))
    if unit is None:
        return None
    mile = word(tokens, here) == "里"
    here += 1
    metres, precision = value.value * unit, value.precision * unit
    if more:
        precision = max(precision, value.step * unit / 2)
    if (
        word(tokens, here) in lexicon.RANGE_MARK
        and number(tokens, here + 1)
        and (word(tokens, here + 2) in lexicon.UNITS)
    ):
        upper, unit, here = (
            number(tokens, here + 1),
            lexicon.UNITS[word(tokens, here + 2)],
            here + 3,
        )
    if word(tokens, here) == "半":
        metres, precision, here = metres + unit / 2, unit / 4, here + 1
    if upper is not None:
        high = upper.value * unit
        metres, precision = (metres + high) / 2, abs(high - metres) / 2
    within = False
    while word(tokens, here) in lexicon.ABOUT_AFTER | lexicon.MORE | lexicon.WITHIN:
        within |= word(tokens, here) in lexicon.WITHIN
        approximate |= word(tokens, here) not in lexicon.WITHIN
        here += 1
    if mile and here == at + 2 and _goes_on_as_a_name(tokens, here):
        return None
    if vague:
        return Distance(None, None, True, within, here)
    return Distance(metres, precision, approximate or more, within, here)


def _goes_on_as_a_name(tokens: Sequence[Token], at: int) -> bool:
    """十八里铺, 八里湾: the mile belongs to a name."""
    text = word(tokens, at)
    return bool(text) and (text in lexicon.SUFFIXES or text not in lexicon.WORDS)


def stake(tokens: Sequence[Token], at: int, *, on_line: bool) -> Stake | None:
    """Stake [mark stake] [段]; see ``_stake_point`` for one.

    Args:
        tokens: The words.
        at: Where the rule begins.
        on_line: The words before name a line, so that 89公里处 is a stake and not a distance.
    """
    first = _stake_point(tokens, at, on_line)
    if first is None:
        return _short_range(tokens, at, on_line)
    metres, precision, here = first
    if word(tokens, here) in lexicon.RANGE_MARK:
        second = _stake_point(tokens, here + 1, on_line)
        if second is not None:
            to, finer, here = second
            return Stake((metres, to), max(precision, finer), here)
    return Stake(metres, precision, here)


def _stake_point(
    tokens: Sequence[Token], at: int, on_line: bool
) -> tuple[float, float, int] | None:
    """[桩号] [K] N+NNN | [第] N (公里|km) [[+] N 米] (处|桩) | [第] N [号|#] 公里桩."""
    here = at
    signed = word(tokens, here) in lexicon.STAKE_SIGN
    here += signed
    here += word(tokens, here) in {":", "为"}
    while word(tokens, here) in {"K", "k", "D", "Z", "Y", "A", "第"}:
        here += 1
    lettered = here > at + signed
    kilometres = number(tokens, here)
    if kilometres is None:
        return None
    here += 1
    if word(tokens, here) == "+":
        metres = number(tokens, here + 1)
        if metres is None:
            return None
        value = kilometres.value * 1000 + metres.value
        precision = metres.step / 2 if metres.value else kilometres.step * 500
        here += 2
        here += word(tokens, here) in {"米", "m"}
        return value, precision, _past_stone(tokens, here)
    stone = word(tokens, here) in {"号", "#"} and word(tokens, here + 1) in lexicon.STONE
    if stone or word(tokens, here) in lexicon.STONE:
        here += 1 + stone
        return kilometres.value * 1000, kilometres.precision * 1000, here
    if word(tokens, here) not in lexicon.KILOMETRES or not (on_line or signed):
        if lettered and signed is False and word(tokens, at) in {"K", "k"} and on_line:
            return kilometres.value * 1000, kilometres.precision * 1000, _past_stone(tokens, here)
        return None
    here += 1
    plus = word(tokens, here) == "+"
    metres = number(tokens, here + plus)
    metric = word(tokens, here + plus + 1) in {"米", "m"}
    if metres is not None and (metric or plus):
        value = kilometres.value * 1000 + metres.value
        return value, metres.step / 2, _past_stone(tokens, here + plus + 1 + metric)
    return kilometres.value * 1000, kilometres.precision * 1000, _past_stone(tokens, here)


def _past_stone(tokens: Sequence[Token], at: int) -> int:
    return at + (word(tokens, at) in lexicon.STONE)


def _short_range(tokens: Sequence[Token], at: int, on_line: bool) -> Stake | None:
    """78~80公里: the unit is said once."""
    low, high = number(tokens, at), number(tokens, at + 2)
    if (
        on_line
        and low is not None
        and high is not None
        and word(tokens, at + 1) in lexicon.RANGE_MARK
        and word(tokens, at + 3) in lexicon.KILOMETRES
    ):
        precision = max(low.precision, high.precision) * 1000
        return Stake((low.value * 1000, high.value * 1000), precision, _past_stone(tokens, at + 4))
    return None


_DECIMAL = r"(\d{1,2}(?:\.\d+)?)"
_DEGREES = (
    r"(\d{1,3}(?:\.\d+)?)"
    rf"(?:[°度](?:{_DECIMAL}(?:'|分)(?:{_DECIMAL}(?:\"|''|秒)?)?)?)?"
)
_LABEL = r"(东经|北纬|经度|纬度|经|纬|[EN]|lon|lat|lng)?[:=]?"
_AFTER = r"([EN](?![a-z]))?"
_PAIR = re.compile(
    rf"(?<![\d.]){_LABEL}{_DEGREES}{_AFTER}[,;、/和]*{_LABEL}{_DEGREES}{_AFTER}(?![\d.])",
    re.IGNORECASE,
)
_EAST = frozenset({"东经", "经度", "经", "e", "lon", "lng"})
_NORTH = frozenset({"北纬", "纬度", "纬", "n", "lat"})


def coordinate(text: str) -> Coordinate | None:
    """The first pair of degrees in a folded text, longitude and latitude told apart.

    Labels (东经, N) decide the order; without them the ranges of China do (longitude 73 to 136,
    latitude 3 to 54), so that a swapped pair is read right. A pair that fits neither is none.
    Numbers without a label need at least three decimals: 12.5,34.8 is no coordinate.
    """
    for match in _PAIR.finditer(text):
        found = _as_coordinate(match)
        if found is not None:
            return found
    return None


def is_coordinate_out_of_range(text: str) -> bool:
    """Whether the text tells degrees by label or sign, but none that lie in China."""
    pairs = (match.group(0) for match in _PAIR.finditer(text))
    return coordinate(text) is None and any(
        ("经" in pair and "纬" in pair) or pair.count("°") > 1 for pair in pairs
    )


def _as_coordinate(match: re.Match[str]) -> Coordinate | None:
    parts = match.groups()
    labels = [(parts[0] or parts[4] or "").lower(), (parts[5] or parts[9] or "").lower()]
    first, second = _degrees(parts[1:4]), _degrees(parts[6:9])
    signs = any("°" in part or "度" in part for part in (match.group(0),))
    if not any(labels) and not signs and min(_decimals(parts[1]), _decimals(parts[6])) < 3:
        return None
    swapped = labels[0] in _NORTH or labels[1] in _EAST
    if not any(labels):
        swapped = 3 <= first[0] <= 54 and 73 <= second[0] <= 136
    (lon, lon_step), (lat, lat_step) = (second, first) if swapped else (first, second)
    if not (73 <= lon <= 136 and 3 <= lat <= 54):
        return None
    step = max(lon_step, lat_step) * METRES_PER_DEGREE
    diagonal = math.hypot(step, step * math.cos(math.radians(lat)))
    return Coordinate(lon, lat, round(diagonal, 1), match.start(), match.end())


def _decimals(digits: str) -> int:
    return len(digits.partition(".")[2])


def _degrees(parts: Sequence[str | None]) -> tuple[float, float]:
    """Decimal degrees and the unit of the last digit given, in degrees."""
    value, step = 0.0, 1.0
    for part, size in zip(parts, (1, 60, 3600), strict=True):
        if part:
            value += float(part) / size
            step = 10.0 ** -_decimals(part) / size
    return round(value, 9), step
