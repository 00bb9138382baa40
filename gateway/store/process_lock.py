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
        """Give it back, if it is ours."""
        ...


class FileLock:
    """For SQLite, whose processes are on one machine: a file beside the database, which the system locks (flock).

    It is gone again after a peaceful end, so a lock counts only if its file is still the one that others find.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._number: int | None = None

    def take(self) -> bool:
        """See ProcessLock."""
        if self._number is None:
            number = self._open()
            if _lock(number) and self._is_at_its_place(number):
                self._number = number
            else:
                os.close(number)
        return self._number is not None

    def holds(self) -> bool:
        """See ProcessLock."""
        return self._number is not None

    def release(self) -> None:
        """See ProcessLock."""
        number, self._number = self._number, None
        if number is not None:
            self._path.unlink(missing_ok=True)
            os.close(number)

    def _open(self) -> int:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            return os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise DatabaseAway(f"{self._path} cannot be opened: {error.strerror}") from error

    def _is_at_its_place(self, number: int) -> bool:
        try:
            return os.path.samestat(os.fstat(number), self._path.stat())
        except OSError:
            return False


def _lock(number: int) -> bool:
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
