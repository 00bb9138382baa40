"""Alerts that a summary names, and senders whose mail is kept and nothing else"""

import sqlalchemy as sa
from alembic import op

import gateway.store.sql.types

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "withheld_alert",
        sa.Column("people", gateway.store.sql.types.CleanText(), nullable=False),
        sa.Column("sender", gateway.store.sql.types.CleanText(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("subject", gateway.store.sql.types.CleanText(), nullable=False),
        sa.PrimaryKeyConstraint("people", "sender"),
    )
    op.create_table(
        "blocked_sender",
        sa.Column("sender", gateway.store.sql.types.CleanText(), nullable=False),
        sa.Column("since", gateway.store.sql.types.UtcDateTime(), nullable=False),
        sa.Column("blocked_by", gateway.store.sql.types.CleanText(), nullable=False),
        sa.PrimaryKeyConstraint("sender"),
    )


def downgrade() -> None:
    op.drop_table("blocked_sender")
    op.drop_table("withheld_alert")
