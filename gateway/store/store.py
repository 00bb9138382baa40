"""The database: open it, migrate it, and work in transactions."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError

from gateway.store.directory.cache import DirectoryCache
from gateway.store.directory.directory import Directory
from gateway.store.escalations import Escalations
from gateway.store.inbox.awaited import Awaited
from gateway.store.inbox.blobs import Blobs
from gateway.store.inbox.blocked import BlockedSenders
from gateway.store.inbox.day_bytes import DayBytes
from gateway.store.inbox.mailboxes import Mailboxes
from gateway.store.inbox.mails import Mails
from gateway.store.inbox.pictures import Pictures
from gateway.store.inbox.reading_room import ReadingRoom, readings_path
from gateway.store.inbox.readings import Readings
from gateway.store.inbox.signatures import Signatures
from gateway.store.inbox.spool import Spool, spool_path
from gateway.store.known_issues import KnownIssues
from gateway.store.load_tests import LoadTests
from gateway.store.notices import Notices
from gateway.store.outages import Outages
from gateway.store.outgoing.alarms import Alarms
from gateway.store.outgoing.counters import Counters
from gateway.store.outgoing.opt_outs import OptOuts
from gateway.store.outgoing.outbox import Outbox
from gateway.store.outgoing.pictures import OutgoingPictures
from gateway.store.outgoing.withheld import WithheldAlerts
from gateway.store.process_flags import ProcessFlags
from gateway.store.process_lock import FileLock, ProcessLock
from gateway.store.quarantine import Quarantines
from gateway.store.reports import Reports
from gateway.store.sql.engine import SQLITE, open_engine, own_errors
from gateway.store.sql.ids import Ids, lock_settling
from gateway.store.sql.look_ahead import LookAhead, look_together
from gateway.store.sql.migrate import Schema, schema_of, upgrade
from gateway.store.sql.session_lock import SessionLock
from gateway.store.sql.unwritten import Unwritten, keeping_rows, kept_for, write_kept
from gateway.store.subscriptions import Subscribers
from gateway.store.surveys import Surveys
from gateway.store.tickets import Tickets

log = logging.getLogger(__name__)

DEFAULT_WAIT_SECONDS = 10.0


class UnitOfWork:
    """One transaction: what is done through it is committed together or not at all."""

    def __init__(
        self,
        connection: Connection,
        cache: DirectoryCache | None = None,
        spool: Spool | None = None,
        room: ReadingRoom | None = None,
    ) -> None:
        self.connection, self._has_forgotten = connection, False
        self.blobs = Blobs(connection)
        self.mails = Mails(connection, spool)
        self.readings = Readings(connection, room)
        ids = Ids(connection)
        self.ids = ids
        self.tickets = Tickets(connection, ids)
        self.escalations = Escalations(connection, self.tickets.is_opened_here)
        self.load_tests = LoadTests(connection)
        self.outbox = Outbox(connection, ids, self.tickets.is_opened_here)
        self.quarantines = Quarantines(connection)
        self.directory = Directory(connection, cache)
        self.blocked = BlockedSenders(connection, self.directory)
        self.notices = Notices(connection)
        self.known_issues = KnownIssues(connection)
        self.outages = Outages(connection, self.directory)
        self.subscribers = Subscribers(connection)
        self.surveys = Surveys(connection)
        self.counters = Counters(connection)
        self.day_bytes = DayBytes(connection, self.counters)
        self.alarms = Alarms(connection)
        self.withheld = WithheldAlerts(connection)
        self.outgoing_pictures = OutgoingPictures(connection)
        self.opt_outs = OptOuts(connection)
        self.mailboxes = Mailboxes(connection)
        self.process_flags = ProcessFlags(connection)
        self.pictures = Pictures(connection)
        self.awaited = Awaited(connection)
        self.signatures = Signatures(connection)
        self.reports = Reports(connection)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """What is done inside is undone alone when an exception leaves it, also one of the database."""
        with self._undone_alone(at_once=True):
            yield

    @contextmanager
    def retractable(self) -> Iterator[None]:
        """As `savepoint`, but for what the desk itself may refuse halfway: what the database refuses undoes everything.

        So the database need not hear of it as long as nothing is sent there, and a mail waits for it less often.
        """
        with self._undone_alone(at_once=False):
            yield

    @contextmanager
    def _undone_alone(self, at_once: bool) -> Iterator[None]:
        counted, kept = self.counters.snapshot(), kept_for(self.connection)
        unwritten = kept or Unwritten(self.connection)
        savepoint = unwritten.begin(at_once or not kept)
        try:
            yield
            unwritten.end(savepoint)
        except BaseException:
            self.counters.restore(counted)
            # a transaction that is lost altogether cannot go back to a savepoint; the first error matters
            with suppress(Exception):
                unwritten.undo(savepoint)
            self._forget()
            raise

    def _forget(self) -> None:
        self._has_forgotten = True
        self.tickets.forget()
        self.escalations.forget()
        self.mails.forget()
        self.outbox.forget()
        self.directory.forget()
        self.alarms.forget()
        self.awaited.forget()

    def look_together(self, look_aheads: Iterable[LookAhead]) -> None:
        """Ask ahead; the questions that do not hang on each other's answers wait for the database together."""
        look_together(self.connection, look_aheads)

    def must_look_again(self) -> bool:
        """Was what was looked up ahead forgotten since this was asked last? Then all is written that was kept."""
        forgotten, self._has_forgotten = self._has_forgotten, False
        if forgotten:
            write_kept(self.connection)
        return forgotten

    @property
    def is_far(self) -> bool:
        """Does every question wait for another process, perhaps another machine? SQLite answers here."""
        return self.connection.dialect.name == "postgresql"

    def is_broken(self, error: BaseException) -> bool:
        """Has the whole transaction failed, so that nothing more can be done in it?"""
        return (
            self.connection.invalidated or not self.connection.in_transaction() or isinstance(error, OperationalError)
        )

    def lock_settling(self) -> None:
        """Wait until no other process settles mail; held until the commit. SQLite has one writer anyway."""
        lock_settling(self.connection)


