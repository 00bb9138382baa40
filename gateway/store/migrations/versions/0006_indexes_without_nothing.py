"""Indexes without the rows that have no value: mail that just came has none of these yet"""

from alembic import op
from sqlalchemy import text

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_mail_message_id", "mail", ["message_id"]),
    ("ix_mail_ticket", "mail", ["ticket_id"]),
    ("ix_mail_sender", "mail", ["sender_address", "received_at"]),
    ("ix_outgoing_governed", "outgoing", ["governed_address", "created"]),
)


def upgrade() -> None:
    for name, table, columns in INDEXES:
        known = text(f"{columns[0]} IS NOT NULL")
        op.drop_index(name, table)
        op.create_index(name, table, columns, sqlite_where=known, postgresql_where=known)


def downgrade() -> None:
    for name, table, columns in INDEXES:
        op.drop_index(name, table)
        op.create_index(name, table, columns)
