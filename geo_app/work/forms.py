"""The forms of an installation: its own files where it has them, else the shipped ones.

Each version that was ever offered is kept in the database, so that an old inspection, or one that
a phone filled in before the form changed, has the form that it answers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_app.domain.form import Form
from geo_app.domain.form_file import read_form
from geo_app.errors import ConflictError, InputError, NotFoundError
from geo_app.resources import resource
from geo_app.settings import Settings
from geo_app.store import inspections as tables
from geo_app.store.session import Store
from geo_app.store.visits import take_turn

FOLDER = "forms"
"""Name of the folder, both in the shipped data and in the data folder of an installation."""

OTHER = "other"
"""The form of every category that no form names."""

_LARGEST = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Forms:
    """All forms in use, by category."""

    by_category: Mapping[str, Form]

    def of(self, category: str) -> Form:
        """The form for sites of a category."""
        return self.by_category.get(category) or self.by_category[OTHER]

    def every(self) -> tuple[Form, ...]:
        """Each form once, by name."""
        return tuple({form.name: form for form in self.by_category.values()}.values())


def load(settings: Settings) -> Forms:
    """Read the forms; a file of the installation's own stands for the shipped one of its name.

    Raises:
        InputError: A file cannot be used: names it and what is wrong, and where.
    """
    files = {path.name: path for path in _files(resource("data", FOLDER))}
    files |= {path.name: path for path in _files(settings.data / FOLDER)}
    by_category: dict[str, Form] = {}
    for name, path in sorted(files.items()):
        form = read(path)
        for category in form.categories:
            if category in by_category:
                raise InputError("form.category_twice", file=name, category=category)
            by_category[category] = form
    if OTHER not in by_category:
        raise InputError("form.no_other", folder=FOLDER)
    return Forms(by_category)


def read(path: Path) -> Form:
    """The form of a file.

    Raises:
        InputError: Names the file and what is wrong in it.
    """
    if path.stat().st_size > _LARGEST:
        raise InputError("form.file_too_large", file=path.name, limit=_LARGEST // 1024)
    try:
        form = read_form(orjson.loads(path.read_bytes()))
    except ValueError as error:
        raise InputError("form.no_json", file=path.name, reason=str(error)[:100]) from error
    except InputError as error:
        raise InputError(error.code, **{"file": path.name, **error.values}) from error
    if path.stem != form.name:
        raise InputError("form.file", file=path.name, path="name", want="@form.want_file_name")
    return form


def _files(folder: Path) -> Iterable[Path]:
    return folder.glob("*.json") if folder.is_dir() else ()


def remember(store: Store, forms: Forms) -> None:
    """Keep every form in use: a phone may fill one in long before it sends.

    Raises:
        ConflictError: A form was changed without raising its version.
    """
    with store.session(read_only=True) as session:
        if all(_row(session, form.name, form.version) for form in forms.every()):
            for form in forms.every():
                keep(session, form)
            return
    with store.session() as session:
        take_turn(session)
        for form in forms.every():
            keep(session, form)


def keep(session: Session, form: Form) -> str:
    """Keep a version of a form; the same one again changes nothing.

    Returns:
        Id of its row.

    Raises:
        ConflictError: This version was kept with other content: its number was not raised.
    """
    content = orjson.dumps(form.content, option=orjson.OPT_SORT_KEYS)
    sha256 = hashlib.sha256(content).hexdigest()
    row = _row(session, form.name, form.version)
    if row is None:
        row = tables.Form(
            id=sha256,
            category=form.name,
            version=form.version,
            sha256=sha256,
            content=orjson.loads(content),
            created_at=datetime.now(UTC),
        )
        session.add(row)
        session.flush()
    elif row.sha256 != sha256:
        raise ConflictError("form.same_version", name=form.name, version=form.version)
    return row.id


def version(session: Session, form: Form, number: int | None) -> Form:
    """The form of this version: the one in use, or one that was kept.

    Raises:
        NotFoundError: There never was such a version here.
    """
    if number is None or number == form.version:
        return form
    row = _row(session, form.name, number)
    if row is None:
        raise NotFoundError("form.no_version", name=form.name, version=number)
    return read_form(row.content)


def kept(session: Session, form_id: str) -> Form:
    """The form of a row: of a visit that answered it."""
    row = session.get_one(tables.Form, form_id)
    return read_form(row.content)


def _row(session: Session, name: str, number: int) -> tables.Form | None:
    return session.scalar(
        select(tables.Form).where(tables.Form.category == name, tables.Form.version == number)
    )
