"""Takes the pictures of the README from the running program: ``make screenshots``."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from geo_app.settings import Settings
from tests.signed_in import enter, session_cookie

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
CHROMIUM = os.environ.get("GEO_APP_TEST_CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
PICTURES = {"map.png": ("/", 1440, 900)}


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen(
            [sys.executable, "-m", "geo_app", "serve", "--port", "0", "--data", folder],
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert server.stdout is not None
            address = server.stdout.readline().strip().rstrip("/")
            cookie = session_cookie(Settings(data=Path(folder)))
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
                for name, (page_path, width, height) in PICTURES.items():
                    page = browser.new_page(
                        viewport={"width": width, "height": height}, locale="zh-CN"
                    )
                    enter(page.context, address, cookie)
                    page.goto(address + page_path, wait_until="networkidle")
                    page.wait_for_timeout(500)
                    page.screenshot(path=IMAGES / name)
                    print(f"{name}: {(IMAGES / name).stat().st_size // 1024} KiB")
                browser.close()
        finally:
            server.terminate()
            server.wait(timeout=20)


if __name__ == "__main__":
    main()
