"""Backups: all of an installation in one file, and back on either database (docs/backup.md)."""

from geo_app.work.backup.contents import verify
from geo_app.work.backup.layout import End, Head
from geo_app.work.backup.restore import Restored, restore
from geo_app.work.backup.write import Written, write

__all__ = ["End", "Head", "Restored", "Written", "restore", "verify", "write"]
