"""The example of docs/api.md, run as it stands, against the real server."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from geo_app.settings import Settings
from tests.server import Server
from tests.signed_in import access_key
from tests.visits import picture

DOCS = Path(__file__).resolve().parents[2] / "docs" / "api.md"


def example() -> str:
    """The shell script of the page."""
    [script] = re.findall(r"```sh\n(.*?)```", DOCS.read_text("utf-8"), re.S)
    assert isinstance(script, str)
    return script


@pytest.mark.skipif(shutil.which("curl") is None, reason="the example needs curl")
def test_the_example_does_what_the_page_says(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(picture(1))
    with Server(settings) as server:
        shown = access_key(settings)
        environ = {**os.environ, "SERVER": server.url, "KEY": shown, "no_proxy": "*"}
        answers = [
            json.loads(
                subprocess.run(
                    ["sh", "-eu", "-c", example()],
                    cwd=tmp_path,
                    env=environ,
                    check=True,
                    capture_output=True,
                    timeout=60,
                ).stdout
            )
            for _ in range(2)
        ]
        assert "photos" in answers[0], answers[0]
        [seen] = answers[0]["photos"]
        shown = json.loads(server.get(f"/api/photos/{seen['id']}", shown))
    assert [each["again"] for each in answers] == [False, True]
    assert set(answers[0]) == {"id", "site", "received_at", "again", "photos"}
    assert set(seen) == {"id", "sha256", "verdict", "witnesses", "checks"}
    said = {"code", "message", "message_en", "values"}
    assert set(seen["checks"][0]) == {"aspect", "outcome"} | said
    assert (shown["role"], shown["sha256"]) == ("after", seen["sha256"])
