"""Random re-checks (双随机) of the office: a list of draws, a look, a draw, its result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from geo_app.domain.draw import Pool
from geo_app.errors import ConflictError, InputError
from geo_app.web.installation import here
from geo_app.web.language import language
from geo_app.web.options import options
from geo_app.web.query import FILTER, FLAGS, Parameter, read, site_filter
from geo_app.work import draws as job
from geo_app.work.draws import Asked, Kept
from geo_app.work.shape import number, one_of
from geo_app.work.site_filter import SiteFilter

draws = Blueprint("draws", __name__)

MOST = 50
"""Draws in the list."""

_MOST_DAYS = 36_500
_MOST_EACH = 20
_EACH = 2
_FLAG = Parameter(one_of(FLAGS), "query.flag")
_MOST_SENT = 1_000


@draws.get("/draws")
def listing() -> str:
    """The newest draws in the log."""
    installation = here()
    with installation.store.session(read_only=True) as session:
        kept = job.listing(session, installation.actor, MOST)
    most = installation.settings.verification.draw_pool
    return render_template("draws.html", kept=_checked(kept, most), most=MOST)


@draws.get("/draws/new")
def new() -> str:
    """The form that says what is to be drawn."""
    return _form({}, SiteFilter())


@draws.post("/draws/look")
def look() -> Response:
    """What the pool would be; nothing is written yet."""
    return _answer()


@draws.post("/draws")
def make() -> Response:
    """Write pool and seed down, then draw, in two transactions."""
    installation = here()
    actor, today = installation.actor, installation.today()
    try:
        asked, seed = _asked(_told())
        with installation.store.session() as session:
            pool = job.pool_of(session, actor, asked, today, installation.settings)
            _must_be_as_seen(pool)
            draw_id = job.announce(session, actor, pool, seed)
    except (InputError, ConflictError) as error:
        return _answer(error)
    with installation.store.session() as session:  # pool and seed are kept, whatever comes now
        job.carry_out(session, actor, draw_id, today)
    return redirect(url_for(".show", draw_id=draw_id), 303)


@draws.post("/draws/<draw_id>")
def finish(draw_id: str) -> Response:
    """Draw what was written down and, because something failed, not drawn."""
    installation = here()
    with installation.store.session() as session:
        job.carry_out(session, installation.actor, draw_id, installation.today())
    return redirect(url_for(".show", draw_id=draw_id), 303)


@draws.get("/draws/<draw_id>")
def show(draw_id: str) -> str:
    """A draw as the log has it, drawn once more; sites of other areas are only counted."""
    with here().store.session(read_only=True) as session:
        record = job.read(session, draw_id)
        rows = job.in_words(session, record)
    return render_template(
        "draw.html", draw=record, rows=[row for row in rows if row.in_sight], of=len(rows)
    )


def _must_be_as_seen(pool: Pool) -> None:
    if pool.digest != request.form.get("digest"):
        raise ConflictError("draw.changed")


def _checked(kept: list[Kept], most: int) -> list[tuple[Kept, bool | None]]:
    """Each draw, and whether it holds; None for those beyond what a page can draw again."""
    checked: list[tuple[Kept, bool | None]] = []
    sites = 0
    for each in kept:
        sites += len(each.record.pool.sites)
        again = each.record.result is not None and sites <= most
        checked.append((each, each.record.holds if again else None))
    return checked


def _answer(error: InputError | ConflictError | None = None) -> Response:
    """The form as it was sent, with the pool that it comes to or what is wrong."""
    installation = here()
    told: Mapping[str, Any] = {}
    where, pool = SiteFilter(), None
    try:
        told = _told()
        asked, _seed = _asked(told)
        where = asked.where
        if error is None or isinstance(error, ConflictError):
            with installation.store.session(read_only=True) as session:
                pool = job.pool_of(
                    session, installation.actor, asked, installation.today(), installation.settings
                )
    except InputError as wrong:
        error = error or wrong
    page = _form(told, where, pool, error.text(language()) if error else None)
    return Response(page, error.http_status if error else 200, mimetype="text/html")


def _parameters() -> Mapping[str, Parameter]:
    most = here().settings.verification.draw_pool
    seed = {"type": "string", "maxLength": job.LONGEST_SEED, "pattern": r"^[^\x00-\x1f]*$"}
    return {
        **{name: FILTER[name] for name in ("district", "category", "status")},
        "unseen": Parameter(number(0, _MOST_DAYS, "integer"), "query.number"),
        "count": Parameter(number(1, most, "integer"), "query.number"),
        "percent": Parameter(number(1, 100, "integer"), "query.number"),
        "each": Parameter(number(1, _MOST_EACH, "integer"), "query.number"),
        "doubts": _FLAG,
        "verifiers": _FLAG,
        "seed": Parameter(seed, "query.words"),
    }


def _told() -> Mapping[str, Any]:
    """The form as it was read.

    Raises:
        UsageError: A field that is not there, or a value that is none.
    """
    ours = ("csrf_token", "digest")
    pairs = [(name, value) for name, value in request.form.items(multi=True) if name not in ours]
    return read(MultiDict(pairs[:_MOST_SENT]), _parameters())


def _asked(told: Mapping[str, Any]) -> tuple[Asked, str | None]:
    """What is to be drawn, and the seed if a person says it."""
    names = ("district", "category", "status")
    where = site_filter({name: told[name] for name in names if name in told}, here().districts)
    asked = Asked(
        where,
        told.get("unseen"),
        told.get("count"),
        told.get("percent"),
        told.get("each", _EACH),
        FLAGS[told.get("doubts", "0")],
        not FLAGS[told.get("verifiers", "0")],
    )
    return asked, told.get("seed", "").strip() or None


def _form(
    told: Mapping[str, Any],
    where: SiteFilter,
    pool: Pool | None = None,
    error: str | None = None,
) -> str:
    return render_template(
        "draw_new.html",
        told={"each": _EACH, **told},
        options=options(where, {}, here().districts),
        pool=pool,
        error=error,
        most=here().settings.verification.draw_pool,
        most_days=_MOST_DAYS,
        most_each=_MOST_EACH,
        longest=job.LONGEST_SEED,
    )
