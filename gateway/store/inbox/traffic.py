"""How many mails somebody sent of late."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam

from gateway.store.sql.look_ahead import SAME_TIME, LookAhead, Question, by_value, count_up_to, for_each, said_of
from gateway.store.sql.rows import table_of
from gateway.store.tables.inbox import Mail

_mail = table_of(Mail)


def _counted(address: BindParameter[str]) -> Any:
    since = _mail.c.received_at >= bindparam("since")
    return count_up_to(address.key, "most", _mail.c.sender_address == address, since)


_FROM = for_each(_counted)


class TrafficCounts:
    """Settled mails by the address that they came from."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[str, int] = {}
        self._since: datetime | None = None
        self._most = 0

    def look_ahead(self, addresses: Iterable[str], since: datetime, at_most: int) -> LookAhead:
        """Count for several senders in one go; `count_from` need not ask for them then."""
        wanted, most = list(dict.fromkeys(addresses)), max(at_most, 1)
        self._since, self._most = since, most
        self._known = said_of(wanted, (yield Question(_FROM, wanted, {"since": since, "most": most})))

    def count_from(self, address: str, since: datetime, at_most: int) -> int:
        """How many settled mails came from an address since then; at most `at_most`."""
        most, at = max(at_most, 1), self._since
        known = self._known.get(address) if most <= self._most else None
        if known is not None and at and at <= since <= at + SAME_TIME:
            return min(known, most)
        return int(by_value(_FROM, self._connection, [address], since=since, most=most)[address])

    def settled(self, address: str | None) -> None:
        """A mail of this sender is being settled."""
        if address in self._known:
            self._known[address] += 1

    def forget(self) -> None:
        """What was done since a savepoint was undone."""
        self._known = {}
