"""Signatures with which our own people proved a mail"""

import sqlalchemy as sa
from alembic import op

import gateway.store.sql.types

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "staff_signature",
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("message_id", gateway.store.sql.types.CleanText(), nullable=False),
        sa.Column("at", gateway.store.sql.types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_index("ix_staff_signature_at", "staff_signature", ["at"])


def downgrade() -> None:
    op.drop_index("ix_staff_signature_at", table_name="staff_signature")
    op.drop_table("staff_signature")
