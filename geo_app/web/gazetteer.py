"""The gazetteer page: list, add, correct and import anchors; says what moved and how far."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response

from geo_app.errors import GeoAppError, InputError
from geo_app.web.installation import here
from geo_app.web.language import language
from geo_app.web.translate import _
from geo_app.words import TABLE, term
from geo_app.work import gazetteer as gazetteer_work

gazetteer = Blueprint("gazetteer", __name__)
SEPARATORS = re.compile(r"[、,，;；\s]+")
NOT_ANCHORS = {"none", "coordinates"}


@dataclass(frozen=True, slots=True)
class Report:
    """What a change did: a headline and the places that moved."""

    title: str
    moved: list[Any] = field(default_factory=list)


@gazetteer.get("/gazetteer")
def listing() -> str:
    """All anchors."""
    return _page()


@gazetteer.post("/gazetteer")
def add() -> Response:
    """Add an anchor at a point; places that were waiting for it are located."""
    form = request.form
    try:
        values = _position(form)
        name = _required(form, "name")
        with here().store.session() as session:
            anchor, moved = gazetteer_work.add(
                session,
                here().actor,
                name=name,
                kind=_kind(form),
                aliases=tuple(each for each in SEPARATORS.split(form.get("aliases", "")) if each),
                settings=here().settings,
                **values,
            )
            report = Report(_("已添加「%(name)s」", name=anchor.name), list(moved))
    except GeoAppError as error:
        again = {**form.to_dict(), "open": "add"}
        return make_response(_page(error=error.text(language()), form=again), error.http_status)
    return make_response(_page(report))


@gazetteer.post("/gazetteer/<anchor_id>")
def correct(anchor_id: str) -> Response:
    """Give an anchor a better position; everything told from it is computed anew."""
    try:
        values = _position(request.form)
        with here().store.session() as session:
            moved = gazetteer_work.correct(
                session, here().actor, anchor_id, settings=here().settings, **values
            )
            report = Report(_("已更正，重新推算 %(n)s 处", n=len(moved)), list(moved))
    except InputError as error:
        return make_response(_page(error=error.text(language())), error.http_status)
    return make_response(_page(report))


@gazetteer.post("/gazetteer/import")
def import_file() -> Response:
    """Anchors from a GeoJSON file: all or nothing."""
    try:
        content, name = _uploaded()
        with here().store.session() as session:
            done = gazetteer_work.import_features(
                session, here().actor, content, name, here().settings
            )
    except InputError as error:
        return make_response(_page(error=error.text(language())), error.http_status)
    title = _(
        "已导入：新增 %(added)s，更正 %(changed)s，未变 %(unchanged)s",
        added=done.added,
        changed=done.changed,
        unchanged=done.unchanged,
    )
    return make_response(_page(Report(title, list(done.moved))))


def _uploaded() -> tuple[bytes, str]:
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        raise InputError("body.field", name="file", reason="GeoJSON")
    return upload.read(), upload.filename


def _page(
    report: Report | None = None, error: str | None = None, form: dict[str, str] | None = None
) -> str:
    tongue = language()
    with here().store.session(read_only=True) as session:
        anchors = [_row(each) for each in gazetteer_work.load(session).anchors]
    kinds = [
        (code, term("kind", code, tongue))
        for code in (key.removeprefix("kind.") for key in TABLE if key.startswith("kind."))
        if code not in NOT_ANCHORS
    ]
    anchors.sort(key=lambda row: (row["kind"] or "", row["name"]))
    return render_template(
        "gazetteer.html", anchors=anchors, kinds=kinds, report=report, error=error, form=form or {}
    )


def _row(anchor: Any) -> dict[str, Any]:
    point = None if anchor.geometry is None else anchor.geometry.representative_point()
    return {
        "id": anchor.id,
        "name": anchor.name,
        "kind": anchor.kind,
        "aliases": anchor.aliases,
        "radius_m": anchor.radius_m,
        "source": anchor.source,
        "note": anchor.note,
        "is_point": anchor.geometry is None or anchor.geometry.geom_type == "Point",
        "lon": None if point is None else round(point.x, 6),
        "lat": None if point is None else round(point.y, 6),
        "coordinates": None if point is None else f"{point.x:.5f}, {point.y:.5f}",
    }


def _position(form: Any) -> dict[str, Any]:
    """Longitude, latitude (degrees), radius (metres) and source of a form."""
    return {
        "lon": _number(form, "lon", -180, 180),
        "lat": _number(form, "lat", -90, 90),
        "radius_m": _number(form, "radius_m", 1, 50_000),
        "source": _required(form, "source"),
    }


def _number(form: Any, name: str, low: float, high: float) -> float:
    text = form.get(name, "")
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not low <= value <= high:
        raise InputError("body.number", name=name, low=low, high=high, value=text[:40])
    return value


def _required(form: Any, name: str) -> str:
    value: str = form.get(name, "").strip()
    if not value or len(value) > 200 or not value.isprintable():
        raise InputError("body.text", name=name, limit=200)
    return value


def _kind(form: Any) -> str:
    kind: str = form.get("kind", "")
    if f"kind.{kind}" not in TABLE or kind in NOT_ANCHORS:
        raise InputError("query.unknown_value", name="kind", value=kind[:40])
    return kind
