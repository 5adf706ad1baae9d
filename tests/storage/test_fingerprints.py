"""The archive of fingerprints: what is kept is found again, once, and with its reasons."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from sqlalchemy import func, select

from geo_app.photo.fingerprint import Fingerprint, fingerprint
from geo_app.store import fingerprints
from geo_app.store.fingerprints import Picture, PictureMark
from geo_app.store.session import Store
from tests.copies import COPIES
from tests.scenery import photo

SITES = range(1000, 1008)


@pytest.fixture
def archive(store: Store) -> Store:
    """With a photo of each site, named by its number."""
    with store.session() as session:
        for site in SITES:
            fingerprints.add(session, str(site), fingerprint(photo(site, 0)))
    return store


def _found(store: Store, image: Image.Image, but: str | None = None) -> list[tuple[str, bool]]:
    with store.session(read_only=True) as session:
        hits = fingerprints.find(session, fingerprint(image), but=but)
    return [(hit.sha256, hit.match.mirrored) for hit in hits]


@pytest.mark.parametrize("copy", COPIES)
def test_a_copy_leads_to_its_original(archive: Store, copy: str) -> None:
    random = np.random.default_rng(3)
    found = [_found(archive, COPIES[copy](photo(site, 0), random)) for site in SITES]
    right = [[(str(site), copy == "mirrored")] for site in SITES]
    assert sum(one == other for one, other in zip(found, right, strict=True)) >= len(SITES) - 1


def test_what_is_new_leads_nowhere(archive: Store) -> None:
    assert _found(archive, photo(2000, 0)) == []
    assert [_found(archive, photo(site, 1)) for site in SITES] == [[]] * len(SITES)


def test_a_picture_may_be_left_out(archive: Store) -> None:
    assert _found(archive, photo(1001, 0)) == [("1001", False)]
    assert _found(archive, photo(1001, 0), but="1001") == []


def test_the_best_comes_first_and_no_more_than_asked_for(archive: Store) -> None:
    random = np.random.default_rng(4)
    copy = fingerprint(COPIES["cropped"](photo(1002, 0), random))
    with archive.session() as session:
        fingerprints.add(session, "a crop", copy)
        hits = fingerprints.find(session, copy)
        assert [hit.sha256 for hit in hits] == ["a crop", "1002"]
        assert hits[0].match.score > hits[1].match.score
        assert fingerprints.find(session, copy, limit=1) == hits[:1]


def test_the_same_content_is_kept_once(archive: Store) -> None:
    with archive.session() as session:
        before = session.scalar(select(func.count()).select_from(PictureMark))
        fingerprints.add(session, "1000", fingerprint(photo(1003, 0)))
        assert session.scalar(select(func.count()).select_from(PictureMark)) == before
        kept = session.scalars(select(Picture.fingerprint).where(Picture.sha256 == "1000")).one()
    assert kept == fingerprint(photo(1000, 0)).to_bytes()


def _age(store: Store, *names: str) -> None:
    """As if an earlier version had kept them."""
    with store.session() as session:
        for picture in session.scalars(select(Picture).where(Picture.sha256.in_(names))):
            picture.fingerprint = b"\x01" + picture.fingerprint[1:]


def test_what_an_earlier_version_kept_is_left_out_until_it_is_renewed(archive: Store) -> None:
    _age(archive, "1002", "1005")
    assert _found(archive, photo(1002, 0)) == []
    assert _found(archive, photo(1003, 0)) == [("1003", False)]
    with archive.session() as session:
        assert fingerprints.outdated(session) == ["1002", "1005"]
        assert fingerprints.comparable(session, ["1002", "1003", "none"]) == {"1003"}
        words = session.scalar(select(func.count()).select_from(PictureMark))
        fingerprints.renew(session, "1002", fingerprint(photo(1002, 0)))
        fingerprints.renew(session, "none", fingerprint(photo(1002, 0)))
        assert session.scalar(select(func.count()).select_from(PictureMark)) == words
        assert fingerprints.outdated(session) == ["1005"]
    assert _found(archive, photo(1002, 0)) == [("1002", False)]


def test_what_is_renewed_is_found_by_its_new_words(archive: Store) -> None:
    with archive.session() as session:
        fingerprints.renew(session, "1002", fingerprint(photo(2002, 0)))
    assert _found(archive, photo(2002, 0)) == [("1002", False)]
    assert _found(archive, photo(1002, 0)) == []


def test_the_oldest_tells_whether_anything_is_outdated(archive: Store) -> None:
    with archive.session(read_only=True) as session:
        assert not fingerprints.oldest_is_outdated(session)
    _age(archive, "1000")
    with archive.session(read_only=True) as session:
        assert fingerprints.oldest_is_outdated(session)


def test_of_nothing_nothing_is_outdated(store: Store) -> None:
    with store.session(read_only=True) as session:
        assert not fingerprints.oldest_is_outdated(session)
        assert fingerprints.outdated(session) == []


def test_a_plain_picture_is_kept_and_found_nowhere(archive: Store) -> None:
    black = Image.new("RGB", (640, 480))
    with archive.session() as session:
        fingerprints.add(session, "black", fingerprint(black))
    assert _found(archive, black) == []
    with archive.session(read_only=True) as session:
        kept = session.scalars(select(Picture.fingerprint).where(Picture.sha256 == "black")).one()
    assert Fingerprint.from_bytes(kept).too_plain


def test_a_word_that_many_have_is_kept_for_the_first_ones_only(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fingerprints, "COMMON", 2)
    same = fingerprint(photo(1000, 0))
    with store.session() as session:
        for name in "abcd":
            fingerprints.add(session, name, same)
        assert [hit.sha256 for hit in fingerprints.find(session, same)] == ["a", "b"]
        most = session.scalars(
            select(func.count()).select_from(PictureMark).group_by(PictureMark.word)
        )
        assert set(most) == {2}
