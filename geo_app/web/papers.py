"""Papers as downloads, to print (PDF) or to write on (Word): of a site, a notice, the districts."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, request, send_file
from werkzeug.wrappers import Response

from geo_app.domain.text import clean_line
from geo_app.errors import UsageError
from geo_app.reports.brief import district, notice
from geo_app.reports.brief.write import write
from geo_app.reports.paper.content import gather
from geo_app.reports.paper.kinds import KINDS, made_as
from geo_app.web.installation import here
from geo_app.web.language import language
from geo_app.web.leader_query import asked_by
from geo_app.web.translate import _
from geo_app.work.people import book

papers = Blueprint("papers", __name__)


@papers.get("/notices/<notice_id>/summary.<any(pdf, docx):kind>")
def summary(notice_id: str, kind: str) -> Response:
    """A notice with what became of it; written down who took it.

    Raises:
        NotFoundError: There is no such notice, or this person sees none of it.
    """
    installation = here()
    with installation.store.session(read_only=True) as session:
        made = notice.summary(
            session, notice_id, installation.desk, installation.today(), language()
        )
    content = write(kind, made, installation.desk)
    day = installation.today().isoformat()
    name = _("通报整改汇总-%(day)s.%(kind)s", day=day, kind=kind)
    return _handed(content, kind, name, f"summary.{kind}", notice=notice_id)


@papers.get("/leader/brief.<any(pdf, docx):kind>")
def brief(kind: str) -> Response:
    """Where the areas stand, today; written down who took it.

    Raises:
        UsageError: Something else is asked than how the city is cut up.
    """
    installation = here()
    for name in request.args:
        if name != "by":
            raise UsageError("query.unknown_name", name=name[:40])
    by = asked_by(request.args, installation.today()).by
    with installation.store.session(read_only=True) as session:
        made = district.brief(
            session,
            installation.districts,
            installation.desk,
            installation.today(),
            by,
            language(),
        )
    content = write(kind, made, installation.desk)
    day = installation.today().isoformat()
    name = _("整改进展简报-%(day)s.%(kind)s", day=day, kind=kind)
    return _handed(content, kind, name, f"brief.{kind}")


@papers.get("/sites/<site_id>/paper.<any(pdf, docx):kind>")
def paper(site_id: str, kind: str) -> Response:
    """All that is known of one site; written down who took it.

    Raises:
        NotFoundError: There is no such site, or this person does not see it.
        InputError: The office's own template cannot be used.
    """
    installation = here()
    with installation.store.session(read_only=True) as session:
        made = gather(
            session,
            site_id,
            installation.desk,
            installation.districts,
            installation.today(),
            language(),
        )
    content = made_as(kind, made, installation.desk)
    name = _("点位档案-%(code)s.%(kind)s", code=made.code, kind=kind)
    return _handed(content, kind, name, f"paper.{kind}", site=made.code)


def _handed(content: bytes, kind: str, name: str, what: str, **told: str) -> Response:
    """A file to take along; what cannot be noted in the book does not leave."""
    installation = here()
    with installation.database.session() as session:
        book.exported(session, installation.actor, what, address=request.remote_addr, **told)
    response = send_file(
        BytesIO(content), mimetype=KINDS[kind], as_attachment=True, download_name=clean_line(name)
    )  # an imported code may have line breaks
    response.headers["Cache-Control"] = "no-store"
    return response
