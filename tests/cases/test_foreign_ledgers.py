"""Import files of public collections at the door for ledgers: refused, never a crash."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo_app.errors import GeoAppError
from geo_app.notice.ledger.layout import Choice, laid_out, opened, require_finding
from geo_app.settings import LedgerLimits

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "cases" / "imports"
FILES = (
    sorted(each for each in FOLDER.iterdir() if each.name != "manifest.csv")
    if FOLDER.is_dir()
    else []
)
pytestmark = pytest.mark.skipif(not FILES, reason="the collection is not here")


@pytest.mark.parametrize("file", FILES, ids=lambda each: each.name)
def test_what_is_no_ledger_is_refused_in_words(file: Path) -> None:
    with pytest.raises(GeoAppError) as refused:
        require_finding(
            laid_out(
                *opened(file.read_bytes(), name=file.name, limits=LedgerLimits(), choice=Choice()),
                Choice(),
            )
        )
    assert refused.value.http_status in (413, 415, 422)
    assert refused.value.text() != refused.value.code
