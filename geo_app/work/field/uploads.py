"""Photos that come in pieces, so that a line that breaks at 90 % does not start again.

An upload is named by the UUID of its photo and belongs to who began it: for anybody else it is
not there. It is whole when its bytes have the SHA-256 that was told when it began.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor, Right
from geo_app.errors import ConflictError, InputError, NotFoundError, TooLargeError
from geo_app.settings import Settings
from geo_app.store.field import Arrival, PhotoUpload
from geo_app.store.parts import FOLDER, Parts
from geo_app.store.session import Store
from geo_app.work.intake import Upload, shown_name

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class State:
    """How far an upload is.

    Attributes:
        id: UUID of the photo.
        size: Bytes of the whole.
        offset: Bytes that are there.
        whole: All are there, and they are the ones that were told.
    """

    id: str
    size: int
    offset: int
    whole: bool


@dataclass(frozen=True, slots=True)
class Counter:
    """Where arriving photos are taken in.

    Attributes:
        store: The database.
        parts: The bytes.
        settings: Limits.
    """

    store: Store
    parts: Parts
    settings: Settings

    def begin(
        self,
        actor: Actor,
        photo_id: str,
        sha256: str,
        size: int,
        name: str,
        *,
        most: int | None = None,
    ) -> State:
        """Announce a photo; announced again, it says how far it is.

        Args:
            actor: Who sends it.
            photo_id: UUID.
            sha256: Of the whole, hexadecimal.
            size: Of the whole, bytes.
            name: As the sender calls it.
            most: Largest size; None = that of a photo.

        Raises:
            ForbiddenError: The actor may not record visits.
            InputError: The id, the digest or the size cannot be used.
            TooLargeError: The photo is too large, or too much of this person is on its way.
            ConflictError: The id was announced with other content, or by somebody else.
        """
        actor.must(Right.INSPECT)
        photo_id = _checked(photo_id, sha256, size)
        largest = self.settings.photos.file_bytes if most is None else most
        if size > largest:
            raise TooLargeError("upload.too_large", limit=largest // (1024 * 1024))
        with self.store.session() as session:
            row = session.get(PhotoUpload, photo_id)
            if row is None:
                self._sweep(session)
                self._room(session, actor, size)
                row = PhotoUpload(
                    id=photo_id,
                    actor_id=actor.id,
                    sha256=sha256,
                    size=size,
                    name=shown_name(name, self.settings.visits.name_characters),
                    created_at=datetime.now(UTC),
                    completed_at=None,
                )
                self.parts.drop(photo_id)  # of one that was forgotten
                session.add(row)
            elif (row.actor_id, row.sha256, row.size) != (actor.id, sha256, size):
                raise ConflictError("upload.taken", id=photo_id)
        return self._state(row)

    def state(self, actor: Actor, photo_id: str) -> State:
        """How far a photo is.

        Raises:
            NotFoundError: It was not announced by this person.
        """
        return self._state(self._row(actor, photo_id))

    def add(self, actor: Actor, photo_id: str, offset: int, data: bytes) -> State:
        """Take the next bytes of a photo; with the last ones it is compared with what was told.

        Raises:
            NotFoundError: It was not announced by this person.
            ConflictError: So many bytes are not there, or more are.
            TooLargeError: More bytes than were announced.
            InputError: The whole is not what was told: it has to be sent again from its start.
            StoreError: The bytes cannot be kept.
        """
        row = self._row(actor, photo_id)
        if offset + len(data) > row.size:
            raise TooLargeError("upload.too_many_bytes", size=row.size)
        if row.completed_at is None:
            self.parts.append(row.id, offset, data)
        elif offset != row.size or data:
            raise ConflictError("upload.offset", there=row.size, told=offset)
        return self.finish(actor, photo_id)

    def finish(self, actor: Actor, photo_id: str) -> State:
        """Compare a photo that is complete with what was told.

        Raises:
            InputError: It is something else: nothing of it is kept.
        """
        row = self._row(actor, photo_id)
        if row.completed_at is not None or self.parts.size(row.id) < row.size:
            return self._state(row)
        if self.parts.settle(row.id) != row.sha256:
            self.parts.drop(row.id)
            raise InputError("intake.other_bytes")
        row.completed_at = datetime.now(UTC)
        with self.store.session() as session:
            of_it = update(PhotoUpload).where(PhotoUpload.id == row.id)
            session.execute(of_it.values(completed_at=row.completed_at))
        return self._state(row)

    def give_up(self, actor: Actor, photo_id: str) -> None:
        """Forget a photo that is not to come.

        Raises:
            NotFoundError: It was not announced by this person.
        """
        self.forget([self._row(actor, photo_id).id])

    def forget(self, photo_ids: list[str]) -> None:
        """Forget photos: they are recorded, or nobody wants them any more."""
        with self.store.session() as session:
            # another line may be doing the same
            session.execute(delete(PhotoUpload).where(PhotoUpload.id.in_(photo_ids)))
        for photo_id in photo_ids:
            self.parts.drop(photo_id)

    def whole(self, session: Session, actor: Actor, photo_ids: list[str]) -> dict[str, PhotoUpload]:
        """Those photos of a person that are here completely.

        One whose bytes went (a folder restored, a disk that failed) is to come again.
        """
        query = select(PhotoUpload).where(
            PhotoUpload.id.in_(photo_ids),
            PhotoUpload.actor_id == actor.id,
            PhotoUpload.completed_at.is_not(None),
        )
        found = {}
        for row in session.scalars(query):
            if self.parts.size(row.id) == row.size:
                found[row.id] = row
            else:
                session.execute(
                    update(PhotoUpload).where(PhotoUpload.id == row.id).values(completed_at=None)
                )
                self.parts.drop(row.id)
        return found

    def file(self, row: PhotoUpload) -> Upload:
        """The bytes of a photo that is here, for who takes it in."""
        return Upload(row.name, lambda most: self.parts.read(row.id, most), row.sha256)

    def _row(self, actor: Actor, photo_id: str) -> PhotoUpload:
        actor.must(Right.INSPECT)
        with self.store.session(read_only=True) as session:
            row = session.get(PhotoUpload, photo_id)
        if row is None or row.actor_id != actor.id:
            raise NotFoundError("upload.none", id=photo_id)
        return row

    def _state(self, row: PhotoUpload) -> State:
        whole = row.completed_at is not None
        offset = row.size if whole else min(self.parts.size(row.id), row.size)
        return State(row.id, row.size, offset, whole)

    def _room(self, session: Session, actor: Actor, size: int) -> None:
        """Whether this person may have one more photo on its way."""
        limits = self.settings.in_the_field
        asked = select(func.count(), func.coalesce(func.sum(PhotoUpload.size), 0))
        number, there = session.execute(asked.where(PhotoUpload.actor_id == actor.id)).one()
        if number >= limits.waiting_photos or there + size > limits.waiting_bytes:
            raise TooLargeError("upload.too_much_waiting", limit=limits.waiting_photos)

    def _sweep(self, session: Session) -> None:
        """Forget what was begun long ago and never finished, visits too that never came whole."""
        oldest = datetime.now(UTC) - timedelta(days=self.settings.in_the_field.waiting_days)
        session.execute(delete(Arrival).where(Arrival.last_at < oldest))
        for row in session.scalars(select(PhotoUpload).where(PhotoUpload.created_at < oldest)):
            self.parts.drop(row.id)
            session.delete(row)


def open_counter(store: Store, settings: Settings) -> Counter:
    """The counter of an installation."""
    return Counter(store, Parts(settings.data / FOLDER), settings)


def _checked(photo_id: str, sha256: str, size: int) -> str:
    try:
        made = str(uuid.UUID(photo_id))
    except ValueError as error:
        raise InputError("upload.member", name="photo", want="@inspection.a_uuid") from error
    if photo_id.lower() != made:
        raise InputError("upload.member", name="photo", want="@inspection.a_uuid")
    if not _SHA256.fullmatch(sha256):
        raise InputError("upload.member", name="sha256", want="@inspection.a_sha256")
    if size <= 0:
        raise InputError("upload.member", name="Upload-Length", want="@upload.a_size")
    return made
