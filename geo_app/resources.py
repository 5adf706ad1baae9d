"""Where the files beside the package are: in a wheel inside it, in a checkout next to it.

And how our modules of JavaScript name one another.
"""

from __future__ import annotations

import re
from pathlib import Path

BARE_MODULES = {
    "gcoord": "vendor/gcoord/gcoord.esm-browser.prod.js",
    "@mapbox/vector-tile": "vendor/@mapbox/vector-tile/index.js",
    "@mapbox/point-geometry": "vendor/@mapbox/point-geometry/index.js",
    "pbf": "vendor/pbf/index.js",
    "idb": "vendor/idb/index.js",
    "client-zip": "vendor/client-zip/index.js",
}
"""Other people's modules: the name that ours import them by, and the file under ``static/``."""

IMPORT = re.compile(
    r"""^(?:import|export)\s+(?:[^;"']*?\bfrom\s+)?["']([^"']+)["']""", re.MULTILINE
)
"""A static import of an ES module, as our own modules write it."""

_PACKAGE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """Path of a file or folder of ``data/``, ``static/`` or ``templates/``.

    Raises:
        FileNotFoundError: The installation is damaged: the file is in neither place.
    """
    for root in (_PACKAGE / "_resources", _PACKAGE.parent):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError("/".join(parts))
