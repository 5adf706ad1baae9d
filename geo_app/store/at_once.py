"""Writing several things without waiting for the answer to each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError


@contextmanager
def at_once(connection: Connection) -> Iterator[None]:
    """Send statements one behind the other where a server is to be reached (its pipeline mode).

    What is executed within is only written: nothing is known of it until the end.

    Raises:
        DBAPIError: The database has refused one of them.
    """
    if connection.dialect.name != "postgresql":
        yield
        return
    driver: Any = connection.connection.driver_connection
    refused: type[Exception] = connection.dialect.loaded_dbapi.Error
    try:
        with driver.pipeline():
            yield
    except refused as error:
        raise DBAPIError.instance(
            None, None, error, refused, hide_parameters=True, dialect=connection.dialect
        ) from error
