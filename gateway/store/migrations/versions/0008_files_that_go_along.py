"""Which files go along with a mail of ours: the mail that brought them, and their SHA-256"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outgoing", sa.Column("files", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("outgoing", "files")
