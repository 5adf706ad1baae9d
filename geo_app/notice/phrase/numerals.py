"""Numbers as notices write them: 150, 1,500, 1.5, 一百五十, 壹佰, 两千三, 5百, 半.

A number knows how fine it was said: the precision is half of its last significant digit (GBIF
Georeferencing Best Practices: 33 km is good to 0.5 km, 140 km to 5 km, 1000 m to 50 m).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from decimal import Decimal

DIGITS = {
    "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5,
    "六": 6, "七": 7, "八": 8, "九": 9, "壹": 1, "贰": 2, "叁": 3, "肆": 4,
    "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
POWERS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
MYRIADS = {"万": 10_000, "亿": 100_000_000}
HALF = "半"
POINT = "点"
CHINESE = frozenset(DIGITS) | frozenset(POWERS) | frozenset(MYRIADS) | {HALF}
_ARABIC = frozenset("0123456789")
_LONGEST = 24
"""No number of a notice is longer; a run of a million digits is not one."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number and how it was said.

    Attributes:
        value: The number.
        step: Unit of its last significant digit: 10 for 150, 0.1 for 1.5, 1000 for 2000.
    """

    value: float
    step: float

    @property
    def precision(self) -> float:
        """Half of the last significant digit; a bare power of ten counts a tenth of itself.

        Nobody rounds to whole thousands by saying 1000: GBIF gives 50 m for it, not 500 m.
        """
        if self.value >= 10 and self.value == self.step:
            return self.step / 20
        return self.step / 2


def read_number(text: str) -> float | None:
    """The value of a text that is a number and nothing else, else None.

    Args:
        text: Digits (any width, thousands separators allowed), Chinese numerals or a mix (5百).
    """
    number = parse_number(unicodedata.normalize("NFKC", text).strip())
    return number.value if number else None


def number_end(text: str, start: int) -> int:
    """Where the longest run that could be a number ends, ``start`` if there is none.

    Args:
        text: Text in half-width forms.
        start: First character of the run.
    """
    end = start
    while end < len(text) and end - start <= _LONGEST:
        char = text[end]
        inside = end - start > 0 and end + 1 < len(text) and text[end + 1] in _ARABIC
        point = char == POINT and end > start and text[end + 1 : end + 2] in DIGITS
        thousands = char == "," and text[end + 1 : end + 4].isdigit() and end - start <= 3
        if char in _ARABIC or char in CHINESE or point or (inside and (char == "." or thousands)):
            end += 1
        else:
            break
    return end


def parse_number(text: str) -> Number | None:
    """A number in half-width forms, with the unit of its last significant digit."""
    if not text or len(text) > _LONGEST:
        return None
    if text == HALF:
        return Number(0.5, 0.5)
    if text[0] in _ARABIC:
        return _mixed(text)
    whole, _, fraction = text.partition(POINT)
    number = _chinese(whole) if all(char in CHINESE for char in whole) else None
    if number is None or POINT not in text or any(char not in DIGITS for char in fraction):
        return None if POINT in text else number
    digits = "".join(str(DIGITS[char]) for char in fraction)
    return _mixed(f"{number.value:.0f}.{digits}") if digits else None


def _mixed(text: str) -> Number | None:
    """Arabic digits, then perhaps one power or myriad word: 5百, 1.5万."""
    scale = 1
    while text and text[-1] in (POWERS | MYRIADS):
        scale *= (POWERS | MYRIADS)[text[-1]]
        text = text[:-1]
    plain = text.replace(",", "")
    if not plain.replace(".", "", 1).isascii() or not plain.replace(".", "", 1).isdigit():
        return None
    exact = Decimal(plain)
    whole, _, fraction = plain.partition(".")
    if fraction:
        step = Decimal(1).scaleb(-len(fraction))
    else:
        digits = whole.lstrip("0")
        step = Decimal(1).scaleb(len(digits) - len(digits.rstrip("0")))
    return Number(float(exact * scale), float(step * scale))


def _chinese(text: str) -> Number | None:
    """一百五十, 两千三 (= 2300), 十八, 一二三 (digit by digit)."""
    half = text.endswith(HALF)
    body = text[:-1] if half else text
    if HALF in body or not body:
        return None
    if len(body) > 1 and all(char in DIGITS for char in body):
        return _digit_by_digit(body) if not half else None
    total = section = digit = 0
    last = 0  # the power word just read
    step = 1
    for char in body:
        if char in DIGITS:
            if digit:
                return None
            digit, step = DIGITS[char], 1
            if char in "零〇":
                last = 0
        elif char in POWERS:
            if not digit and (section or char not in "十拾百佰千仟"):
                return None
            section += (digit or 1) * POWERS[char]
            digit, last, step = 0, POWERS[char], POWERS[char]
        else:
            total = (total + section + digit or 1) * MYRIADS[char]
            section = digit = 0
            last = step = MYRIADS[char]
    if digit and last >= 100:  # 两千三: the spoken short form
        digit, step = digit * last // 10, last // 10
    value = float(total + section + digit)
    if half:  # 百分 aside, 一里半 is written after the unit; 三百半 means nothing
        return None
    return Number(value, float(step))


def _digit_by_digit(text: str) -> Number | None:
    """二〇二一: only where a nought or four digits show that it is not 二三 (two or three)."""
    if not any(char in "零〇" for char in text) and len(text) < 3:
        return None
    return _mixed("".join(str(DIGITS[char]) for char in text))
