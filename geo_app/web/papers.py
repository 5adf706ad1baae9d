"""The paper of a site (一点一档) as a download."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, request, send_file
from werkzeug.wrappers import Response

from geo_app.domain.text import clean_line
from geo_app.reports.paper.content import gather
from geo_app.reports.paper.write import write
from geo_app.web.installation import here
from geo_app.web.language import language
from geo_app.web.translate import _
from geo_app.work.people import book

papers = Blueprint("papers", __name__)


@papers.get("/sites/<site_id>/paper.pdf")
def paper(site_id: str) -> Response:
    """All that is known of one site, as PDF; written down who took it.

    Raises:
        NotFoundError: There is no such site, or this person does not see it.
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
    content = write(made, installation.desk)
    # noted first: what cannot be noted does not leave
    with installation.database.session() as session:
        book.exported(
            session,
            installation.actor,
            "paper.pdf",
            address=request.remote_addr,
            site=made.code,
        )
    name = _("点位档案-%(code)s.pdf", code=made.code)
    response = send_file(
        BytesIO(content),
        mimetype="application/pdf",
        as_attachment=True,
        download_name=clean_line(name),  # an imported code may have line breaks
    )
    response.headers["Cache-Control"] = "no-store"
    return response
