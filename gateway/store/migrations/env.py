"""Alembic's entry: runs the migrations on the connection that the caller opened."""

from alembic import context
from sqlmodel import SQLModel

import gateway.store.directory_tables
import gateway.store.tables  # noqa: F401 - both fill the metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=SQLModel.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
