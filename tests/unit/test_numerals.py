"""Numbers as notices write them."""

from __future__ import annotations

import pytest

from geo_app.notice.phrase.numerals import parse_number, read_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("150", 150), ("1.5", 1.5), ("1,500", 1500), ("１５０", 150), ("5百", 500),
        ("1.5万", 15000),
        ("一", 1), ("十", 10), ("十八", 18), ("八十九", 89), ("一百五十", 150), ("一百零五", 105),
        ("一百五", 150), ("壹佰伍拾", 150), ("两百", 200), ("两千三", 2300), ("一千零五十", 1050),
        ("三万二", 32000), ("一万二千", 12000), ("二〇二一", 2021), ("百", 100), ("半", 0.5),
        ("一点五", 1.5), ("零点八", 0.8), ("一百二十三万四千五百六十七", 1234567),
    ],
)  # fmt: skip
def test_number_is_read(text: str, value: float) -> None:
    assert read_number(text) == value


@pytest.mark.parametrize(
    "text", ["", "米", "二三", "两三百", "1.2.3", "一半", "点五", "12a", "百百", "1" * 30, "K12"]
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("text", "precision"),
    [("33", 0.5), ("140", 5), ("1000", 50), ("100", 5), ("2000", 500), ("1.5", 0.05),
     ("1.50", 0.005), ("150", 5), ("1", 0.5), ("0", 0.5), ("一百五十", 5),
     ("两千", 500), ("半", 0.25)],
)  # fmt: skip
def test_precision_is_half_of_the_last_significant_digit(text: str, precision: float) -> None:
    number = parse_number(text)
    assert number is not None
    assert number.precision == pytest.approx(precision)
