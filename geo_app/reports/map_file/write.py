"""Setting a map in one file: scripts, styles, data and photos inside it, no address outside.

A policy in its head lets the browser load nothing, and run only the scripts of the head by their
hashes and modules from ``data:``; so the file asks nobody for anything. The same content gives the
same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Protocol

import orjson
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from geo_app.domain.status import Status
from geo_app.domain.text import clean
from geo_app.errors import InputError, StoreError
from geo_app.photo.miniature import miniature
from geo_app.reports.map_file.choice import Positions
from geo_app.reports.map_file.content import Bounds, Content
from geo_app.reports.map_file.modules import import_map
from geo_app.reports.map_file.photos import Shot
from geo_app.resources import resource
from geo_app.words import TABLE
from geo_app.work.desk import Desk
from geo_app.work.renditions import Size, rendition

TEMPLATE = "map_file.html"
ENTRY = "js/map_file/main.js"
STYLES = (
    "vendor/leaflet/leaflet.css", "css/tokens.css", "css/base.css", "css/parts.css", "css/map.css",
    "css/map-file.css",
)  # fmt: skip
SCRIPT_WORDS = (
    "whole_area", "close", "none", "stacked", "in_district", "all_again", "selected", "found",
    "claim", "check", "no_claim", "no_check", "deadline", "no_deadline", "place", "to_confirm",
    "category", "code", "district", "unit", "words", "visited", "doubts", "zoom_to",
    "why_unlocated",
)  # fmt: skip
"""Words that the scripts of the file say; they have no catalogue of their own."""

_GROUPS = ("status", "category")
_SOURCE_MAP = re.compile(r"\n?//# sourceMappingURL=\S*\s*$")
_PICTURE_OF_LEAFLET = re.compile(r"url\(images/[^)]*\)")
_COMMENT_OF_CSS = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


class Shell(Protocol):
    """What folium makes of an empty map (``web.maps``)."""

    @property
    def html(self) -> str:
        """The element."""

    @property
    def script(self) -> str:
        """What makes the map of it."""


Draw = Callable[[str, Mapping[str, str], Bounds], Shell]
"""Label, titles of the zoom buttons, first view → the empty map; the web hands it in."""


def write(content: Content, desk: Desk, draw: Draw) -> bytes:
    """The file.

    Args:
        content: Answer of ``content.gather``; no transaction needs to be open any more.
        desk: Where the photos are.
        draw: Makes the empty map.

    Raises:
        FileNotFoundError: A part of the program is missing: the installation is damaged.
    """
    say = content.speech.say
    zoom = {"in": say("map_file.zoom_in"), "out": say("map_file.zoom_out")}
    shell = draw(say("map_file.map"), zoom, content.home)
    features = _plain(_with_photos(content, desk))
    styles = [_style(name) for name in STYLES]
    paper = _style("css/print.css")
    modules = import_map(ENTRY)
    scripts = {
        "imports": _json({"imports": modules}),
        "leaflet": _script(_text("vendor/leaflet/leaflet.js")),
        "shell": _script(shell.script),
        "main": _script(f'import "{ENTRY}";'),
    }
    environment = Environment(
        loader=FileSystemLoader(resource("templates", TEMPLATE).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = environment.get_template(TEMPLATE).render(
        language="zh-CN" if content.speech.language == "zh" else "en",
        policy=_policy(scripts.values(), [*styles, paper]),
        styles=[Markup(each) for each in styles],  # noqa: S704 # our own files
        paper=Markup(paper),  # noqa: S704
        scripts={name: Markup(text) for name, text in scripts.items()},  # noqa: S704
        shell=Markup(shell.html),  # noqa: S704 # escaped by its own template
        sprite=Markup(_text("icons/status.svg")),  # noqa: S704
        data=Markup(_json(_island(content, features, desk))),  # noqa: S704 # no "<" is left in it
        say=say,
        term=content.speech.term,
        features=features,
        legend=_legend(content),
        notes=_notes(content, sum("photo" in each["properties"] for each in features), desk),
        figures=content.figures,
        content=content,
    )
    return page.encode()


def _plain(value: Any) -> Any:
    """The value without control and direction signs in its words: they could turn a line round."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value


