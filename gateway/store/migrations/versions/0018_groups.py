"""Groups of our people, and to which of our addresses a ticket came"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

COLUMNS = ("group", "address")


def upgrade() -> None:
    op.create_table(
        "directory_group",
        sa.Column("code", sa.String(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("members", sa.JSON(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
    )
    for name in COLUMNS:
        op.add_column("ticket", sa.Column(name, sa.String(), nullable=True))


def downgrade() -> None:
    for name in COLUMNS:
        op.drop_column("ticket", name)
    op.drop_table("directory_group")
