"""Alembic's entry: runs the migrations on the connection that the caller opened."""

from alembic import context
from sqlmodel import SQLModel

from gateway.store.tables import (  # noqa: F401 - they fill the metadata
    directory,
    escalations,
    inbox,
    known_issues,
    load_tests,
    notices,
    outages,
    outgoing,
    processes,
    quarantine,
    tickets,
)

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=SQLModel.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