def _with_photos(content: Content, desk: Desk) -> list[dict[str, Any]]:
    limits = desk.settings.map_file
    room = limits.photo_bytes // max(1, len(content.shots))
    features = [dict(each) for each in content.features]
    for nth, shot in content.shots.items():
        picture = _picture(shot, min(room, limits.one_photo_bytes), desk)
        if picture is None:
            continue
        day = content.speech.day(shot.at.astimezone(desk.zone).date())
        role = content.speech.term("photo_role", shot.role)
        told = content.speech.say("map_file.photo", role=role, day=day)
        photo = {"src": f"data:image/webp;base64,{picture}", "words": told}
        features[nth]["properties"] = {**features[nth]["properties"], "photo": photo}
    return features


def _picture(shot: Shot, most_bytes: int, desk: Desk) -> str | None:
    """The photo in base64; None where nothing can be shown of it, or where it is lost."""
    with suppress(InputError, StoreError):
        small = miniature(rendition(desk, shot.sha256, Size.THUMB), most_bytes)
        return base64.b64encode(small).decode("ascii") if small else None
    return None


def _island(content: Content, features: list[dict[str, Any]], desk: Desk) -> dict[str, Any]:
    """What the scripts read."""
    speech = content.speech
    number = desk.settings.map_number
    return {
        "language": "zh" if speech.language == "zh" else "en",
        "urls": {"site": "#__ID__"},
        "terms": {group: _terms(group, content) for group in _GROUPS},
        "strings": {
            name: TABLE[f"map_file.{name}"][0 if speech.language == "zh" else 1]
            for name in SCRIPT_WORDS
        }
        | {"attribution": speech.say("map_file.attribution", number=number)},
        "base_maps": [],
        "map_number": number,
        "today": content.day.isoformat(),
        "home": content.home,
        "coarse": content.choice.positions is Positions.COARSE,
        "by_district": content.choice.positions is Positions.NONE,
        "outlines": content.outlines,
        "features": features,
    }


def _terms(group: str, content: Content) -> dict[str, str]:
    told = {
        "status": [*Status, "overdue", "overridden", "unlocated"],
        "category": {each["properties"]["category"] for each in content.features},
    }[group]
    return {code: content.speech.term(group, code) for code in sorted(map(str, told))}


def _legend(content: Content) -> list[tuple[str, str, int]]:
    """Code, word and number of each status that a site has, and of what is overdue."""
    told = [each["properties"] for each in content.features]
    rows = [(str(code), sum(each["status"] == code for each in told)) for code in Status]
    rows.append(("overdue", content.figures["overdue"]))
    return [(code, content.speech.term("status", code), n) for code, n in rows if n]


def _notes(content: Content, pictures: int, desk: Desk) -> list[str]:
    """What a reader must know of the file."""
    say = content.speech.say
    notes = [say("map_file.not_checked"), say(f"map_file.positions_{content.choice.positions}")]
    if content.choice.public:
        notes.append(say("map_file.public"))
    if content.photographed:
        notes.append(say("map_file.photos_of", n=pictures, total=content.photographed))
    notes.append(say("map_file.outlines", number=desk.settings.map_number))
    return notes


def _policy(scripts: Any, styles: list[str]) -> str:
    """Nothing is loaded, and only what stands in the file by its hash is run."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src data: {' '.join(map(_hash, scripts))}",
            f"style-src {' '.join(map(_hash, styles))}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
    return f"'sha256-{digest}'"


def _text(name: str) -> str:
    return resource("static", *name.split("/")).read_text(encoding="utf-8")


def _style(name: str) -> str:
    return _COMMENT_OF_CSS.sub("", _PICTURE_OF_LEAFLET.sub("none", _text(name)))


def _script(text: str) -> str:
    """A script that can stand in a page.

    Raises:
        ValueError: It would end its own element.
    """
    if "</script" in text.lower() or "<!--" in text:
        raise ValueError("a script that ends its own element")
    return _SOURCE_MAP.sub("", str(text))


def _json(value: Any) -> str:
    """JSON that can stand in an element of a page."""
    text = orjson.dumps(value).decode()
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
