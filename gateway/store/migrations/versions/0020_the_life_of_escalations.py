"""What happens to escalations, and when time does something to them next"""

import sqlalchemy as sa
from alembic import op

from gateway.store.sql.types import CleanText, UtcDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

KNOWN = sa.text("timer_due IS NOT NULL")
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ESCALATION = sa.table(
    "escalation",
    sa.column("state", sa.String),
    sa.column("manager_due", UtcDateTime),
    sa.column("timer_due", UtcDateTime),
)


def upgrade() -> None:
    for name, kind in (("monitoring_until", UtcDateTime()), ("resolution", CleanText()), ("timer_due", UtcDateTime())):
        op.add_column("escalation", sa.Column(name, kind, nullable=True))
    op.add_column("escalation", sa.Column("missed", sa.Integer(), nullable=False, server_default="0"))
    op.execute(ESCALATION.update().where(ESCALATION.c.state == "requested").values(timer_due=ESCALATION.c.manager_due))
    op.drop_index("ix_escalation_due", "escalation")
    op.create_index("ix_escalation_timer", "escalation", ["timer_due"], sqlite_where=KNOWN, postgresql_where=KNOWN)
    op.create_table(
        "escalation_step",
        sa.Column("id", ID, primary_key=True, autoincrement=True),
        sa.Column("escalation_id", ID, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("event", sa.String(32), nullable=False),
        sa.Column("actor", CleanText(), nullable=True),
        sa.Column("text", CleanText(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_escalation_step", "escalation_step", ["escalation_id", "id"])


def downgrade() -> None:
    op.drop_table("escalation_step")
    op.drop_index("ix_escalation_timer", "escalation")
    op.create_index("ix_escalation_due", "escalation", ["state", "manager_due"])
    for name in ("missed", "timer_due", "resolution", "monitoring_until"):
        op.drop_column("escalation", name)
