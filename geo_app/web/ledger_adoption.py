"""A ledger of another office's making: uploaded, its columns corrected, looked at, taken over."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from geo_app.errors import GeoAppError, InputError
from geo_app.notice.ledger.layout import EXAMPLES, Choice, Layout, laid_out, opened
from geo_app.notice.ledger.meanings import Meaning
from geo_app.notice.ledger.titles import Reason, Why
from geo_app.web.dossier import source_words
from geo_app.web.installation import Installation, here
from geo_app.web.language import language, word
from geo_app.web.translate import _
from geo_app.words import say
from geo_app.work import gazetteer, ledger_adoption, ledger_mappings
from geo_app.work.field import arrivals
from geo_app.work.field.laid_aside import found_again, lay_aside
from geo_app.work.field.uploads import Counter
from geo_app.work.ledger_adoption import Look
from geo_app.work.people import book

adoption = Blueprint("adoption", __name__)
_MEGABYTE = 1024 * 1024
_LONGEST_NAME = 200
_MOST_ROW = 1_000


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the form says of a file that was laid aside."""

    key: str
    name: str
    choice: Choice = field(default_factory=Choice)
    as_of: date | None = None
    mapping: str = ""
    again: dict[str, str] = field(default_factory=dict)
    """The fields as they came, for the form that makes it so."""


@adoption.get("/ledger/adopt")
def choose() -> str:
    """The form that takes a file, and the mappings that are kept."""
    return _page()


@adoption.post("/ledger/adopt")
def look() -> Response:
    """What a file holds and what would be made of it; nothing is kept but a mapping, if asked."""
    try:
        asked = _asked() if request.form.get("key") else _laid_aside()
    except GeoAppError as error:
        return _answer(_page(error=error.text(language())), error.http_status)
    return _looked(asked)


@adoption.post("/ledger/adopt/confirm")
def confirm() -> Response:
    """Make all of what was looked at, or nothing."""
    installation = here()
    around = _around(installation)
    try:
        asked = _asked()
        data = _bytes(installation, asked.key)
        with installation.store.session() as session:
            around["gazetteer"] = gazetteer.load(session)
            layout = _layout(session, data, asked, installation)
            found = _found(session, data, layout, asked, installation, around)
            notice = ledger_adoption.adopt(session, installation.actor, found, **around)
            notice_id: str = notice.id
            book.note(
                session,
                book.Kind.IMPORTED,
                installation.actor,
                subject=asked.name,
                address=request.remote_addr,
                notice=notice_id,
            )
    except GeoAppError as error:
        return _answer(_page(error=error.text(language())), error.http_status)
    installation.counter.forget([asked.key])
    flash(
        _(
            "已导入 %(problems)s 个问题；%(places)s 处点位待逐处确认。",
            problems=len(found.told.entries),
            places=len(found.places),
        )
    )
    return redirect(url_for("notices.review_page", notice_id=notice_id), 303)


@adoption.post("/ledger/adopt/mappings/<mapping_id>/forget")
def forget(mapping_id: str) -> Response:
    """Remove a mapping that is kept."""
    installation = here()
    with installation.database.session() as session:
        ledger_mappings.forget(session, installation.actor, mapping_id)
    flash(_("已删除这种列对应。"))
    return redirect(url_for("adoption.choose"), 303)


def _looked(asked: _Asked) -> Response:
    installation = here()
    around = _around(installation)
    layout: Layout | None = None
    found, error, status = None, None, 200
    try:
        data = _bytes(installation, asked.key)
        with installation.store.session(read_only=not asked.mapping) as session:
            around["gazetteer"] = gazetteer.load(session)
            # without what a person has said first: that may be what is wrong
            layout = _layout(session, data, asked, installation, only_guess=True)
            layout = _layout(session, data, asked, installation)
            if asked.mapping:
                ledger_mappings.keep(
                    session,
                    installation.actor,
                    asked.mapping,
                    layout.digest,
                    layout.meanings,
                    installation.settings.ledger,
                )
            found = _found(session, data, layout, asked, installation, around)
    except GeoAppError as refused:
        error, status = refused.text(language()), refused.http_status
        if layout is None:  # nothing that a person could correct
            installation.counter.forget([asked.key])
    return _answer(_page(asked=asked, layout=layout, found=found, error=error), status)


def _layout(
    session: Any,
    data: bytes,
    asked: _Asked,
    installation: Installation,
    *,
    only_guess: bool = False,
) -> Layout:
    limits = installation.settings.ledger
    source, head, columns = opened(data, name=asked.name, limits=limits, choice=asked.choice)
    choice = asked.choice
    if only_guess or _of_another(choice, asked, source.title, head.row, head.depth):
        choice = Choice(choice.sheet, choice.row, choice.depth)
    plain = laid_out(source, head, columns, choice)
    kept = ledger_mappings.fitting(session, plain.digest)
    if kept is None:
        return plain
    return laid_out(source, head, columns, choice, ledger_mappings.meanings_of(kept))


def _of_another(choice: Choice, asked: _Asked, title: str, row: int, depth: int) -> bool:
    """The selects were filled for another head than the one that is asked for now."""
    return choice.meanings is not None and asked.again.get("of") != f"{title}|{row}|{depth}"


