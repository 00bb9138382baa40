"""When time does something to a ticket next, and what it has done"""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

import gateway.store.sql.types

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TIME = gateway.store.sql.types.UtcDateTime()
KNOWN = sa.text("timer_due IS NOT NULL")
TICKET = sa.table(
    "ticket",
    sa.column("state", sa.String),
    sa.column("phone_call_required", sa.Boolean),
    sa.column("first_response_due", TIME),
    sa.column("first_response_at", TIME),
    sa.column("resolution_due", TIME),
    sa.column("waiting_since", TIME),
    sa.column("fired", sa.JSON),
    sa.column("timer_due", TIME),
)
MAIL = sa.table("mail", sa.column("received_at", TIME))
ALIVE = ("new", "open", "pending", "on_hold")
RESPONSE = ["response_breach", "call_reminder"]
RESOLUTION = ["resolution_breach"]


def upgrade() -> None:
    for name, kind in (("waiting_since", TIME), ("reminded_at", TIME), ("fired", sa.JSON()), ("timer_due", TIME)):
        op.add_column("ticket", sa.Column(name, kind, nullable=True))
    last = op.get_bind().execute(sa.select(sa.func.max(MAIL.c.received_at))).scalar()
    if last is not None:  # with no mail there is no ticket either
        _begin(last)
    op.create_index("ix_ticket_timer", "ticket", ["timer_due"], sqlite_where=KNOWN, postgresql_where=KNOWN)


def _begin(now: datetime) -> None:
    """Timers look at every ticket that is not over. `now` is when the last mail came, UTC: what was late then is known
    to be late, and nobody is told; a customer whose turn it is has the whole time from then.
    """
    column, alive = TICKET.c, TICKET.c.state.in_(ALIVE)
    late = sa.and_(alive, column.first_response_due <= now)
    too_late = sa.and_(alive, column.resolution_due <= now)
    for where, fired in (
        (sa.and_(late, sa.or_(column.resolution_due.is_(None), column.resolution_due > now)), RESPONSE),
        (sa.and_(too_late, sa.or_(column.first_response_due.is_(None), column.first_response_due > now)), RESOLUTION),
        (sa.and_(late, too_late), RESPONSE + RESOLUTION),
    ):
        op.execute(TICKET.update().where(where).values(fired=fired))
    op.execute(TICKET.update().where(column.state == "pending").values(waiting_since=now))
    op.execute(TICKET.update().where(column.state.in_((*ALIVE, "solved"))).values(timer_due=now))


def downgrade() -> None:
    op.drop_index("ix_ticket_timer", "ticket")
    for name in ("timer_due", "fired", "reminded_at", "waiting_since"):
        op.drop_column("ticket", name)
