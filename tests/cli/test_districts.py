"""Other outlines by the command line: the same road as the page of the administrator."""

from __future__ import annotations

from pathlib import Path

from geo_app.settings import Settings
from geo_app.work.reference import districts
from tests.cli.program import run
from tests.web.test_outlines import file, outline


def test_a_file_of_outlines_is_used_from_the_next_start_on_and_a_bad_one_is_not(
    tmp_path: Path,
) -> None:
    good, bad = tmp_path / "good.geojson", tmp_path / "bad.geojson"
    good.write_bytes(file(outline("990101", 114.2), outline("990102", 115.2)))
    bad.write_bytes(file(outline("990101", 114.2), outline("990101", 115.2)))
    data = tmp_path / "data"
    refused = run("districts", "import", str(bad), "--data", str(data))
    assert refused.returncode == 2
    assert "bad.geojson" in refused.stderr.decode()
    assert not data.exists(), "nothing is made for it"
    done = run("districts", "import", str(good), "--data", str(data))
    assert (done.returncode, done.stdout.split()[0]) == (0, b"2")
    assert [each.code for each in districts(Settings(data=data)).districts] == ["990101", "990102"]
    again = run("districts", "import", str(bad), "--data", str(data))
    assert again.returncode == 2
    assert len(districts(Settings(data=data)).districts) == 2
