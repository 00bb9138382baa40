"""The disk below the database, as far as this machine can see it."""

import os
from pathlib import Path

SQLITE = "sqlite:///"


class DatabaseDisk:
    """The file system of an SQLite database. What a server of PostgreSQL has left is not ours to see."""

    def __init__(self, database_url: str) -> None:
        path = database_url.removeprefix(SQLITE)
        self._folder = Path(path).parent if path != database_url else None

    def free(self) -> int | None:
        """Bytes that may still be written there; None where that cannot be seen."""
        if self._folder is None:
            return None
        try:
            disk = os.statvfs(self._folder)
        except OSError:
            return None
        return disk.f_bavail * disk.f_frsize
