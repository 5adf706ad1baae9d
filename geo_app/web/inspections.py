"""The interface for visits: record one, read one, fetch its form and a token (docs/api.md)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from flask import Blueprint, current_app, request, url_for
from flask_wtf.csrf import CSRFProtect
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from geo_app.domain.inspection import Draft
from geo_app.errors import InputError, UnsupportedError
from geo_app.web import caller
from geo_app.web.installation import here
from geo_app.work import evidence, tokens, visit_json
from geo_app.work import inspections as inspections_work
from geo_app.work.draft import read_draft
from geo_app.work.field import arrivals
from geo_app.work.inspections import Recorded
from geo_app.work.intake import Upload

inspections = Blueprint("inspections", __name__, url_prefix="/api")

PART = "inspection"
"""Name of the part that holds the JSON of a visit."""


def init(csrf: CSRFProtect) -> None:
    """Let ``record`` decide itself whom it trusts; every other view is left to ``csrf``."""
    csrf.exempt(record)


@inspections.post("/inspections")
def record() -> Response:
    """Record a visit: 201 the first time, 200 when it is sent again.

    As JSON alone its photos come in pieces (``web.uploads``): 202 as long as some are missing.
    """
    if request.mimetype not in {"multipart/form-data", "application/json"}:
        raise UnsupportedError("http.415")
    source = caller.trusted(current_app.extensions["csrf"])
    caller.check_person()
    if request.mimetype == "application/json":
        return _arrive(source)
    installation = here()
    desk = installation.desk
    draft = read_draft(_draft_part(), desk.settings.visits)
    uploads = uploads_of(draft, list(request.files.items(multi=True)))
    recorded = inspections_work.submit(
        installation.store, installation.actor, draft, uploads, desk, source
    )
    return _recorded(recorded)


def _arrive(source: str) -> Response:
    """A visit whose photos come in pieces: recorded when all are here."""
    installation = here()
    limits = installation.settings.visits
    request.max_content_length = limits.draft_bytes + 1  # its photos come by another way
    draft = read_draft(request.get_data(), limits)
    counter = arrivals.seen_by(installation.counter, installation.actor.areas)
    arrived = arrivals.arrive(counter, installation.actor, draft, installation.desk, source)
    if not isinstance(arrived, arrivals.Waiting):
        return _recorded(arrived)
    body = {
        "id": arrived.id,
        "site": arrived.site_id,
        "waiting": True,
        "photos": [
            {"id": photo.id, "sha256": photo.sha256, "here": photo.id in arrived.here}
            for photo in draft.photos
        ],
    }
    response = Response(current_app.json.dumps(body), mimetype="application/json")
    response.status_code = HTTPStatus.ACCEPTED
    return response


def _recorded(recorded: Recorded) -> Response:
    body = _receipt(recorded)
    response = Response(current_app.json.dumps(body), mimetype="application/json")
    response.status_code = HTTPStatus.OK if recorded.again else HTTPStatus.CREATED
    response.headers["Location"] = url_for(".inspection", inspection_id=recorded.inspection.id)
    return response


def _draft_part() -> bytes:
    """The JSON of the visit, sent as a field or as a file."""
    limit = here().desk.settings.visits.draft_bytes
    file = request.files.get(PART)
    if file is not None:
        return file.stream.read(limit + 1)
    text = request.form.get(PART)
    if text is None:
        raise InputError("inspection.no_part")
    return text.encode()


def uploads_of(draft: Draft, parts: Sequence[tuple[str, FileStorage]]) -> list[Upload]:
    """The files of a request in the order of the draft.

    A part named by the id of a photo is that photo; where no part is named so, they are taken in
    the order in which they stand.

    Raises:
        InputError: A part is named by an id that the draft does not know, or the numbers differ.
    """
    files = [(name, file) for name, file in parts if name != PART]
    by_id = {name.lower(): file for name, file in files}
    ids = [photo.id for photo in draft.photos]
    if not any(name in ids for name in by_id):
        return [_upload(file) for _, file in files]
    for name, file in files:
        if name.lower() not in ids:
            raise InputError("inspection.photo_unknown", name=file.filename or name)
    if len(files) != len(ids) or len(by_id) != len(ids):
        raise InputError("inspection.photos_differ", told=len(ids), sent=len(files))
    return [_upload(by_id[each]) for each in ids]


def _upload(file: FileStorage) -> Upload:
    def read(most: int) -> bytes:
        file.stream.seek(0)
        return file.stream.read(most)

    return Upload(file.filename or "", read)


def _receipt(recorded: Recorded) -> dict[str, Any]:
    """What was recorded, with what each photo proves now."""
    installation = here()
    inspection = recorded.inspection
    with installation.store.session(read_only=True) as session:
        found = evidence.of_visit(session, inspection.id, installation.desk)
    return {
        "id": inspection.id,
        "site": inspection.site_id,
        "received_at": inspection.received_at.isoformat(),
        "again": recorded.again,
        "photos": [
            {"id": each.photo.id, "sha256": each.photo.sha256, **each.assessment.to_json()}
            for each in found.photos
        ],
    }


@inspections.get("/inspections/<uuid:inspection_id>")
def inspection(inspection_id: object) -> Response:
    """One visit with its photos and what they prove."""
    installation = here()
    with installation.store.session(read_only=True) as session:
        found = evidence.of_visit(session, str(inspection_id), installation.desk)
        body = visit_json.visit(session, found)
    return Response(current_app.json.dumps(body), mimetype="application/json")


@inspections.get("/forms/<category>")
def form(category: str) -> Response:
    """The form for sites of a category, as it is in use now."""
    content = dict(here().desk.forms.of(category).content)
    response = Response(current_app.json.dumps(content), mimetype="application/json")
    response.add_etag()
    response.headers["Cache-Control"] = "private, no-cache"
    return response.make_conditional(request)


@inspections.get("/token")
def token() -> Response:
    """A token to be taken along: what is brought later was made after this moment."""
    now = datetime.now(UTC)
    body = {"token": tokens.issue(here().desk, now), "issued_at": now.isoformat(timespec="seconds")}
    response = Response(current_app.json.dumps(body), mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response
