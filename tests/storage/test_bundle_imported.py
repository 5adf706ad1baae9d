"""A bundle of sites that came in with very many others: what was imported is proved one by one."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest
import shapely
from sqlalchemy import select, text

from geo_app.domain.status import EventKind
from geo_app.errors import StoreError
from geo_app.reports.bundle import layout
from geo_app.reports.bundle.verify import BundleReport, verify
from geo_app.settings import BulkLimits, BundleLimits, Settings
from geo_app.store.models import Site
from geo_app.store.session import Store
from geo_app.work import bulk
from tests.storage.bundles import Made, bundle, codes, edited, named, tampered
from tests.storage.helpers import happened
from tests.storage.samples import ACTOR
from tests.storage.test_bundle_tampered import resigned
from tests.storage.visits import picture, quick_desk, visit
from tests.vectors import COLUMNS, SHAPES, frame, write

MANY = 40
SHOWN = ["A-1", "A-2", "A-3", "A-4", "c-07", "c-38"]


@pytest.fixture
def store_and_made(
    store: Store, settings: Settings, tmp_path: Path
) -> Iterator[tuple[Store, Made, Callable[[], Made]]]:
    """Forty-four sites under five events, six of them in a bundle; one was visited since."""
    made_up = [f"c-{n:02}" for n in range(MANY)]
    columns = {name: [*values, *[None] * MANY] for name, values in COLUMNS.items()}
    columns["code"][len(SHAPES) :] = made_up
    shapes = [*SHAPES, *(shapely.Point(114 + n / 100, 34.5) for n in range(MANY))]
    limits = Settings(
        data=settings.data, database_url=settings.database_url, bulk=BulkLimits(batch=10)
    )
    path = write(tmp_path / "many.fgb", frame(columns, shapes))
    with store.session() as session:
        bulk.import_file(session, ACTOR, path, limits, date(2024, 7, 1))
        ids = {row.code: row.id for row in session.execute(select(Site.code, Site.id))}
        happened(session, ids["A-2"], EventKind.NOTED, date(2024, 7, 2))
    with quick_desk(settings) as desk:
        visit(store, desk, ids["A-1"], [picture(1)])
        shown = [ids[code] for code in SHOWN]

        def again() -> Made:
            return bundle(store, settings, desk, shown, tmp_path / "x.zip")

        yield store, again(), again


@pytest.fixture
def made(store_and_made: tuple[Store, Made, Callable[[], Made]]) -> Made:
    return store_and_made[1]


def leaves(made: Made) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = orjson.loads(made.members()[layout.EVENTS])["imported"]
    return told


def test_it_is_whole_and_holds_no_neighbour(made: Made) -> None:
    report = verify(made.path, BundleLimits())
    assert report.is_good, report.faults
    assert report.sites == len(SHOWN)
    assert len(leaves(made)) == len(SHOWN)
    everything = b"".join(made.members().values()).decode("utf-8", "replace")
    assert "c-07" in everything
    assert "c-08" not in everything


def test_the_same_history_gives_the_same_bytes(
    store_and_made: tuple[Store, Made, Callable[[], Made]],
) -> None:
    _, first, again = store_and_made
    before = first.members()
    assert again().members() == before


def test_the_page_tells_the_imported_history(made: Made) -> None:
    page = made.members()[layout.PAGE].decode()
    for word in ("2024-03-20", "整改", "柳桥西侧"):
        assert word in page


def _status(leaf: dict[str, Any]) -> None:
    leaf["content"]["events"][0][0] = "verified"


def _day(leaf: dict[str, Any]) -> None:
    leaf["content"]["events"][0] = ["found", "2019-01-01"]


def _place(leaf: dict[str, Any]) -> None:
    leaf["content"]["phrase"] += "x"


def _number(leaf: dict[str, Any]) -> None:
    leaf["number"] ^= 1


def _proof(leaf: dict[str, Any]) -> None:
    path = [base64.b64decode(each) for each in leaf["proof"]]
    path[-1] = bytes([path[-1][0] ^ 1]) + path[-1][1:]
    leaf["proof"] = [base64.b64encode(each).decode() for each in path]


def _long(leaf: dict[str, Any]) -> None:
    leaf["proof"].append(leaf["proof"][0])


def _event(leaf: dict[str, Any]) -> None:
    leaf["event"] = 1


def _nowhere(leaf: dict[str, Any]) -> None:
    leaf["event"] = 10**9


def changed(made: Made, at: int, change: Callable[[dict[str, Any]], None]) -> bytes:
    def edit(value: Any) -> None:
        change(value["imported"][at])

    return edited(made.members()[layout.EVENTS], edit)


@pytest.mark.parametrize(
    "change", [_status, _day, _place, _number, _proof, _long, _event, _nowhere]
)
def test_who_has_a_key_of_his_own_cannot_alter_what_was_imported(
    made: Made, tmp_path: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    for at, leaf in enumerate(leaves(made)):
        events = {layout.EVENTS: changed(made, at, change)}
        report = tampered(made, tmp_path / "y.zip", resigned(made, tmp_path / "key", events))
        assert "bundle.imported_unproved" in codes(report, layout.EVENTS)
        said = " ".join(fault.text("zh") for fault in report.faults)
        assert leaf["content"]["site"] in said


@pytest.mark.parametrize(
    "value",
    [None, 7, "x", [7], [{}], [{"event": "x", "number": 0, "content": {}, "proof": []}],
     [{"event": 1, "number": -1, "content": {"site": 1}, "proof": [1]}],
     [{"event": 1, "number": 0, "content": [], "proof": "###"}]],
)  # fmt: skip
def test_imported_of_another_kind_is_a_fault_of_the_file(
    made: Made, tmp_path: Path, value: Any
) -> None:
    def edit(told: Any) -> None:
        told["imported"] = value

    events = {layout.EVENTS: edited(made.members()[layout.EVENTS], edit)}
    report: BundleReport = tampered(
        made, tmp_path / "y.zip", resigned(made, tmp_path / "key", events)
    )
    assert layout.EVENTS in named(report)


def test_a_site_without_what_was_imported_of_it_does_not_stand(made: Made, tmp_path: Path) -> None:
    for at, leaf in enumerate(leaves(made)):

        def drop(value: Any, at: int = at) -> None:
            del value["imported"][at]

        events = {layout.EVENTS: edited(made.members()[layout.EVENTS], drop)}
        report = tampered(made, tmp_path / "y.zip", resigned(made, tmp_path / "key", events))
        said = " ".join(fault.text("zh") for fault in report.faults)
        assert "log.position_unrecorded" in codes(report, layout.FACTS)
        assert leaf["content"]["site"] in said or not report.is_good


def test_nothing_is_signed_of_a_batch_that_was_altered(
    store_and_made: tuple[Store, Made, Callable[[], Made]],
) -> None:
    store, made, again = store_and_made
    with store.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER imported_no_update"))
        else:
            connection.execute(text("DROP TRIGGER imported_append_only ON imported"))
        # a neighbour, which is not in the bundle
        change = "UPDATE imported SET content = content || ' ' WHERE seq = 13"
        assert connection.execute(text(change)).rowcount == 1
    with pytest.raises(StoreError, match=str(leaves(made)[4]["event"])):
        again()
