"""Senders whose mail is kept and nothing else: addresses and domains that one of our people blocked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, delete, select

from gateway.mail.text.homoglyphs import shown_domain
from gateway.store.directory.directory import Directory
from gateway.store.sql.rows import table_of, value
from gateway.store.sql.statement import insert_or
from gateway.store.tables.inbox import BlockedSender as BlockedRecord

MOST_PARTS: Final = 10  # of a domain that are looked at from its end

_blocked = table_of(BlockedRecord)


@dataclass(frozen=True, slots=True)
class BlockedSender:
    """An address or a domain, lower case; since when, and who blocked it."""

    sender: str
    since: datetime
    blocked_by: str


class BlockedSenders:
    """The list of them. It changes seldom and is asked for every mail: it is remembered with the directory."""

    def __init__(self, connection: Connection, directory: Directory) -> None:
        self._connection, self._directory = connection, directory

    def add(self, sender: str, at: datetime, by: str) -> bool:
        """Block an address or a domain; False when it was blocked before."""
        self._directory.changed()
        row = {"sender": _plain(sender), "since": at, "blocked_by": by}
        statement = insert_or(self._connection.dialect.name, _blocked).values(**row).on_conflict_do_nothing()
        return self._connection.execute(statement.returning(_blocked.c.sender)).first() is not None

    def remove(self, sender: str) -> bool:
        """Block it no more; False when it was not blocked."""
        self._directory.changed()
        return (
            self._connection.execute(
                delete(_blocked).where(_blocked.c.sender.in_((sender.lower(), _plain(sender))))
            ).rowcount
            > 0
        )

    def has(self, address: str) -> bool:
        """Is exactly this address blocked?"""
        return _plain(address) in self._all()

    def has_domain_of(self, address: str) -> bool:
        """Is the domain of an address blocked, or one that it is below?"""
        known, parts = self._all(), _plain(address).rpartition("@")[2].split(".")[-MOST_PARTS:]
        return bool(known) and any(".".join(parts[place:]) in known for place in range(len(parts)))

    def listing(self) -> list[BlockedSender]:
        """All of them, oldest first."""
        rows = self._connection.execute(select(_blocked).order_by(_blocked.c.since, _blocked.c.sender))
        return [value(BlockedSender, row) for row in rows]

    def _all(self) -> frozenset[str]:
        return self._directory.remembered("blocked senders", self._load)

    def _load(self) -> frozenset[str]:
        return frozenset(self._connection.execute(select(_blocked.c.sender)).scalars())


def _plain(sender: str) -> str:
    """In lower case, the domain in the letters of its language: A-labels (RFC 5890) are another way to write it."""
    local, at, domain = sender.lower().rpartition("@")
    return f"{local}{at}{shown_domain(domain)}" if "xn--" in domain else f"{local}{at}{domain}"
