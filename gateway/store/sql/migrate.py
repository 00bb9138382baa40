"""Alembic, run from code: the migrations travel with the package."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, inspect, text

if TYPE_CHECKING:  # only who migrates needs it
    from alembic.config import Config

HERE = Path(__file__).parent.parent


class Schema(StrEnum):
    """A schema beside the one that this program was written for."""

    OLDER = "older"  # or there is none yet
    CURRENT = "current"
    NEWER = "newer"  # made by a program that is newer than this one


def alembic_config() -> "Config":
    """Alembic's settings; there is no alembic.ini."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(HERE / "migrations"))
    return config


def upgrade(engine: Engine) -> None:
    """Bring the schema to the newest version."""
    from alembic import command

    config = alembic_config()
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            # two processes starting at once must not both migrate
            connection.execute(text("SELECT pg_advisory_xact_lock(7106415)"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def schema_of(engine: Engine) -> Schema:
    """How the schema of a database stands to the one of this program."""
    with engine.connect().execution_options(reading=True) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return Schema.OLDER
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    known = known_versions()
    if found is None or found in known[:-1]:
        return Schema.OLDER
    return Schema.CURRENT if found == known[-1] else Schema.NEWER


def known_versions() -> list[str]:
    """The versions of the schema that this program knows, newest last: the numbers that its migrations begin with."""
    return sorted(path.name.partition("_")[0] for path in (HERE / "migrations" / "versions").glob("[0-9]*_*.py"))
