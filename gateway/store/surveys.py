"""What customers think of tickets that are over."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, select

from gateway.domain.tickets.survey import SurveyAnswer
from gateway.store.sql.rows import table_of, value, values
from gateway.store.sql.statement import insert_or
from gateway.store.tables.tickets import SurveyAnswer as SurveyRecord

_answer = table_of(SurveyRecord)


class Surveys:
    """One row for each ticket that was answered about."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_ticket(self, ticket_id: int) -> SurveyAnswer | None:
        """The answer about a ticket."""
        row = self._connection.execute(select(_answer).where(_answer.c.ticket_id == ticket_id)).first()
        return value(SurveyAnswer, row) if row else None

    def keep(self, answer: SurveyAnswer) -> bool:
        """Keep the first answer about a ticket; False where there is one already."""
        statement = insert_or(self._connection.dialect.name, _answer).values(**asdict(answer))
        kept = self._connection.execute(statement.on_conflict_do_nothing().returning(_answer.c.ticket_id))
        return kept.first() is not None

    def between(self, since: datetime, until: datetime) -> list[SurveyAnswer]:
        """The answers given since a time and before another, UTC, oldest first: for reports."""
        within = select(_answer).where(_answer.c.at >= since, _answer.c.at < until)
        rows = self._connection.execute(within.order_by(_answer.c.at, _answer.c.ticket_id)).all()
        return values(SurveyAnswer, rows)
