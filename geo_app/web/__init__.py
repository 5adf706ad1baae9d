"""The web: thin over ``work``. ``create_app`` puts the parts together; nothing else does."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, request
from flask_wtf.csrf import CSRFProtect

from geo_app.domain.deadlines import in_working_days
from geo_app.reports.batch.background import Background
from geo_app.resources import resource
from geo_app.settings import Settings, from_environ
from geo_app.store.jobs import FOLDER as JOBS
from geo_app.store.jobs import Jobs
from geo_app.store.session import Store, open_store
from geo_app.web import (
    api,
    assets,
    calendar,
    complaints,
    compression,
    day,
    door,
    draws,
    errors,
    field,
    gate,
    gazetteer,
    headers,
    health,
    in_force,
    inbox,
    indicators,
    inspections,
    language,
    leader,
    leader_course,
    leader_days,
    leader_units,
    ledger_adoption,
    ledger_file,
    ledger_rows,
    ledger_views,
    log,
    map_file,
    metrics,
    notices,
    outlines,
    own_account,
    pace,
    pages,
    papers,
    papers_many,
    parcels,
    parts,
    passkeys,
    people,
    photo_files,
    provider,
    public,
    publication,
    publication_many,
    records,
    second_step,
    sessions,
    tiles,
    tip_form,
    tips,
    units,
    uploads,
    verification,
    visits,
)
from geo_app.web.installation import EXTENSION, Installation
from geo_app.web.interface import document
from geo_app.web.interface import door as interface_door
from geo_app.web.interface.operations import operations
from geo_app.web.json import OrjsonProvider
from geo_app.web.trust import believe_proxies, kept_secret, trusted_hosts
from geo_app.work import forms, reference
from geo_app.work.desk import open_desk
from geo_app.work.field.uploads import open_counter
from geo_app.work.first_start import first_start
from geo_app.work.people import second_factor
from geo_app.work.people.provider import check as provider_check

FORM_BYTES = 1024 * 1024
FORM_PARTS = 400
"""Of the page that records a visit: a bureau's form may ask much."""


def create_app(settings: Settings, store: Store | None = None) -> Flask:
    """The program as a WSGI application.

    Args:
        settings: Of this installation.
        store: An opened store; opened (and filled at first use) from the settings otherwise.

    Raises:
        StoreError: The database, the files or the key cannot be used.
        InputError: A form of the installation, or a setting, cannot be read.
        ConflictError: A form was changed without raising its version.
        FileNotFoundError: The installation is damaged.
    """
    if store is None:
        store = open_store(settings)
        first_start(store, settings)
    static = resource("static")
    app = Flask(
        "geo_app.web", static_folder=str(static), template_folder=str(resource("templates"))
    )
    app.json = OrjsonProvider(app)
    app.config.update(
        SECRET_KEY=settings.secret_key or kept_secret(settings.data),
        SESSION_COOKIE_NAME="__Host-geo_app" if settings.network.https else "geo_app",
        SESSION_COOKIE_SECURE=settings.network.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=FORM_BYTES,
        MAX_FORM_PARTS=100,
        TRUSTED_HOSTS=trusted_hosts(settings),
        WTF_CSRF_TIME_LIMIT=None,  # a clerk's page stays open all day; the session ends the token
    )
    parts.init(app)
    believe_proxies(app, settings.network.proxies)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions[EXTENSION] = _installation(
        settings, store, assets.Assets(static), app.config["SECRET_KEY"]
    )
    log.init(app, settings)
    metrics.init(app, store, settings)
    _room_for_uploads(app, settings)
    sessions.init(app, store, settings)
    gate.init(app)
    inbox.init(app)
    pace.init(app, settings.rates)
    csrf = CSRFProtect(app)
    inspections.init(csrf)
    uploads.init(csrf)
    interface_door.init(app, operations(settings))
    tip_form.init(csrf)
    language.init(app, settings)
    assets.init(app, app.extensions[EXTENSION].assets)
    headers.init(app, settings)
    compression.init(app)
    errors.init(app)
    day.init(app, store, settings.tiles.crowd)
    for blueprint in (
        pages.pages,
        leader.leader,
        indicators.indicators,
        leader_course.leader_course,
        leader_days.leader_days,
        leader_units.leader_units,
        ledger_file.ledger_file,
        ledger_adoption.adoption,
        ledger_rows.ledger_rows,
        ledger_views.ledger_views,
        papers.papers,
        map_file.map_file,
        papers_many.papers_many,
        notices.notices,
        gazetteer.gazetteer,
        api.api,
        document.interface,
        inspections.inspections,
        photo_files.photo_files,
        visits.visits,
        verification.verification,
        inbox.inbox,
        calendar.calendar,
        tiles.tiles,
        uploads.uploads,
        field.field,
        parcels.parcels,
        complaints.complaints,
        door.door,
        own_account.own_account,
        people.people,
        units.units,
        outlines.outlines,
        health.health,
        metrics.metrics,
        records.records,
        in_force.in_force_page,
        second_step.second_step,
        passkeys.passkeys,
        draws.draws,
    ):
        app.register_blueprint(blueprint)
    provider_check(settings.provider)
    if settings.provider.issuer:
        app.register_blueprint(provider.provider)
    if settings.public.is_on:  # otherwise these addresses are as those that never were
        app.register_blueprint(public.public)
        app.register_blueprint(publication.publication)
        app.register_blueprint(publication_many.publication_many)
    if settings.public.has_tips:
        app.register_blueprint(tip_form.tip_form)
        app.register_blueprint(tips.tips)
    app.extensions[EXTENSION].background.resume()
    return app


