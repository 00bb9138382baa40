"""Who asked to hear of outages: with a word, or as the directory says."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select, update

from gateway.domain.outages.subscription import Subscriber
from gateway.store.sql.rows import columns_of, table_of, value, values
from gateway.store.sql.statement import insert_or
from gateway.store.tables.directory import DirectorySubscription
from gateway.store.tables.outages import Subscription

_subscription = table_of(Subscription)
_standing = table_of(DirectorySubscription)
Standing = tuple[str, tuple[str, ...], tuple[str, ...]]  # address, topics, codes of regions


class Subscribers:
    """One row for every address and topic; it is kept when it is ended."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, subscriber: Subscriber) -> None:
        """From now on; again where it was ended."""
        columns = columns_of(subscriber)
        statement = insert_or(self._connection.dialect.name, _subscription).values(**columns)
        key = ["address", "topic"]
        self._connection.execute(statement.on_conflict_do_update(index_elements=key, set_=columns))

    def end(self, address: str, topic: str | None, at: datetime) -> list[str]:
        """No more of a topic, of none where it is None; the topics that were ended."""
        ended = update(_subscription).where(_subscription.c.address == address, _subscription.c.ended_at.is_(None))
        if topic is not None:
            ended = ended.where(_subscription.c.topic == topic)
        return list(self._connection.execute(ended.values(ended_at=at).returning(_subscription.c.topic)).scalars())

    def get(self, address: str, topic: str) -> Subscriber | None:
        """A subscription, ended or not."""
        asked = select(_subscription).where(_subscription.c.address == address, _subscription.c.topic == topic)
        row = self._connection.execute(asked).first()
        return value(Subscriber, row) if row else None

    def behind(self, topics: Sequence[str], after: str, most: int) -> list[Subscriber]:
        """Those who hear of one of these topics, by their addresses, behind one of them."""
        asked = select(_subscription).where(_subscription.c.topic.in_(topics), _subscription.c.address > after)
        asked = asked.where(_subscription.c.ended_at.is_(None)).order_by(_subscription.c.address, _subscription.c.topic)
        return values(Subscriber, list(self._connection.execute(asked.limit(most))))

    def standing(self, after: str, most: int) -> list[Standing]:
        """Subscriptions of the directory by their addresses, behind one of them."""
        asked = select(_standing).where(_standing.c.address > after).order_by(_standing.c.address).limit(most)
        rows = self._connection.execute(asked)
        return [(str(row.address), tuple(row.topics or ()), tuple(row.regions or ())) for row in rows]
