"""What one process at a time does, of all that share a database: deciding, or reading a mailbox.

A lock ends with the process that holds it, and on PostgreSQL within seconds with its machine. It keeps two from doing
the same work; that nothing is done twice is for the transactions to see to.
"""

import fcntl
import os
from pathlib import Path
from typing import Final, Protocol

from gateway.errors import DatabaseAway

DECIDER: Final = "decider"  # who settles mail, runs the timers and migrates


class ProcessLock(Protocol):
    """Taken and released by one thread; every thread may ask whether it is held."""

    def take(self) -> bool:
        """Try to get it, without waiting; is it ours now? Raises DatabaseAway."""
        ...

    def holds(self) -> bool:
        """Is it ours still? Costs nothing."""
        ...

    def release(self) -> None:
        """Give it back, if it is ours; raises nothing."""
        ...


class FileLock:
    """For SQLite, whose processes are on one machine: a file beside the database, which the system locks (flock)."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._number: int | None = None

    def take(self) -> bool:
        """See ProcessLock."""
        if self._number is not None:
            return True
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            number = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise DatabaseAway(f"{self._path} cannot be opened: {error.strerror}") from error
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(number)
            return False
        self._number = number
        return True

    def holds(self) -> bool:
        """See ProcessLock."""
        return self._number is not None

    def release(self) -> None:
        """See ProcessLock."""
        number, self._number = self._number, None
        if number is not None:
            os.close(number)
