"""Alembic, run from code: the migrations travel with the package."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, inspect, text

HERE = Path(__file__).parent.parent


def alembic_config() -> Config:
    """Alembic's settings; there is no alembic.ini."""
    config = Config()
    config.set_main_option("script_location", str(HERE / "migrations"))
    return config


def upgrade(engine: Engine) -> None:
    """Bring the schema to the newest version."""
    config = alembic_config()
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            # two processes starting at once must not both migrate
            connection.execute(text("SELECT pg_advisory_xact_lock(7106415)"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def is_current(engine: Engine) -> bool:
    """Has the database the newest schema?"""
    from alembic.script import ScriptDirectory

    newest = ScriptDirectory.from_config(alembic_config()).get_current_head()
    with engine.connect().execution_options(reading=True) as connection:
        if "alembic_version" not in inspect(connection).get_table_names():
            return False
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == newest
