"""Readings of waiting mails, made ahead for who decides"""

import sqlalchemy as sa
from alembic import op

import gateway.store.sql.types

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reading",
        sa.Column("mail", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("made_at", gateway.store.sql.types.UtcDateTime(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("mail", "code"),
    )
    op.create_index("ix_reading_made_at", "reading", ["made_at"])


def downgrade() -> None:
    op.drop_table("reading")
