"""Which rows of the ledger a step of many is about, as its page sends them."""

from __future__ import annotations

from itertools import islice
from urllib.parse import parse_qsl

from flask import request
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from geo_app.errors import InputError, TooLargeError
from geo_app.web import ledger as ledger_view
from geo_app.web.installation import Installation
from geo_app.work import ledger_lines
from geo_app.work.ledger_lines import Line, Part

CHOSEN, PROBLEMS, SITES = "chosen", "problems", "sites"
"""Ticked rows, or all of a kind that the filter leaves."""


def chosen(session: Session, installation: Installation, most: int) -> list[Line]:
    """The rows that are meant.

    Args:
        session: As the person sees it.
        installation: Ours.
        most: Rows in one go.

    Raises:
        InputError: None are.
        TooLargeError: More than a page changes in one go.
    """
    of = request.form.get("rows", CHOSEN)
    if of == CHOSEN:
        told = (each for each in request.form.getlist("row") if each.isprintable())
        ids = list(dict.fromkeys(told))[: most + 1]
        found = ledger_lines.lines_of(session, ids)
        lines = [found[each] for each in ids if each in found]
    else:
        given = MultiDict(parse_qsl(request.form.get("filter", "")[:2000]))
        where = ledger_view.asked(installation.districts, given).where
        with_kind = (
            line
            for line in ledger_lines.lines(session, Part(where, installation.today()))
            if (line.site is None) == (of == PROBLEMS)
        )
        lines = list(islice(with_kind, most + 1))
    if not lines:
        raise InputError("ledger.no_rows_chosen")
    if len(lines) > most:
        raise TooLargeError("ledger.many_rows", limit=most)
    return lines
