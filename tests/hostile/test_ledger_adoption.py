"""Ledgers of other offices that mean no good: a 4xx in words, nothing kept, no traceback."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from geo_app.errors import GeoAppError
from geo_app.notice.ledger.layout import Choice, laid_out, opened
from geo_app.settings import LedgerLimits
from geo_app.store.mappings import LedgerMapping
from geo_app.store.models import Event, Notice, Problem
from tests import foreign_ledgers
from tests.hostile.bad_ledgers import bad
from tests.ledgers import exported
from tests.web.conftest import UNHURRIED, House, Token, confirmed, token

__all__ = ["token"]
SECONDS = 20
"""Far more than any of them takes on a quiet machine."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with confirmed(tmp_path_factory.mktemp("adoption"), rates=UNHURRIED) as made:
        yield made


@pytest.fixture
def client(house: House) -> FlaskClient:
    return house.app.test_client()


def rows(house: House) -> list[int | None]:
    with house.store.session(read_only=True) as session:
        return [
            session.scalar(select(func.count()).select_from(each))
            for each in (Notice, Problem, Event, LedgerMapping)
        ]


def csvs() -> Iterator[tuple[str, bytes]]:
    yield "quote without end", '问题,责任单位\n"甲,乙\n'.encode()
    yield "binary", bytes(range(256)) * 50
    yield "long cell", f"问题,责任单位\n{'甲' * 100_000},乙\n".encode()
    yield "many columns", ("问题,责任单位" + ",x" * 100_000 + "\n甲,乙\n").encode("gbk")
    yield "no titles", "一,二\n三,四\n".encode()
    yield "titles only", "问题,责任单位,整改时限\n".encode()
    yield "NUL", "问题,责任单位\n甲\0乙,丙\n".encode()
    yield "half a character", "问题,责任单位\n甲,乙\n".encode("gbk") + b"\x81"


def test_each_is_refused_in_words(
    house: House, client: FlaskClient, token: Token, tmp_path: Path
) -> None:
    before = rows(house)
    csrf = token(client)
    files = {**dict(bad(exported(house.store, tmp_path))), **dict(csvs())}
    for name, data in files.items():
        started = time.monotonic()
        form = {"csrf_token": csrf, "file": (io.BytesIO(data), f"{name}.xlsx")}
        answer = client.post("/ledger/adopt", data=form)
        assert answer.status_code in (200, 413, 415, 422), (name, answer.status_code)
        said = 'role="alert"' in answer.text or 'id="preview-title"' in answer.text
        assert said, name
        assert "Traceback" not in answer.text
        assert time.monotonic() - started < SECONDS, name
    assert rows(house) == before


def test_merged_areas_without_end_cost_nothing() -> None:
    data = foreign_ledgers.xlsx()
    from tests.hostile.bad_ledgers import in_sheet

    wide = in_sheet(
        data,
        b"<mergeCells",
        b'<mergeCells count="9"><mergeCell ref="A4:XFD1048576"/></mergeCells><mergeCells',
    )
    started = time.monotonic()
    layout = laid_out(*opened(wide, name="x", limits=LedgerLimits(), choice=Choice()), Choice())
    assert layout.head.row == 3
    assert time.monotonic() - started < SECONDS


@pytest.mark.parametrize("row", [1, 2, 4, 999])
def test_any_row_may_be_called_the_titles(row: int) -> None:
    for depth in (1, 2):
        choice = Choice(row=row, depth=depth)
        try:
            laid_out(
                *opened(foreign_ledgers.two_rows(), name="x", limits=LedgerLimits(), choice=choice),
                choice,
            )
        except GeoAppError as error:
            assert error.http_status == 422  # noqa: PT017 # either is right, a crash is not
