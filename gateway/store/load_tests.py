"""Large-scale tests that customers ask for: one request for a ticket."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Integer, bindparam, insert, select, update

from gateway.domain.load_tests.request import TestRequest
from gateway.store.sql.rows import columns_of, differences, table_of, value
from gateway.store.sql.statement import Statement, values_of
from gateway.store.tables.load_tests import TestRequest as TestRequestRecord

_request = table_of(TestRequestRecord)
_ADD = Statement(lambda _: insert(_request).values(values_of(_request.c.keys())))
_GET = Statement(lambda _: select(_request).where(_request.c.ticket_id == bindparam("ticket")))
_DUE = Statement(
    lambda _: (
        select(_request)
        .where(_request.c.due <= bindparam("now"))
        .order_by(_request.c.due)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True)
    )
)


class LoadTests:
    """Asked for only where the subtype of a ticket says that there is one: other tickets cost no question."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, request: TestRequest) -> None:
        """Keep a new request."""
        _ADD.run_later(self._connection, [columns_of(request)])

    def get(self, ticket_id: int) -> TestRequest | None:
        """The request of a ticket."""
        row = _GET.first(self._connection, ticket=ticket_id)
        return value(TestRequest, row) if row else None

    def save(self, request: TestRequest, was: TestRequest) -> TestRequest:
        """Write what differs; the request."""
        changed = differences(was, request)
        if changed:
            statement = update(_request).where(_request.c.ticket_id == request.ticket_id).values(**changed)
            self._connection.execute(statement)
        return request

    def due(self, now: datetime, limit: int) -> Sequence[TestRequest]:
        """Requests to which time does something, the longest due first, locked until the transaction ends."""
        return [value(TestRequest, row) for row in _DUE.all(self._connection, now=now, most=limit)]
