"""SQL that is compiled once per kind of database and then goes straight to the driver.

Building and caching a statement costs SQLAlchemy several times what SQLite needs to run it, and a mail takes a dozen
of them. A `Statement` is written in SQLAlchemy's Core like any other, with `bindparam` for its values; types convert
values on the way in and out as usual. For the hot path; everything else uses Core directly.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from operator import itemgetter
from typing import Any

from sqlalchemy import BindParameter, Connection, Executable, Select, Table, bindparam, func, insert
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.visitors import iterate

from gateway.store.sql.unwritten import kept_for, write_later

Converter = Callable[[Any], Any]
Row = dict[str, Any]
Answer = Callable[[], list[Row]]
MOST_AT_ONCE = 64  # values in one SELECT


@dataclass(frozen=True, slots=True)
class _Compiled:
    """The text of a statement for one driver. `slots`: what goes in, by its name or else by its place.

    Few values need a conversion: all are picked in one go, then those at the places in `converted` are replaced.
    """

    sql: str
    by_name: bool
    slots: tuple[str, ...]
    pick: Callable[[Mapping[str, Any]], tuple[Any, ...]]
    converted: tuple[tuple[int, Converter], ...]
    constants: Mapping[str, Any]
    columns: tuple[tuple[str, Converter | None], ...]
    errors: type[Exception]
    tables: frozenset[str]
    changes: bool

    def values(self, given: Mapping[str, Any]) -> Any:
        """The driver's form of the values."""
        if self.constants:
            given = {**self.constants, **given}
        values = list(self.pick(given))
        for place, convert in self.converted:
            if values[place] is not None:
                values[place] = convert(values[place])
        return dict(zip(self.slots, values, strict=True)) if self.by_name else values


