"""An HTML page → text: what a reader sees, a block a line.

The page is read as a stream of tags, not as a tree: nesting of any depth costs nothing.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from geo_app.notice.item.plain import word_set

_SILENT = word_set("script style template noscript title svg iframe object select")
_BLOCKS = word_set(
    "address article aside blockquote body caption center dd details div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section "
    "summary table tbody tfoot thead tr ul"
)
_CELLS = frozenset({"td", "th"})
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_AFTER_CHINESE = re.compile(r"(?<=[⺀-￯]) (?=[⺀-￯])")
_LINES = re.compile(r" *\n[ \n]*")


class _Page(HTMLParser):
    """Collects the words and the breaks between blocks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent: str | None = None
        self._cells = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if self._silent is not None:
            return
        if tag in _SILENT:
            self._silent = tag
        elif tag in _CELLS:
            self._cells += 1
        elif tag == "br":
            self.pieces.append("\n")
        elif tag in _BLOCKS:
            self._break(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        if tag not in _SILENT:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self._silent is not None:
            self._silent = None if tag == self._silent else self._silent
        elif tag in _CELLS:
            self._cells = max(0, self._cells - 1)
            self.pieces.append("\t")
        elif tag in _BLOCKS:
            self._break(tag)

    def handle_data(self, data: str) -> None:
        if self._silent is None:
            self.pieces.append(_BLANKS.sub(" ", data))

    def _break(self, tag: str) -> None:
        """A paragraph inside a table cell does not end the row."""
        if tag == "tr":
            self._cells = 0
        self.pieces.append(" " if self._cells else "\n")


def html_text(page: str) -> str:
    """The text of a page; scripts and styles dropped, table cells apart by tabs.

    Args:
        page: The decoded page. Never raises: broken tags are read as far as they go.
    """
    parser = _Page()
    try:
        parser.feed(page)
        parser.close()
    except AssertionError:  # html.parser on some malformed declarations; what was read stays
        pass
    joined = _BLANKS_NOT_LINES.sub(" ", "".join(parser.pieces))
    return _LINES.sub("\n", _AFTER_CHINESE.sub("", joined)).strip("\n ")


_BLANKS_NOT_LINES = re.compile(r" {2,}")
