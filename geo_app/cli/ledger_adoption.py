"""``geo-app ledger adopt``: a ledger of another office's making, looked at and taken over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from geo_app.cli.options import (
    data_option,
    json_option,
    opened,
    operator,
    print_json,
    read_file,
    settings_of,
)
from geo_app.errors import InputError
from geo_app.words import say, term

if TYPE_CHECKING:
    from geo_app.notice.ledger.guess import Column
    from geo_app.notice.ledger.layout import Layout
    from geo_app.notice.ledger.meanings import Meaning
    from geo_app.work.ledger_adoption import Look

_SHORT = 30


@click.command("adopt")
@click.argument("file")
@click.option("--sheet", help="Title of the sheet (default: the first with titles of columns).")
@click.option("--head", type=click.IntRange(1, 1000), help="Row of the titles.")
@click.option("--head-rows", type=click.IntRange(1, 2), help="Rows that the titles take.")
@click.option(
    "--column",
    "said",
    multiple=True,
    metavar="TITLE=MEANING",
    help="What a column means, by its code or its word; empty = not used. May be repeated.",
)
@click.option("--mapping", help="Use the mapping that was kept under this name.")
@click.option("--guess", "only_guess", is_flag=True, help="Use no mapping that was kept.")
@click.option("--keep", help="Keep the mapping under this name for the next such file.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day that it speaks of.")
@click.option("--yes", is_flag=True, help="Take it over; without it all is only shown.")
@json_option
@data_option
def adopt(
    file: str,
    sheet: str | None,
    head: int | None,
    head_rows: int | None,
    said: tuple[str, ...],
    mapping: str | None,
    only_guess: bool,
    keep: str | None,
    as_of: datetime | None,
    yes: bool,
    as_json: bool,
    data: Path | None,
) -> None:
    """Take over a ledger of another office's making (xlsx, csv): a look, or all of it with --yes.

    What its columns mean is guessed and can be corrected. Rows become problems with drafts of
    places; what it says is done becomes a claim that names file and row, never a verification.
    Exit code 2 when cells are refused, 6 when the same file was taken over before.
    """
    from geo_app.notice.ledger.layout import Choice, laid_out
    from geo_app.notice.ledger.layout import opened as read_in
    from geo_app.work import gazetteer, ledger_adoption, ledger_mappings, reference
    from geo_app.work.people import book

    settings = settings_of(data)
    actor, language = operator(settings), settings.language
    content, name = read_file(file, settings.ledger.file_bytes)
    choice = Choice(sheet, head, head_rows)
    source, titles, columns = read_in(content, name=name, limits=settings.ledger, choice=choice)
    day = as_of.date() if as_of else None
    with opened(settings, write=yes or bool(keep)) as session:
        kept = None
        if mapping:
            kept = ledger_mappings.meanings_of(ledger_mappings.named(session, mapping))
        layout = laid_out(source, titles, columns, choice, kept)
        fitting = None if only_guess else ledger_mappings.fitting(session, layout.digest)
        if kept is None and fitting is not None:
            layout = laid_out(source, titles, columns, choice, ledger_mappings.meanings_of(fitting))
        if said:
            corrected = Choice(meanings=_corrected(layout, said, name))
            layout = laid_out(source, titles, columns, corrected, kept)
        around: dict[str, Any] = {
            "gazetteer": gazetteer.load(session),
            "districts": reference.districts(settings),
            "settings": settings,
        }
        today = datetime.now(ZoneInfo(settings.timezone)).date()
        found = ledger_adoption.look(
            session, actor, content, layout, as_of=day, today=today, **around
        )
        if keep:
            ledger_mappings.keep(
                session, actor, keep, layout.digest, layout.meanings, settings.ledger
            )
        made = None
        if yes and not found.bad and found.before is None:
            made = ledger_adoption.adopt(session, actor, found, **around).id
            book.note(session, book.Kind.IMPORTED, actor, subject=name, notice=made)
    if as_json:
        print_json({**_json(found, language), "notice": made})
    else:
        for line in _lines(found, language):
            click.echo(line)
    ledger_adoption.require_clean(found)
    if not as_json:
        told = {"problems": len(found.told.entries), "places": len(found.places), "notice": made}
        click.echo(
            say("adoption.cli_done", told, language)
            if made
            else say("ledger.cli_preview", {}, language)
        )


def _corrected(layout: Layout, said: tuple[str, ...], file: str) -> dict[int, Meaning | None]:
    meanings: dict[int, Meaning | None] = dict(layout.mapped)
    for each in said:
        title, _, word = each.rpartition("=")
        column = _named(layout, title.strip(), file)
        meaning = _meant(word.strip())
        meanings = {
            place: known
            for place, known in meanings.items()
            if meaning is None or known is not meaning
        }
        meanings[column.place] = meaning
    return meanings


def _named(layout: Layout, title: str, file: str) -> Column:
    for column in layout.columns:
        if title in (column.title, column.titles[-1]):
            return column
    raise InputError("adoption.no_column", file=file, title=title[:40])


def _meant(word: str) -> Meaning | None:
    from geo_app.notice.ledger.meanings import Meaning

    if not word:
        return None
    for each in Meaning:
        if word in (
            each.value,
            term("meaning", each.value, "zh"),
            term("meaning", each.value, "en"),
        ):
            return each
    known = "、".join(each.value for each in Meaning)
    raise InputError("adoption.no_meaning", meaning=word[:40], known=known)


def _json(found: Look, language: str) -> dict[str, Any]:
    layout = found.layout
    return {
        "file": layout.source.name,
        "sheet": layout.source.title,
        "head": {"row": layout.head.row, "rows": layout.head.depth},
        "as_of": found.as_of.isoformat() if found.as_of else None,
        "columns": [
            {
                "title": column.title,
                "meaning": reason.meaning.value if reason else None,
                "why": reason.why.value if reason else None,
                "examples": list(column.samples[:3]),
            }
            for column in layout.columns
            for reason in [layout.reasons.get(column.place)]
        ],
        "rows": found.rows,
        "skipped": list(found.skipped),
        "known": [{"rows": list(each.rows), "problem": each.problem_id} for each in found.known],
        "refusals": [
            {"cell": each.cell, "code": each.reason.code, "message": each.reason.text(language)}
            for each in found.bad
        ],
        "before": found.before.notice_id if found.before else None,
        "problems": found.sheet["problems"],
    }


def _lines(found: Look, language: str) -> Iterator[str]:
    layout = found.layout
    head = {
        "file": layout.source.name,
        "sheet": layout.source.title,
        "row": layout.head.row,
        "depth": layout.head.depth,
    }
    yield say("adoption.cli_head", head, language)
    for column in layout.columns:
        reason = layout.reasons.get(column.place)
        meaning = say("adoption.cli_unused", {}, language)
        if reason is not None:
            why = say(reason.why.code, {"word": reason.word}, language)
            meaning = f"{say(reason.meaning.code, {}, language)}（{why}）"
        examples = " | ".join(_short(each) for each in column.samples[:3])
        yield f"  {column.title} → {meaning}    {examples}"
    for problem in found.sheet["problems"]:
        status = say(f"status.{problem['status']}", {}, language)
        yield f"{problem['number']:>4}  {status}  {_short(problem['finding'])}"
        for place in problem["places"]:
            radius = f"±{place['radius_m']:.0f} m" if place["located"] else "—"
            yield f"        ◦ {_short(place['text'])}  {radius}"
    yield from (f"× {each.cell}  {each.reason.text(language)}" for each in found.bad)
    places = found.places
    told = {
        "rows": found.rows,
        "problems": len(found.told.entries),
        "places": len(places),
        "located": sum(place["located"] for place in places),
        "claims": found.claims,
        "skipped": len(found.skipped),
        "known": len(found.known),
        "bad": len(found.bad),
    }
    yield say("adoption.cli_found", told, language)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHORT else f"{line[: _SHORT - 1]}…"
