"""What was looked up in the directory before, for as long as the directory stays the same.

The directory changes when somebody imports it and is asked several times for every mail. Each transaction compares
the version that an import leaves in `meta` once; another version empties the cache.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, bindparam, select

from gateway.store.sql.look_ahead import LookAhead, Question
from gateway.store.sql.rows import table_of
from gateway.store.sql.statement import ManyStatement, Row, Statement
from gateway.store.tables.processes import Meta

# what is found is shared between mails: no lists and no dictionaries, which are not hashable
Found = TypeVar("Found", bound=Hashable | MappingProxyType[str, str])

Read_co = TypeVar("Read_co", bound=Hashable, covariant=True)

VERSION_KEY = "directory_version"
CONTACT = "contact"  # the kind of look-up that finds one
CONTACT_CHANGED = "~"  # is put behind the version when only a contact changed, by what came back from it
MOST_ENTRIES = 20_000  # a full cache is emptied: strangers write from ever new addresses
_meta = table_of(Meta)
_VERSION = Statement(lambda _: select(_meta.c.value).where(_meta.c.key == bindparam("key")))


Key = tuple[str, Hashable]  # the kind of look-up, and what was looked up


def is_same_but_for_contacts(version: str | None, other: str | None) -> bool:
    """Does a version of the directory differ from another one in contacts alone?"""
    return bool(version and other) and str(version).rstrip(CONTACT_CHANGED) == str(other).rstrip(CONTACT_CHANGED)


class _Unknown:
    """What nobody looked up yet: that nothing is found is something to know, too."""


_UNKNOWN = _Unknown()


class DirectoryCache:
    """One for a store, shared by its transactions."""

    def __init__(self) -> None:
        self._version: str | None = None
        self._found: dict[Key, Any] = {}

    def of_version(self, version: str | None) -> dict[Key, Any]:
        """The entries that are valid for a version of the directory."""
        if version != self._version or len(self._found) >= MOST_ENTRIES:
            # a new dictionary, so that a transaction still running on the old version cannot fill this one
            kept = self._found if is_same_but_for_contacts(version, self._version) else {}
            kept = {key: found for key, found in kept.items() if key[0] != CONTACT}
            self._version, self._found = version, kept if len(kept) < MOST_ENTRIES else {}
        return self._found


@dataclass(frozen=True, slots=True)
class Several(Generic[Read_co]):
    """A look-up of several keys: the rows, the column that has the key, and what a row says."""

    statement: ManyStatement
    key: str
    read: Callable[[Row], Read_co]


class CachedLookups:
    """The cache as one transaction sees it."""

    def __init__(self, connection: Connection, cache: DirectoryCache | None) -> None:
        self._connection, self._cache = connection, cache
        self._entries: dict[Key, Any] | None = None

    def get(self, kind: str, key: Hashable, load: Callable[[], Found]) -> Found:
        """A look-up's result, loaded when it is not known yet. Nothing found is a result, too.

        Every mail gets the same object: it must be one that cannot be changed.
        """
        entries = self._entries if self._entries is not None else self._valid()
        known: Found | _Unknown = entries.get((kind, key), _UNKNOWN)
        if isinstance(known, _Unknown):
            known = entries[kind, key] = load()
        return known

    def unknown(self, kind: str, keys: Iterable[Hashable]) -> list[Hashable]:
        """The keys of this kind that were not looked up yet."""
        entries = self._valid()
        return [key for key in dict.fromkeys(keys) if (kind, key) not in entries]

    def known(self, kind: str, key: Hashable) -> object:
        """A look-up's result, None where nothing was found or nobody looked yet."""
        return self._valid().get((kind, key))

    def look_ahead_one(self, kind: str, keys: Iterable[Hashable], several: Several[Read_co]) -> LookAhead:
        """Look up what has at most one row for each key, None for those that have none."""
        if wanted := self.unknown(kind, keys):
            found = {row[several.key]: several.read(row) for row in (yield Question(several.statement, wanted))}
            self._remember(kind, {one: found.get(one) for one in wanted})

    def look_ahead_all(self, kind: str, keys: Iterable[Hashable], several: Several[Read_co]) -> LookAhead:
        """Look up what has any number of rows for each key."""
        if wanted := self.unknown(kind, keys):
            found: dict[Hashable, list[Hashable]] = {one: [] for one in wanted}
            for row in (yield Question(several.statement, wanted)):
                found[row[several.key]].append(several.read(row))
            self._remember(kind, {one: tuple(rows) for one, rows in found.items()})

    def _remember(self, kind: str, found: Mapping[Hashable, Hashable | None]) -> None:
        entries = self._valid()
        for key, one in found.items():
            entries[kind, key] = one

    def _valid(self) -> dict[Key, Any]:
        if self._entries is None:
            self._entries = self._of(_VERSION.scalar(self._connection, key=VERSION_KEY) if self._cache else None)
        return self._entries

    def _of(self, version: str | None) -> dict[Key, Any]:
        # a directory without a version was never imported, only filled by hand: nothing says when it changes
        return self._cache.of_version(version) if self._cache and version else {}

    def look_ahead(self) -> LookAhead:
        """Read the version of the directory, unless this transaction knows it."""
        if self._entries is None:
            rows = yield Question(_VERSION, values={"key": VERSION_KEY})
            self._entries = self._of(str(rows[0]["value"]) if rows else None)

    def change(self, kind: str, key: Hashable, found: Hashable) -> None:
        """This transaction changes one entry: it sees its own change and leaves nothing to others."""
        self._entries, self._cache = {**self._valid(), (kind, key): found}, None

    def undone(self) -> None:
        """What was done since a savepoint was undone."""
        if self._cache is None:
            self._entries = {}

    def forget(self) -> None:
        """This transaction changes the directory: it sees its own changes and leaves nothing to others."""
        self._cache = None
        self._entries = {}
