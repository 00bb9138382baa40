"""How the proof of a sender was found"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("mail", sa.Column("sender_checks", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("mail", "sender_checks")