class Store:
    """The database behind a URL. Threads and processes may each use their own `begin` at the same time."""

    def __init__(self, url: str, wait_seconds: float = DEFAULT_WAIT_SECONDS) -> None:
        self.url = url
        self._engine: Engine = open_engine(url, wait_seconds)
        self._cache = DirectoryCache()
        path = spool_path(url)
        self.spool = Spool(path, wait_seconds) if path else None
        """What reception keeps beside a SQLite database until it is settled."""
        self.reading_room = ReadingRoom(self._engine, readings_path(url))
        """What readers have made of waiting mails."""

    @property
    def engine(self) -> Engine:
        """For migrations and tests."""
        return self._engine

    @contextmanager
    def begin(self) -> Iterator[UnitOfWork]:
        """A transaction, committed and synced when the block ends. Raises DatabaseAway, DiskFull."""
        with own_errors(), self._engine.begin() as connection, keeping_rows(connection):
            work = self._unit_of_work(connection)
            yield work
            work.counters.flush()
        self._forget(work.mails.spooled.moved)
        work.readings.forget_used()

    @contextmanager
    def read(self) -> Iterator[UnitOfWork]:
        """A transaction that only reads; it never waits for a writer."""
        with own_errors(), self._engine.connect().execution_options(reading=True) as connection, connection.begin():
            yield self._unit_of_work(connection)

    @contextmanager
    def rehearse(self) -> Iterator[UnitOfWork]:
        """A transaction that is rolled back whatever happens: for explain and replay."""
        with own_errors(), self._engine.connect() as connection:
            transaction = connection.begin()
            try:
                with keeping_rows(connection):
                    yield self._unit_of_work(connection)
            finally:
                transaction.rollback()

    def _unit_of_work(self, connection: Connection) -> UnitOfWork:
        return UnitOfWork(connection, self._cache, self.spool, self.reading_room)

    def _forget(self, moved: Mapping[str, int]) -> None:
        if self.spool and moved:
            try:
                self.spool.forget(moved)
            except Exception as error:  # all is committed; what was moved is known by its mark and deleted later
                log.warning("moved mail stays in the spool", extra={"reason": str(error)})

    def ping(self) -> None:
        """Raise DatabaseAway when the database does not answer."""
        with own_errors(), self._engine.connect().execution_options(reading=True) as connection:
            connection.execute(text("SELECT 1"))
        if self.spool:
            self.spool.left(dict)

    def schema(self) -> Schema:
        """How its schema stands to the one of this program. Raises DatabaseAway."""
        with own_errors():
            return schema_of(self._engine)

    def lock(self, name: str) -> ProcessLock:
        """What keeps two processes that share this database from the same work. It is not taken yet."""
        if self.url.startswith("sqlite"):
            place = name if name.isalnum() else sha256(name.encode()).hexdigest()[:16]
            return FileLock(Path(f"{self.url.removeprefix(SQLITE)}-{place}.lock"))
        return SessionLock(self.url, name)

    def migrate(self) -> None:
        """Bring the schema to the newest version; safe to repeat."""
        if self.url.startswith(SQLITE):
            Path(self.url.removeprefix(SQLITE)).parent.mkdir(parents=True, exist_ok=True)
        with own_errors():
            upgrade(self._engine)

    def close(self) -> None:
        """Close every connection; needed in a child process right after a fork as well."""
        self._engine.dispose()
        self.reading_room.close()
        if self.spool:
            self.spool.close()
