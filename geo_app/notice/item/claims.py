"""What the reply claims, statement by statement, each as of its own day.

The paragraphs of a notice are written at different times: the status word speaks on the day of the
document, 已于4月份搬迁完毕 speaks of April. A statement without a day of its own is dated with the
notice and says so (``as_of_precision`` document).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from geo_app.domain.notice import ClaimDraft, PlaceDraft
from geo_app.domain.status import Status
from geo_app.notice.item.answers import Answer
from geo_app.notice.item.dates import Dated
from geo_app.notice.item.item import Item, Span
from geo_app.notice.item.organisations import units_in
from geo_app.notice.item.plain import sentences, trimmed
from geo_app.notice.item.quantities import Numbers

DOCUMENT = "document"
_AHEAD = re.compile(
    "力争|预计|计划|拟于|将[于在]|确保|争取|(?:年底|月底)?前(?:完成|全部)|下一步|今后"
)
_DEADLINE = re.compile(r"\s*(?:底|末)?前(?![^,。;\n]{0,4}(?:已|均))")
_BACKGROUND_BEFORE = re.compile("(?:从|自|较|比|对比|相比|针对|《[^》]*|同比)$")
_BACKGROUND_AFTER = re.compile(
    "^[^,。;]{0,30}(?:反馈|交办|督办|指出|进驻|接到|收到)[^,。;]{0,8}(?:后|以来|时|期间)|"
    "^[^,。;]{0,12}(?:以来|至今|同期)"
)
_LONGEST_PERIOD = 366


def read_claims(
    item: Item, numbers: Numbers, places: Sequence[PlaceDraft], answers: Sequence[Answer]
) -> tuple[ClaimDraft, ...]:
    """The claims of a problem in the order of the text.

    Args:
        item: The problem.
        numbers: Its dates.
        places: Its places, those with an answer first.
        answers: What the reply says about each named place.
    """
    if item.reply is None:
        return ()
    claims = [_whole(item)] if item.status_word and item.status is not Status.OPEN else []
    dated_places: set[int] = set()
    for sentence in sentences(item.words, *item.reply):
        about = [index for index, answer in enumerate(answers) if sentence in answer.told]
        place = about[0] if len(about) == 1 else None
        acting = next(iter(units_in(item.words, *sentence)), None)
        doer = item.text[slice(*acting.span)] if acting else None
        for dated in numbers.dates_within(sentence):
            if not is_claim_date(item.words, sentence, dated, item.issued):
                continue
            status = answers[place].status if place is not None else Status.CLAIMED
            claims.append(_dated(item, sentence, dated, status, place, doer))
            if place is not None:
                dated_places.add(place)
    for index, answer in enumerate(answers):
        if answer.quote and index not in dated_places and answer.status is not Status.OPEN:
            quote = item.quote(trimmed(item.text, *answer.quote))
            unit = places[index].responsible_unit
            claims.append(
                ClaimDraft(quote, answer.status, item.issued, DOCUMENT, unit=unit, place=index)
            )
    return tuple(sorted(claims, key=lambda claim: claim.quote.start))


def is_claim_date(words: str, sentence: Span, dated: Dated, issued: date | None) -> bool:
    """The day on which something was done or measured, not a background or a promise."""
    if dated.precision == "year" or dated.since or dated.last is None:
        return False
    if dated.first and (dated.last - dated.first).days > _LONGEST_PERIOD:
        return False
    if issued is not None and (dated.first or dated.last) > issued:
        return False
    begin = max(words.rfind(",", sentence[0], dated.start) + 1, sentence[0])
    if _AHEAD.search(words, begin, min(sentence[1], dated.end + 8)):
        return False
    before, after = (
        words[max(sentence[0], dated.start - 40) : dated.start],
        words[dated.end : sentence[1]],
    )
    if _DEADLINE.match(after):
        return False
    return not (_BACKGROUND_BEFORE.search(before) or _BACKGROUND_AFTER.search(after))


def _whole(item: Item) -> ClaimDraft:
    word = item.status_word or item.label
    return ClaimDraft(item.quote(word), item.status, item.issued, DOCUMENT)


def _dated(
    item: Item, sentence: Span, dated: Dated, status: Status, place: int | None, doer: str | None
) -> ClaimDraft:
    as_of = dated.last
    if as_of and item.issued:
        as_of = min(as_of, item.issued)  # the month of the notice itself is not over yet
    written = item.words[dated.start : dated.end].rstrip()
    precision = "day" if dated.precision == "day" or written[-1] in "日号" else "month"
    return ClaimDraft(
        quote=item.quote(trimmed(item.text, *sentence)),
        status=status,
        as_of=as_of,
        as_of_precision=precision,
        as_of_quote=item.quote((dated.start, dated.end)),
        unit=doer,
        place=place,
    )
