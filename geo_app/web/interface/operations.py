"""The table: what each view of the interface takes and answers."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from geo_app.geo.vector_tile import MEDIA_TYPE
from geo_app.settings import Settings
from geo_app.web import uploads
from geo_app.web.caller import CLIENT, PERSON
from geo_app.web.interface import answers, for_all, taken_along
from geo_app.web.interface.operation import GEOJSON, JSON, NOTHING, Answer, Operation
from geo_app.web.query import Parameter, of_sites, of_tiles
from geo_app.work import draft
from geo_app.work.shape import LAT, LON, OBJECT, TEXT, Schema, members, number
from geo_app.work.tiles import HIGHEST_ZOOM
from geo_app.work.verification import SAID

OK, CREATED, ACCEPTED = HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.ACCEPTED
GONE_WELL, UNCHANGED = HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED
MISSING, CONFLICT = HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT
UNFIT, FULL = HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.INSUFFICIENT_STORAGE
TOO_LARGE, OTHER_KIND = HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNSUPPORTED_MEDIA_TYPE

PICTURE = "image/jpeg"
MULTIPART = "multipart/form-data"
SENDING = {CLIENT: False, PERSON: False}
"""Headers of who sends something (``caller``)."""

_SAME = Answer(None, None, ("ETag",))
_LAST = (1 << HIGHEST_ZOOM) - 1
_TUS = {"Tus-Resumable": True}
_PHOTO = Parameter(TEXT, "query.unknown_value")


def operations(settings: Settings) -> Mapping[str, Operation]:
    """The rows of an installation, by endpoint."""
    return {
        **_map(settings),
        **_review(),
        **_sites(),
        **_visits(settings),
        **_photos(),
        **_uploads(),
        **for_all.operations(settings),
        "interface.show": Operation(_kept(OBJECT, JSON)),
    }


def _kept(schema: Schema, kind: str) -> Mapping[HTTPStatus, Answer]:
    """An answer that a browser keeps as long as it asks whether it still holds."""
    return {OK: Answer(schema, kind, ("ETag",)), UNCHANGED: _SAME}


def _map(settings: Settings) -> Mapping[str, Operation]:
    about = of_tiles(settings.tiles)
    said = ("ETag", "Geo-App-Tile", "Geo-App-Day", "Geo-App-Left-Out")
    column = Parameter(number(0, _LAST, "integer"), "query.number")
    zoom = Parameter(number(0, HIGHEST_ZOOM, "integer"), "query.number")
    return {
        "api.sites_geojson": Operation(
            _kept(answers.SITES, GEOJSON), query=of_sites(settings.limits)
        ),
        "api.site": Operation(_kept(answers.feature(answers.ONE_SITE), GEOJSON)),
        "api.districts_geojson": Operation(_kept(answers.DISTRICTS, GEOJSON)),
        "api.anchors_geojson": Operation(_kept(answers.ANCHORS, GEOJSON)),
        "tiles.tile": Operation(
            {OK: Answer(None, MEDIA_TYPE, said), UNCHANGED: _SAME},
            path={"z": zoom, "x": column, "y": column},
            query=about,
        ),
        "tiles.description": Operation({OK: Answer(taken_along.TILES)}, query=about),
        "leader_days.all_days": Operation({OK: Answer(answers.DAYS)}),
    }


def _review() -> Mapping[str, Operation]:
    sheet = {OK: Answer(answers.SHEET)}
    may = (CONFLICT, UNFIT)
    drawn = members(geometry=answers.GEOMETRY, radius_m=number())
    return {
        "api.notice": Operation({OK: Answer(answers.SHEET, JSON, ("ETag",)), UNCHANGED: _SAME}),
        "api.confirm_all": Operation(sheet, body=NOTHING, may_refuse=may),
        "api.act": Operation(sheet, body=NOTHING, may_refuse=may),
        "api.merge": Operation(sheet, body=members(into=TEXT), may_refuse=may),
        "api.redraw": Operation(sheet, body=drawn, may_refuse=may),
    }


def _sites() -> Mapping[str, Operation]:
    standing = {OK: Answer(answers.STANDING)}
    return {
        "verification.standing": Operation(standing),
        "verification.take_json": Operation(standing, body=SAID, may_refuse=(CONFLICT, UNFIT)),
        "visits.photos_geojson": Operation({OK: Answer(answers.PHOTO_MARKS, GEOJSON)}),
        "visits.compare": Operation(
            {OK: Answer(answers.COMPARISON)}, query={"before": _PHOTO, "after": _PHOTO}
        ),
    }


def _visits(settings: Settings) -> Mapping[str, Operation]:
    visit = draft.shape(settings.visits)
    receipt = Answer(answers.RECEIPT, JSON, ("Location",))
    degrees = {
        "lon": Parameter(LON, "field.center"),
        "lat": Parameter(LAT, "field.center"),
    }
    return {
        "inspections.record": Operation(
            {OK: receipt, CREATED: receipt, ACCEPTED: Answer(answers.WAITING)},
            headers=SENDING,
            content={JSON: visit, MULTIPART: visit},
            may_refuse=(MISSING, CONFLICT, UNFIT, FULL),
            takes_keys=True,
        ),
        "inspections.inspection": Operation({OK: Answer(answers.VISIT)}),
        "inspections.form": Operation(_kept(taken_along.FORM, JSON)),
        "inspections.token": Operation({OK: Answer(taken_along.TOKEN)}),
        "field.me": Operation({OK: Answer(taken_along.ME)}),
        "field.pack": Operation({OK: Answer(taken_along.PACK)}, query=degrees),
    }


def _photos() -> Mapping[str, Operation]:
    # of what is damaged no picture is made
    may = (UNFIT, FULL)
    return {
        "photo_files.photo": Operation({OK: Answer(answers.PHOTO)}),
        "photo_files.shown": Operation(
            {OK: Answer(None, PICTURE, ("ETag",)), UNCHANGED: _SAME}, may_refuse=may
        ),
        "photo_files.original": Operation({OK: Answer(None, "image/*", ("ETag",))}),
    }


def _uploads() -> Mapping[str, Operation]:
    far = ("Tus-Resumable", "Upload-Offset")
    telling = {**SENDING, **_TUS}
    return {
        "uploads.abilities": Operation(
            {GONE_WELL: Answer(None, None, ("Tus-Version", "Tus-Extension", "Tus-Max-Size"))}
        ),
        "uploads.create": Operation(
            {CREATED: Answer(None, None, (*far, "Location"))},
            headers={**telling, "Upload-Length": True, "Upload-Metadata": True},
            may_refuse=(CONFLICT, TOO_LARGE, UNFIT, FULL),
            takes_keys=True,
        ),
        "uploads.state": Operation(
            {OK: Answer(None, None, (*far, "Upload-Length"))}, headers=_TUS, may_refuse=(UNFIT,)
        ),
        "uploads.add": Operation(
            {GONE_WELL: Answer(None, None, far)},
            headers={**telling, "Upload-Offset": True},
            content={uploads.PIECE: {}},
            may_refuse=(CONFLICT, UNFIT, FULL),
            takes_keys=True,
        ),
        "uploads.give_up": Operation(
            {GONE_WELL: Answer(None, None, ("Tus-Resumable",))},
            headers=telling,
            may_refuse=(CONFLICT, UNFIT),
            takes_keys=True,
        ),
    }
