"""A picture that is used again: how surely and how quickly it is found.

    python -m benchmarks.reused found [--photos 20000] [--real DIR] [--processes N]
    python -m benchmarks.reused speed [--pictures 1000000] [--database URL]

``found`` keeps made-up photos (``tests.scenery``: five days a site, from nearly the same spot) and
tiles of the real ones in a folder, asks for each photo among all others, and for copies of a
thousand of them. ``speed`` asks an archive of a million fingerprints; see ``benchmarks.archive``.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import cv2
import numpy as np
from PIL import Image

from geo_app.photo import metadata, pictures
from geo_app.photo.fingerprint import Fingerprint, fingerprint
from geo_app.settings import Settings
from geo_app.store import fingerprints
from geo_app.store.session import Store, open_store
from tests.copies import COPIES
from tests.scenery import KINDS, SIZE, photo

FIRST_SITE = 100_000
"""Far from the sites that thresholds were chosen with."""

DAYS = 5
COPIED = 1000
"""Photos of which copies are asked for."""

WHOLE_PX = 20_000
"""No real photo is longer: it is read at its own size."""

LEAST_PX = 200
"""Of each side of a real photo; smaller ones are icons."""


def made(number: int) -> tuple[str, bytes]:
    """A photo by its number: what it shows, and its fingerprint."""
    cv2.setNumThreads(1)
    site, day = FIRST_SITE + number // DAYS, number % DAYS
    return KINDS[site % len(KINDS)], fingerprint(photo(site, day)).to_bytes()


def tiles(folder: Path) -> Iterator[Image.Image]:
    """The real photos of a folder; a large one in up to 16 pieces that do not overlap."""
    settings = Settings()
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        data = path.read_bytes()
        facts = metadata.read(
            data, limits=settings.photos, zone=ZoneInfo(settings.timezone), now=datetime.now(UTC)
        )
        whole = pictures.decode(data, facts.mime, facts.orientation, WHOLE_PX).image
        if min(whole.size) < LEAST_PX:
            continue
        across = max(1, min(4, min(whole.width, whole.height) // SIZE[0]))
        width, height = whole.width // across, whole.height // across
        for left in range(0, width * across, width):
            for top in range(0, height * across, height):
                yield whole.crop((left, top, left + width, top + height))


def copies_of(image: Image.Image, number: int) -> Iterator[tuple[str, Fingerprint]]:
    """Each kind of copy of a picture; as from a file of its own."""
    random = np.random.default_rng([7, number])
    for kind, made_from in COPIES.items():
        yield kind, fingerprint(made_from(image, random))


def copied(number: int) -> list[tuple[str, bytes]]:
    """Copies of a made-up photo."""
    cv2.setNumThreads(1)
    image = photo(FIRST_SITE + number // DAYS, number % DAYS)
    return [(kind, copy.to_bytes()) for kind, copy in copies_of(image, number)]


def found(store: Store, count: int, real: Path | None, processes: int) -> None:
    """Recall by kind of copy, and false alarms."""
    numbers = range(count)
    chosen = np.random.default_rng(6).choice(count, min(count, COPIED), replace=False)
    asked = sorted(chosen.tolist())
    pieces = list(tiles(real)) if real else []  # first: what cannot be read is said at once
    with ProcessPoolExecutor(processes) as pool:
        kept = list(pool.map(made, numbers, chunksize=50))
        print(f"{count} photos of {count // DAYS} sites", flush=True)
        copies = list(zip(asked, pool.map(copied, asked, chunksize=10), strict=True))
    for number, image in enumerate(pieces):
        kept.append(("real", fingerprint(image).to_bytes()))
        own = [(kind, copy.to_bytes()) for kind, copy in copies_of(image, number)]
        copies.append((len(kept) - 1, own))
    with store.session() as session:
        for number, (_, data) in enumerate(kept):
            fingerprints.add(session, name_of(number), Fingerprint.from_bytes(data))
    false_alarms(store, kept)
    recall(store, kept, copies)


def false_alarms(store: Store, kept: list[tuple[str, bytes]]) -> None:
    """Asks for each photo among all others."""
    plain: Counter[str] = Counter()
    alarms: Counter[str] = Counter()
    with store.session(read_only=True) as session:
        for number, (kind, data) in enumerate(kept):
            shown = Fingerprint.from_bytes(data)
            plain[kind] += shown.too_plain
            alarms[kind] += bool(fingerprints.find(session, shown, but=name_of(number)))
    total = sum(alarms.values())
    print(f"false alarms: {total} of {len(kept)} = {total / len(kept):.3%}; {dict(alarms)}")
    print(f"too plain: {sum(plain.values())}; {dict(plain)}")


def recall(
    store: Store,
    kept: list[tuple[str, bytes]],
    copies: list[tuple[int, list[tuple[str, bytes]]]],
) -> None:
    """Asks for copies; of pictures with enough detail."""
    asked: Counter[tuple[str, bool]] = Counter()
    hits: Counter[tuple[str, bool]] = Counter()
    missed: Counter[str] = Counter()
    with store.session(read_only=True) as session:
        for number, each in copies:
            if Fingerprint.from_bytes(kept[number][1]).too_plain:
                continue
            for kind, data in each:
                key = kind, kept[number][0] == "real"
                answer = fingerprints.find(session, Fingerprint.from_bytes(data))
                known = {hit.sha256: hit.match.mirrored for hit in answer}
                right = known.get(name_of(number)) is (kind == "mirrored")
                asked[key] += 1
                hits[key] += right
                missed[kept[number][0]] += not right
    for kind, real in sorted(asked):
        key = kind, real
        what = "real" if real else "made"
        print(f"{kind:15} {what}: {hits[key]} of {asked[key]} = {hits[key] / asked[key]:.1%}")
    print(f"missed by what they show: {dict(missed)}")


def name_of(number: int) -> str:
    """A SHA-256 for a photo of which no file is kept."""
    return hashlib.sha256(str(number).encode()).hexdigest()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("what", choices=["found", "speed"])
    parser.add_argument("--photos", type=int, default=20_000)
    parser.add_argument("--real", type=Path)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--pictures", type=int, default=1_000_000)
    parser.add_argument("--database", help="of PostgreSQL, empty; default: SQLite in a new folder")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Settings(data=Path(folder), database_url=asked.database))
        if asked.what == "found":
            found(store, asked.photos, asked.real, asked.processes)
        else:
            from benchmarks import archive

            archive.measure(store, asked.pictures)
        store.engine.dispose()


if __name__ == "__main__":
    main()