def _found(
    session: Any,
    data: bytes,
    layout: Layout,
    asked: _Asked,
    installation: Installation,
    around: dict[str, Any],
) -> Look:
    return ledger_adoption.look(
        session,
        installation.actor,
        data,
        layout,
        as_of=asked.as_of,
        today=installation.today(),
        **around,
    )


def _around(installation: Installation) -> dict[str, Any]:
    return {"districts": installation.districts, "settings": installation.settings}


def _laid_aside() -> _Asked:
    installation = here()
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        raise InputError("body.field", name="file", reason="xlsx / csv")
    name = _named(upload.filename)
    with closing(upload):
        content = upload.read()
    if not content:
        raise InputError("input.empty", file=name)
    return _Asked(
        lay_aside(_counter(installation), installation.actor, BytesIO(content), name), name
    )


def _asked() -> _Asked:
    """The form of a file that was laid aside.

    Raises:
        InputError: A field holds what it cannot hold.
    """
    form = request.form
    columns = {
        name: value for name, value in form.items() if name[:1] == "c" and name[1:].isdecimal()
    }
    meanings = {int(name[1:]): _meaning(value) for name, value in columns.items()}
    choice = Choice(
        form.get("sheet") or None,
        _whole("head", form.get("head", "")),
        _whole("depth", form.get("depth", "")),
        meanings or None,
    )
    kept = ("sheet", "head", "depth", "as_of", "of", *columns)
    return _Asked(
        form.get("key", ""),
        _named(form.get("name", "")),
        choice,
        _day(form.get("as_of", "")),
        form.get("mapping", "").strip(),
        {name: form.get(name, "") for name in kept},
    )


def _meaning(code: str) -> Meaning | None:
    if not code:
        return None
    try:
        return Meaning(code)
    except ValueError:
        known = "、".join(Meaning)
        raise InputError("adoption.no_meaning", meaning=code[:40], known=known) from None


def _whole(name: str, text: str) -> int | None:
    if not text.strip():
        return None
    if not text.isdecimal() or len(text) > len(str(_MOST_ROW)) or not 0 < int(text) <= _MOST_ROW:
        raise InputError("body.field", name=name, reason=f"1–{_MOST_ROW}")
    return int(text)


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InputError("body.field", name="as_of", reason="2021-10-14") from None


def _named(name: str) -> str:
    return Path(name.replace("\\", "/")).name[:_LONGEST_NAME] or "xlsx"


def _counter(installation: Installation) -> Counter:
    return arrivals.seen_by(installation.counter, installation.actor.areas)


def _bytes(installation: Installation, key: str) -> bytes:
    return found_again(_counter(installation), installation.actor, key).read_bytes()


def _page(
    *,
    error: str | None = None,
    asked: _Asked | None = None,
    layout: Layout | None = None,
    found: Look | None = None,
) -> str:
    installation = here()
    with installation.database.session(read_only=True) as session:
        mappings = [
            {"id": each.id, "name": each.name, "by": each.actor_name, "at": each.at}
            for each in ledger_mappings.listing(session)
        ]
    return render_template(
        "ledger_adoption.html",
        error=error,
        asked=asked,
        layout=layout,
        columns=_columns(layout, asked) if layout and asked else [],
        found=found,
        problems=_problems(found) if found else [],
        meanings=[(each.value, each.code) for each in Meaning],
        mappings=mappings,
        today=installation.today(),
        limit_mb=installation.settings.ledger.file_bytes // _MEGABYTE,
    )


def _columns(layout: Layout, asked: _Asked) -> list[dict[str, Any]]:
    said = asked.choice.meanings
    if said is not None and asked.again.get("of") != _of(layout):
        said = None
    rows = []
    for column in layout.columns:
        reason = layout.reasons.get(column.place)
        meaning = reason.meaning if reason else None
        chosen = said.get(column.place) if said is not None else meaning
        rows.append(
            {
                "place": column.place,
                "title": column.title,
                "chosen": chosen.value if chosen else "",
                "why": _why(reason, chosen),
                "examples": column.samples[:EXAMPLES],
            }
        )
    return rows


def _why(reason: Reason | None, chosen: Meaning | None) -> str:
    if chosen is None:
        return ""
    if reason is None or reason.meaning is not chosen:
        return word(Why.CHOSEN.value, "meaning_why")
    return say(reason.why.code, {"word": reason.word}, language())


def _of(layout: Layout) -> str:
    return f"{layout.source.title}|{layout.head.row}|{layout.head.depth}"


def _problems(found: Look) -> list[dict[str, Any]]:
    """The problems of the preview with their rows and what our ledger would say."""
    return [
        {
            **problem,
            "rows": entry.rows,
            "fields": entry.fields,
            "places": [{**place, "source": _source(place)} for place in problem["places"]],
        }
        for problem, entry in zip(found.sheet["problems"], found.told.entries, strict=True)
    ]


def _source(place: dict[str, Any]) -> str:
    location = place["location"]
    return source_words(location["properties"]["source"]) if location else ""


def _answer(page: str, status: int) -> Response:
    return Response(page, status, mimetype="text/html")
