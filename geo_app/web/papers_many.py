"""The papers of many sites as one zip: ordered here, made in the background, fetched here."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from geo_app.errors import ConflictError, InputError, NotFoundError
from geo_app.reports.batch.archive import Wanted
from geo_app.reports.paper.kinds import KINDS, PDF
from geo_app.store.jobs import Job, State
from geo_app.web.installation import here
from geo_app.web.language import language
from geo_app.web.options import options
from geo_app.web.query import PAPERS, read, site_filter
from geo_app.web.translate import _
from geo_app.words import say
from geo_app.work import sites
from geo_app.work.people import book

papers_many = Blueprint("papers_many", __name__)


@papers_many.get("/papers")
def page() -> str:
    """What a filter selects, the form that orders it, and one's own orders."""
    return _page()


@papers_many.post("/papers")
def begin() -> Response:
    """Order the papers of what the filter selects."""
    installation = here()
    try:
        kind = _kind()
        with installation.store.session(read_only=True) as session:
            found = _found(session, installation.settings.papers.batch_sites + 1)
        # one more than may be shows that there are too many
        ids = tuple(site.id for site in found.sites)
        wanted = Wanted(ids, kind, installation.today(), language())
        job = installation.background.begin(installation.actor, wanted)
    except (InputError, NotFoundError, ConflictError) as error:
        return Response(_page(error.text(language())), error.http_status, mimetype="text/html")
    return redirect(url_for("papers_many.page", _anchor=f"job-{job.id}", **_kept()), 303)


@papers_many.post("/papers/<job_id>/stop")
def stop(job_id: str) -> Response:
    """Stop an order, or throw away what was made of it."""
    installation = here()
    installation.background.stop(installation.actor, job_id)
    return redirect(url_for("papers_many.page", **_kept()), 303)


@papers_many.get("/papers/<job_id>.zip")
def fetch(job_id: str) -> Response:
    """The zip; written down who took it."""
    installation = here()
    job = installation.background.get(installation.actor, job_id)
    file = installation.background.file(installation.actor, job_id)
    with installation.database.session() as session:
        book.exported(
            session,
            installation.actor,
            "papers.zip",
            address=request.remote_addr,
            sites=job.count,
            format=job.asked["kind"],
        )
    response = send_file(
        file,
        mimetype="application/zip",
        as_attachment=True,
        download_name=_("点位档案-%(day)s.zip", day=job.asked["today"]),
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _kind() -> str:
    kind = request.form.get("kind", PDF)
    if kind not in KINDS:
        raise InputError("body.field", name="kind", reason=" · ".join(KINDS))
    return kind


def _asked() -> MultiDict[str, str]:
    """The filter, from the address or from the form."""
    values = request.form if request.method == "POST" else request.args
    return MultiDict(
        [(name, value) for name, value in values.items(multi=True) if name in PAPERS and value]
    )


def _kept() -> dict[str, Any]:
    return dict(_asked().lists())


def _found(session: Any, limit: int) -> sites.SitePage:
    installation = here()
    choice = site_filter(read(_asked(), PAPERS), installation.districts)
    return sites.find(session, choice, limit, today=installation.today())


def _page(error: str | None = None) -> str:
    installation = here()
    choice = site_filter(read(_asked(), PAPERS), installation.districts)
    with installation.store.session(read_only=True) as session:
        found = sites.find(session, choice, 0, today=installation.today())
        counts = {str(status): n for status, n in sites.counts(session).items()}
    jobs = [_shown(job) for job in installation.background.of(installation.actor)]
    return render_template(
        "papers.html",
        error=error,
        total=found.total,
        limit=installation.settings.papers.batch_sites,
        hours=installation.settings.papers.batch_hours,
        asked=list(_asked().items(multi=True)),
        options=options(choice, counts, installation.districts),
        kinds=tuple(KINDS),
        jobs=jobs,
    )


def _shown(job: Job) -> dict[str, Any]:
    """An order as the page draws it."""
    spoken = language()
    return {
        "id": job.id,
        "at": job.at,
        "kind": job.asked["kind"],
        "state": job.state.value,
        "word": say(f"job_state.{job.state.value}", {}, spoken),
        "over": job.state.is_over,
        "made": job.state is State.DONE,
        "done": job.done,
        "count": job.count,
        "megabytes": round(job.size / 1_000_000, 1),
        "error": say(*job.error, spoken) if job.error else None,
    }
