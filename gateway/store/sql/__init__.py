"""What every part of the store stands on: the engine, statements, column types, migrations."""
