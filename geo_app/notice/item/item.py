"""One numbered item of a notice, cut into finding and reply: what the rules work on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from geo_app.domain.notice import Quote
from geo_app.domain.status import Status

Span = tuple[int, int]
FINDING, REPLY = "finding", "reply"


@dataclass(frozen=True, slots=True)
class Item:
    """A problem before its facts are read.

    Attributes:
        text: The whole notice as it came.
        words: The same in plain form, character for character (``plain.plain``).
        number: Its number.
        label: Span of the numbering.
        end: End of the item.
        finding: Span of what the inspection found.
        reply: Span of the answer, None where there is none.
        status_word: Span of the status word.
        status: What the status word says; open where there is no reply.
        issued: Date of the notice.
    """

    text: str
    words: str
    number: int
    label: Span
    end: int
    finding: Span
    reply: Span | None
    status_word: Span | None
    status: Status
    issued: date | None

    @property
    def parts(self) -> tuple[tuple[str, Span], ...]:
        """The finding and, if any, the reply, by name."""
        reply = ((REPLY, self.reply),) if self.reply else ()
        return ((FINDING, self.finding), *reply)

    @property
    def found(self) -> str:
        """Plain words of the finding."""
        return self.words[slice(*self.finding)]

    @property
    def replied(self) -> str:
        """Plain words of the reply, "" without one."""
        return self.words[slice(*self.reply)] if self.reply else ""

    def quote(self, span: Span) -> Quote:
        """The piece of the notice at a span."""
        return Quote.of(self.text, *span)
