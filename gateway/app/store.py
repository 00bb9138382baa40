"""The database of a configuration."""

from contextlib import suppress

from gateway.config import Config
from gateway.errors import ConfigurationError, DatabaseAway, TryAgain
from gateway.store.process_lock import DECIDER
from gateway.store.sql.migrate import Schema
from gateway.store.store import Store


def open_store(config: Config) -> Store:
    """The Store that a configuration names; connects when it is first used."""
    return Store(config.database_url)


def refuse_newer(config: Config, store: Store) -> None:
    """Raises ConfigurationError for a schema that a newer program made; says nothing of a database that is away."""
    schema = Schema.CURRENT
    with suppress(TryAgain):
        schema = store.schema()
    if schema is Schema.NEWER:
        problem = "the database has a newer schema than this program knows."
        raise ConfigurationError(
            str(config.path), "gateway.database", problem, "Use the newer version here, too, or restore a backup."
        )


def bring_up_to_date(config: Config, store: Store) -> None:
    """Make the schema the one of this program. Raises ConfigurationError, and DatabaseAway while a gateway decides."""
    refuse_newer(config, store)
    if store.schema() is Schema.CURRENT:
        return
    lock = store.lock(DECIDER)
    try:
        if not lock.take():
            step = "Stop `gateway serve` everywhere, or let the new version of it do this when the old one has ended."
            raise DatabaseAway(f"a gateway works with the older schema of the database. {step}")
        store.migrate()
    finally:
        lock.release()
