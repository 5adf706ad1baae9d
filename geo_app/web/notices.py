"""Reading notices in, and reviewing their places."""

from __future__ import annotations

from flask import (
    Blueprint,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as Answer

from geo_app.errors import GeoAppError, InputError
from geo_app.notice.parser import parse_notice
from geo_app.notice.reader import read_text
from geo_app.web import review
from geo_app.web.installation import here
from geo_app.web.language import language
from geo_app.web.marked_text import paragraphs
from geo_app.web.pages import map_shell, page_data
from geo_app.web.strings import review_strings
from geo_app.web.translate import _
from geo_app.work import gazetteer, places, tip_drafts, tips
from geo_app.work import notices as notices_work

notices = Blueprint("notices", __name__)
MEGABYTE = 1024 * 1024


@notices.get("/notices")
def listing() -> str:
    """All notices with their numbers, and the form that reads another one."""
    return _list_page()


def _list_page(error: str | None = None, pasted: str = "") -> str:
    installation = here()
    with installation.store.session(read_only=True) as session:
        found = notices_work.listing(session)
    return render_template(
        "notices.html",
        notices=found,
        error=error,
        pasted=pasted,
        sample=installation.sample,
        limit_mb=installation.settings.limits.notice_bytes // MEGABYTE,
    )


@notices.post("/notices")
def add() -> Answer:
    """Read an uploaded file or pasted text; on an error the pasted text is still there."""
    pasted = request.form.get("text", "")
    try:
        data, name = _given(pasted)
        notice_id = _read_in(data, name)
    except GeoAppError as error:
        return make_response(_list_page(error.text(language()), pasted), error.http_status)
    return redirect(url_for("notices.review_page", notice_id=notice_id), 303)


@notices.post("/notices/sample")
def add_sample() -> Answer:
    """Read the sample notice that comes with the program."""
    sample = here().sample
    if sample is None:
        raise InputError("http.404", path=request.path)
    notice_id = _read_in(sample.read_bytes(), sample.name)
    return redirect(url_for("notices.review_page", notice_id=notice_id), 303)


def _given(pasted: str) -> tuple[bytes, str | None]:
    upload = request.files.get("file")
    if upload and upload.filename:
        if pasted.strip():
            raise InputError("body.two_given")
        return upload.read(), upload.filename
    if not pasted.strip():
        raise InputError("body.nothing_given")
    # a form sends every line end as CR LF; the same text from a file must be the same notice
    return pasted.replace("\r\n", "\n").encode(), None


def _read_in(data: bytes, name: str | None) -> str:
    installation = here()
    settings = installation.settings
    text = read_text(data, name=name, limits=settings.limits)
    draft = parse_notice(text)
    shown_name = name or _("粘贴的文字")
    if not draft.problems:
        raise InputError("notice.no_problem", file=shown_name)
    with installation.store.session() as session:
        notice = notices_work.add(
            session,
            installation.actor,
            draft,
            source_name=shown_name,
            gazetteer=gazetteer.load(session),
            districts=installation.districts,
            settings=settings,
        )
        notice_id: str = notice.id
    return notice_id


@notices.get("/notices/<notice_id>")
def review_page(notice_id: str) -> str:
    """Text on the left with every phrase marked, map on the right."""
    with here().store.session(read_only=True) as session:
        text = notices_work.get(session, notice_id).text or ""
        sheet = review.sheet(session, notice_id)
        tip = tip_drafts.of_notice(session, here().actor, notice_id)
        pictures = tips.photos_of(session, [tip.id] if tip else [])
    return render_template(
        "review.html",
        sheet=sheet,
        tip=tip,
        pictures=pictures,
        paragraphs=paragraphs(text, sheet["places"], sheet["problems"]) if text else [],
        shell=map_shell(url_for("api.notice", notice_id=notice_id)),
        page_data=page_data(
            review_strings(),
            sheet=sheet,
            csrf=_token(),
            urls={
                "notice": url_for("api.notice", notice_id=notice_id),
                "map": url_for("pages.map_page"),
                "ledger": url_for("pages.ledger"),
                "confirm_all": url_for("api.confirm_all", notice_id=notice_id),
                "actions": url_for("api.act", place_id="__ID__", action="confirm").replace(
                    "confirm", "__ACTION__"
                ),
            },
        ),
    )


def _token() -> str:
    from flask_wtf.csrf import generate_csrf

    token: str = generate_csrf()
    return token


@notices.post("/notices/<notice_id>/confirm-all")
def confirm_all(notice_id: str) -> Answer:
    """Confirm every draft (without scripts)."""
    with here().store.session() as session:
        made = places.confirm_all(session, here().actor, notice_id)
    flash(_("已确认 %(n)s 处。", n=len(made)))
    return redirect(url_for("notices.review_page", notice_id=notice_id), 303)


@notices.post("/notices/<notice_id>/places/<place_id>/<any(confirm,unlocated,reset):action>")
def act(notice_id: str, place_id: str, action: str) -> Answer:
    """One decision about one place (without scripts)."""
    with here().store.session() as session:
        review.ACTIONS[action](session, here().actor, place_id)
    page = url_for("notices.review_page", notice_id=notice_id)
    return redirect(f"{page}#place-{place_id}", 303)
