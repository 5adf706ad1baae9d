"""Fingerprints of all pictures, and the search for a reused one among them.

A picture is a content: the same bytes are one, however many photos hold them. ``picture_mark`` is
an inverted index from words to pictures: a copy shares words with its original, and which of the
few pictures that share at least two is the same is then decided by ``compare``.

What an earlier version of the program kept is not compared until it was made again (``renew``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ForeignKey, LargeBinary, func, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from geo_app.photo.fingerprint import VERSION, Fingerprint, Match, compare, spellings
from geo_app.store.models import Base

COMMON = 500
"""A word that so many pictures have tells none of them apart and is not kept for more."""

_SHARED_AT_LEAST = 2
_COMPARED_AT_MOST = 12


class Picture(Base):
    """One content. ``fingerprint`` is ``Fingerprint.to_bytes()``."""

    __tablename__ = "picture"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    sha256: Mapped[str] = mapped_column(unique=True)
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary)


class PictureMark(Base):
    """One word of a picture. The table is its own index (on PostgreSQL: index-only scans)."""

    __tablename__ = "picture_mark"
    __table_args__ = {"sqlite_with_rowid": False}

    word: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    picture_seq: Mapped[int] = mapped_column(
        ForeignKey(Picture.seq), primary_key=True, autoincrement=False
    )


@dataclass(frozen=True, slots=True)
class Hit:
    """A picture of the archive that is the one asked for.

    Attributes:
        sha256: Of its bytes.
        match: How it is the same.
    """

    sha256: str
    match: Match


def add(session: Session, sha256: str, fingerprint: Fingerprint) -> None:
    """Keep the fingerprint of a content; one that is kept already stays as it is.

    Args:
        session: A write transaction.
        sha256: Of the content, lower-case hexadecimal.
        fingerprint: Of its picture.
    """
    if session.scalar(select(Picture.seq).where(Picture.sha256 == sha256)) is not None:
        return
    picture = Picture(sha256=sha256, fingerprint=fingerprint.to_bytes())
    session.add(picture)
    session.flush()
    _index(session, picture, {int(word) for word in fingerprint.marks["word"]})


def renew(session: Session, sha256: str, fingerprint: Fingerprint) -> None:
    """Put a new fingerprint in the place of one that an earlier version kept.

    Words that the picture has no longer stay in the index: they lead to a comparison at most.

    Args:
        session: A write transaction.
        sha256: Of the content; one that is not kept is left alone.
        fingerprint: Of its picture.
    """
    picture = session.scalars(select(Picture).where(Picture.sha256 == sha256)).one_or_none()
    if picture is None:
        return
    picture.fingerprint = fingerprint.to_bytes()
    words = {int(word) for word in fingerprint.marks["word"]}
    known = session.scalars(
        select(PictureMark.word).where(
            PictureMark.word.in_(words), PictureMark.picture_seq == picture.seq
        )
    )
    _index(session, picture, words.difference(known))


def outdated(session: Session) -> list[str]:
    """SHA-256 of the contents whose fingerprint an earlier version kept, the oldest first.

    This reads all of them: see ``oldest_is_outdated``.
    """
    first = func.substr(Picture.fingerprint, 1, 1, type_=LargeBinary)
    query = select(Picture.sha256).where(first != bytes([VERSION])).order_by(Picture.seq)
    return list(session.scalars(query))


def oldest_is_outdated(session: Session) -> bool:
    """Whether an earlier version kept the first one: where none was renewed, it did if any."""
    oldest = session.scalar(select(Picture.fingerprint).order_by(Picture.seq).limit(1))
    return oldest is not None and not _is_current(oldest)


def _is_current(kept: bytes) -> bool:
    return kept[:1] == bytes([VERSION])


def _index(session: Session, picture: Picture, words: set[int]) -> None:
    common = session.scalars(
        select(PictureMark.word)
        .where(PictureMark.word.in_(words))
        .group_by(PictureMark.word)
        .having(func.count() >= COMMON)
    )
    telling = words.difference(common)
    if telling:
        marks = [{"word": word, "picture_seq": picture.seq} for word in telling]
        session.execute(insert(PictureMark), marks)


def find(
    session: Session, fingerprint: Fingerprint, *, limit: int = 10, but: str | None = None
) -> list[Hit]:
    """The pictures of the archive that are the one given, best first.

    A picture that is ``too_plain`` is found nowhere: say so instead of "not reused".

    Args:
        session: Any transaction.
        fingerprint: What to look for.
        limit: How many at most.
        but: SHA-256 of a content that is not meant: the picture itself.
    """
    if fingerprint.too_plain:
        return []
    shared = func.count()
    candidates = (
        select(PictureMark.picture_seq)
        .where(PictureMark.word.in_(sorted(set(spellings(fingerprint.marks).ravel().tolist()))))
        .group_by(PictureMark.picture_seq)
        .having(shared >= _SHARED_AT_LEAST)
        .order_by(shared.desc(), PictureMark.picture_seq)
        .limit(_COMPARED_AT_MOST)
    )
    rows = session.execute(
        select(Picture.sha256, Picture.fingerprint).where(
            Picture.seq.in_(session.scalars(candidates).all())
        )
    )
    hits = [
        Hit(sha256, match)
        for sha256, kept in rows
        if sha256 != but
        and _is_current(kept)
        and (match := compare(Fingerprint.from_bytes(kept), fingerprint))
    ]
    return sorted(hits, key=lambda hit: (-hit.match.score, hit.sha256))[:limit]


def comparable(session: Session, sha256s: Iterable[str]) -> set[str]:
    """Those of some contents whose pictures can be found: decoded, and not too plain.

    Args:
        session: Any transaction.
        sha256s: Of the contents.
    """
    query = select(Picture.sha256, Picture.fingerprint).where(Picture.sha256.in_(set(sha256s)))
    return {
        sha256
        for sha256, kept in session.execute(query)
        if _is_current(kept) and not Fingerprint.from_bytes(kept).too_plain
    }
