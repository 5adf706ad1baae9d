"""Import of very many sites, and the districts of very many points, beside what they stand on.

    python -m benchmarks.bulk [SITES [KIND …]]

Import: against the time that pyogrio (pyarrow for GeoParquet) needs to read the same file into a
GeoDataFrame; each import in a process of its own, whose peak memory (with that of the process that
reads the file) is told. Districts: against
geopandas.sjoin over the same points and outlines, the grid made anew.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import geopandas
import numpy as np
import pandas
import pyogrio

from geo_app import resources
from geo_app.geo.districts import Districts, nation
from geo_app.settings import Settings
from geo_app.store.session import open_store
from geo_app.work import bulk
from geo_app.work.demo import made_up
from tests.storage.samples import ACTOR

KINDS = {"gpkg": "GPKG", "fgb": "FlatGeobuf", "geojson": "GeoJSON", "parquet": "GeoParquet"}
TODAY = date(2026, 11, 25)
POINTS = 1_000_000


def main(sites: int = 1_000_000, kinds: tuple[str, ...] = tuple(KINDS)) -> None:
    """Print both tables."""
    gdal = ".".join(map(str, pyogrio.__gdal_version__))
    print(f"pyogrio {pyogrio.__version__}, GDAL {gdal}, geopandas {geopandas.__version__}\n")
    districts()
    with tempfile.TemporaryDirectory() as folder:
        imports(Path(folder), sites, kinds)


def districts() -> None:
    """Points spread evenly over the bounds: more of them near borders than sites are."""
    print(
        f"| {POINTS:,} points in | districts | ours, s | sjoin, s | ratio |\n|---|---|---|---|---|"
    )
    shipped = Districts.load(resources.resource("data", "districts.geojson"))
    for name, asked in {"Kaifeng": shipped, "China": nation()}.items():
        if asked is None:
            continue
        west, south, east, north = asked.bounds
        rng = np.random.default_rng(1)
        lons, lats = rng.uniform(west, east, POINTS), rng.uniform(south, north, POINTS)
        fresh = Districts(asked.districts)
        ours = timed(lambda fresh=fresh, x=lons, y=lats: fresh.codes(x, y))
        points = geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(lons, lats), crs=4326)
        outlines = geopandas.GeoDataFrame(
            {"code": [each.code for each in asked.districts]},
            geometry=[each.geometry for each in asked.districts],
            crs=4326,
        )
        theirs = timed(lambda p=points, o=outlines: geopandas.sjoin(p, o, how="left"))
        count = len(asked.districts)
        print(f"| {name} | {count} | {ours:.2f} | {theirs:.2f} | {ours / theirs:.2f} |", flush=True)


def imports(folder: Path, sites: int, kinds: tuple[str, ...]) -> None:
    """One city in each kind of file."""
    table = city(sites)
    print(
        f"\n| {sites:,} sites | file, MB | read, s (CPU) | import, s (CPU) | ratio (CPU) "
        "| peak, MB | database, MB |"
    )
    print("|---|---|---|---|---|---|---|")
    for kind in kinds:
        path = folder / f"sites.{kind}"
        write(table, path)
        before = time.process_time()
        read = timed(lambda p=path: read_whole(p))
        read_cpu = time.process_time() - before
        data = folder / kind
        words = [sys.executable, "-m", "benchmarks.bulk", "--import", str(path), str(data)]
        told = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True).stdout.split()
        seconds, cpu, peak = map(float, told)
        database = sum(each.stat().st_size for each in data.iterdir()) / 1e6
        print(
            f"| {KINDS[kind]} | {path.stat().st_size / 1e6:.0f} | {read:.1f} ({read_cpu:.1f}) "
            f"| {seconds:.1f} ({cpu:.1f}) | {seconds / read:.1f} ({cpu / read_cpu:.1f}) "
            f"| {peak:.0f} | {database:.0f} |",
            flush=True,
        )
        path.unlink()
        for each in data.iterdir():
            each.unlink()


def city(sites: int) -> geopandas.GeoDataFrame:
    """The made-up city as a table."""
    made = made_up(sites, 1, TODAY, Districts.load(resources.resource("data", "districts.geojson")))
    parts = [
        geopandas.GeoDataFrame(
            {name: values for name, values in batch.columns.items() if "district" not in name},
            geometry=batch.shapes,
            crs=4326,
        )
        for batch in made.batches
    ]
    return geopandas.GeoDataFrame(pandas.concat(parts, ignore_index=True))


def write(table: geopandas.GeoDataFrame, path: Path) -> None:
    """The table as a file of the kind that its ending says."""
    if path.suffix == ".parquet":
        table.to_parquet(path)
        return
    options = {"SPATIAL_INDEX": "NO"} if path.suffix == ".fgb" else {}
    table.to_file(path, driver=KINDS[path.suffix[1:]], engine="pyogrio", **options)


def read_whole(path: Path) -> geopandas.GeoDataFrame:
    """As an analyst reads it."""
    if path.suffix == ".parquet":
        return geopandas.read_parquet(path)
    return pyogrio.read_dataframe(path)


def import_alone(path: Path, data: Path) -> None:
    """Import into a new folder; prints seconds, CPU seconds and the peak of memory, MB.

    What the process that reads the file takes is counted as well.
    """
    settings = Settings(data=data)
    store = open_store(settings)
    done = threading.Event()
    with ThreadPoolExecutor(1) as aside:
        peak = aside.submit(peak_mb, done)
        start, cpu = time.perf_counter(), cpu_seconds()
        try:
            with store.session() as session:
                bulk.import_file(session, ACTOR, path, settings, TODAY)
            store.engine.dispose()
        finally:
            done.set()
        seconds, cpu = time.perf_counter() - start, cpu_seconds() - cpu
        print(f"{seconds:.2f} {cpu:.2f} {peak.result():.0f}")


def cpu_seconds() -> float:
    """Of this process and of those that it began, once they have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def peak_mb(done: threading.Event) -> float:
    """The most memory of this process and those that it began, at one time, until it is done."""
    most = 0
    while not done.wait(0.05):
        begun = [text(each) for each in Path("/proc/self/task").glob("*/children")]
        most = max(most, sum(map(resident_kb, ["self", *" ".join(begun).split()])))
    return most / 1024


def text(path: Path) -> str:
    """What the system tells there; nothing of a thread or process that is gone."""
    try:
        return path.read_text("ascii")
    except OSError:
        return ""


def resident_kb(process: str) -> int:
    """What a process holds of the memory; 0 = it is gone."""
    status = text(Path("/proc", process, "status"))
    return int(status.partition("VmRSS:")[2].split()[0]) if "VmRSS:" in status else 0


def timed(work: Callable[[], object]) -> float:
    """Seconds that it took."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    if sys.argv[1:2] == ["--import"]:
        import_alone(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main(int((sys.argv[1:2] or [1_000_000])[0]), tuple(sys.argv[2:]) or tuple(KINDS))
