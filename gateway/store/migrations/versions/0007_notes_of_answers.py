"""The note whose words an answer to a customer carries"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# What is held for a look is a note of its author already, the last one that was written because of the same mail.
_NOTE_OF_HELD = """
UPDATE outgoing SET note_id = (
  SELECT max(note.id) FROM note
  WHERE note.ticket_id = outgoing.ticket_id AND note.mail_id = outgoing.mail_id AND note.author IS NOT NULL)
WHERE template = 'agent_public_reply' AND state IN ('held', 'queued', 'deferred', 'sending')
"""


def upgrade() -> None:
    op.add_column("outgoing", sa.Column("note_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
    op.execute(_NOTE_OF_HELD)


def downgrade() -> None:
    op.drop_column("outgoing", "note_id")
