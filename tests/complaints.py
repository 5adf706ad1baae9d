"""Complaints about the outlet of the sample notice, which is claimed done on 2021-08-31."""

from __future__ import annotations

from datetime import date

from geo_app.settings import Settings
from geo_app.store.session import Store
from geo_app.work.complaints.taking_in import preview, take_in
from tests.web.conftest import OPERATOR

SAID = "<script>pwned()</script>有异味"
HEAD = "编号,时间,地点,类型,内容,联系电话\n"
DOUBT = "自报完成后又有4件投诉"
"""What follows of ``ROWS``, without blanks."""


def line(number: int, day: str, place: str = "青石桥", kind: str = "大气") -> str:
    """One of them, with words that no file may tell."""
    return f"W{number},{day},{place},{kind},{SAID}{number}.,13812345678\n"


ROWS = HEAD + "".join(line(month, f"2021-{month:02}-05") for month in range(1, 13))


def hear(store: Store, settings: Settings, rows: str = ROWS) -> int:
    """Take them in."""
    with store.session() as session:
        found = preview(
            session,
            OPERATOR,
            rows.encode(),
            name="x.csv",
            settings=settings,
            today=date(2021, 12, 31),
        )
        return take_in(session, OPERATOR, found)