def create_app_from_environ() -> Flask:
    """For ``flask --app 'geo_app.web:create_app_from_environ' run`` while developing."""
    return create_app(from_environ())


def _installation(
    settings: Settings, store: Store, files: assets.Assets, secret_key: str
) -> Installation:
    districts = reference.districts(settings)
    try:
        sample: Path | None = resource("data", "sample-notice.txt")
    except FileNotFoundError:
        sample = None
    desk = open_desk(settings)
    forms.remember(store, desk.forms)
    return Installation(
        settings=settings,
        database=store,
        desk=desk,
        counter=open_counter(store, settings),
        background=Background(store, desk, districts, Jobs(settings.data / JOBS)),
        districts=districts,
        districts_json=districts.to_geojson(),
        assets=files,
        sample=sample,
        seal=second_factor.Seal(secret_key),
        second_factor_for=second_factor.demanded_of(settings.accounts),
        in_working_days=in_working_days(settings.deadlines.working_days_for),
    )


def _room_for_uploads(app: Flask, settings: Settings) -> None:
    """Only the pages that take files accept large bodies; set before anything reads the form."""
    limits, of_visit, for_all = settings.limits, settings.visits, settings.public
    room = {
        "notices.add": (limits.notice_bytes, limits.notice_bytes),
        "gazetteer.import_file": (limits.import_bytes, limits.import_bytes),
        "outlines.look": (limits.import_bytes, FORM_BYTES),
        "indicators.look": (limits.indicator_bytes, FORM_BYTES),
        # percent-coding makes three of one byte
        "indicators.confirm": (3 * limits.indicator_bytes, 3 * limits.indicator_bytes),
        "ledger_file.look": (settings.ledger.file_bytes, FORM_BYTES),
        "ledger_file.confirm": (16 * FORM_BYTES, 16 * FORM_BYTES),
        "adoption.look": (settings.ledger.file_bytes, FORM_BYTES),
        "complaints.look": (settings.complaints.file_bytes + FORM_BYTES, FORM_BYTES),
        "parcels.look": (of_visit.body_bytes, FORM_BYTES),
        "api.redraw": (16 * FORM_BYTES, 16 * FORM_BYTES),
        # files of a form are spooled to the disk, its fields are held in memory
        "inspections.record": (of_visit.body_bytes, of_visit.draft_bytes),
        "visits.record": (of_visit.body_bytes, of_visit.draft_bytes),
        "uploads.add": (settings.photos.file_bytes, FORM_BYTES),
        "tip_form.send": (for_all.tip_photos * for_all.tip_photo_bytes, FORM_BYTES),
    }

    @app.before_request
    def widen() -> None:
        if request.endpoint in room:
            body, fields = room[request.endpoint]
            request.max_content_length = body + FORM_BYTES
            request.max_form_memory_size = fields
        if request.endpoint == "visits.record":
            request.max_form_parts = FORM_PARTS
