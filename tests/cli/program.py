"""The program as a process, as a person calls it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def run(*words: str, folder: Path | None = None, **env: str) -> subprocess.CompletedProcess[bytes]:
    """What ``geo-app`` answers, called in a folder."""
    return subprocess.run(
        [sys.executable, "-m", "geo_app", *words],
        cwd=folder,
        capture_output=True,
        timeout=120,
        check=False,
        env={**os.environ, **env},
    )
