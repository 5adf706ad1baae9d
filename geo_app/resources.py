"""Where the files beside the package are: in a wheel inside it, in a checkout next to it."""

from __future__ import annotations

from pathlib import Path

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
