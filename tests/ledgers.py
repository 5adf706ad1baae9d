"""Ledgers as Excel files: exported, edited by another program, opened by the real office."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from geo_app.domain.particulars import DeadlineClass
from geo_app.notice.file.xlsx import address
from geo_app.reports.ledger.columns import COLUMNS
from geo_app.reports.ledger.write import HEAD, Head, write
from geo_app.settings.complaints import Complaints
from geo_app.store.session import Store

TODAY = date(2024, 6, 1)
PLACES = {column.key: place for place, column in enumerate(COLUMNS)}
COUNTED = frozenset({DeadlineClass.AT_ONCE})
OFFICE = os.environ.get("GEO_APP_TEST_SOFFICE", "soffice")


def moment(day: date) -> datetime:
    """A day as other programs read it from a sheet."""
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 # a sheet has no zones


def exported(store: Store, folder: Path, today: date = TODAY) -> bytes:
    """The ledger that a store shows."""
    target = folder / "exported.xlsx"
    head = Head("青河市整改办", today, ZoneInfo("Asia/Shanghai"), COUNTED)
    with store.session(read_only=True) as session:
        write(session, target, head, Complaints())
    return target.read_bytes()


def cell(key: str, line: int) -> str:
    """Address of a column in a line, counted from 1."""
    return address(HEAD + line, PLACES[key])


def rows(data: bytes) -> list[dict[str, Any]]:
    """The lines of a ledger as another program reads them."""
    sheet = openpyxl.load_workbook(io.BytesIO(data))["台账"]
    return [
        {key: row[place] for key, place in PLACES.items()}
        for row in sheet.iter_rows(min_row=HEAD + 1, values_only=True)
        if any(value is not None for value in row)
    ]


def edited(
    data: bytes, values: Mapping[str, Any], change: Callable[[Any], object] | None = None
) -> bytes:
    """The file as another program saves it after some cells were typed into."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for where, value in values.items():
        book["台账"][where] = value
        if isinstance(value, str) and not value.startswith("=SUM"):
            book["台账"][where].data_type = "s"
    if change is not None:
        change(book["台账"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def saved_by_office(
    data: bytes, folder: Path, kind: str = "xlsx", name: str = "ledger.xlsx"
) -> Path:
    """The file as the real LibreOffice saves it."""
    if shutil.which(OFFICE) is None:
        reason = "no LibreOffice: run `make machine`"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    source, out = folder / name, folder / "saved"
    source.write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    words = [OFFICE, "--headless", profile, "--convert-to", kind, "--outdir", str(out), str(source)]
    subprocess.run(words, check=True, capture_output=True, timeout=120)
    return (out / name).with_suffix(f".{kind.partition(':')[0]}")
