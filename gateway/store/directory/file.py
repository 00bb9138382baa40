"""The directory as a whole: read every table, and make the tables say what a file says."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, text
from sqlalchemy import update as sql_update

from gateway.directory_file.form import TABLES
from gateway.directory_file.reading import Row, Rows
from gateway.store.sql.rows import table_of
from gateway.store.tables.directory import (
    DirectoryApp,
    DirectoryCalendar,
    DirectoryContact,
    DirectoryContract,
    DirectoryDomain,
    DirectoryGroup,
    DirectoryLicense,
    DirectoryOrganization,
    DirectoryRegion,
    DirectoryRelease,
    DirectoryStaff,
    DirectorySubscription,
)
from gateway.store.tables.processes import Meta

VERSION_KEY = "directory_version"
IMPORT_LOCK = 0x6469_7265  # one import at a time (PostgreSQL advisory lock)
BATCH = 500  # keys in one statement: SQLite takes at most 32,766 parameters, older ones 999

_RECORDS = {
    "calendar": DirectoryCalendar,
    "region": DirectoryRegion,
    "staff": DirectoryStaff,
    "group": DirectoryGroup,
    "organization": DirectoryOrganization,
    "contact": DirectoryContact,
    "contract": DirectoryContract,
    "app": DirectoryApp,
    "license": DirectoryLicense,
    "release": DirectoryRelease,
    "subscription": DirectorySubscription,
}
_domain = table_of(DirectoryDomain)
_meta = table_of(Meta)
# a term that the file moves begins as a new one; what a person answered about the old one is over
_NEW_TERM: Row = {"state": "active", "snooze_until": None, "reacted": False, "timer_due": None}


@dataclass(frozen=True, slots=True)
class Changed:
    """An entry that is different: for each key the value before and after."""

    key: str | int
    fields: Mapping[str, tuple[object, object]]


@dataclass(frozen=True, slots=True)
class Difference:
    """What one table gains, changes and loses; keys of entries."""

    added: tuple[str | int, ...] = ()
    changed: tuple[Changed, ...] = ()
    removed: tuple[str | int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


@dataclass(slots=True)
class DirectoryFile:
    """The tables of the directory, all at once."""

    connection: Connection
    _tables: Mapping[str, Any] = field(default_factory=lambda: {name: table_of(r) for name, r in _RECORDS.items()})

    def rows(self) -> Rows:
        """Everything an export writes, in the order of the keys, on every database the same."""
        return {name: self._rows_of(name) for name in TABLES}

    def _rows_of(self, name: str) -> dict[str | int, Row]:
        table, form = self._tables[name], TABLES[name]
        columns = [table.c[key] for key in form.fields]
        rows = sorted(map(_columns, self.connection.execute(select(*columns))), key=itemgetter(form.key))
        return {row[form.key]: row | {key: row[key] or [] for key in form.lists} for row in rows}

    def replace(self, wanted: Rows) -> dict[str, Difference]:
        """Make every table say what a file says; the difference by table, empty ones included.

        What is not part of the file (bounce state, state and snooze of a license) stays as it is.
        """
        if self.connection.dialect.name == "postgresql":
            self.connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": IMPORT_LOCK})
        differences = {name: _difference(self._rows_of(name), wanted[name]) for name in TABLES}
        for name, difference in differences.items():
            self._apply(name, difference, wanted[name])
        if differences["organization"]:
            self._index_domains(wanted["organization"])
        if any(differences.values()) or self.version() is None:
            self._new_version()
        return differences

    def _apply(self, name: str, difference: Difference, rows: dict[str | int, Row]) -> None:
        table, key = self._tables[name], TABLES[name].key
        for start in range(0, len(difference.removed), BATCH):
            gone = difference.removed[start : start + BATCH]
            self.connection.execute(delete(table).where(table.c[key].in_(gone)))
        if difference.added:
            extra = _fresh(name)
            self.connection.execute(insert(table), [rows[one] | extra for one in difference.added])
        if difference.changed:
            statement = sql_update(table).where(table.c[key] == bindparam("_key"))
            columns = {column: bindparam(f"_{column}", type_=table.c[column].type) for column in TABLES[name].fields}
            changed = [
                {"_key": one.key, **{f"_{column}": rows[one.key][column] for column in columns}}
                for one in difference.changed
            ]
            self.connection.execute(statement.values(**columns), changed)
        if name == "license":
            self._begin_terms(table, difference)

    def _begin_terms(self, table: Any, difference: Difference) -> None:
        for one in difference.changed:
            if "expires" in one.fields:
                self.connection.execute(sql_update(table).where(table.c.number == one.key).values(**_NEW_TERM))

    def _index_domains(self, organizations: dict[str | int, Row]) -> None:
        self.connection.execute(delete(_domain))
        rows = [
            {"domain": domain, "organization": code}
            for code, row in organizations.items()
            for domain in _texts(row["domains"])
        ]
        if rows:
            self.connection.execute(insert(_domain), rows)

    def version(self) -> str | None:
        """A value that changes with every import that changes something; None before the first import."""
        row = self.connection.execute(select(_meta.c.value).where(_meta.c.key == VERSION_KEY)).first()
        return str(row.value) if row else None

    def _new_version(self) -> None:
        self.connection.execute(delete(_meta).where(_meta.c.key == VERSION_KEY))
        self.connection.execute(insert(_meta).values(key=VERSION_KEY, value=secrets.token_hex(8)))


def _columns(row: Any) -> dict[str, Any]:
    return dict(row._mapping)


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _fresh(name: str) -> Row:
    """Columns that a new entry has beside those of the file."""
    if name == "contact":
        return {"bounce_state": "ok"}
    return {**_NEW_TERM, "notify": None} if name == "license" else {}


def _difference(present: dict[str | int, Row], wanted: dict[str | int, Row]) -> Difference:
    changed = (
        Changed(key, {name: (present[key][name], value) for name, value in row.items() if present[key][name] != value})
        for key, row in wanted.items()
        if key in present and present[key] != row
    )
    return Difference(
        added=tuple(key for key in wanted if key not in present),
        changed=tuple(changed),
        removed=tuple(key for key in present if key not in wanted),
    )


def plain(value: object) -> object:
    """A column as JSON shows it: dates in ISO form."""
    return value.isoformat() if isinstance(value, date) else value
