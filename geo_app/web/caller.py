"""By which door a visit or a photo comes, and whether it is whose the phone believes."""

from __future__ import annotations

import re

from flask import request
from flask_wtf.csrf import CSRFProtect

from geo_app.errors import ConflictError, ForbiddenError
from geo_app.web import sessions
from geo_app.web.installation import here

CLIENT = "X-Geo-App-Client"
"""Header of a program that is no browser page."""

PERSON = "X-Geo-App-Person"
"""Header of the field page: whose visit it sends. Somebody else may have signed in meanwhile."""

_CLIENT_NAME = re.compile(r"[\w .()/+;-]{1,100}", re.ASCII)


def trusted(csrf: CSRFProtect) -> str:
    """By which door a request comes: ``web`` from a page of ours, ``api`` from another program.

    A request by the cookie of a session comes from a browser, which another site may have sent:
    it must carry the token of the session, as every form does. One with an access key comes from
    a program, which names itself: a page of another site can set neither header without asking
    us first (CORS), and we never grant that.

    Raises:
        CSRFError: The token of the session is missing or wrong.
        ForbiddenError: A program that does not say its name.
    """
    if not sessions.has_key():
        csrf.protect()
        return "web"
    if not _CLIENT_NAME.fullmatch(request.headers.get(CLIENT, "")):
        raise ForbiddenError("inspection.no_client")
    return "api"


def check_person() -> None:
    """Let nobody's visit be sent in another one's name.

    Raises:
        ConflictError: The request is of somebody else than who has signed in.
    """
    told = request.headers.get(PERSON)
    if told is not None and told != here().actor.id:
        raise ConflictError("field.other_person", name=here().actor.name)
