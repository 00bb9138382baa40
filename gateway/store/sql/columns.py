"""The kinds of columns that the tables are made of."""

from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index, Integer, text
from sqlmodel import Field

from gateway.store.sql.types import CleanText, UtcDateTime

# SQLite numbers rows only in an INTEGER key; PostgreSQL should not run out at 2**31
BigId = BigInteger().with_variant(Integer(), "sqlite")
NO_REUSE = {"sqlite_autoincrement": True}


def index_of_known(name: str, *columns: str) -> Index:
    """An index of the rows whose first column has a value; the others cost it nothing."""
    known = text(f"{columns[0]} IS NOT NULL")
    return Index(name, *columns, sqlite_where=known, postgresql_where=known)


def generated_id() -> Any:
    """The key of a row, never used twice."""
    return Field(default=None, sa_column=Column(BigId, primary_key=True, autoincrement=True))


def instant(nullable: bool = True) -> Any:
    """An aware time, kept in UTC."""
    return Field(default=None, sa_column=Column(UtcDateTime, nullable=nullable))


def outside_text(nullable: bool = False) -> Any:
    """Text of any length that came from outside."""
    return Field(default=None if nullable else "", sa_column=Column(CleanText, nullable=nullable))


def document() -> Any:
    """A structured value, replaced as a whole."""
    return Field(default=None, sa_column=Column(JSON, nullable=True))
