"""Maps in one file: made of an installation of a test, and read as a stranger would."""

from __future__ import annotations

import json
from datetime import date
from html.parser import HTMLParser
from typing import Any

from geo_app.reports.map_file.choice import Choice, chosen
from geo_app.reports.map_file.content import gather
from geo_app.reports.map_file.write import write
from geo_app.store.session import Store
from geo_app.web.maps import shell_of_file
from geo_app.work import reference
from geo_app.work.desk import Desk
from geo_app.work.site_filter import SiteFilter

OFFICE = chosen(public=False)
PUBLIC = chosen(public=True)


def made(
    store: Store, desk: Desk, day: date, choice: Choice = OFFICE, language: str = "zh"
) -> bytes:
    """The file."""
    districts = reference.districts(desk.settings)
    with store.session(read_only=True) as session:
        content = gather(session, SiteFilter(), choice, desk, districts, day, language)
    return write(content, desk, shell_of_file)


class Elements(HTMLParser):
    """Elements of a page, and the text in its scripts."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self._open: dict[str, str | None] | None = None
        self.feed(page.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self._open = dict(attrs) if tag == "script" else None

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self.scripts.append((self._open, data))
            self._open = None


def island(page: bytes) -> Any:
    """What the scripts of the page read."""
    texts = [text for told, text in Elements(page).scripts if told.get("id") == "page-data"]
    return json.loads(texts[0])


def properties(page: bytes) -> dict[str, dict[str, Any]]:
    """What is told of each site, by its code."""
    return {each["id"]: each["properties"] for each in island(page)["features"]}
