"""A notice → problems with claims, numbers, units, places and doubts. Pure; never raises.

The text is cut first (numbering, reply markers, closing), then each rule looks at one item. All
quotes point into the text as it came; rules look at its plain form, which keeps every offset.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from geo_app.domain.notice import NoticeDraft, ProblemDraft, Quote
from geo_app.domain.remark import Remark
from geo_app.domain.status import Status
from geo_app.notice.item import categories, frame, reply
from geo_app.notice.item.areas import Areas
from geo_app.notice.item.claims import read_claims
from geo_app.notice.item.doubts import Evidence, doubts_about
from geo_app.notice.item.item import Item
from geo_app.notice.item.numbering import Items, find_items
from geo_app.notice.item.organisations import units_in
from geo_app.notice.item.places import Places, read_places
from geo_app.notice.item.plain import plain, trimmed
from geo_app.notice.item.quantities import read_numbers
from geo_app.notice.item.table import Table, find_table

PLACES_UNTIL = 200_000
"""Places are looked for up to this character: twenty times the longest known notice; a longer
text is read for its problems and says from where on places were not looked for."""


def parse_notice(text: str) -> NoticeDraft:
    """Reads a notice.

    Args:
        text: Any string. Nothing is found in one that holds no numbered problems.
    """
    words = plain(text)
    table = find_table(words)
    found = find_items(words, table)
    begin = found.labels[0].start if found.labels else len(text)
    closing = _closing(words, found)
    issued = frame.issued_on(words, begin, closing)
    items = _items(text, words, found, closing, issued, table)
    title = frame.title(words, begin)
    issuer = frame.issuer(words, begin, closing)
    areas = Areas.of(words, words[slice(*issuer)] if issuer else "")
    return NoticeDraft(
        text=text,
        title=Quote.of(text, *title) if title else None,
        issuer=Quote.of(text, *issuer) if issuer else None,
        issued_on=issued,
        preamble=Quote.of(text, *trimmed(text, 0, begin)),
        closing=Quote.of(text, *trimmed(text, closing, len(text))),
        problems=tuple(_problem(item, areas) for item in items),
        doubts=tuple(_doubts(found, items, issued)),
    )


def _doubts(found: Items, items: list[Item], issued: date | None) -> Iterator[Remark]:
    """What is doubtful about the notice as a whole."""
    cut = next((item.number for item in items if item.end > PLACES_UNTIL), None)
    if cut is not None:
        yield Remark("notice.places_not_read", {"number": cut, "limit": PLACES_UNTIL})
    if found.labels and issued is None:
        yield Remark("notice.undated")
    if found.restarted:
        yield Remark("notice.renumbered", {"count": len(found.numbers)})
    elif found.numbers:
        whole = range(found.numbers[0], found.numbers[-1] + 1)
        missing = [str(number) for number in whole if number not in found.numbers]
        if missing:
            yield Remark("notice.number_gap", {"missing": "、".join(missing)})


def _closing(words: str, found: Items) -> int:
    if not found.labels:
        return len(words)
    label, end = found.labels[-1], found.ends[-1]
    answer = reply.split_reply(words, label.end, end)
    return frame.closing_start(words, answer[1] if answer else label.end, end)


def _items(
    text: str, words: str, found: Items, closing: int, issued: date | None, table: Table | None
) -> list[Item]:
    items = []
    for label, end, number in zip(found.labels, found.ends, found.numbers, strict=True):
        stop = trimmed(text, label.start, min(end, closing))[1]
        cells = table.split(words, label.end, stop) if table else None
        answer = (cells[0], cells[1][0]) if cells else reply.split_reply(words, label.end, stop)
        found_until = answer[0] if answer else stop
        replied = trimmed(text, answer[1], stop) if answer else None
        stands = None
        for told in (cells[2] if cells else None, replied):
            if told and stands is None:
                stands = reply.status_of(words, *trimmed(text, *told))
        items.append(
            Item(
                text=text,
                words=words,
                number=number,
                label=trimmed(text, label.start, label.end),
                end=stop,
                finding=trimmed(text, label.end, max(label.end, found_until)),
                reply=replied,
                status_word=stands[0] if stands else None,
                status=stands[1] if stands else Status.OPEN,
                issued=issued,
            )
        )
    return items


def _problem(item: Item, areas: Areas) -> ProblemDraft:
    numbers = read_numbers(item)
    places = read_places(item, areas) if item.end <= PLACES_UNTIL else Places()
    claims = read_claims(item, numbers, places.drafts, places.answers)
    dated = any(claim.as_of_quote for claim in claims)
    read = Evidence(item, numbers, places.drafts, places.answers, places.lists, dated)
    units = [unit.span for _, span in item.parts for unit in units_in(item.words, *span)]
    districts = [span for _, part in item.parts for span, _ in areas.districts(item.words, *part)]
    return ProblemDraft(
        number=item.number,
        label=item.quote(item.label),
        whole=item.quote((item.label[0], max(item.label[1], item.end))),
        finding=item.quote(item.finding),
        reply=item.quote(item.reply) if item.reply else None,
        status_word=item.quote(item.status_word) if item.status_word else None,
        status=item.status,
        category=categories.of_problem(
            item.found, tuple(place.category for place in places.drafts)
        ),
        claims=claims,
        quantities=numbers.quantities,
        units=tuple(item.quote(span) for span in units),
        districts=tuple(item.quote(span) for span in districts),
        places=places.drafts,
        doubts=doubts_about(read),
    )
