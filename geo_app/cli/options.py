"""Options that commands share, and what they open."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
import orjson

from geo_app.domain import persona
from geo_app.domain.actor import Actor
from geo_app.errors import GeoAppError, InputError, TooLargeError
from geo_app.geo.gazetteer import Gazetteer, load_gazetteer
from geo_app.resources import resource
from geo_app.settings import SQLITE_FILE, Settings, from_environ

if TYPE_CHECKING:
    from geo_app.store.session import Store
    from geo_app.work.desk import Desk

Command = TypeVar("Command", bound=Callable[..., Any])


def data_option(command: Command) -> Command:
    """``--data DIR``: one folder holds all of an installation."""
    return click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        help="Folder of the installation (default: instance, or GEO_APP_DATA).",
    )(command)


def json_option(command: Command) -> Command:
    """``--json``: machine-readable output; its shape is stable (docs/cli.md)."""
    return click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")(command)


def settings_of(data: Path | None, **given: Any) -> Settings:
    """Settings of this call.

    Raises:
        InputError: An environment variable cannot be read.
    """
    try:
        return from_environ(data=data, **given)
    except ValueError as error:
        raise InputError("cli.setting", reason=str(error)) from error


def operator(settings: Settings) -> Actor:
    """The person at the command line."""
    return persona.operator(settings)


def read_file(path: str, limit: int) -> tuple[bytes, str]:
    """Bytes and name of a file, ``-`` for standard input; never reads past the limit.

    Raises:
        InputError: No such file, a folder, or over ``limit`` bytes.
    """
    if path == "-":
        data, name = sys.stdin.buffer.read(limit + 1), "stdin"
    else:
        file = Path(path)
        name = file.name
        if not file.is_file():
            raise InputError("cli.no_file", file=path)
        with file.open("rb") as source:
            data = source.read(limit + 1)
    if len(data) > limit:
        raise TooLargeError("input.too_large", file=name, limit=limit // (1024 * 1024))
    return data, name


def write_whole(path: str, data: bytes) -> None:
    """Write a file whole or not at all; ``-`` is standard output.

    Raises:
        GeoAppError: It cannot be written; names the file.
    """
    if path == "-":
        sys.stdout.buffer.write(data)
        return
    target = Path(path)
    part = target.with_name(f".{target.name}.part")
    try:
        part.write_bytes(data)
        part.replace(target)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise GeoAppError("cli.os_error", file=path, reason=error.strerror) from error


def print_json(value: Any, *, indent: bool = True) -> None:
    """JSON to standard output, UTF-8 whatever the locale says."""
    option = orjson.OPT_INDENT_2 if indent else 0
    sys.stdout.buffer.write(orjson.dumps(value, option=option | orjson.OPT_APPEND_NEWLINE))
    sys.stdout.buffer.flush()


def gazetteer_of(settings: Settings) -> Gazetteer:
    """The anchors of the installation, corrections and all; the shipped ones before it exists.

    Reading a notice or a phrase must not create an installation.
    """
    if not settings.database_url and not (settings.data / SQLITE_FILE).is_file():
        return load_gazetteer(resource("data", "gazetteer.geojson"), settings.limits)
    from geo_app.work.gazetteer import load

    with opened(settings) as session:
        return load(session)


@contextmanager
def opened(settings: Settings, *, write: bool = False) -> Iterator[Any]:
    """A database session of the installation, created and filled at first use."""
    from geo_app.store.session import open_store
    from geo_app.work.first_start import first_start

    store = open_store(settings)
    try:
        first_start(store, settings)
        with store.session(read_only=not write) as session:
            yield session
    finally:
        store.engine.dispose()


@contextmanager
def opened_desk(settings: Settings) -> Iterator[tuple[Store, Desk]]:
    """The database of the installation, and the desk for jobs on photos and visits."""
    from geo_app.store.session import open_store
    from geo_app.work.desk import open_desk
    from geo_app.work.first_start import first_start

    store = open_store(settings)
    try:
        first_start(store, settings)
        with open_desk(settings) as desk:
            yield store, desk
    finally:
        store.engine.dispose()
