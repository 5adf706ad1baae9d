"""Photos in pieces: the tus protocol 1.0, core with creation and termination (docs/api.md).

Beyond the protocol: an upload is named by the UUID of its photo, and its SHA-256 is told when it
is created; the last piece is acknowledged only when the whole has it.
"""

from __future__ import annotations

import base64
from http import HTTPStatus

from flask import Blueprint, current_app, request, url_for
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import ClientDisconnected
from werkzeug.wrappers import Response

from geo_app.errors import InputError, UnsupportedError
from geo_app.web import caller
from geo_app.web.installation import here
from geo_app.work.field.uploads import State

uploads = Blueprint("uploads", __name__, url_prefix="/api/uploads")

VERSION = "1.0.0"
PIECE = "application/offset+octet-stream"
READ_BYTES = 64 * 1024
"""What is kept at a time: a line that breaks loses no more than this."""

_LARGEST = 2**53 - 1


def init(csrf: CSRFProtect) -> None:
    """Let the views decide themselves whom they trust, as recording a visit does."""
    for view in (create, add, give_up):
        csrf.exempt(view)


@uploads.after_request
def protocol(response: Response) -> Response:
    """What every answer of the protocol says."""
    response.headers["Tus-Resumable"] = VERSION
    response.headers["Cache-Control"] = "no-store"
    return response


@uploads.route("", methods=["OPTIONS"])
def abilities() -> Response:
    """What this server can do."""
    response = Response(status=HTTPStatus.NO_CONTENT)
    response.headers["Tus-Version"] = VERSION
    response.headers["Tus-Extension"] = "creation,termination"
    response.headers["Tus-Max-Size"] = str(here().settings.photos.file_bytes)
    return response


@uploads.post("")
def create() -> Response:
    """Announce a photo; announced again, the answer says how far it is."""
    _enter()
    told = _metadata(request.headers.get("Upload-Metadata", ""))
    state = here().counter.begin(
        here().actor,
        told.get("photo", ""),
        told.get("sha256", ""),
        _number("Upload-Length"),
        told.get("filename", ""),
    )
    response = _answer(state, HTTPStatus.CREATED)
    response.headers["Location"] = url_for(".state", upload_id=state.id)
    return response


@uploads.route("/<uuid:upload_id>", methods=["HEAD"])
def state(upload_id: object) -> Response:
    """How far a photo is."""
    _check_version()
    found = here().counter.state(here().actor, str(upload_id))
    response = _answer(found, HTTPStatus.OK)
    response.headers["Upload-Length"] = str(found.size)
    return response


@uploads.patch("/<uuid:upload_id>")
def add(upload_id: object) -> Response:
    """Take the next piece; what came before a break is kept."""
    _enter()
    if request.mimetype != PIECE:
        raise UnsupportedError("http.415")
    counter, actor, name = here().counter, here().actor, str(upload_id)
    offset = _number("Upload-Offset")
    try:
        while data := request.stream.read(READ_BYTES):
            offset = counter.add(actor, name, offset, data).offset
    except ClientDisconnected:
        pass  # nobody hears the answer; the next question says how much is there
    return _answer(counter.add(actor, name, offset, b""), HTTPStatus.NO_CONTENT)


@uploads.delete("/<uuid:upload_id>")
def give_up(upload_id: object) -> Response:
    """Forget a photo that is not to come."""
    _enter()
    here().counter.give_up(here().actor, str(upload_id))
    return Response(status=HTTPStatus.NO_CONTENT)


def _enter() -> None:
    caller.trusted(current_app.extensions["csrf"])
    caller.check_person()
    _check_version()


def _check_version() -> None:
    if request.headers.get("Tus-Resumable") != VERSION:
        raise InputError("upload.version", version=VERSION)


def _answer(state: State, status: HTTPStatus) -> Response:
    response = Response(status=status)
    response.headers["Upload-Offset"] = str(state.offset)
    return response


def _number(header: str) -> int:
    text = request.headers.get(header, "")
    if not text.isascii() or not text.isdigit() or int(text[:17]) > _LARGEST or len(text) > 16:
        raise InputError("upload.member", name=header, want="@upload.a_size")
    return int(text)


def _metadata(text: str) -> dict[str, str]:
    """``Upload-Metadata``: names and values in base64, with commas between.

    Raises:
        InputError: It cannot be read.
    """
    found = {}
    for pair in filter(None, (each.strip() for each in text.split(","))):
        name, _, value = pair.partition(" ")
        try:
            found[name] = base64.b64decode(value, validate=True).decode()
        except ValueError as error:  # no ASCII, no base64, no UTF-8
            raise InputError(
                "upload.member", name="Upload-Metadata", want="@upload.base64"
            ) from error
    return found
