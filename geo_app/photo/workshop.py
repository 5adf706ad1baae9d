"""Where untrusted photos are opened: child processes with limits on time and memory.

A child is started afresh (never forked out of a program with threads), decodes one photo after
the other, and is killed and replaced when one overruns it or brings it down. Nothing that a photo
does reaches the program: it gets messages of a known form, or an error.
"""

from __future__ import annotations

import os
import queue
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from types import TracebackType
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import orjson

from geo_app.domain.photo import PhotoFacts
from geo_app.domain.remark import Remark
from geo_app.errors import InputError, TooLargeError, told_by_child
from geo_app.photo.child import Answer, Child, Failure
from geo_app.photo.kind import kind_of
from geo_app.photo.wire import Kind
from geo_app.settings import PhotoLimits

if TYPE_CHECKING:
    from geo_app.photo.fingerprint import Fingerprint
    from geo_app.photo.likeness import Likeness


@dataclass(frozen=True, slots=True)
class Examination:
    """What a photo says and shows.

    Attributes:
        facts: What its bytes say.
        fingerprint: What it looks like; None where its pixels could not be decoded.
        likeness: How the thumbnail inside compares with the picture; None where there is none.
    """

    facts: PhotoFacts
    fingerprint: Fingerprint | None = None
    likeness: Likeness | None = None


@dataclass(frozen=True, slots=True)
class Renditions:
    """What is shown instead of the original: JPEG, upright, sRGB, without any metadata.

    Attributes:
        web: Long side at most ``PhotoLimits.web_px``.
        thumb: Long side at most ``PhotoLimits.thumb_px``.
    """

    web: bytes
    thumb: bytes


class Workshop:
    """A few child processes that open photos; safe to use from many threads.

    Args:
        limits: What is accepted and what it may cost.
        zone: Zone of a time that names none.
    """

    def __init__(self, limits: PhotoLimits, zone: ZoneInfo) -> None:
        self._limits = limits
        self._zone = zone
        self._owner = os.getpid()
        self._benches = self._new_benches()

    def _new_benches(self) -> queue.LifoQueue[Child | None]:
        """A place for each child; they start when they are first needed."""
        benches: queue.LifoQueue[Child | None] = queue.LifoQueue()
        for _ in range(max(1, self._limits.workers)):
            benches.put(None)
        return benches

    def examine(self, data: bytes) -> Examination:
        """What a photo says and shows.

        Raises:
            InputError: Empty or damaged, or it took too much time or memory.
            TooLargeError: Too many bytes, pixels or pictures.
            UnsupportedError: Not a photo.
            GeoAppError: No child process can be started.
        """
        with _distrust():
            answer = self._ask(Kind.EXAMINE, data)
            if answer.failure and not self._is_excused(answer):
                raise _error(answer.failure)
            return _examination(answer)

    def renditions(self, data: bytes) -> Renditions:
        """What is shown of a photo.

        Raises:
            InputError: No picture can be made of it.
            TooLargeError: As ``examine``.
            UnsupportedError: As ``examine``.
        """
        with _distrust():
            answer = self._ask(Kind.RENDER, data)
            if answer.failure:
                excused = self._is_excused(answer)
                raise InputError("photo.no_preview") if excused else _error(answer.failure)
        shown = _renditions(answer)
        if shown is None:
            raise InputError("photo.nothing_to_see")
        return shown

    def develop(self, data: bytes) -> tuple[Examination, Renditions | None]:
        """Both at once, from one decoding; no renditions where there is nothing to see.

        Raises:
            InputError: As ``examine``.
            TooLargeError: As ``examine``.
            UnsupportedError: As ``examine``.
        """
        with _distrust():
            answer = self._ask(Kind.DEVELOP, data)
            if answer.failure and not self._is_excused(answer):
                raise _error(answer.failure)
            return _examination(answer), _renditions(answer)

    def close(self) -> None:
        """End the children that are idle; one at work ends with its photo."""
        if self._owner != os.getpid():
            return
        freed = 0
        with suppress(queue.Empty):
            while True:
                child = self._benches.get_nowait()
                freed += 1
                if child is not None:
                    child.close()
        for _ in range(freed):
            self._benches.put(None)

    def __enter__(self) -> Workshop:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _ask(self, job: Kind, data: bytes) -> Answer:
        if len(data) > self._limits.file_bytes:
            raise TooLargeError("photo.too_large", limit=self._limits.file_bytes // 2**20)
        kind_of(data)
        if self._owner != os.getpid():  # a web server forked: the children belong to the parent
            self._owner, self._benches = os.getpid(), self._new_benches()
        answer = self._ask_once(job, data)
        if answer.failure and answer.failure.crashed:
            answer = self._ask_once(job, data)  # an idle child may have been killed by the system
        return answer

    def _ask_once(self, job: Kind, data: bytes) -> Answer:
        benches = self._benches
        child = benches.get()
        try:
            child = _fit(child) or Child(self._limits, self._zone)
            return child.ask(job, data)
        finally:
            benches.put(_fit(child))

    def _is_excused(self, answer: Answer) -> bool:
        """Whether a photo is so large that what it costs says nothing against it."""
        if answer.failure is None or not answer.failure.cost or Kind.FACTS not in answer.parts:
            return False
        facts = _facts(answer)
        return facts.width * facts.height > self._limits.preview_megapixels * 1_000_000


def _fit(child: Child | None) -> Child | None:
    """The child, where it may be asked; else it is put away."""
    if child is None or child.is_fit():
        return child
    child.close()
    return None


@contextmanager
def _distrust() -> Iterator[None]:
    """A child that a photo has taken over may say anything."""
    try:
        yield
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise InputError("photo.damaged") from error


def _facts(answer: Answer) -> PhotoFacts:
    return PhotoFacts.from_json(orjson.loads(answer.parts[Kind.FACTS]))


def _examination(answer: Answer) -> Examination:
    facts = _facts(answer)
    if answer.failure:
        facts = replace(facts, doubts=(*facts.doubts, Remark("photo.no_preview")))
    return Examination(facts, _fingerprint(answer), _likeness(answer))


def _renditions(answer: Answer) -> Renditions | None:
    web, thumb = answer.parts.get(Kind.WEB), answer.parts.get(Kind.THUMB)
    return Renditions(web, thumb) if web and thumb else None


def _fingerprint(answer: Answer) -> Fingerprint | None:
    from geo_app.photo.fingerprint import Fingerprint

    data = answer.parts.get(Kind.FINGERPRINT)
    return None if data is None else Fingerprint.from_bytes(data)


def _likeness(answer: Answer) -> Likeness | None:
    data = answer.parts.get(Kind.LIKENESS)
    if data is None:
        return None
    from geo_app.photo.likeness import Likeness

    return Likeness.from_json(orjson.loads(data))


def _error(failure: Failure) -> InputError:
    return told_by_child(failure.error, failure.code, failure.values)
