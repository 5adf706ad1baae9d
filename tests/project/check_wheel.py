"""Builds the wheel, installs it alone, starts it in an empty folder and fetches pages from it."""

from __future__ import annotations

import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = (
    "/about",
    "/sign-in",
    "/static/vendor/leaflet/leaflet.js",
    "/static/css/tokens.css",
    "/static/vendor/@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf",
    "/static/vendor/@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf",
)

ENTERED = ("/", "/ledger", "/api/sites.geojson", "/api/districts.geojson")


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
            fetch(address + page)
        jar = sign_in(server, address)
        for page in ENTERED:
            fetch(address + page, jar)
    finally:
        server.terminate()
        server.wait(timeout=20)


def sign_in(server: subprocess.Popen[str], address: str) -> urllib.request.OpenerDirector:
    """As a newcomer does: by the one-time link that is printed at the first start."""
    assert server.stdout is not None
    server.stdout.readline()
    link = server.stdout.readline().strip()
    jar = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    form = fetch(link, jar).decode()
    token = re.search(r'name="csrf_token" value="([^"]+)"', form)
    if token is None:
        raise SystemExit(f"no form behind the link of the first start: {form[:200]!r}")
    password = secrets.token_urlsafe(16)
    told = {"csrf_token": token[1], "name": "Wheel", "login": "wheel"}
    body = urllib.parse.urlencode({**told, "password": password, "again": password})
    with jar.open(urllib.request.Request(link, body.encode(), {"Referer": link})) as answer:
        if answer.url.rstrip("/") != address:
            raise SystemExit(f"not signed in, but at {answer.url}")
    return jar


def fetch(url: str, jar: urllib.request.OpenerDirector | None = None) -> bytes:
    opener = jar or urllib.request.build_opener()
    with opener.open(url, timeout=20) as answer:
        body: bytes = answer.read()
    if answer.status != 200 or not body:
        raise SystemExit(f"{url}: {answer.status}, {len(body)} bytes")
    print(f"{url.partition('/link/')[0]}: 200, {len(body)} bytes")
    return body


def run(*command: str) -> None:
    if shutil.which(command[0]) is None:
        raise SystemExit(f"{command[0]} is missing")
    subprocess.run(command, check=True, cwd=ROOT)


if __name__ == "__main__":
    main()
