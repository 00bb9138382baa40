"""A lock of PostgreSQL that ends with its connection: when the process ends, or soon after its machine vanished.

A thread asks for a sign of life every second. The server ends a connection that is silent for longer than
`SILENT_SECONDS`, whatever lies between (a proxy keeps connections of a dead machine open); who holds the lock stops to
trust it before that. So a lock that another one has is never believed to be ours, as long as clocks run equally fast.
"""

import logging
import threading
import time
from contextlib import suppress
from hashlib import sha256
from typing import Final

from sqlalchemy import Connection, NullPool, create_engine
from sqlalchemy.exc import SQLAlchemyError

from gateway.store.sql.engine import POSTGRES_CONNECT_SECONDS, SIGNS_OF_LIFE, SILENT_SECONDS, own_errors

log = logging.getLogger(__name__)

BEAT_SECONDS: Final = 1.0
TRUSTED_SECONDS: Final = 4.0  # after the question that was answered last
END_SECONDS: Final = 2.0  # for the connection to be closed
# before PostgreSQL 14 there is no such setting, and the signs of life of TCP have to do
_END_SILENT: Final = (
    f"SELECT set_config(name, '{SILENT_SECONDS}s', false) FROM pg_settings WHERE name = 'idle_session_timeout'"
)
_WHO: Final = "SELECT pg_backend_pid()"


class SessionLock:
    """See ProcessLock. `name`: of the lock, within its database. Needs a connection that no pooler shares."""

    def __init__(self, url: str, name: str) -> None:
        options = f"{SIGNS_OF_LIFE.for_server} -c statement_timeout=3000"
        answer = {"connect_timeout": POSTGRES_CONNECT_SECONDS, "application_name": f"gateway {name}"[:63]}
        arguments = {**answer, "options": options, **SIGNS_OF_LIFE.for_client}
        self._engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args=arguments)
        key = int.from_bytes(sha256(f"gateway {name}".encode()).digest()[:8], signed=True)
        self._try = f"SELECT pg_try_advisory_lock({key})"
        self._waiting: Connection | None = None  # kept from one try to the next
        self._held: _Held | None = None

    def take(self) -> bool:
        """See ProcessLock."""
        if self._held is not None:
            if self._held.is_alive():
                return True
            self.release()
        begun = time.monotonic()
        try:
            with own_errors():
                connection = self._waiting = self._waiting or self._connect()
                if not connection.exec_driver_sql(self._try).scalar_one():
                    return False
                self._held, self._waiting = _Held(connection, begun), None
        except Exception:  # whatever it was, the next try begins with another connection
            self._hang_up()
            raise
        return True

    def holds(self) -> bool:
        """See ProcessLock."""
        held = self._held
        return held is not None and held.is_alive()

    def release(self) -> None:
        """See ProcessLock."""
        held, self._held = self._held, None
        if held is not None:
            held.end()
        self._hang_up()

    def _connect(self) -> Connection:
        connection = self._engine.connect()
        connection.exec_driver_sql(_END_SILENT)
        return connection

    def _hang_up(self) -> None:
        connection, self._waiting = self._waiting, None
        if connection is not None:
            _close(connection)


class _Held:
    """A connection with the lock, and the thread that keeps it."""

    def __init__(self, connection: Connection, begun: float) -> None:
        self._connection = connection
        self._session = connection.exec_driver_sql(_WHO).scalar_one()
        self._trusted_until = begun + TRUSTED_SECONDS
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="lock", daemon=True)
        self._thread.start()

    def is_alive(self) -> bool:
        return not self._ending.is_set() and time.monotonic() < self._trusted_until

    def end(self) -> None:
        self._ending.set()
        self._thread.join(END_SECONDS)

    def _run(self) -> None:
        try:
            while not self._ending.wait(BEAT_SECONDS):
                self._beat()
        except SQLAlchemyError as error:
            log.warning("lock lost", extra={"reason": str(error).splitlines()[0]})
        self._ending.set()
        _close(self._connection)

    def _beat(self) -> None:
        begun = time.monotonic()
        if self._connection.exec_driver_sql(_WHO).scalar_one() != self._session:
            log.error("lock lost: a pooler shares connections; give the gateway one that goes to PostgreSQL itself")
            self._ending.set()
        self._trusted_until = begun + TRUSTED_SECONDS


def _close(connection: Connection) -> None:
    with suppress(SQLAlchemyError):
        connection.close()
