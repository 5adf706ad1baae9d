"""Builds the wheel, installs it alone, starts it in an empty folder and fetches pages from it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = (
    "/",
    "/ledger",
    "/api/sites.geojson",
    "/api/districts.geojson",
    "/static/vendor/leaflet/leaflet.js",
    "/static/css/tokens.css",
)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="geo-app-wheel-") as folder:
        work = Path(folder)
        run(sys.executable, "-m", "build", "--wheel", "--outdir", str(work / "dist"), str(ROOT))
        (wheel,) = (work / "dist").glob("*.whl")
        print(f"wheel: {wheel.name}, {wheel.stat().st_size / 1024:.0f} KiB")
        run(sys.executable, "-m", "venv", str(work / "venv"))
        python = work / "venv" / "bin" / "python"
        run(str(python), "-m", "pip", "install", "--quiet", str(wheel))
        fetch_pages(work, work / "venv" / "bin" / "geo-app")


def fetch_pages(work: Path, program: Path) -> None:
    server = subprocess.Popen(
        [str(program), "serve", "--port", "0", "--data", str(work / "data")],
        cwd=work,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        address = server.stdout.readline().strip().rstrip("/")
        if not address.startswith("http://127.0.0.1:"):
            raise SystemExit(f"the program did not print its address: {address!r}")
        for page in PAGES:
            with urllib.request.urlopen(address + page, timeout=20) as answer:
                body = answer.read()
            if answer.status != 200 or not body:
                raise SystemExit(f"{page}: {answer.status}, {len(body)} bytes")
            print(f"{page}: 200, {len(body)} bytes")
    finally:
        server.terminate()
        server.wait(timeout=20)


def run(*command: str) -> None:
    if shutil.which(command[0]) is None:
        raise SystemExit(f"{command[0]} is missing")
    subprocess.run(command, check=True, cwd=ROOT)


if __name__ == "__main__":
    main()
