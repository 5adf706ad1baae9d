"""Uploads to an installation on a disk whose plug is pulled, database and photos alike."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from geo_app.settings import Settings
from tests.faults.cluster import Cluster
from tests.faults.disks import Plugged
from tests.server import Server
from tests.siege import Outcome, besiege


@dataclass
class Machine:
    """A disk, what is installed on it, and PostgreSQL where that is the database."""

    disk: Plugged
    settings: Settings
    cluster: Cluster | None

    def cut(self, server: Server) -> None:
        """The plug is pulled in the middle of the work; then everything is started again."""
        self.disk.pull()
        server.kill()
        if self.cluster is not None:
            self.cluster.kill()
        self.disk.forget()
        self.disk.power_on()
        if self.cluster is not None:
            self.cluster.clear()
            self.cluster.start()
        server.start()


@contextmanager
def machine(kind: str) -> Iterator[Machine]:
    """One for ``sqlite`` or ``postgres``."""
    with tempfile.TemporaryDirectory(prefix="geo-app-") as folder:
        root = Path(folder)
        root.chmod(0o755)  # PostgreSQL runs as somebody else
        with Plugged(root) as disk:
            if kind == "sqlite":
                yield Machine(disk, Settings(data=disk.path / "data"), None)
                return
            cluster = Cluster(disk.path / "cluster", root / "run")
            cluster.make()
            cluster.start()
            try:
                settings = Settings(data=disk.path / "data", database_url=cluster.url)
                yield Machine(disk, settings, cluster)
            finally:
                cluster.stop()


def pull_the_plug(kind: str, uploads: int, cuts: int, seed: int) -> Outcome:
    """Send the uploads while the power fails so many times, then look at what is there."""
    with machine(kind) as made:
        return besiege(made.settings, uploads, cuts, seed, made.cut)
