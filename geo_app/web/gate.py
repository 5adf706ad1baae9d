"""The door of every view: what right it takes to get there; docs/authz.csv is written from it.

A view without a row is for nobody: its request fails, and a test names it. What a job does is
decided again in ``work``; which sites somebody sees, ``store.scope`` decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from flask import Flask, redirect, request, url_for
from werkzeug.wrappers import Response

from geo_app.domain.actor import Actor, Right
from geo_app.errors import ForbiddenError, SignInError
from geo_app.web import sessions
from geo_app.web.errors import wants_json
from geo_app.web.installation import here
from geo_app.web.proof import lacks_second_factor
from geo_app.work.people import book

OPEN = frozenset(
    {
        *("static", "pages.about", "health.healthz", "pages.preferences"),
        *("door.sign_in", "door.enter", "door.enter_demo"),
        *("door.link", "door.use_link"),
        # the shell of the field page knows nobody, and must open when a session has ended
        *("field.page", "field.worker", "field.manifest", "field.icon", "uploads.abilities"),
        *("second_step.code", "second_step.show", "passkeys.ask", "passkeys.enter"),
        # these are there where a provider is set
        *("provider.leave", "provider.leave_invited", "provider.come_back"),
        # these are there where an installation wants them, and see what is published
        *("public.page", "public.site", "public.sites_geojson", "public.districts_geojson"),
        "public.photo",
        *("tip_form.form", "tip_form.send", "tip_form.ask"),
        # a secret address stands for its owner
        "calendar.feed",
        # asks for a token of its own, which is nobody's
        "metrics.show",
    }
)
"""Views for everybody."""

SIGNED_IN = frozenset(
    {
        *("own_account.me", "door.leave", "own_account.change_password"),
        *("own_account.make_key", "own_account.revoke_key", "own_account.end_session"),
        *("calendar.make", "calendar.revoke"),
        *("second_step.page", "second_step.begin", "second_step.confirm"),
        *("second_step.renew_paper", "second_step.remove"),
        *("passkeys.page", "passkeys.begin", "passkeys.keep", "passkeys.remove"),
        *("provider.page", "provider.connect", "provider.remove"),
    }
)
"""Views about the own account: for everybody who has signed in, not for a key."""

UNFINISHED = frozenset(
    {
        *("door.leave", "second_step.page", "second_step.begin", "second_step.confirm"),
        *("passkeys.page", "passkeys.begin", "passkeys.keep"),
    }
)
"""Views for who must have a second factor and has none yet; ``OPEN`` ones are, too."""

NEEDS: Mapping[str, Right] = MappingProxyType(
    {
        **dict.fromkeys(
            (
                *(
                    "pages.map_page",
                    "pages.ledger",
                    "leader.page",
                    "leader_course.page",
                    "leader_days.all_days",
                    "leader_units.page",
                    "indicators.page",
                    "pages.site",
                    "tiles.tile",
                    "tiles.description",
                    "interface.show",
                ),
                *("api.sites_geojson", "api.site", "api.districts_geojson", "api.anchors_geojson"),
                *("photo_files.photo", "photo_files.shown", "visits.compare"),
                *("visits.photos_geojson", "inspections.inspection", "inspections.form"),
                *("verification.standing", "gazetteer.listing", "ledger_file.export"),
                *("ledger_views.keep", "ledger_views.forget", "inbox.page", "inbox.mark"),
                *("papers.paper", "papers.summary", "papers.brief"),
                *("map_file.choose", "map_file.download"),
                *("papers_many.page", "papers_many.begin"),
                *("papers_many.stop", "papers_many.fetch"),
            ),
            Right.VIEW,
        ),
        **dict.fromkeys(
            (
                *("visits.inspect", "visits.record", "inspections.record", "inspections.token"),
                *("uploads.create", "uploads.state", "uploads.add", "uploads.give_up"),
                *("field.me", "field.pack"),
            ),
            Right.INSPECT,
        ),
        **dict.fromkeys(("parcels.choose", "parcels.look", "parcels.confirm"), Right.TAKE_IN),
        **dict.fromkeys(
            ("complaints.choose", "complaints.look", "complaints.confirm"), Right.COMPLAINTS
        ),
        # which step takes which right, the table of the procedure says (work.verification)
        **dict.fromkeys(("verification.take", "verification.take_json"), Right.VIEW),
        "verification.due": Right.VERIFY,
        **dict.fromkeys(
            ("tips.listing", "tips.photo", "tips.draft", "tips.dismiss", "tips.link"), Right.TIPS
        ),
        **dict.fromkeys(
            (
                *("publication.show", "publication.hide", "publication.photo"),
                *("publication.preview", "publication_many.look", "publication_many.confirm"),
            ),
            Right.PUBLISH,
        ),
        **dict.fromkeys(
            ("indicators.choose", "indicators.look", "indicators.confirm"), Right.INDICATORS
        ),
        "photo_files.original": Right.ORIGINALS,
        **dict.fromkeys(
            (
                *("ledger_file.choose", "ledger_file.look", "ledger_file.confirm"),
                *("adoption.choose", "adoption.look", "adoption.confirm", "adoption.forget"),
                *("ledger_rows.row", "ledger_rows.save", "ledger_rows.look"),
                *("draws.listing", "draws.new", "draws.look", "draws.make", "draws.show"),
                "draws.finish",
            ),
            Right.LEDGER,
        ),
        **dict.fromkeys(
            (
                *("notices.listing", "notices.add", "notices.add_sample", "notices.review_page"),
                *("notices.confirm_all", "notices.act", "api.notice", "api.confirm_all", "api.act"),
                *("api.merge", "api.redraw"),
            ),
            Right.NOTICES,
        ),
        **dict.fromkeys(
            ("gazetteer.add", "gazetteer.correct", "gazetteer.import_file"), Right.GAZETTEER
        ),
        **dict.fromkeys(
            (
                *("people.listing", "people.add", "people.change", "people.switch"),
                *("outlines.listing", "outlines.look", "outlines.confirm"),
                *("units.listing", "units.add", "units.look", "units.move", "units.switch"),
                *("people.make_link", "people.sign_out", "people.reset_second_step"),
                *(
                    "records.door_book",
                    "records.door_book_csv",
                    "records.sessions",
                    "records.end_session",
                    "in_force.page",
                ),
            ),
            Right.ADMINISTER,
        ),
    }
)
"""What it takes to reach a view, by its endpoint."""


def init(app: Flask) -> None:
    """Let nobody pass who may not; every page names who is there, and where that one may go."""

    @app.context_processor
    def person() -> dict[str, Any]:
        installation = here()
        who = sessions.visitor(installation.database)
        return {
            "person": who,
            "rights": Right,
            "is_unfinished": who is not None and _is_unfinished(who),
            "is_demo": installation.is_demo,
            "takes_tips": installation.settings.public.has_tips,
        }

    @app.before_request
    def guard() -> Response | None:
        endpoint = request.endpoint
        # what a browser may ask of us from elsewhere, the headers say to everybody
        if endpoint is None or endpoint in OPEN or request.method == "OPTIONS":
            return None
        who = sessions.visitor(here().database)
        if who is None:
            if wants_json() or request.method != "GET":
                raise SignInError("people.sign_in_needed")
            return redirect(url_for("door.sign_in", next=request.full_path.rstrip("?")), 303)
        if endpoint not in UNFINISHED and _is_unfinished(who):
            if wants_json() or request.method != "GET":
                raise ForbiddenError("people.second_factor_needed")
            return redirect(url_for("second_step.page"), 303)
        _check(who, endpoint)
        return None

    @app.after_request
    def write_down(response: Response) -> Response:
        # also what a job refuses, which knows more than this door: four eyes, another's unit
        if response.status_code != HTTPStatus.FORBIDDEN or (request.endpoint or "static") in OPEN:
            return response
        who, what = sessions.visitor(here().database), f"{request.method} {request.path}"
        if who is not None:
            with here().database.session() as session:
                book.note(session, book.Kind.DENIED, who, subject=what, address=request.remote_addr)
        return response


def _is_unfinished(who: Actor) -> bool:
    # a key was made by who had come in, ends by itself and may little
    is_key = who.limited_to is not None
    return not is_key and lacks_second_factor(who.role)


def _check(who: Actor, endpoint: str) -> None:
    if endpoint not in SIGNED_IN:
        who.must(NEEDS[endpoint])
    elif who.limited_to is not None:
        raise ForbiddenError("actor.no_key")
