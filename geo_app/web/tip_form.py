"""The form by which everybody tells the bureau something; there only where settings want it.

Nobody is signed in, so there is no session to hold a token: the form carries one that is signed,
names the form, and is good for a while; a browser that says that the form came from another site
is refused. Who sends it without looking at it (a program) fills the field that nobody sees, or is
too quick.
"""

from __future__ import annotations

import time
import uuid
from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Blueprint, current_app, request, url_for
from flask_wtf.csrf import CSRFProtect
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from geo_app.errors import ForbiddenError, GeoAppError, InputError
from geo_app.store.tips import Tip
from geo_app.web.installation import here
from geo_app.web.language import FOR_TIPS, language
from geo_app.web.public_frame import page_answer, page_data, page_shell
from geo_app.work import tips as job
from geo_app.work.tips import Told

tip_form = Blueprint(FOR_TIPS, __name__, url_prefix="/public/tip")

TRAP = "website"
"""A field that people do not see."""

_SALT = "geo-app tip"
_KEPT = ("text", "contact", "lon", "lat")


def init(csrf: CSRFProtect) -> None:
    """These views have no session to protect: they carry a token of their own."""
    csrf.exempt(send)
    csrf.exempt(ask)


@tip_form.get("")
def form() -> Response:
    """The empty form."""
    return _page({})


@tip_form.post("")
def send() -> Response:
    """Put a tip into the queue; the page tells its number."""
    _check_origin()
    installation, fields = here(), request.form
    limits = installation.settings.public
    told = Told(
        **{name: fields.get(name, "") for name in _KEPT},
        photos=[each.read() for each in request.files.getlist("photos") if each.filename],
    )
    try:
        tip_id = _read_token(fields.get("form", ""))
        if fields.get(TRAP):
            raise InputError("tip.form")
        shown = job.pictures(told, installation.desk.workshop, limits)
        with installation.database.session() as session:
            number = job.submit(session, tip_id, told, shown, limits)
    except GeoAppError as error:
        if error.http_status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise
        return _page({name: fields.get(name, "") for name in _KEPT}, error)
    response = _plain(page_answer("tip_sent.html", None, number=number))
    response.status_code = HTTPStatus.CREATED
    return response


@tip_form.route("/state", methods=["GET", "POST"])
def ask() -> Response:
    """Where a tip stands, for who has its number; it is sent in a form to stand in no log."""
    tip: Tip | None = None
    problem: GeoAppError | None = None
    if request.method == "POST":
        try:
            with here().database.session(read_only=True) as session:
                tip = job.asked(session, request.form.get("number", ""))
        except GeoAppError as error:
            if error.http_status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                raise
            problem = error
    told = problem.text(language()) if problem else None
    response = _plain(page_answer("tip_state.html", None, tip=tip, error=told))
    if problem is not None:
        response.status_code = problem.http_status
    return response


def _page(given: dict[str, str], error: GeoAppError | None = None) -> Response:
    installation = here()
    shell = page_shell(url_for("public.sites_geojson"), installation.districts.bounds)
    response = page_answer(
        "tip.html",
        shell,
        given=given,
        error=error.text(language()) if error else None,
        token=_serializer().dumps(uuid.uuid4().hex),
        trap=TRAP,
        page_data=page_data(),
    )
    if error is not None:
        response.status_code = error.http_status
    return _plain(response)


def _plain(response: Response) -> Response:
    # what somebody wrote, or a token: for nobody else
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=_SALT)


def _read_token(text: str) -> str:
    """Id of the form.

    Raises:
        InputError: It is not one of ours, too old, or too young.
    """
    limits = here().settings.public
    try:
        name, since = _serializer().loads(
            text, max_age=int(limits.tip_hours * 3600), return_timestamp=True
        )
        age = time.time() - since.timestamp()
    except (BadData, ValueError):
        raise InputError("tip.form") from None
    if age < limits.tip_least_s:
        raise InputError("tip.form")
    return str(uuid.UUID(name))


def _check_origin() -> None:
    """Browsers say which site a form comes from.

    Raises:
        ForbiddenError: Another one.
    """
    origin = request.headers.get("Origin")
    is_foreign = origin is not None and urlsplit(origin).netloc != request.host
    if is_foreign or request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        raise ForbiddenError("tip.elsewhere")
