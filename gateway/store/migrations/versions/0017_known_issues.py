"""Known issues, who claimed a priority, and the applications that a contract covers"""

import sqlalchemy as sa
from alembic import op

import gateway.store.sql.types

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TEXT = gateway.store.sql.types.CleanText()
TIME = gateway.store.sql.types.UtcDateTime()
LINKED, TELLING = sa.text("problem IS NOT NULL"), sa.text("telling_since IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "known_issue",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("planned", TEXT, nullable=True),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("updates", sa.Integer(), nullable=False),
        sa.Column("opened_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.Column("telling_since", TIME, nullable=True),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index(
        "ix_known_issue_telling", "known_issue", ["telling_since"], sqlite_where=TELLING, postgresql_where=TELLING
    )
    op.add_column("ticket", sa.Column("problem", sa.String(length=40), nullable=True))
    op.add_column("ticket", sa.Column("problem_told", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.add_column("ticket", sa.Column("priority_claimed", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index("ix_ticket_problem", "ticket", ["problem", "id"], sqlite_where=LINKED, postgresql_where=LINKED)
    op.add_column("directory_contract", sa.Column("apps", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("directory_contract", "apps")
    op.drop_index("ix_ticket_problem", "ticket")
    for name in ("priority_claimed", "problem_told", "problem"):
        op.drop_column("ticket", name)
    op.drop_table("known_issue")
