"""What was looked up in the directory before, for as long as the directory stays the same.

The directory changes when somebody imports it and is asked several times for every mail. Each transaction compares
the version that an import leaves in `meta` once; another version empties the cache.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from sqlalchemy import Connection, bindparam, select

from gateway.store.sql.rows import table_of
from gateway.store.sql.statement import Statement
from gateway.store.tables.processes import Meta

# what is found is shared between mails: no lists and no dictionaries, which are not hashable
Found = TypeVar("Found", bound=Hashable | MappingProxyType[str, str])

VERSION_KEY = "directory_version"
MOST_ENTRIES = 20_000  # a full cache is emptied: strangers write from ever new addresses
_meta = table_of(Meta)
_VERSION = Statement(lambda _: select(_meta.c.value).where(_meta.c.key == bindparam("key")))


class _Unknown:
    """What nobody looked up yet: that nothing is found is something to know, too."""


_UNKNOWN = _Unknown()


class DirectoryCache:
    """One for a store, shared by its transactions."""

    def __init__(self) -> None:
        self._version: str | None = None
        self._found: dict[Hashable, Any] = {}

    def of_version(self, version: str | None) -> dict[Hashable, Any]:
        """The entries that are valid for a version of the directory."""
        if version != self._version or len(self._found) >= MOST_ENTRIES:
            # a new dictionary, so that a transaction still running on the old version cannot fill this one
            self._version, self._found = version, {}
        return self._found


class CachedLookups:
    """The cache as one transaction sees it."""

    def __init__(self, connection: Connection, cache: DirectoryCache | None) -> None:
        self._connection, self._cache = connection, cache
        self._entries: dict[Hashable, Any] | None = None

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

    def remember(self, kind: str, found: Mapping[Hashable, Hashable | None]) -> None:
        """What a look-up of several keys found; None for those that nothing is known of."""
        entries = self._valid()
        for key, one in found.items():
            entries[kind, key] = one

    def _valid(self) -> dict[Hashable, Any]:
        if self._entries is None:
            version = _VERSION.scalar(self._connection, key=VERSION_KEY) if self._cache else None
            # a directory without a version was never imported, only filled by hand: nothing says when it changes
            self._entries = self._cache.of_version(version) if self._cache and version else {}
        return self._entries

    def forget(self) -> None:
        """This transaction changes the directory: it sees its own changes and leaves nothing to others."""
        self._cache = None
        self._entries = {}
