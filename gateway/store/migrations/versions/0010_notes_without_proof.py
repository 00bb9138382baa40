"""Whether the author of a note is proven"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_OF_MAILS = """
UPDATE note SET proven = false
WHERE author IS NOT NULL AND mail_id IN (SELECT id FROM mail WHERE sender_proof IN ('none', 'fail'))
"""


def upgrade() -> None:
    op.add_column("note", sa.Column("proven", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.execute(_OF_MAILS)


def downgrade() -> None:
    op.drop_column("note", "proven")
