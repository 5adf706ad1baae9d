"""A notice that is a table: which column holds the reply and which how it stands.

Cells are apart by tabs (``file.docx``, ``file.html``); a row is one line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from geo_app.notice.item.item import Span
from geo_app.notice.item.plain import lines

_FOUND = re.compile("问题|事项|情形|内容")
_REPLY = re.compile(
    "(?:整改|办理|处理|落实|核查|处置|调查)[^\t]{0,6}(?:情况|进展|结果|措施|成效|进度)|进展(?:情况)?|办理情况"
)
_STANDS = re.compile(
    "(?:整改|办理|完成|办结|落实|销号)?(?:状态|进度)|(?:是否|完成|办结|销号)(?:完成|情况|整改|办结|销号)"
)


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of a table of problems.

    Attributes:
        start: Where the rows under the head begin.
        reply: Index of the first column that answers.
        stands: Index of the column that says how it stands, if there is one.
    """

    start: int
    reply: int
    stands: int | None

    def split(self, words: str, start: int, end: int) -> tuple[int, Span, Span | None] | None:
        """End of the finding, span of the reply, span of the cell that says how it stands.

        Args:
            words: Plain text.
            start: Where the words of the row begin, behind its number.
            end: End of the item.

        Returns:
            None where ``start`` is in no row with these columns.
        """
        if start < self.start:
            return None
        stop = words.find("\n", start, end)
        row = _cells(words, words.rfind("\n", 0, start) + 1, end if stop < 0 else stop)
        if len(row) <= self.reply:
            return None
        stands = row[self.stands] if self.stands is not None and self.stands < len(row) else None
        return row[self.reply][0], (row[self.reply][0], row[-1][1]), stands

    def marks(self, words: str) -> list[int]:
        """Where the reply of each row begins."""
        rows = (_cells(words, *row) for row in lines(words, self.start, len(words)))
        return [row[self.reply][0] for row in rows if len(row) > self.reply]


def find_table(words: str) -> Table | None:
    """The table of problems, told by the row of its heads."""
    for begin, stop in lines(words, 0, len(words)):
        if words.count("\t", begin, stop) < 2:
            continue
        heads = [words[slice(*cell)].strip() for cell in _cells(words, begin, stop)]
        replies = [at for at, head in enumerate(heads) if at and _REPLY.search(head)]
        stands = [at for at, head in enumerate(heads) if at and _STANDS.fullmatch(head)]
        answers = [at for at in (*replies, *stands) if at]
        found = [at for at, head in enumerate(heads) if _FOUND.search(head) and at not in answers]
        if found and answers and found[0] < min(answers):
            return Table(stop, min(answers), stands[0] if stands else None)
    return None


def _cells(words: str, start: int, end: int) -> list[Span]:
    cells = []
    begin = start
    for at in range(start, end):
        if words[at] == "\t":
            cells.append((begin, at))
            begin = at + 1
    return [*cells, (begin, end)]
