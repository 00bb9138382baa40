"""Large-scale tests that customers ask for"""

import sqlalchemy as sa
from alembic import op

from gateway.store.sql.columns import BigId
from gateway.store.sql.types import CleanText, UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

KNOWN = sa.text("due IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "test_request",
        sa.Column("ticket_id", BigId, autoincrement=False, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("ips", sa.JSON(), nullable=True),
        sa.Column("environment_ids", sa.JSON(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("told_at", UtcDateTime(), nullable=True),
        sa.Column("starts", UtcDateTime(), nullable=True),
        sa.Column("ends", UtcDateTime(), nullable=True),
        sa.Column("parties", sa.JSON(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("indemnification", sa.String(), nullable=False),
        sa.Column("indemnified_by", CleanText(), nullable=True),
        sa.Column("decision", sa.String(), nullable=True),
        sa.Column("decided_by", CleanText(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("reason", CleanText(), nullable=True),
        sa.Column("consent_mail_id", BigId, nullable=True),
        sa.Column("due", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("ticket_id"),
    )
    op.create_index("ix_test_request_due", "test_request", ["due"], sqlite_where=KNOWN, postgresql_where=KNOWN)


def downgrade() -> None:
    op.drop_index("ix_test_request_due", "test_request")
    op.drop_table("test_request")
