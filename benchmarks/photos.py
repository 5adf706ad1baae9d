"""Photos, side by side with libvips: computing time and memory for 12 and 48 megapixels.

    python -m benchmarks.photos [--rounds N]

Ours is ``Workshop.develop``: SHA-256, facts, fingerprint, a picture of 1600 and one of 320 pixels
from one decoding, in the child process with its limits; the pipe to it and both processes count.
"Apart" is the same in two jobs: ``examine`` when a photo arrives, ``renditions`` when it is shown.
libvips does in its own process what comes nearest, the quick way (one decoding): SHA-256, the
same two pictures at the same quality, a difference hash. All are measured warm, in turn, each round
in processes of its own. Needs Linux (/proc) and ``pip install 'pyvips[binary]>=3,<4'``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import PIL
from PIL import Image, features

from geo_app.photo.workshop import Workshop
from geo_app.settings import PhotoLimits
from tests.photos import jpeg, scene

SIZES = {"12 MP": (4000, 3000), "48 MP": (8000, 6000)}
ZONE = ZoneInfo("Asia/Shanghai")
PHOTOS_A_ROUND = 5
GRAIN = 7.0
"""Deviation of sensor noise in grey levels: makes the file as large as a phone's."""


def photo(size: tuple[int, int]) -> bytes:
    """A JPEG full of detail, quality 90."""
    pixels = np.asarray(scene(3, size)).astype(np.int16)
    grain = np.random.default_rng(1).normal(0, GRAIN, pixels.shape[:2])[..., None]
    noisy = Image.fromarray(np.clip(pixels + grain, 0, 255).astype(np.uint8))
    return jpeg(noisy, lon=114.31, lat=34.81, direction=120.5, hpos_error_m=8)


def with_ours(limits: PhotoLimits) -> Callable[[bytes], object]:
    """The way of the program, all at once."""
    workshop = Workshop(limits, ZONE)
    return lambda data: (hashlib.sha256(data).hexdigest(), workshop.develop(data))


def with_ours_apart(limits: PhotoLimits) -> Callable[[bytes], object]:
    """The way of the program, renditions later."""
    workshop = Workshop(limits, ZONE)
    return lambda data: (
        hashlib.sha256(data).hexdigest(),
        workshop.examine(data),
        workshop.renditions(data),
    )


def with_vips(limits: PhotoLimits) -> Callable[[bytes], object]:
    """The way of libvips."""
    import pyvips

    def run(data: bytes) -> object:
        web = pyvips.Image.thumbnail_buffer(data, limits.web_px, size="down").copy_memory()
        thumb = web.thumbnail_image(limits.thumb_px)
        grey = web.thumbnail_image(9, height=8, size="force").colourspace("b-w").numpy()
        return (
            hashlib.sha256(data).hexdigest(),
            web.jpegsave_buffer(Q=limits.web_quality, keep="none"),
            thumb.jpegsave_buffer(Q=limits.thumb_quality, keep="none"),
            np.packbits(grey[:, 1:] > grey[:, :-1]).tobytes(),
        )

    return run


WAYS = {"ours": with_ours, "apart": with_ours_apart, "libvips": with_vips}


def measure(way: str, file: Path) -> dict[str, float]:
    """CPU milliseconds a photo and peak memory in MB, of this process and its children."""
    data = file.read_bytes()
    run = WAYS[way](PhotoLimits(workers=1))
    run(data)
    before = sum(map(cpu_seconds, family()))
    for _ in range(PHOTOS_A_ROUND):
        run(data)
    spent = sum(map(cpu_seconds, family())) - before
    return {
        "cpu_ms": spent / PHOTOS_A_ROUND * 1000,
        "peak_mb": sum(map(peak_kb, family())) / 1024,
    }


def family() -> list[int]:
    """This process and those it started."""
    own = os.getpid()
    children = [
        int(each.name)
        for each in Path("/proc").iterdir()
        if each.name.isdigit() and each.joinpath("stat").exists() and parent(each) == own
    ]
    return [own, *children]


def parent(process: Path) -> int:
    """Who started a process; 0 where it is gone."""
    try:
        return int(process.joinpath("stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def cpu_seconds(pid: int) -> float:
    """User and system time; of this process over all threads, also those that have ended."""
    if pid == os.getpid():
        return time.process_time()
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def peak_kb(pid: int) -> int:
    """Largest resident memory so far."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def main() -> None:
    """Make the photos, measure in turn, print a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--measure", nargs=2, metavar=("WAY", "FILE"), help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.measure:
        print(json.dumps(measure(given.measure[0], Path(given.measure[1]))))
        return
    import pyvips

    codec = features.version_feature("libjpeg_turbo")
    vips = ".".join(str(pyvips.version(part)) for part in range(3))
    print(
        f"Python {platform.python_version()}, Pillow {PIL.__version__} (libjpeg-turbo {codec}), "
        f"pyvips {pyvips.__version__} (libvips {vips}), {os.cpu_count()} cores, "
        f"{given.rounds} rounds of {PHOTOS_A_ROUND} photos, medians\n"
    )
    print(
        "| photo | file | ours, CPU | libvips, CPU | ratio | apart, CPU | ours, memory "
        "| libvips, memory |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for name, size in SIZES.items():
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "photo.jpg"
            file.write_bytes(photo(size))
            print(row(name, file, given.rounds), flush=True)


def row(name: str, file: Path, rounds: int) -> str:
    """One line of the table."""
    found: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
    for _ in range(rounds):
        for way in WAYS:
            command = [sys.executable, "-m", "benchmarks.photos", "--measure", way, str(file)]
            answer = subprocess.run(command, check=True, capture_output=True)
            found[way].append(json.loads(answer.stdout))
    cpu, peak = (
        {way: statistics.median(each[key] for each in runs) for way, runs in found.items()}
        for key in ("cpu_ms", "peak_mb")
    )
    ratio = statistics.median(
        ours["cpu_ms"] / theirs["cpu_ms"]
        for ours, theirs in zip(found["ours"], found["libvips"], strict=True)
    )
    return (
        f"| {name} | {file.stat().st_size / 1e6:.1f} MB | {cpu['ours']:.0f} ms | "
        f"{cpu['libvips']:.0f} ms | {ratio:.2f} | {cpu['apart']:.0f} ms | {peak['ours']:.0f} MB | "
        f"{peak['libvips']:.0f} MB |"
    )


if __name__ == "__main__":
    main()
