"""Language, dates and lengths on the screen: Chinese first, English as a full second."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Flask, request
from flask_babel import Babel
from jinja2 import pass_context
from jinja2.runtime import Context

from geo_app.domain.remark import Remark
from geo_app.settings import Settings
from geo_app.web.translate import _
from geo_app.words import LANGUAGES, say, term

COOKIE = "language"
FOR_ALL = "public"
"""Blueprint of the pages for everybody."""
FOR_TIPS = "tip_form"
"""Blueprint of the form by which everybody tells something."""
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
THEMES = ("light", "dark")
LOCALE = Path(__file__).resolve().parent.parent / "locale"


def language() -> str:
    """Language of this request: ``zh`` or ``en``; an explicit choice wins."""
    from geo_app.web.installation import here

    chosen = request.cookies.get(COOKIE)
    if request.blueprint in {FOR_ALL, FOR_TIPS}:  # whose pages set no cookie: the address says it
        chosen = request.args.get(COOKIE, chosen)
    return chosen if chosen in LANGUAGES else here().settings.language


def theme() -> str | None:
    """``light`` or ``dark`` where the person has chosen; None follows the system."""
    chosen = request.cookies.get("theme")
    return chosen if chosen in THEMES else None


def date_words(day: date | str | None) -> str:
    """2021年10月14日 in Chinese, 2021-10-14 in English, a dash where there is no date."""
    if not day:
        return "—"
    if isinstance(day, str):
        day = date.fromisoformat(day[:10])
    return f"{day.year}年{day.month}月{day.day}日" if language() == "zh" else day.isoformat()


def time_words(moment: datetime | None) -> str:
    """A moment (UTC where no zone is given) on the office's clock, to the minute."""
    from geo_app.web.installation import here

    if moment is None:
        return "—"
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    local = aware.astimezone(ZoneInfo(here().settings.timezone))
    return f"{date_words(local.date())} {local:%H:%M}"


def length_words(metres: float | None) -> str:
    """35米, 850米, 4.3公里: two figures are enough for what is itself an estimate."""
    if metres is None:
        return "—"
    if metres < 1000:
        return _("%(n)s米", n=f"{metres:.0f}")
    kilometres = f"{metres / 1000:.1f}".removesuffix(".0")
    return _("%(n)s公里", n=kilometres)


def radius_words(metres: float | None) -> str:
    """The honest radius as a phrase."""
    return _("半径约%(length)s", length=length_words(metres)) if metres is not None else ""


def percent_words(part: int, whole: int) -> str:
    """20 of 21 → 95.2%; nothing of nothing is a dash, not 0%."""
    return f"{100 * part / whole:.1f}%".replace(".0%", "%") if whole else "—"


def remark_text(remark: Remark | dict[str, Any] | str) -> str:
    """The sentence of a remark, also of one that was stored as JSON."""
    if isinstance(remark, str):
        return remark
    if isinstance(remark, dict):
        remark = Remark.from_json(remark)
    values = {name: _day_said(value) for name, value in remark.values.items()}
    return say(remark.code, values, language())


def _day_said(value: Any) -> Any:
    """A day in words; what somebody mistyped, 2026-02-30, stays as it is."""
    if isinstance(value, str) and ISO_DAY.fullmatch(value):
        with suppress(ValueError):
            return date_words(value)
    return value


def word(code: str | None, group: str) -> str:
    """The word for a code, in the language of the request."""
    return term(group, code, language())


def _at_request(say_it: Callable[..., str]) -> Callable[..., str]:
    """A filter that Jinja does not fold: a constant has other words in the next request."""

    @pass_context
    def spoken(_context: Context, *given: Any) -> str:
        return say_it(*given)

    return spoken


def _catalogues() -> dict[tuple[str, str], Translations]:
    """Catalogues made from their sources, for a checkout where none are compiled yet."""
    made = {}
    for source in LOCALE.glob("*/LC_MESSAGES/messages.po"):
        compiled = source.with_suffix(".mo")
        if compiled.is_file() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file)
        memory = BytesIO()
        write_mo(memory, catalogue)
        memory.seek(0)
        made[source.parent.parent.name, "messages"] = Translations(memory, "messages")
    return made


def init(app: Flask, settings: Settings) -> None:
    """Translations, and the filters that templates use."""
    babel = Babel(
        app,
        default_locale="zh",
        default_timezone=settings.timezone,
        default_translation_directories=str(LOCALE),
        locale_selector=language,
    )
    with app.app_context():
        babel.domain_instance.cache.update(_catalogues())
    filters: dict[str, Callable[..., str]] = {
        "date": date_words,
        "time": time_words,
        "length_words": length_words,
        "radius": radius_words,
        "term": word,
        "sentence": remark_text,
    }
    app.jinja_env.filters.update({name: _at_request(say_it) for name, say_it in filters.items()})
    app.jinja_env.globals.update(percent=percent_words)

    @app.context_processor
    def names() -> dict[str, Any]:
        tongue = language()
        return {
            "language": tongue,
            "html_language": "zh-CN" if tongue == "zh" else "en",
            "theme": theme(),
        }
