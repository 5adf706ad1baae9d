"""A bucket of any S3-compatible store, through ``obstore`` (extra ``s3``).

A put is whole or not at all by the store's own promise, and durable once answered. Originals are
put on condition that the name is free (``If-None-Match: *``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, cast

from geo_app.errors import StoreError
from geo_app.settings import Files
from geo_app.store.files.place import Entry

if TYPE_CHECKING:
    from obstore.store import S3Config, S3Store

SCHEME = "s3://"
_PIECE = 1024 * 1024
_RETRIES = 2
_LISTED_AT_ONCE = 1000
_NO_BUCKET = "NoSuchBucket"
_CODE = re.compile(r"<Code>(\w+)</Code>")
_LONGEST = 200


class Bucket:
    """A ``Place`` in a bucket.

    Args:
        settings: ``place`` is ``s3://bucket/prefix``.

    Raises:
        StoreError: ``obstore`` is not installed, or the address cannot be used.
    """

    def __init__(self, settings: Files) -> None:
        self._at = settings.place
        self._store = _open(settings)

    def __str__(self) -> str:
        return self._at

    def add(self, name: str, data: bytes) -> bool:
        """As ``Place.add``."""
        from obstore.exceptions import AlreadyExistsError

        with _told(name):
            try:
                self._store.put(name, data, mode="create")
            except AlreadyExistsError:
                return False
        return True

    def replace(self, name: str, data: bytes) -> None:
        """As ``Place.replace``."""
        with _told(name):
            self._store.put(name, data, use_multipart=False)

    def read(self, name: str) -> Iterator[bytes] | None:
        """As ``Place.read``."""
        with _told(name):
            try:
                stream = self._store.get(name).stream(_PIECE)
            except FileNotFoundError as error:
                _check_bucket(error)
                return None
        return _pieces(iter(stream), name)

    def has(self, name: str) -> bool:
        """As ``Place.has``."""
        with _told(name):
            try:
                self._store.head(name)
            except FileNotFoundError as error:
                _check_bucket(error)
                return False
        return True

    def entries(self, folder: str) -> Iterator[Entry]:
        """As ``Place.entries``."""
        with _told(folder):
            for batch in self._store.list(folder, chunk_size=_LISTED_AT_ONCE):
                for found in batch:
                    yield Entry(found["path"], found["size"], found["last_modified"])

    def remove(self, name: str) -> None:
        """As ``Place.remove``."""
        with _told(name):
            try:
                self._store.delete(name)
            except FileNotFoundError as error:
                _check_bucket(error)


def _open(settings: Files) -> S3Store:
    try:
        from obstore.store import S3Store
    except ImportError as error:
        raise StoreError("files.no_obstore") from error
    given = {
        "endpoint": settings.s3_endpoint,
        "region": settings.s3_region,
        "access_key_id": settings.s3_access_key,
        "secret_access_key": settings.s3_secret_key,
    }
    with _told(settings.place):
        return S3Store.from_url(
            settings.place,
            config=cast("S3Config", {name: value for name, value in given.items() if value}),
            client_options={
                "allow_http": settings.s3_endpoint.startswith("http://"),
                "connect_timeout": timedelta(seconds=settings.s3_connect_seconds),
                "timeout": timedelta(seconds=settings.s3_answer_seconds),
            },
            retry_config={
                "max_retries": _RETRIES,
                "retry_timeout": timedelta(seconds=settings.s3_answer_seconds),
            },
        )


def _pieces(stream: Iterator[bytes], name: str) -> Iterator[bytes]:
    while True:
        with _told(name):
            piece = next(stream, None)
        if piece is None:
            return
        yield bytes(piece)


@contextmanager
def _told(name: str) -> Iterator[None]:
    from obstore.exceptions import BaseError

    try:
        yield
    except (BaseError, OSError) as error:
        raise StoreError("files.unusable", file=name, reason=_reason(error)) from error


def _check_bucket(error: FileNotFoundError) -> None:
    """A bucket that is not there is another thing than a file that is not there."""
    if _NO_BUCKET in str(error):
        raise error


def _reason(error: Exception) -> str:
    """The store's own code where it gave one; else the first line, which tells no key."""
    text = str(error).strip()
    code = _CODE.search(text)
    first = (text.splitlines() or [type(error).__name__])[0]
    return code[1] if code else first.rsplit(" - ", 1)[-1][:_LONGEST]
