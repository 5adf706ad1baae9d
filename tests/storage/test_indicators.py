"""Figures that belong to no site, kept by two people at the same time."""

from __future__ import annotations

import threading
import time
from datetime import date

from sqlalchemy import func, select

from geo_app.domain.actor import Actor, Role
from geo_app.settings import Limits
from geo_app.store.indicators import IndicatorPoint
from geo_app.store.session import Store
from geo_app.work.indicators.book import preview, take_over, wait

FILE = """指标,类别,单位,周期,排名范围,起,止,数值,参排数,截至,来源
臭气投诉,件数,件,时段,,2021-01-01,2021-08-15,43,,2021-08-20,12369
""".encode()
CLERK = Actor("said:clerk", "整改办", role=Role.CLERK)


def test_two_imports_at_once_keep_each_point_once(store: Store) -> None:
    has_looked, added = threading.Event(), []

    def bring(pause: float) -> None:
        with store.session() as session:
            wait(session)
            found = preview(
                session, CLERK, FILE, name="a.csv", limits=Limits(), today=date(2026, 1, 1)
            )
            has_looked.set()
            time.sleep(pause)  # what the other one begins meanwhile
            take_over(session, CLERK, found, name="a.csv")
            added.append(len(found.added))

    first = threading.Thread(target=bring, args=(0.5,))
    first.start()
    assert has_looked.wait(20)
    bring(0)
    first.join()
    assert added == [1, 0]
    with store.session(read_only=True) as session:
        assert session.scalar(select(func.count()).select_from(IndicatorPoint)) == 1
