"""Searching for words: in the rows themselves, and by the postings; and what these cost.

    python -m benchmarks.search [--sites N | --data DIR] [--database URL]

Without a folder the made-up sites of ``geo-app demo`` are made in a temporary one, or in an empty
database of the server.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from unittest import mock

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo_app.settings import LedgerLimits, Settings
from geo_app.store import counts, postings
from geo_app.store.models import Site
from geo_app.store.postings.tables import POSTING, SITE_WORDS
from geo_app.store.session import Store, open_store
from geo_app.web.sheets import figures
from geo_app.work import demo, sites
from geo_app.work.ledger import ledger
from geo_app.work.site_filter import SiteFilter
from tests.storage.samples import ACTOR

TODAY = date(2026, 6, 1)
WORDS = ("县", "渡", "示例", "安溪", "安溪县（", "示例点位", "012345", "示例-01", "没有这个")
DAILY = {
    "any": SiteFilter(),
    "two statuses": SiteFilter(statuses=("claimed", "in_work")),
    "overdue": SiteFilter(overdue=True),
    "not overdue": SiteFilter(overdue=False),
}
PAGES = (60, 500, 5_000)
TRIALS = 7
CHANGES = 60


def main(store: Store) -> None:
    """Print the tables."""
    with store.session(read_only=True) as session:
        number = session.scalar(select(func.count()).select_from(Site)) or 0
    print(f"{number:,} sites, {store.engine.dialect.name}\n")
    _words(store)
    _daily(store)
    _ledger(store)
    _costs(store)


def _words(store: Store) -> None:
    print("Milliseconds, in brackets CPU of this program.\n")
    head = " | ".join(f"first {page:,}" for page in PAGES)
    print(f"| word | sites | in the rows, first {PAGES[0]} | {head} |\n|---|---|---|---|---|---|")
    for word in WORDS:
        where = SiteFilter(words=word)
        with store.session(read_only=True) as session:
            total = sites.find(session, where, 0, today=TODAY).total
        ask = [partial(sites.find, where=where, limit=page, today=TODAY) for page in PAGES]
        with _in_rows():
            plain = _ms(store, ask[0], 1)
        found = (_ms(store, each, TRIALS) for each in ask)
        print(f"| {word} | {total:,} | {plain} | {' | '.join(found)} |")


def _daily(store: Store) -> None:
    print(
        f"\n| {WORDS[0]}, {WORDS[3]} and | sites | first {PAGES[0]} | figures |\n|---|---|---|---|"
    )
    for name, daily in DAILY.items():
        for word in (WORDS[0], WORDS[3]):
            where = replace(daily, words=word)
            ask = partial(sites.find, where=where, limit=PAGES[0], today=TODAY)
            count = partial(figures, choice=where, today=TODAY)
            with store.session(read_only=True) as session:
                total = ask(session).total
            print(
                f"| {name} | {total:,} | {_ms(store, ask, TRIALS)} | {_ms(store, count, TRIALS)} |"
            )


def _ledger(store: Store) -> None:
    print("\n| the ledger with a word | in the rows | by the postings |\n|---|---|---|")
    for word in WORDS[:6]:
        where = SiteFilter(words=word)
        ask = partial(ledger, today=TODAY, limits=LedgerLimits(), where=where)
        with _in_rows():
            plain = _ms(store, ask, 1)
        print(f"| {word} | {plain} | {_ms(store, ask, TRIALS)} |")


def _costs(store: Store) -> None:
    print("\n| what it costs | |\n|---|---|")
    with store.session() as session:
        begun = time.perf_counter(), time.process_time()
        postings.make_anew(session)
        wall, used = time.perf_counter() - begun[0], time.process_time() - begun[1]
        print(f"| all made anew | {wall:.1f} s ({used:.1f} s CPU of the program) |")
        sizes = select(func.count(), func.sum(func.length(POSTING.c.sites)))
        sets, taken = session.execute(sizes).one()
        signs = session.scalar(select(func.sum(func.length(SITE_WORDS.c.lines))))
        print(f"| sets | {sets:,}, {taken / 1e6:.0f} MB |")
        print(f"| texts, million signs | {signs / 1e6:.0f} |")
    for name, change in (("a name", _rename), ("a status", _turn)):
        with mock.patch.object(postings, "before", return_value=None):
            plain = _change(store, change)
        both = f"{plain}, {_change(store, change)}"
        print(f"| a change of {name}, without and with postings | {both} |")


def _rename(site: Site) -> None:
    site.name = "青石桥村污水直排口"


def _turn(site: Site) -> None:
    site.status = "open" if site.status != "open" else "verified"


def _change(store: Store, change: Callable[[Site], None]) -> str:
    """Median of some changes, each rolled back."""
    spent, worked = [], []
    with store.session(read_only=True) as session:
        ids = session.scalars(select(Site.id).limit(CHANGES)).all()
    for each in ids:
        with store.session() as session:
            change(session.get_one(Site, each))
            begun = time.perf_counter(), time.process_time()
            session.flush()
            spent.append(time.perf_counter() - begun[0])
            worked.append(time.process_time() - begun[1])
            session.rollback()
    wall, cpu = (statistics.median(each) * 1e3 for each in (spent, worked))
    return f"{wall:.1f} ({cpu:.1f}) ms"


@contextmanager
def _in_rows() -> Iterator[None]:
    """Without postings, as words were searched before there were any."""
    with mock.patch.object(postings, "are_made", return_value=False):
        yield


def _ms(store: Store, ask: Callable[[Session], object], trials: int) -> str:
    """Median time of some trials, and how much of it this program worked."""
    spent, worked = [], []
    for _ in range(trials):
        with store.session(read_only=True) as session:
            begun = time.perf_counter(), time.process_time()
            ask(session)
            spent.append(time.perf_counter() - begun[0])
            worked.append(time.process_time() - begun[1])
    wall, cpu = (statistics.median(each) * 1e3 for each in (spent, worked))
    return f"{wall:,.0f} ({cpu:,.0f})"


def _filled(count: int, settings: Settings) -> Store:
    store = open_store(settings)
    with store.session() as session:
        demo.fill(session, ACTOR, count, 1, settings, TODAY)
    return store


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sites", type=int, default=1_000_000)
    parser.add_argument("--data", type=Path, help="a folder that geo-app demo has filled")
    parser.add_argument("--database", default="", help="SQLAlchemy URL of an empty database")
    told = parser.parse_args()
    if told.data:
        opened = open_store(Settings(data=told.data))
        with opened.session() as first:
            if not postings.are_made(first.connection()):
                counts.rebuild(first, TODAY)
        main(opened)
    else:
        with tempfile.TemporaryDirectory() as folder:
            main(_filled(told.sites, Settings(data=Path(folder), database_url=told.database)))
