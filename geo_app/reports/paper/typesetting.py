"""Setting a layout of ours with Typst, which sees a folder of our making and our fonts."""

from __future__ import annotations

import shutil
import warnings
from pathlib import Path
from typing import Any

import orjson

from geo_app.errors import GeoAppError
from geo_app.reports.paper.pictures import fonts
from geo_app.reports.paper.speech import plain
from geo_app.resources import resource


def compiled(root: Path, template: str, told: dict[str, Any]) -> bytes:
    """The PDF of a layout of ours with some values; the same values give the same bytes.

    Args:
        root: A folder with the pictures that the values name, and nothing else.
        template: Name of a layout in ``templates/``.
        told: Values; their words are never read as markup.

    Raises:
        GeoAppError: It cannot be set.
        FileNotFoundError: The fonts are not there: the installation is damaged.
    """
    import typst

    shutil.copyfile(resource("templates", template), root / template)
    data = orjson.dumps(plain(told)).decode()

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", typst.TypstWarning)
            made = typst.compile(
                str(root / template),
                root=str(root),
                font_paths=fonts(),
                sys_inputs={"data": data},
                format="pdf",
                package_path=str(root),
                package_cache_path=str(root),
            )
    except typst.TypstError as error:
        raise GeoAppError("paper.not_set", reason=error.message) from error
    if not isinstance(made, bytes):
        raise GeoAppError("paper.not_set", reason=type(made).__name__)
    return made
