"""The database of a configuration."""

from gateway.config import Config
from gateway.store.store import Store


def open_store(config: Config) -> Store:
    """The Store that a configuration names; connects when it is first used."""
    return Store(config.database_url)
