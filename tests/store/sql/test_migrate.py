"""The migrations make just the tables that the code knows."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlmodel import SQLModel

from gateway.store.store import Store
from gateway.store.tables import (  # noqa: F401 - they fill the metadata
    directory,
    escalations,
    inbox,
    notices,
    outgoing,
    processes,
    quarantine,
    tickets,
)


def test_the_migrated_database_has_the_tables_of_the_code(store: Store) -> None:
    store.migrate()  # once more: safe to repeat
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []
