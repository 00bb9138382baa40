"""What customers think of tickets that are over, and answers that were taken back before they left"""

import sqlalchemy as sa
from alembic import op

import gateway.store.sql.types
from gateway.store.sql.columns import BigId

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "survey_answer",
        sa.Column("ticket_id", BigId, autoincrement=False, nullable=False),
        sa.Column("at", gateway.store.sql.types.UtcDateTime(), nullable=False),
        sa.Column("author", gateway.store.sql.types.CleanText(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("words", gateway.store.sql.types.CleanText(), nullable=False),
        sa.Column("note_id", BigId, nullable=False),
        sa.PrimaryKeyConstraint("ticket_id"),
    )
    op.add_column("note", sa.Column("withdrawn_at", gateway.store.sql.types.UtcDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("note", "withdrawn_at")
    op.drop_table("survey_answer")
