"""The interface for photos: facts and checks, renditions for all, originals by right."""

from __future__ import annotations

import io
from http import HTTPStatus

from flask import Blueprint, current_app, request, send_file
from werkzeug.wrappers import Response

from geo_app.domain.actor import Right
from geo_app.domain.text import clean_line
from geo_app.web.installation import here
from geo_app.work import evidence, inspections, visit_json
from geo_app.work.people import book
from geo_app.work.renditions import Size, rendition

photo_files = Blueprint("photo_files", __name__, url_prefix="/api/photos")

SANDBOX = "sandbox; default-src 'none'"
"""Policy of an original: whatever else its bytes are, no browser runs them."""


@photo_files.get("/<uuid:photo_id>")
def photo(photo_id: object) -> Response:
    """What a photo says, and what it proves."""
    installation = here()
    with installation.store.session(read_only=True) as session:
        found = evidence.of_photo(session, str(photo_id), installation.desk)
        body = visit_json.photo(session, found)
    return Response(current_app.json.dumps(body), mimetype="application/json")


@photo_files.get("/<uuid:photo_id>/<any(web,thumb):size>")
def shown(photo_id: object, size: str) -> Response:
    """A picture to look at, without metadata; made when it is first asked for."""
    sha256, _, _ = _file(photo_id)
    response = Response(mimetype="image/jpeg")
    response.set_etag(f"{sha256}.{size}")  # the same original gives the same picture
    response.headers["Cache-Control"] = "private, no-cache"
    if response.make_conditional(request).status_code == HTTPStatus.NOT_MODIFIED:
        return response
    response.set_data(rendition(here().desk, sha256, Size(size)))
    return response


@photo_files.get("/<uuid:photo_id>/original")
def original(photo_id: object) -> Response:
    """The bytes as they came, to be kept: never to be shown by the browser."""
    installation = here()
    installation.actor.must(Right.ORIGINALS)
    sha256, name, mime = _file(photo_id)
    data = installation.desk.files.get(sha256)
    with installation.database.session() as session:
        book.exported(session, installation.actor, request.path, address=request.remote_addr)
    response: Response = send_file(
        io.BytesIO(data),
        mimetype=mime,
        as_attachment=True,
        download_name=clean_line(name),  # a header has one line, whoever kept the name
        etag=sha256,
    )
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


def _file(photo_id: object) -> tuple[str, str, str]:
    """Digest, name and kind of the bytes of a photo."""
    with here().store.session(read_only=True) as session:
        row = inspections.get_photo(session, str(photo_id))
        return row.sha256, row.name, str(row.facts["mime"])
