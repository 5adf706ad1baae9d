"""What the page that records a visit sends, as a draft and its files; what is wrong, by field."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from werkzeug.datastructures import FileStorage, MultiDict

from geo_app.domain.form import Form
from geo_app.domain.inspection import Draft, PhotoRole
from geo_app.errors import GeoAppError
from geo_app.web.language import language
from geo_app.web.questions import Given, read_answers
from geo_app.web.translate import _
from geo_app.work.desk import Desk
from geo_app.work.draft import read_draft
from geo_app.work.intake import Upload

Files = MultiDict[str, FileStorage]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that the person has to put right.

    Attributes:
        name: Field of the page; empty where it is about none.
        sentence: What is wrong, in the language of the request.
    """

    name: str
    sentence: str

    @property
    def anchor(self) -> str | None:
        """Id of the element to go to."""
        own = {"": None, "photos": "photos-title", "fix": "lon"}
        places = own | {name: name for name in ("visited_at", "note")}
        return places.get(self.name, f"question-{self.name}")

    def to_json(self) -> dict[str, str | None]:
        """For the scripts of the page."""
        return {"name": self.name, "anchor": self.anchor, "sentence": self.sentence}


class FaultyVisitError(Exception):
    """The visit cannot be recorded as it was sent."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(faults[0].sentence)
        self.faults = faults


def fault_of(error: GeoAppError) -> Fault:
    """A refusal of the jobs, at the field that it is about."""
    path = str(error.values.get("path", error.values.get("field", "")))
    of_photos = error.code.startswith(("intake.", "inspection.too_many")) or "photos" in path
    name = "photos" if of_photos else path.split(".", maxsplit=1)[0]
    return Fault(name, error.text(language()))


def read_visit(
    site_id: str, form: Form, given: Given, files: Files, desk: Desk
) -> tuple[Draft, list[Upload]]:
    """The visit that a person filled in.

    Args:
        site_id: Of the site.
        form: What was asked.
        given: Controls of the page.
        files: Photos, as ``photo.ROLE``.
        desk: Limits and zone.

    Raises:
        FaultyVisitError: Says everything that is wrong with the controls.
        InputError: A check that is the same for every door: too many photos, too long a note …
    """
    answers, wrong = read_answers(form, given)
    faults = [Fault(name, sentence) for name, sentence in wrong.items()]
    told = {
        "id": given.get("id"),
        "site": site_id,
        "visited_at": _reading(_moment(given.get("visited_at", ""), desk), faults),
        "sent_at": given.get("sent_at") or None,
        "token": given.get("token") or None,
        "note": given.get("note") or None,
        "fix": _reading(_fix(given), faults),
        "form_version": form.version,
        "answers": answers,
    }
    uploads, photos = _photos(given, files)
    if faults:
        raise FaultyVisitError(faults)
    return read_draft(orjson.dumps(told | {"photos": photos}), desk.settings.visits), uploads


def _reading(value: Any, faults: list[Fault]) -> Any:
    """The value, or its fault put on the list."""
    if isinstance(value, Fault):
        faults.append(value)
        return None
    return value


def _moment(text: str, desk: Desk) -> str | Fault:
    """A time on the wall of the office, as the control of the page writes it."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return Fault("visited_at", _("请填写检查时间"))
    return (at if at.tzinfo else at.replace(tzinfo=desk.zone)).isoformat()


def _fix(given: Given) -> dict[str, Any] | Fault | None:
    """The position; one without the moment of a device was set by hand."""
    lon, lat = given.get("lon", "").strip(), given.get("lat", "").strip()
    if not lon and not lat:
        return None
    at = given.get("fix_at", "").strip() or None
    try:
        accuracy = given.get("accuracy_m", "").strip()
        return {
            "lon": float(lon),
            "lat": float(lat),
            "accuracy_m": float(accuracy) if accuracy and at else None,
            "at": at,
            "by_hand": at is None,
        }
    except ValueError:
        return Fault("fix", _("经纬度应为以度为单位的小数，如 114.35123 和 34.79456"))


def _photos(given: Given, files: Files) -> tuple[list[Upload], list[dict[str, Any]]]:
    """Files and what the draft says of them, in one order.

    The id of a photo follows from that of the visit: the same page sent twice says the same.
    """
    uploads, photos = [], []
    for role, number, file, fix in _shots(given, files):
        uploads.append(Upload(file.filename or "", _reader(file)))
        name = f"{role.value}/{number}"
        photos.append(
            {
                "id": str(uuid.uuid5(_namespace(given.get("id", "")), name)),
                "role": role.value,
                "fix": fix,
                "external": True,  # a file control does not say where the file comes from
            }
        )
    return uploads, photos


def _shots(
    given: Given, files: Files
) -> Iterator[tuple[PhotoRole, int, FileStorage, Mapping[str, Any] | None]]:
    for role in PhotoRole:
        chosen = [file for file in files.getlist(f"photo.{role.value}") if file.filename]
        fixes = given.getlist(f"fix.{role.value}")
        for number, file in enumerate(chosen):
            yield role, number, file, _photo_fix(fixes[number] if number < len(fixes) else "")


def _photo_fix(text: str) -> Mapping[str, Any] | None:
    try:
        told = orjson.loads(text) if text else None
    except ValueError:
        return None
    return told if isinstance(told, dict) else None


def _namespace(visit_id: str) -> uuid.UUID:
    try:
        return uuid.UUID(visit_id)
    except ValueError:
        return uuid.NAMESPACE_URL  # the id itself is refused in a moment


def _reader(file: FileStorage) -> Any:
    def read(most: int) -> bytes:
        file.stream.seek(0)
        return file.stream.read(most)

    return read


def fresh(desk: Desk, token: str) -> Given:
    """The controls of a page that nobody has filled in yet."""
    now = datetime.now(UTC).astimezone(desk.zone)
    return MultiDict(
        {
            "id": str(uuid.uuid4()),
            "token": token,
            "visited_at": now.strftime("%Y-%m-%dT%H:%M"),
        }
    )
