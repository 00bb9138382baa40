"""Letters that somebody answered before they came"""

import sqlalchemy as sa
from alembic import op

import gateway.store.sql.types

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "awaited_letter",
        sa.Column("message_id", gateway.store.sql.types.CleanText(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", gateway.store.sql.types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("message_id", "ticket_id"),
    )
    op.create_index("ix_awaited_letter_at", "awaited_letter", ["at"])


def downgrade() -> None:
    op.drop_index("ix_awaited_letter_at", table_name="awaited_letter")
    op.drop_table("awaited_letter")
