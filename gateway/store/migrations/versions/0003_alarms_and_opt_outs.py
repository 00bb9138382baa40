"""Alarms and opt-outs"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import gateway.store.sql.types

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alarm",
        sa.Column("name", gateway.store.sql.types.CleanText(), nullable=False),
        sa.Column("since", gateway.store.sql.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "opt_out",
        sa.Column("address", gateway.store.sql.types.CleanText(), nullable=False),
        sa.Column("topic", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("since", gateway.store.sql.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("detail", gateway.store.sql.types.CleanText(), nullable=False),
        sa.PrimaryKeyConstraint("address", "topic"),
    )
    op.create_index("ix_counter_bucket", "counter", ["bucket"])


def downgrade() -> None:
    op.drop_index("ix_counter_bucket", "counter")
    op.drop_table("opt_out")
    op.drop_table("alarm")
