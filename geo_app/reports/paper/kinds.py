"""The kinds of file that a paper comes as."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo_app.reports.paper.content import Paper
    from geo_app.work.desk import Desk

PDF = "pdf"
WORD = "docx"

KINDS: Mapping[str, str] = MappingProxyType(
    {
        PDF: "application/pdf",
        WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    }
)
"""Media type of each kind, by the end of the file's name."""


def made_as(kind: str, paper: Paper, desk: Desk) -> bytes:
    """A paper as a file; the same paper gives the same bytes.

    Args:
        kind: A key of ``KINDS``.
        paper: Answer of ``content.gather``.
        desk: Where the photos are; the key that signs the head of the log.

    Raises:
        GeoAppError: It cannot be set, or the office's own template cannot be used.
        StoreError: An original is missing or was altered.
    """
    if kind == WORD:
        from geo_app.reports.paper.word import write as fill

        return fill(paper, desk)
    from geo_app.reports.paper.write import write as set_up

    return set_up(paper, desk)
