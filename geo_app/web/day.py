"""The day begins: the first request of a day has the counts of overdue sites turned to it.

An answer waits a moment for that, which is enough but for very many sites; until it is done answers
say for which day they count. The same happens where the setting of what is a crowd was changed.
"""

from __future__ import annotations

import logging
import threading
import time
from datetime import date

from flask import Flask

from geo_app.errors import GeoAppError
from geo_app.store import counts
from geo_app.store.session import Store
from geo_app.web.installation import here

EXTENSION = "geo_app.day"
MOMENT_SECONDS = 0.5
"""How long the first answer of a day waits."""

PATIENCE_SECONDS = 60.0
"""Before another try, where the database was locked or out of reach."""

_log = logging.getLogger(__name__)


class Day:
    """The day that the counts are known to be for, and the turn to the next."""

    def __init__(self, store: Store, crowd: int) -> None:
        self._store = store
        self._crowd = crowd
        self._known: date | None = None
        self._not_before = 0.0
        self._one_at_a_time = threading.Lock()

    def begin(self, today: date) -> None:
        """See to it that the counts are, or soon will be, for today."""
        if self._known == today or not self._one_at_a_time.acquire(blocking=False):
            return
        try:
            if time.monotonic() >= self._not_before:
                self._not_before = time.monotonic() + PATIENCE_SECONDS
                self._look(today)
        except GeoAppError as error:  # what was asked for may well be answered
            _log.warning("the day of the counts is not known: %s", error)
        finally:
            self._one_at_a_time.release()

    def _look(self, today: date) -> None:
        with self._store.session(read_only=True) as session:
            basis = counts.basis(session)
        if basis is None:  # nothing could be answered meanwhile
            self._turn(today)
        elif basis.day < today or basis.crowd != self._crowd:
            turning = threading.Thread(target=self._turn, args=(today,), daemon=True)
            turning.start()
            turning.join(MOMENT_SECONDS)
        else:
            self._known = today

    def _turn(self, today: date) -> None:
        """Also in a thread of its own; another process that was first leaves nothing to do."""
        try:
            with self._store.session() as session:
                counts.turn(session, today, self._crowd)
            self._known = today
        except GeoAppError as error:
            _log.warning("the counts could not be turned to %s: %s", today, error)


def init(app: Flask, store: Store, crowd: int) -> None:
    """Look at the calendar before each request that may show a count."""
    day = app.extensions[EXTENSION] = Day(store, crowd)

    @app.before_request
    def begin() -> None:
        day.begin(here().today())