class Statement:
    """A Core statement made by `build`, which is told the dialect's name where the SQL differs."""

    def __init__(self, build: Callable[[str], Executable]) -> None:
        self._build = build
        self._compiled: dict[str, _Compiled] = {}

    def run(self, connection: Connection, **values: Any) -> int:
        """Execute; the number of rows changed."""
        return int(self._execute(connection, values)[0].rowcount)

    def run_all(self, connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        """Execute once for every row."""
        compiled = self._for(connection)
        self._guarded(connection, compiled, [compiled.values(row) for row in rows], many=True)

    def run_later(self, connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        """Execute once for every row before something asks for their table, at the latest when the transaction ends."""
        write_later(connection, self.run_all, self._for(connection).tables, rows)

    def scalar(self, connection: Connection, **values: Any) -> Any:
        """The first column of the first row, None where there is no row."""
        cursor, compiled = self._execute(connection, values)
        row = cursor.fetchone()
        if row is None:
            return None
        convert = compiled.columns[0][1]
        return convert(row[0]) if convert else row[0]

    def insert(self, connection: Connection, **values: Any) -> int:
        """Insert one row; its generated id. The statement is built with RETURNING where the dialect needs it."""
        cursor, compiled = self._execute(connection, values)
        # on SQLite RETURNING costs more than the row itself
        return int(cursor.fetchone()[0] if compiled.columns else cursor.lastrowid)

    def insert_all(self, connection: Connection, rows: Iterable[Mapping[str, Any]]) -> list[int]:
        """Insert several rows; their generated ids in the same order. Built as for `insert`."""
        compiled = self._for(connection)
        values = [compiled.values(row) for row in rows]
        if not compiled.columns:  # SQLite, where a statement numbers its rows one behind the other
            cursor = self._guarded(connection, compiled, values, many=True)
            last = int(cursor.execute("SELECT last_insert_rowid()").fetchone()[0])
            return list(range(last - len(values) + 1, last + 1))
        cursor = self._guarded(connection, compiled, values, many=True, returning=True)
        return list(_ids(cursor))  # of psycopg, which sends all of them at once

    def first(self, connection: Connection, **values: Any) -> Row | None:
        """The first row by column names."""
        return next(iter(self.all(connection, **values)), None)

    def all(self, connection: Connection, **values: Any) -> list[Row]:
        """All rows by column names."""
        return self.ask(connection, **values)()

    def ask(self, connection: Connection, **values: Any) -> Answer:
        """Execute; what is returned fetches what `all` returns, later."""
        cursor, compiled = self._execute(connection, values)
        columns = compiled.columns
        return lambda: [_row(columns, values) for values in cursor.fetchall()]

    def each(self, connection: Connection, **values: Any) -> Iterator[Row]:
        """The rows by column names one by one, for who may stop before the last."""
        cursor, compiled = self._execute(connection, values)
        return (_row(compiled.columns, values) for values in cursor)

    def _execute(self, connection: Connection, values: Mapping[str, Any]) -> tuple[Any, _Compiled]:
        compiled = self._for(connection)
        return self._guarded(connection, compiled, compiled.values(values)), compiled

    def _guarded(
        self, connection: Connection, compiled: _Compiled, values: Any, many: bool = False, **options: bool
    ) -> Any:
        unwritten = kept_for(connection)
        if unwritten:
            unwritten.before(compiled.tables, compiled.changes)
        cursor = connection.connection.cursor()
        try:
            if many:
                cursor.executemany(compiled.sql, values, **options)
            else:
                cursor.execute(compiled.sql, values)
        except compiled.errors as error:
            raise DBAPIError.instance(compiled.sql, None, error, compiled.errors, dialect=connection.dialect) from error
        return cursor

    def _for(self, connection: Connection) -> _Compiled:
        found = self._compiled.get(connection.dialect.name)
        if found is None:
            found = _compile(self._build(connection.dialect.name), connection.dialect)
            self._compiled[connection.dialect.name] = found
        return found


class ManyStatement:
    """A SELECT of the rows for any of several values, made by `build`, which is given a parameter for each.

    It is compiled for one, two, four ... values; where there are fewer, the rest are NULL, which no row has.
    """

    def __init__(self, build: Callable[[Sequence[BindParameter[Any]]], Executable]) -> None:
        self._build = build
        self._of_size: dict[int, tuple[Statement, tuple[str, ...]]] = {}

    def all(self, connection: Connection, wanted: Iterable[Any], **values: Any) -> list[Row]:
        """The rows by column names, in the order of the SELECT for each MOST_AT_ONCE values."""
        return self.ask(connection, wanted, **values)()

    def ask(self, connection: Connection, wanted: Iterable[Any], **values: Any) -> Answer:
        """Execute; what is returned fetches what `all` returns."""
        asked = list(wanted)
        if len(asked) <= MOST_AT_ONCE:
            return self._ask(connection, asked, values) if asked else list
        portions = (asked[first : first + MOST_AT_ONCE] for first in range(0, len(asked), MOST_AT_ONCE))
        answers = [self._ask(connection, some, values) for some in portions]
        return lambda: [row for answer in answers for row in answer()]

    def _ask(self, connection: Connection, some: Sequence[Any], values: Mapping[str, Any]) -> Answer:
        statement, names = self._for(1 << (len(some) - 1).bit_length())
        return statement.ask(connection, **dict(zip(names, chain(some, repeat(None)), strict=False)), **values)

    def _for(self, size: int) -> tuple[Statement, tuple[str, ...]]:
        found = self._of_size.get(size)
        if found is None:
            names = tuple(f"wanted_{place}" for place in range(size))
            statement = self._build([bindparam(name) for name in names])
            found = self._of_size[size] = Statement(lambda _: statement), names
        return found


def _ids(cursor: Any) -> Iterator[int]:
    more = True
    while more:
        yield int(cursor.fetchone()[0])
        more = cursor.nextset()


def _row(columns: Sequence[tuple[str, Converter | None]], values: Sequence[Any]) -> Row:
    return {
        name: value if convert is None else convert(value)
        for (name, convert), value in zip(columns, values, strict=True)
    }


def _compile(statement: Executable, dialect: Dialect) -> _Compiled:
    compiled = statement.compile(dialect=dialect)  # type: ignore[attr-defined]  # every Core statement has it
    assert isinstance(compiled, SQLCompiler)
    names = compiled.bind_names
    into = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for bind, name in names.items()}
    constants = {name: bind.value for bind, name in names.items() if not bind.required}
    columns = tuple(
        (column.name, column.type.dialect_impl(dialect).result_processor(dialect, None))
        for column in getattr(statement, "exported_columns", ())
    )
    places = compiled.positiontup
    slots = tuple(into if places is None else places)
    converters = ((place, into[name]) for place, name in enumerate(slots))
    return _Compiled(
        compiled.string,
        places is None,
        slots,
        _picker(slots),
        tuple((place, convert) for place, convert in converters if convert),
        constants,
        columns,
        dialect.loaded_dbapi.Error,
        # every Core statement can be walked through, which `Executable` does not say
        frozenset(one.name for one in iterate(statement) if isinstance(one, Table)),  # type: ignore[arg-type]
        not isinstance(statement, Select),
    )


def _picker(names: Sequence[str]) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    if len(names) > 1:
        return itemgetter(*names)
    return lambda given: tuple(given[name] for name in names)  # itemgetter makes no tuple of one


def insert_with_id(table: Table, columns: Iterable[str]) -> Statement:
    """An INSERT for `Statement.insert`: every column under its own name."""

    def build(dialect: str) -> Executable:
        statement = insert(table).values(values_of(columns)).inline()
        return statement if dialect == "sqlite" else statement.returning(table.c.id)

    return Statement(build)


def insert_or(dialect: str, table: Table) -> Any:
    """An INSERT that can say ON CONFLICT, which Core has only in the words of each dialect."""
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql  # most installations never need it

        return postgresql.insert(table)
    return sqlite.insert(table)


def seldom(dialect: str, condition: Any) -> Any:
    """A condition that few rows meet. SQLite's statistics know how many values a column has, not how often each comes:
    after ANALYZE it would read all settled mails to find the few that wait.
    """
    return func.unlikely(condition) if dialect == "sqlite" else condition


def values_of(columns: Iterable[str]) -> Mapping[str, Any]:
    """A `values` mapping that binds every column under its own name."""
    return {name: bindparam(name) for name in columns}
