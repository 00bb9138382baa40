"""The migrations make just the tables that the code knows."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlmodel import SQLModel

from gateway.store.sql.migrate import Schema, alembic_config, known_versions
from gateway.store.store import Store
from gateway.store.tables import (  # noqa: F401 - they fill the metadata
    directory,
    escalations,
    inbox,
    known_issues,
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


def test_the_versions_are_those_of_alembic() -> None:
    walked = ScriptDirectory.from_config(alembic_config()).walk_revisions()
    assert known_versions() == [one.revision for one in walked][::-1]


def test_a_schema_is_older_current_or_newer(store: Store) -> None:
    assert store.schema() is Schema.CURRENT
    for version, expected in (("0011", Schema.OLDER), ("9999", Schema.NEWER)):
        _set_version(store, version)
        assert store.schema() is expected
    _set_version(store, known_versions()[-1])


def test_a_new_database_has_an_older_schema(tmp_path: Path) -> None:
    assert Store(f"sqlite:///{tmp_path / 'new.db'}").schema() is Schema.OLDER


def _set_version(store: Store, version: str) -> None:
    with store.begin() as work:
        work.connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})
