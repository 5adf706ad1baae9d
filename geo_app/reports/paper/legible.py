"""The words of a Word document that somebody can read who has it on paper.

Text in the colour of the paper, or too small for any eye, is there for a program only. A rule that
something must be said is not kept by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn

LEAST_CONTRAST = 1.5
"""Contrast of text and ground below which nobody reads it; black on white has 21."""

LEAST_POINTS = 4.0

_WHITE, _BLACK = "FFFFFF", "000000"
_RGB = re.compile(r"[0-9A-Fa-f]{6}")
_LIGHT_THEMES = frozenset({"background1", "light1"})
_LADDER = 20
"""Styles that stand on each other; Word makes none so long, and a circle must end."""


def texts(document: Document) -> Iterator[str]:
    """The texts of the body that can be read, in their order.

    In a table whose style gives grounds to cells, words on none of their own count as readable.

    Args:
        document: A filled document.
    """
    styles = _Styles(document.styles.element)
    for run in document.element.body.iter(qn("w:r")):
        if _is_legible(run, styles):
            yield "".join(each.text or "" for each in run.findall(qn("w:t")))


class _Styles:
    """The styles of a document, by their ids."""

    def __init__(self, root: Any) -> None:
        every = list(root.iter(qn("w:style")))
        self._by_id = {each.get(qn("w:styleId")): each for each in every}
        self._default = next(
            (
                each.get(qn("w:styleId"))
                for each in every
                if each.get(qn("w:default")) and each.get(qn("w:type")) == "paragraph"
            ),
            None,
        )
        self._whole = root.find(qn("w:docDefaults"))

    def of(self, run: Any, paragraph: Any) -> Iterator[Any]:
        """What says how a run looks, the nearest first."""
        yield from run.findall(qn("w:rPr"))
        yield from self._ladder(run.find(f"{qn('w:rPr')}/{qn('w:rStyle')}"))
        # of its own properties only the ground: a colour there is that of the mark at its end
        yield from paragraph.findall(f"{qn('w:pPr')}/{qn('w:shd')}")
        named = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        yield from self._ladder(named, self._default)
        if self._whole is not None:
            yield self._whole

    def shade(self, table: Any) -> bool:
        """Whether the style of a table gives some of its cells a ground."""
        named = table.find(f"{qn('w:tblPr')}/{qn('w:tblStyle')}")
        return any(True for style in self._ladder(named) for _ in style.iter(qn("w:shd")))

    def _ladder(self, named: Any, default: str | None = None) -> Iterator[Any]:
        name = default if named is None else named.get(qn("w:val"))
        for _ in range(_LADDER):
            style = self._by_id.get(name)
            if style is None:
                return
            yield style
            below = style.find(qn("w:basedOn"))
            name = None if below is None else below.get(qn("w:val"))


def _is_legible(run: Any, styles: _Styles) -> bool:
    paragraph = next(run.iterancestors(qn("w:p")), None)
    if paragraph is None:
        return False
    looks = list(styles.of(run, paragraph))
    size = _first(looks, "w:sz", "w:val")
    if size is not None and size.isdecimal() and int(size) / 2 < LEAST_POINTS:
        return False
    ink = _ink(looks)
    cells = list(run.iterancestors(qn("w:tc")))
    ground = _first([*looks, *(each.find(qn("w:tcPr")) for each in cells)], "w:shd", "w:fill")
    if ground is None and any(map(styles.shade, run.iterancestors(qn("w:tbl")))):
        return True
    return ink is None or _contrast(ink, _rgb(ground) or _WHITE) >= LEAST_CONTRAST


def _first(looks: Sequence[Any], tag: str, name: str) -> str | None:
    """What the nearest element of a kind says that says something."""
    found = (
        each.get(qn(name)) for look in looks if look is not None for each in look.iter(qn(tag))
    )
    return next((each for each in found if each and each != "auto"), None)


def _ink(looks: Sequence[Any]) -> str | None:
    """Six hexadecimal digits; None where Word chooses by the ground, or a theme does."""
    color = next((each for look in looks for each in look.iter(qn("w:color"))), None)
    if color is None:
        return _BLACK
    if color.get(qn("w:themeColor")) in _LIGHT_THEMES:
        return _WHITE
    return _rgb(color.get(qn("w:val")))


def _rgb(told: str | None) -> str | None:
    return told if told and _RGB.fullmatch(told) else None


def _contrast(ink: str, ground: str) -> float:
    """Contrast ratio, 1 to 21, by WCAG 2.2."""
    dark, light = sorted((_luminance(ink), _luminance(ground)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(rgb: str) -> float:
    """Relative luminance, 0 to 1, by WCAG 2.2."""
    shares = (int(rgb[place : place + 2], 16) / 255 for place in (0, 2, 4))
    linear = [
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in shares
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
