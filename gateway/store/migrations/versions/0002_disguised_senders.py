"""What is conspicuous about the sender of a mail"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("mail", sa.Column("sender_disguise", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("mail", "sender_disguise")
