"""The map in one file as a download, after a look at what is to be in it."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, render_template, request, send_file
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from geo_app.domain.actor import Actor
from geo_app.errors import UsageError
from geo_app.reports.map_file.choice import Choice, Positions, chosen
from geo_app.reports.map_file.content import gather
from geo_app.reports.map_file.write import write
from geo_app.web.installation import here
from geo_app.web.language import language
from geo_app.web.maps import shell_of_file
from geo_app.web.query import LEDGER, read, site_filter
from geo_app.web.translate import _
from geo_app.work import sites
from geo_app.work.people import book

map_file = Blueprint("map_file", __name__)
AUDIENCES = ("office", "public")
_CHOICES = frozenset({"for", "positions", "photos", "names"})
_FLAGS = {"": None, "1": True, "0": False}


@map_file.get("/map/file")
def choose() -> str:
    """What is to be in the file; the filter of the map or ledger that was left holds."""
    installation = here()
    arguments = MultiDict(
        [(name, value) for name, value in request.args.items(multi=True) if name in LEDGER]
    )
    where = site_filter(read(arguments, LEDGER), installation.districts)
    with installation.store.session(read_only=True) as session:
        found = sites.find(session, where, 0, today=installation.today()).total
        everything = sum(sites.counts(session).values())
    limits = installation.settings.map_file
    return render_template(
        "map_file_choice.html",
        kept=[(name, value) for name, value in arguments.items(multi=True) if value],
        found=found,
        everything=everything,
        limits=limits,
        cell_m=installation.settings.public.cell_m,
        positions=Positions,
    )


@map_file.get("/map/file.html")
def download() -> Response:
    """The file; written down who took it, and in which form.

    Raises:
        UsageError: A choice that does not exist or is not to be published; more sites than one
            file takes.
    """
    installation = here()
    arguments = request.args
    choice = _choice(arguments)
    rest = [each for each in arguments.items(multi=True) if each[0] not in _CHOICES]
    where = site_filter(read(MultiDict(rest), LEDGER), installation.districts)
    with installation.store.session(read_only=True) as session:
        content = gather(
            session,
            where,
            choice,
            installation.desk,
            installation.districts,
            installation.today(),
            language(),
        )
    made = write(content, installation.desk, shell_of_file)
    # noted first: what cannot be noted does not leave
    _note(installation.actor, choice, len(content.features))
    name = _("整改点位地图-%(day)s.html", day=content.day.isoformat())
    response = send_file(
        BytesIO(made), mimetype="text/html", as_attachment=True, download_name=name
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _note(actor: Actor, choice: Choice, count: int) -> None:
    with here().database.session() as session:
        book.exported(
            session,
            actor,
            "map.html",
            address=request.remote_addr,
            sites=count,
            audience=AUDIENCES[choice.public],
            positions=choice.positions,
            photos=choice.photos,
        )


def _choice(arguments: MultiDict[str, str]) -> Choice:
    audience = arguments.get("for", AUDIENCES[0])
    if audience not in AUDIENCES:
        raise UsageError("query.unknown_value", name="for", value=audience[:40])
    return chosen(
        public=audience == AUDIENCES[1],
        positions=arguments.get("positions"),
        photos=_flag(arguments, "photos"),
        names=bool(_flag(arguments, "names")),
    )


def _flag(arguments: MultiDict[str, str], name: str) -> bool | None:
    value = arguments.get(name, "")
    if value not in _FLAGS:
        raise UsageError("query.flag", name=name, value=value[:40])
    return _FLAGS[value]
