"""What reports ask for: the times of tickets, escalations, rejections and notices; when a ticket was opened again"""

import sqlalchemy as sa
from alembic import op

import gateway.store.sql.packing
import gateway.store.sql.types

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KNOWN = {  # indexes of the rows that have such a time
    "ix_ticket_answered": "first_response_at",
    "ix_ticket_solved": "solved_at",
    "ix_ticket_closed": "closed_at",
    "ix_ticket_reopened": "reopened_at",
}
REJECTED = (
    "decision IN ('no_ticket', 'unknown_ticket', 'foreign_ticket', 'ambiguous', 'closed', 'no_contract', "
    "'incomplete', 'too_early', 'no_ticket_at_request')"
)


def upgrade() -> None:
    op.add_column("ticket", sa.Column("reopened_at", gateway.store.sql.types.UtcDateTime(), nullable=True))
    op.create_index("ix_ticket_received", "ticket", ["received_at"])
    for name, column in KNOWN.items():
        known = sa.text(f"{column} IS NOT NULL")
        op.create_index(name, "ticket", [column], sqlite_where=known, postgresql_where=known)
    op.create_index("ix_escalation_created", "escalation", ["created"])
    rejected = sa.text(REJECTED)
    op.create_index("ix_mail_rejected", "mail", ["received_at"], sqlite_where=rejected, postgresql_where=rejected)
    op.create_index("ix_notice_fired", "notice", ["kind", "fired"])
    op.create_table(
        "outgoing_picture",
        sa.Column("outgoing_id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("svg", gateway.store.sql.packing.PackedText(), nullable=False),
        sa.Column("shows", gateway.store.sql.types.CleanText(), nullable=False),
        sa.PrimaryKeyConstraint("outgoing_id"),
    )


def downgrade() -> None:
    op.drop_table("outgoing_picture")
    op.drop_index("ix_notice_fired", "notice")
    op.drop_index("ix_mail_rejected", "mail")
    op.drop_index("ix_escalation_created", "escalation")
    for name in KNOWN:
        op.drop_index(name, "ticket")
    op.drop_index("ix_ticket_received", "ticket")
    op.drop_column("ticket", "reopened_at")
