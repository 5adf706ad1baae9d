"""Automatic list numbers of a docx: the labels that Word shows but does not store in the text.

Source: ECMA-376 part 1, 17.9 (numbering): a paragraph names a list (numId) and a level (ilvl); the
list names its abstract form, whose level says the kind of number and the words around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from geo_app.notice.item.plain import word_set

_DIGITS = "〇一二三四五六七八九"
_CHINESE = word_set(
    "chineseCounting chineseCountingThousand japaneseCounting ideographDigital "
    "taiwaneseCounting taiwaneseCountingThousand chineseLegalSimplified"
)
_LONGEST_LABEL = 20


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered."""

    kind: str
    words: str
    start: int


@dataclass(slots=True)
class Lists:
    """The lists of one document and how far each has counted."""

    levels: dict[tuple[str, int], Level] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    counts: dict[tuple[str, int], int] = field(default_factory=dict)

    @classmethod
    def read(cls, numbering: Element | None, styles: Element | None) -> Lists:
        """From ``word/numbering.xml`` and ``word/styles.xml``, where the file has them."""
        lists = cls()
        if numbering is not None:
            forms = {
                _value(form, "abstractNumId"): {
                    _number(_value(level, "ilvl"), 0): Level(
                        _child(level, "numFmt") or "decimal",
                        _child(level, "lvlText") or "",
                        _number(_child(level, "start"), 1),
                    )
                    for level in _named(form, "lvl")
                }
                for form in _named(numbering, "abstractNum")
            }
            for number in _named(numbering, "num"):
                form = forms.get(_child(number, "abstractNumId"), {})
                for depth, level in form.items():
                    lists.levels[_value(number, "numId") or "", depth] = level
        for style in _named(styles, "style") if styles is not None else ():
            for properties in _named(style, "pPr"):
                place = _place(properties)
                if place is not None:
                    lists.styles[_value(style, "styleId") or ""] = place
        return lists

    def label(self, properties: Element) -> str:
        """The label of the paragraph with these properties (pPr); "" where it has none."""
        place = _place(properties) or self.styles.get(_child(properties, "pStyle") or "")
        level = self.levels.get(place) if place else None
        if place is None or level is None or level.kind in {"bullet", "none"}:
            return ""
        number_id, depth = place
        self.counts[place] = self.counts.get(place, level.start - 1) + 1
        for other in [key for key in self.counts if key[0] == number_id and key[1] > depth]:
            del self.counts[other]
        return re.sub(r"%(\d)", lambda m: self._spoken(number_id, int(m[1]) - 1), level.words)[
            :_LONGEST_LABEL
        ]

    def _spoken(self, number_id: str, depth: int) -> str:
        level = self.levels.get((number_id, depth))
        count = self.counts.get((number_id, depth), level.start if level else 1)
        return _chinese(count) if level and level.kind in _CHINESE else str(count)


def _place(properties: Element) -> tuple[str, int] | None:
    for numbered in _named(properties, "numPr"):
        number_id = _child(numbered, "numId")
        if number_id and number_id != "0":
            return number_id, _number(_child(numbered, "ilvl"), 0)
    return None


def _chinese(count: int) -> str:
    """1 to 99 as 一 … 九十九; beyond that digits."""
    if not 0 < count < 100:
        return str(count)
    tens, ones = divmod(count, 10)
    front = "" if not tens else "十" if tens == 1 else _DIGITS[tens] + "十"
    return front + (_DIGITS[ones] if ones else "")


def _named(parent: Element, name: str) -> Iterator[Element]:
    return (child for child in parent if str(child.tag).rpartition("}")[2] == name)


def _child(parent: Element, name: str) -> str | None:
    return next((_value(child, "val") for child in _named(parent, name)), None)


def _value(element: Element, name: str) -> str | None:
    values = (v for key, v in element.attrib.items() if key.rpartition("}")[2] == name)
    return next(values, None)


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 6 else default
